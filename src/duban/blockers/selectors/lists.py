"""Lists of blockers: one filter, one count, wherever they are shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils import timezone

from duban.blockers.lifecycle import MACHINE
from duban.blockers.models import Blocker, BlockerQuerySet, Move
from duban.blockers.policies import Standing, sides
from duban.blockers.selectors.clocks import held_by_department
from duban.blockers.selectors.rules import cause_names
from duban.blockers.selectors.standing import parties_of, standing_of
from duban.blockers.types import (
    OPEN,
    WITH_ADDRESSEE,
    BlockerFilter,
    BlockerKind,
    BlockerList,
    BlockerPage,
    BlockerRow,
    BlockerState,
    MoveRow,
    Side,
    Subject,
)
from duban.core.errors import NotFound
from duban.core.reading import kept
from duban.engine.calendars import DayCount, WorkCalendar
from duban.engine.kernel import Problem
from duban.orgs.selectors import unit_names, work_calendar
from duban.orgs.types import Actor

__all__ = [
    "blocker_facts",
    "blocker_page",
    "blockers_of",
    "count_blockers",
    "open_blockers",
    "open_counts",
    "waiting_for",
]

_OPEN = BlockerFilter()
_ALL = BlockerFilter(state="all")


def matching(actor: Actor, zone_id: int, wanted: BlockerFilter, on: date) -> BlockerQuerySet:
    """Return the blockers within reach that the filter wants: the one place that says which those are."""
    rows = Blocker.objects.visible_to(actor).filter(zone_id=zone_id, raised_on__lte=on)
    exact = {
        "to_unit_id": wanted.to_unit_id,
        "unit_id": wanted.unit_id,
        "cause": wanted.cause,
        "kind": wanted.kind,
        "subject_kind": wanted.subject_kind,
        "subject_id": wanted.subject_id,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.state != "all":
        rows = rows.filter(state__in=sorted(OPEN) if wanted.state == "open" else [wanted.state])
    if wanted.late:
        rows = rows.filter(state__in=sorted(WITH_ADDRESSEE), due__lt=on)
    if wanted.mine:
        rows = rows.filter(_whose_move(standing_of(actor, zone_id, on)))
    for word in wanted.text.split():
        rows = rows.filter(
            Q(text__icontains=word) | Q(subject_title__icontains=word) | Q(number__icontains=word)
        )
    return rows


def count_blockers(*, actor: Actor, zone_id: int, on: date, wanted: BlockerFilter = _OPEN) -> int:
    """Return how many blockers the filter wants: the number every list, card and document shows."""
    return matching(actor, zone_id, wanted, on).count()


def open_blockers(
    *,
    actor: Actor,
    zone_id: int,
    on: date,
    wanted: BlockerFilter = _OPEN,
    offset: int = 0,
    limit: int | None = None,
) -> BlockerList:
    """Return the blockers the filter wants, what is due first, and how many there are in all."""
    rows = matching(actor, zone_id, wanted, on)
    page = _rows(rows.order_by("due", "id")[offset : None if limit is None else offset + limit], zone_id, on)
    return BlockerList(tuple(page), len(page) if limit is None and not offset else rows.count())


def blockers_of(
    *, actor: Actor, zone_id: int, subject_kind: str, subject_id: str, on: date
) -> list[BlockerRow]:
    """Return every blocker raised on one thing, open ones first."""
    wanted = BlockerFilter(state="all", subject_kind=subject_kind, subject_id=subject_id)
    rows = matching(actor, zone_id, wanted, on).order_by("id")
    return sorted(_rows(rows, zone_id, on), key=lambda row: row.state not in OPEN)


@kept
def open_counts(
    *, actor: Actor, zone_id: int, subject_kind: str, subject_ids: Collection[str], on: date
) -> dict[str, int]:
    """Return how many open blockers each of these things has, by the thing's id; none are left out. One query."""
    rows = matching(actor, zone_id, BlockerFilter(subject_kind=subject_kind), on)
    counted = rows.filter(subject_id__in=subject_ids).order_by().values_list("subject_id")
    return dict(counted.annotate(n=Count("id")))


def waiting_for(*, actor: Actor, zone_id: int, on: date) -> list[BlockerRow]:
    """Return the blockers whose next move is the actor's: to acknowledge, to answer, to decide or to confirm."""
    return list(open_blockers(actor=actor, zone_id=zone_id, on=on, wanted=BlockerFilter(mine=True)).rows)


