"""Filling in, submitting and signing the monthly returns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.engine.kernel import Period, Problem, plain
from duban.engine.lifecycle import Edge
from duban.indicators.lifecycle import MACHINE
from duban.indicators.models import (
    Deadline,
    Filing,
    FilingFigure,
    FilingMove,
    Indicator,
    LockException,
    Observation,
)
from duban.indicators.policies import may_file
from duban.indicators.selectors.filings import EDITABLE, filing_facts, filing_page, roles_over
from duban.indicators.services._common import allow
from duban.indicators.types import FigureDraft, FilingPage, FilingState, Source, Status
from duban.orgs.types import Actor

__all__ = ["give_exception", "move_filing", "save_figures", "set_deadline"]

_LONGEST = 200
_SUBMITTING = frozenset({"submit", "resubmit"})


@transaction.atomic
def save_figures(
    *,
    actor: Actor,
    zone_id: int,
    unit_id: int,
    period: Period,
    version: int,
    figures: Sequence[FigureDraft],
    at: datetime,
) -> int:
    """
    Save what was typed into a unit's return, beginning it if need be, and return its id.

    :raises NotFound: if the unit has nothing to report or is not within reach
    :raises Forbidden: if the actor does not fill in this unit's returns
    :raises Conflict: if it changed since it was read
    :raises Invalid: if it is not open for filling in, or a line is not one of its own
    """
    page = filing_page(actor=actor, zone_id=zone_id, unit_id=unit_id, period=period, at=at)
    if not may_file(actor, zone_id, unit_id):
        raise Forbidden(Problem("core.forbidden", "", ("@file",)))
    filing, _new = Filing.objects.select_for_update().get_or_create(
        zone_id=zone_id, unit_id=unit_id, period=period.key
    )
    if filing.version != version:
        raise Conflict(Problem("core.stale", "version"))
    if problems := [*_closed(filing, page, at), *_foreign(figures, page)]:
        raise Invalid(*problems)
    before = _facts(filing)
    for draft in figures:
        FilingFigure.objects.update_or_create(
            filing=filing,
            indicator_id=draft.indicator_id,
            defaults={
                "level": draft.level,
                "growth": draft.growth,
                "absent_because": draft.absent_because,
                "note": draft.note,
            },
        )
    Filing.objects.filter(pk=filing.pk).update(version=version + 1)
    act = Act("indicators.save_figures", f"filing:{filing.pk}", zone_id, before, _facts(filing))
    record(actor=actor, act=act, at=at)
    return filing.pk


@transaction.atomic
def move_filing(
    *, actor: Actor, filing_id: int, edge: str, version: int, at: datetime, reason: str = ""
) -> None:
    """
    Take *edge* on a return: submit, resubmit, return, approve, lock or reopen.

    Approval turns the figures into observations; whoever submitted never approves.

    :raises NotFound: if the return is not within reach
    :raises Forbidden: if the actor's roles do not allow the edge
    :raises Conflict: if it changed since it was read
    :raises Invalid: if it cannot be done from here, or something is still missing
    """
    filing = Filing.objects.visible_to(actor).select_for_update().filter(pk=filing_id).first()
    if filing is None:
        raise NotFound(Problem("core.not_found"))
    step = _step(actor, filing, edge, version)
    page = filing_page(
        actor=actor,
        zone_id=filing.zone_id,
        unit_id=filing.unit_id,
        period=Period.from_key(filing.period),
        at=at,
    )
    facts = filing_facts(page.figures, actor=actor, submitted_by=filing.submitted_by, reason=reason)
    problems = list(MACHINE.check(edge, filing.state, facts))
    if edge in _SUBMITTING and timezone.localdate(at) > page.closes:
        problems.append(Problem("indicators.closed", "period", (page.closes.isoformat(),)))
    if problems:
        raise Invalid(*problems)
    if edge == "approve":
        _publish(filing, page, actor, at)
    if edge in _SUBMITTING:
        filing.first_submitted_at = filing.first_submitted_at or at
        filing.submitted_by, filing.submitted_name = actor.user_id, actor.name
    _take(filing, step, actor, at, reason)


def _step(actor: Actor, filing: Filing, edge: str, version: int) -> Edge:
    step = MACHINE.edge(edge)
    if step is None:
        raise Invalid(Problem("lifecycle.no_such_edge", "edge", (edge,)))
    if not actor.is_operator and step.roles.isdisjoint(roles_over(actor, filing.zone_id, filing.unit_id)):
        raise Forbidden(Problem("core.forbidden", "", (f"@{edge}",)))
    if filing.version != version:
        raise Conflict(Problem("core.stale", "version"))
    return step


def _take(filing: Filing, step: Edge, actor: Actor, at: datetime, reason: str) -> None:
    """Append the move, write the state, leave the record: the only place a return's state is written."""
    source = filing.state
    FilingMove.objects.create(
        filing=filing,
        edge=step.name,
        source=source,
        target=step.target,
        by=actor.name,
        at=at,
        reason=reason[:_LONGEST],
    )
    filing.state = step.target
    filing.version += 1
    filing.save()
    act = Act(
        f"indicators.filing.{step.name}",
        f"filing:{filing.pk}",
        filing.zone_id,
        {"state": source},
        {"state": step.target},
        reason,
    )
    record(actor=actor, act=act, at=at)


