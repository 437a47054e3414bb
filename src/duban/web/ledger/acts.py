"""What may be done to an item now: buttons, what each asks for, and what is still missing for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from duban.core.sentences import sentence
from duban.exchange.wording import word
from duban.ledger.types import ItemPage, MoveChange
from duban.web.parts import asked_day, number

_TYPED: dict[str, tuple[str, ...]] = {
    "refuse": ("reason",),
    "reassign": ("reason", "other_unit", "person"),
    "uphold": ("reason",),
    "report_done": ("result",),
    "send_back": ("reason",),
    "verify": ("finding",),
    "suspend": ("reason",),
    "resume": ("due",),
    "cancel": ("reason",),
    "reopen": ("reason", "due"),
}
"""What a move's own form asks for; everything else it needs stands with the item."""
_STEPS, _UNFINISHED = "steps_done", "unfinished"
"""Steps not done stop a completion report, unless it says why."""
_SIDE = frozenset({"refuse", "send_back", "suspend", "cancel", "reopen", "archive"})


@dataclass(frozen=True, slots=True)
class Act:
    """A move one may make."""

    edge: str
    word: str
    asks: tuple[str, ...]
    missing: tuple[str, ...]
    """What stands in its way; typed things are not counted."""
    main: bool


def acts(page: ItemPage) -> list[Act]:
    """Return the moves open to the person asking, those that lead on first."""
    found = [_act(page, edge) for edge in page.open_edges]
    return sorted(found, key=lambda act: not act.main)


def change(posted: QueryDict) -> MoveChange:
    """
    Read what a move carries.

    :raises Invalid: if a day is none
    """
    return MoveChange(
        reason=(posted.get("reason") or posted.get(_UNFINISHED, "")).strip(),
        result=posted.get("result", "").strip(),
        finding=posted.get("finding", "").strip(),
        responsible_id=number(posted.get("other_unit", "")),
        person_id=number(posted.get("person", "")),
        due=asked_day(posted.get("due", "")),
    )


def label(field: str) -> str:
    """Return what a field of a move's form is called."""
    return {
        "reason": _("事由"),
        "result": _("办结情况：做了什么，成效如何"),
        "finding": _("核实情况：何时何地看到了什么"),
        "other_unit": _("改派给"),
        "person": _("责任人"),
        "due": _("新的完成时限"),
        _UNFINISHED: _("有节点没有完成，说明原因"),
    }[field]


def _act(page: ItemPage, edge: str) -> Act:
    asks = _TYPED.get(edge, ())
    lacking = page.missing.get(edge, ())
    if any(p.where == _STEPS for p in lacking):
        asks = (*asks, _UNFINISHED)
    missing = tuple(sentence(p) for p in lacking if p.where not in asks and p.where != _STEPS)
    return Act(edge, word("move", edge), asks, missing, edge not in _SIDE)