def blocker_page(*, actor: Actor, zone_id: int, blocker_id: int, at: datetime) -> BlockerPage:
    """
    Return a blocker with its history, and what the actor may do with it now.

    :raises NotFound: if it is not within reach
    """
    on = timezone.localdate(at)
    rows = matching(actor, zone_id, _ALL, on).filter(pk=blocker_id)
    blocker = rows.first()
    if blocker is None:
        raise NotFound(Problem("core.not_found"))
    [row] = _rows([blocker], zone_id, on)
    mine = sides(standing_of(actor, zone_id, on), parties_of(blocker))
    edges = [e.name for e in MACHINE.open_edges(blocker.state, mine)]
    missing = MACHINE.missing(blocker.state, blocker_facts(blocker, mine, ""))
    return BlockerPage(
        row=row,
        moves=_moves(blocker, zone_id, on),
        open_edges=tuple(edges),
        missing={edge: missing[edge] for edge in edges},
        held=tuple(held_by_department([blocker], on)),
    )


def blocker_facts(
    blocker: Blocker, mine: frozenset[Side], text: str, *, addressee: bool = False
) -> dict[str, object]:
    """Return what the lifecycle asks for: words where they are due, and that the right side takes the step."""
    return {
        "reason": text.strip(),
        "solution": text.strip(),
        "addressee": addressee,
        "not_upheld": not blocker.upheld,
        "not_addressed": Side.ADDRESSEE not in mine or len(mine) == len(Side),
    }


def _whose_move(standing: Standing) -> Q:
    if standing.is_operator:
        return Q()
    asked = Q(to_post__isnull=True, to_unit_id__in=standing.units) | Q(to_post_id__in=standing.posts)
    decides = Q(unit_id__in=standing.led | standing.unled)
    return (
        (Q(state__in=sorted(WITH_ADDRESSEE)) & asked)
        | Q(state=BlockerState.ANSWERED.value, unit_id__in=standing.units)
        | (Q(state=BlockerState.REFUSED.value) & decides)
    )


def _rows(blockers: Iterable[Blocker], zone_id: int, on: date) -> list[BlockerRow]:
    found = list(blockers)
    if not found:
        return []
    units, posts = unit_names(zone_ids=[zone_id], on=on)
    causes = cause_names(zone_id=zone_id)
    calendar = work_calendar()
    return [_row(b, units, posts, causes, calendar, on) for b in found]


def _row(
    b: Blocker,
    units: dict[int, str],
    posts: dict[int, str],
    causes: dict[str, str],
    calendar: WorkCalendar,
    on: date,
) -> BlockerRow:
    state = BlockerState(b.state)
    end = max(b.raised_on, min(b.ended_on or on, on))
    return BlockerRow(
        id=b.pk,
        number=b.number,
        subject=Subject(
            b.subject_kind, b.subject_id, b.subject_title, b.subject_number, b.subject_link, b.subject_due
        ),
        kind=BlockerKind(b.kind),
        state=state,
        unit_id=b.unit_id,
        unit=units.get(b.unit_id, ""),
        to_unit_id=b.to_unit_id,
        to_post_id=b.to_post_id,
        to=_to(b.to_unit_id, b.to_post_id, units, posts),
        cause=b.cause,
        cause_name=causes.get(b.cause, b.cause),
        text=b.text,
        help_wanted=b.help_wanted,
        raised_on=b.raised_on,
        raised_by=b.raised_name,
        due=b.due,
        due_firm=b.due_firm,
        late=state in WITH_ADDRESSEE and b.due is not None and b.due < on,
        level=b.level,
        days=calendar.days_after(b.raised_on, end) if end > b.raised_on else DayCount(0, 0),
        is_sample=b.is_sample,
        version=b.version,
    )


def _to(unit_id: int, post_id: int | None, units: dict[int, str], posts: dict[int, str]) -> str:
    return units.get(unit_id, "") if post_id is None else posts.get(post_id, "")


def _moves(blocker: Blocker, zone_id: int, on: date) -> tuple[MoveRow, ...]:
    units, posts = unit_names(zone_ids=[zone_id], on=on)
    return tuple(
        MoveRow(
            m.edge,
            m.source,
            m.target,
            m.by,
            m.at,
            m.text,
            _to(m.to_unit_id, m.to_post_id, units, posts),
            m.level,
        )
        for m in Move.objects.filter(blocker=blocker).order_by("-at", "-id")
    )
