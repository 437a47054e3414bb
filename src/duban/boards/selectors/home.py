"""What waits for me, over all rooms: one list, one count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from duban.blockers.selectors import waiting_for as blockers_waiting
from duban.blockers.types import BlockerRow
from duban.boards.types import Home, Task, TaskKind
from duban.core.reading import kept
from duban.indicators.selectors import filings_waiting
from duban.indicators.types import FilingRow, FilingState
from duban.ledger.selectors import plans_waiting, waiting_for
from duban.ledger.types import Waiting, WaitingKind
from duban.orgs.types import Actor, Role
from duban.projects.selectors import reports_waiting
from duban.projects.types import ReportWaits, WaitKind

__all__ = ["waiting"]

_KINDS = {kind: TaskKind(kind.value) for kind in WaitingKind}
_FILERS = (Role.DEPARTMENT_HEAD, Role.RESPONSIBLE, Role.STATISTICIAN)


@kept
def waiting(*, actor: Actor, zone_id: int, on: date) -> Home:
    """
    Return what waits for this person in the zone: returns, items, plans, blockers and reports of projects; overdue first, then by date.

    :raises NotFound: if nothing of the zone is within reach
    """
    work = waiting_for(actor=actor, zone_id=zone_id, on=on)
    plans = plans_waiting(actor=actor, zone_id=zone_id, on=on)
    stuck = (_blocker(b) for b in blockers_waiting(actor=actor, zone_id=zone_id, on=on))
    reports = (_report(w) for w in reports_waiting(actor=actor, zone_id=zone_id, on=on))
    found = [*_filings(actor, zone_id, on), *(_task(w) for w in (*work, *plans)), *stuck, *reports]
    return Home(on, tuple(sorted(found, key=_soonest)))


def _task(waits: Waiting) -> Task:
    return Task(
        _KINDS[waits.kind],
        waits.title,
        waits.due,
        waits.number,
        waits.note,
        item_id=waits.item_id,
        plan_id=waits.plan_id,
    )


def _blocker(row: BlockerRow) -> Task:
    return Task(TaskKind.BLOCKER, row.subject.title, row.due, row.number, row.text, blocker_id=row.id)


def _report(waits: ReportWaits) -> Task:
    note = "" if waits.kind is WaitKind.REPORT else waits.note
    return Task(TaskKind(waits.kind.value), waits.project, waits.due, waits.code, note, project=waits.code)


def _soonest(task: Task) -> tuple[bool, date, str, str]:
    return task.due is None, task.due or date.max, task.number, task.title


def _filings(actor: Actor, zone_id: int, on: date) -> Iterator[Task]:
    """Yield the returns this person must fill in, mend or sign: of the period now due, and unfinished ones of before."""
    if actor.user_id is None or not any(
        held.role in _FILERS and zone_id in held.zones for held in actor.held
    ):
        return
    for row in filings_waiting(actor=actor, zone_id=zone_id, on=on):
        kind = _filing_kind(actor, zone_id, row)
        if kind is not None:
            note = f"{row.filled}/{row.expected}" if kind is TaskKind.FILE else ""
            yield Task(kind, row.unit, row.due, note=note, unit_id=row.unit_id, period=row.period)


def _filing_kind(actor: Actor, zone_id: int, row: FilingRow) -> TaskKind | None:
    signs = actor.has(zone_id, Role.STATISTICIAN)
    if row.state in {FilingState.SUBMITTED, FilingState.RESUBMITTED}:
        return TaskKind.SIGN if signs else None
    if not _files(actor, zone_id, row.unit_id):
        return None
    if row.state is FilingState.RETURNED:
        return TaskKind.MEND
    return TaskKind.FILE if row.state in {None, FilingState.DRAFT} else None


def _files(actor: Actor, zone_id: int, unit_id: int) -> bool:
    """Return whether the person fills in this unit's return: the zone's own is the statistician's."""
    if unit_id == zone_id:
        return actor.has(zone_id, Role.STATISTICIAN)
    return actor.acts_for(unit_id, *_FILERS)
