"""What a leader looks at first: what is behind, what is overdue, who owes, what is stuck, what waits for oneself."""

from __future__ import annotations

from datetime import date, datetime

from duban.blockers.selectors import count_blockers, days_blocked
from duban.blockers.types import BlockerFilter
from duban.boards.selectors.gaps import gap_board_with_coverage
from duban.boards.selectors.home import waiting
from duban.boards.types import Overview
from duban.core.errors import Forbidden
from duban.engine.kernel import Period
from duban.indicators.selectors import filing_board
from duban.indicators.types import GapBoard
from duban.ledger.selectors import list_items, list_plans, overdue_by_person
from duban.ledger.types import ItemFilter, OverduePerson, PlanFilter, View
from duban.orgs.types import Actor
from duban.projects.selectors import last_start_board, silent_projects

__all__ = ["overview"]

_ITEMS = 8


def overview(*, actor: Actor, zone_id: int, board: GapBoard, known_at: datetime, on: date) -> Overview:
    """
    Return the state of a zone's work on a day, beside a gap board already asked for.

    Who owes by name is told to the chain in charge alone; returns are those of the period last ended.

    :raises NotFound: if the zone is not within reach
    """
    covered = gap_board_with_coverage(
        actor=actor, zone_id=zone_id, as_of=board.as_of, known_at=known_at, board=board
    )
    plans = list_plans(actor=actor, zone_id=zone_id, on=on, filter=PlanFilter(year=board.as_of.year))
    overdue = list_items(
        actor=actor, zone_id=zone_id, on=on, filter=ItemFilter(view=View.OVERDUE), page=1, size=_ITEMS
    )
    return Overview(
        on=on,
        covered=covered,
        plans={plan.indicator_id: plan for plan in plans if plan.indicator_id is not None},
        overdue=overdue,
        owing=_owing(actor, zone_id, on),
        filings=filing_board(actor=actor, zone_id=zone_id, period=_ended(on), on=on),
        stuck=count_blockers(actor=actor, zone_id=zone_id, on=on),
        stuck_late=count_blockers(actor=actor, zone_id=zone_id, on=on, wanted=BlockerFilter(late=True)),
        held=tuple(row for row in days_blocked(actor=actor, zone_id=zone_id, on=on) if row.waiting),
        starts=last_start_board(actor=actor, zone_id=zone_id, on=on),
        silent=silent_projects(actor=actor, zone_id=zone_id, on=on),
        waits=waiting(actor=actor, zone_id=zone_id, on=on),
    )


def _owing(actor: Actor, zone_id: int, on: date) -> tuple[OverduePerson, ...] | None:
    try:
        return tuple(overdue_by_person(actor=actor, zone_id=zone_id, on=on))
    except Forbidden:
        return None


def _ended(on: date) -> Period:
    """Return the period whose returns are asked for now: the one that ended last."""
    first = on.replace(day=1)
    return Period(first.year - 1, 12) if first.month <= 2 else Period(first.year, first.month - 1)
