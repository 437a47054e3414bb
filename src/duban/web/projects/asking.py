"""What a list of projects asks for, read from its address and written back to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.http import urlencode

from duban.core.errors import Invalid
from duban.engine.kernel import Problem
from duban.projects.types import (
    Ownership,
    ProjectFilter,
    ProjectOrder,
    ProjectState,
    Regime,
    YearClass,
)
from duban.web.parts import asked_number, asked_one
from duban.web.requests import ActorRequest

SIZE = 50
_LONGEST = 80
_STATES = ("all", *ProjectState)
_NAMES = {
    "class": "year_class",
    "ownership": "ownership",
    "regime": "regime",
    "state": "state",
    "stage": "stage",
    "lead": "lead_id",
    "firm": "enterprise_id",
    "q": "words",
    "sort": "order",
}
"""The address's names of what a filter holds; the year stands apart, because its plain value is the day's."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter, the page of its rows, and the day that is shown."""

    filter: ProjectFilter
    page: int
    on: date

    def query(self, **changes: Any) -> str:
        """Return the address's query with some of it changed; a changed filter begins at its first page."""
        page = changes.pop("page", 1)
        wanted = replace(self.filter, **changes)
        plain = ProjectFilter(self.on.year)
        pairs = [
            (name, str(value))
            for name, field in _NAMES.items()
            if (value := getattr(wanted, field)) != getattr(plain, field)
        ]
        if wanted.year != self.on.year:
            pairs.append(("year", str(wanted.year)))
        if page > 1:
            pairs.append(("page", str(page)))
        return urlencode(pairs)

    @property
    def filters(self) -> str:
        """The query without its page: what an export keeps."""
        return self.query()

    @property
    def clear(self) -> str:
        """The query of the same year with nothing else asked."""
        plain = ProjectFilter(self.filter.year)
        return self.query(**{field: getattr(plain, field) for field in _NAMES.values()})

    @property
    def narrowed(self) -> bool:
        """Whether anything but the year and the order is asked for."""
        return self.filter != ProjectFilter(self.filter.year, order=self.filter.order)


def read(request: ActorRequest) -> Asked:
    """
    Read a list's address.

    :raises Invalid: where something in it is not what its name says, every one told
    """
    given = request.GET
    problems: list[Problem] = []
    on = request.on
    year = asked_number(given, "year", problems) or on.year
    if not 1949 < year < 2200:
        problems.append(Problem("core.not_a_number", "year", (str(year),)))
    state = given.get("state", "") or "active"
    if state not in _STATES:
        problems.append(Problem("core.not_a_choice", "state", (state, "、".join(_STATES))))
    wanted = ProjectFilter(
        year=year,
        year_class=asked_one(given, "class", YearClass, problems),
        ownership=asked_one(given, "ownership", Ownership, problems),
        regime=asked_one(given, "regime", Regime, problems),
        state=state,
        stage=given.get("stage", "").strip()[:32],
        lead_id=asked_number(given, "lead", problems),
        enterprise_id=asked_number(given, "firm", problems),
        words=given.get("q", "").strip()[:_LONGEST],
        order=asked_one(given, "sort", ProjectOrder, problems) or ProjectOrder.CODE,
    )
    page = asked_number(given, "page", problems) or 1
    if problems:
        raise Invalid(*problems)
    return Asked(wanted, max(page, 1), on)