@transaction.atomic
def set_deadline(*, actor: Actor, zone_id: int, period: Period, due: date, at: datetime) -> None:
    """
    Set the day a period's returns are due.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is the zone's statistician
    :raises Invalid: if the day lies before the period's end
    """
    allow(actor, "set_deadline", zone_id)
    if due <= period.end:
        raise Invalid(Problem("indicators.due_too_early", "due", (due.isoformat(), period.end.isoformat())))
    old = Deadline.objects.filter(zone_id=zone_id, period=period.key).values_list("due", flat=True).first()
    Deadline.objects.update_or_create(zone_id=zone_id, period=period.key, defaults={"due": due})
    act = Act(
        "indicators.set_deadline", f"period:{period}", zone_id, {"due": old} if old else {}, {"due": due}
    )
    record(actor=actor, act=act, at=at)


@transaction.atomic
def give_exception(
    *, actor: Actor, zone_id: int, unit_id: int, period: Period, until: date, reason: str, at: datetime
) -> None:
    """
    Give a unit leave to file or revise a period after it closed, until a day.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is the zone's statistician
    :raises Invalid: if no reason is given or the day has passed
    """
    allow(actor, "set_deadline", zone_id)
    problems = [Problem("core.required", "reason", ("@reason",))] if not reason.strip() else []
    if until < timezone.localdate(at):
        problems.append(Problem("indicators.until_passed", "until", (until.isoformat(),)))
    if problems:
        raise Invalid(*problems)
    LockException.objects.create(
        zone_id=zone_id,
        unit_id=unit_id,
        period=period.key,
        until=until,
        reason=reason[:_LONGEST],
        given_by=actor.name,
        at=at,
    )
    act = Act("indicators.give_exception", f"unit:{unit_id}/{period}", zone_id, {}, {"until": until}, reason)
    record(actor=actor, act=act, at=at)


def _closed(filing: Filing, page: FilingPage, at: datetime) -> Iterator[Problem]:
    if FilingState(filing.state) not in EDITABLE:
        yield Problem("indicators.not_editable", "state", (f"@{filing.state}",))
    if timezone.localdate(at) > page.closes:
        yield Problem("indicators.closed", "period", (page.closes.isoformat(),))


def _foreign(figures: Sequence[FigureDraft], page: FilingPage) -> Iterator[Problem]:
    own = {f.indicator.id for f in page.figures}
    for draft in figures:
        if draft.indicator_id not in own:
            yield Problem("indicators.not_yours", str(draft.indicator_id), (str(draft.indicator_id),))
        if draft.absent_because and (draft.level is not None or draft.growth is not None):
            yield Problem("indicators.absent_and_given", str(draft.indicator_id), (str(draft.indicator_id),))


def _publish(filing: Filing, page: FilingPage, actor: Actor, at: datetime) -> None:
    """Write the approved figures as vintages; those that say nothing new stay as they are."""
    asked = [figure.indicator.id for figure in page.figures]
    # The same lock an import takes, so that one of the two sees what the other wrote.
    list(Indicator.objects.select_for_update(no_key=True).filter(pk__in=asked).order_by("pk"))
    for figure in page.figures:
        definition = figure.indicator
        cell = Observation.objects.filter(
            zone_id=filing.zone_id,
            indicator_id=definition.id,
            unit_id=filing.zone_id,
            period=filing.period,
            source=definition.source.value,
        )
        old = cell.order_by("known_at", "id").last()
        said = (figure.level, figure.growth, figure.absent_because)
        if old is not None and said == (old.level, old.growth, old.absent_because):
            continue
        if old is not None and old.known_at >= at:
            raise Conflict(Problem("core.stale", "version"))
        status = (
            Status.PRELIMINARY if definition.source in {Source.STATISTICS, Source.TAX} else Status.DECLARED
        )
        vintage = Observation.objects.create(
            zone_id=filing.zone_id,
            indicator_id=definition.id,
            unit_id=filing.zone_id,
            period=filing.period,
            source=definition.source.value,
            level=figure.level,
            growth=figure.growth,
            basis=definition.basis.value,
            status=(Status.REVISED if old is not None else status).value,
            document=figure.note,
            reason=_reason(filing) if old is not None else "",
            absent_because=figure.absent_because,
            known_at=at,
            recorded_at=at,
            entered_by=filing.submitted_name,
            approved_by=actor.name,
            filing=filing,
        )
        facts = {
            "level": vintage.level and plain(vintage.level),
            "growth": vintage.growth and plain(vintage.growth),
        }
        act = Act(
            "indicators.observe", f"observation:{vintage.pk}", filing.zone_id, {}, facts, vintage.reason
        )
        record(actor=actor, act=act, at=at)


def _reason(filing: Filing) -> str:
    """Return why the return was reopened or sent back: that is why its figures changed."""
    last = filing.moves.filter(edge__in=["reopen", "return"]).order_by("at", "id").last()
    return last.reason if last else ""


def _facts(filing: Filing) -> dict[str, object]:
    return {
        str(f.indicator_id): {
            "level": f.level and plain(f.level),
            "growth": f.growth and plain(f.growth),
            "absent_because": f.absent_because,
        }
        for f in FilingFigure.objects.filter(filing=filing)
    }
