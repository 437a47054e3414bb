"""What a list of the ledger asks for, read from its address and written back to it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode

from duban.core.errors import Invalid
from duban.engine.kernel import Problem
from duban.ledger.types import ItemFilter, ItemState, Order, Origin, Urgency, View
from duban.web.parts import asked_day, asked_number, asked_one
from duban.web.requests import ActorRequest

SIZE = 50
_LONGEST = 80
_NAMES = {
    "view": "view",
    "q": "q",
    "unit": "unit_id",
    "lead": "lead_id",
    "responsible": "responsible_id",
    "person": "person_id",
    "leader": "leader_id",
    "origin": "origin",
    "plan": "plan_id",
    "parent": "parent_id",
    "urgency": "urgency",
    "tag": "tag",
    "from": "due_from",
    "to": "due_to",
}
"""The address's names of what a filter holds."""
_PLAIN = ItemFilter()


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter, the page of its rows, and the day whose lights are shown."""

    filter: ItemFilter
    page: int
    on: date

    def query(self, **changes: Any) -> str:
        """Return the address's query with some of it changed; a changed filter begins at its first page."""
        page = changes.pop("page", 1)
        pairs = [*_pairs(replace(self.filter, **changes)), *([("page", str(page))] if page > 1 else [])]
        return urlencode(pairs)

    @property
    def filters(self) -> str:
        """The query without its page: what an export and a saved view keep."""
        return self.query()

    @property
    def narrowed(self) -> bool:
        """Whether anything but the view and the order is asked for."""
        plain = ItemFilter(view=self.filter.view, order=self.filter.order, descending=self.filter.descending)
        return self.filter != plain


def read(request: ActorRequest) -> Asked:
    """
    Read a list's address.

    :raises Invalid: where something in it is not what its name says, every one told
    """
    given = request.GET
    problems: list[Problem] = []
    asked = ItemFilter(
        view=asked_one(given, "view", View, problems) or View.OPEN,
        q=given.get("q", "").strip()[:_LONGEST],
        states=_states(given, problems),
        unit_id=asked_number(given, "unit", problems),
        lead_id=asked_number(given, "lead", problems),
        responsible_id=asked_number(given, "responsible", problems),
        person_id=asked_number(given, "person", problems),
        leader_id=asked_number(given, "leader", problems),
        origin=asked_one(given, "origin", Origin, problems),
        plan_id=asked_number(given, "plan", problems),
        parent_id=asked_number(given, "parent", problems),
        urgency=asked_one(given, "urgency", Urgency, problems),
        tag=given.get("tag", "").strip()[:24],
        due_from=asked_day(given.get("from", "")),
        due_to=asked_day(given.get("to", "")),
        **_order(given, problems),
    )
    page = asked_number(given, "page", problems) or 1
    if problems:
        raise Invalid(*problems)
    return Asked(asked, max(page, 1), request.on)


def _pairs(asked: ItemFilter) -> list[tuple[str, str]]:
    pairs = [
        (name, _written(value))
        for name, field in _NAMES.items()
        if (value := getattr(asked, field)) != getattr(_PLAIN, field)
    ]
    pairs += [("state", state.value) for state in asked.states]
    if (asked.order, asked.descending) != (_PLAIN.order, _PLAIN.descending):
        pairs.append(("sort", f"{'-' if asked.descending else ''}{asked.order.value}"))
    return pairs


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _states(given: QueryDict, problems: list[Problem]) -> tuple[ItemState, ...]:
    found = []
    for text in filter(None, given.getlist("state")):
        try:
            found.append(ItemState(text))
        except ValueError:
            problems.append(Problem("core.not_a_choice", "state", (text, "、".join(ItemState))))
    return tuple(found)


def _order(given: QueryDict, problems: list[Problem]) -> dict[str, Any]:
    text = given.get("sort", "")
    if not text:
        return {}
    try:
        return {"order": Order(text.removeprefix("-")), "descending": text.startswith("-")}
    except ValueError:
        problems.append(Problem("core.not_a_choice", "sort", (text, "、".join(Order))))
        return {}


_UNSPOKEN = {f.name for f in fields(ItemFilter)} - set(_NAMES.values()) - {"states", "order", "descending"}
if _UNSPOKEN:
    raise RuntimeError(f"a filter without a name in the address: {sorted(_UNSPOKEN)}")
