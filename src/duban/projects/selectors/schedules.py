"""A project's kept schedule: its page, its revisions, and what unsaved changes would do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count

from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.engine.kernel import Problem
from duban.engine.schedule import Computed, planned_shares
from duban.orgs.types import Actor
from duban.projects.models import Baseline, Picture, Project, Report, Revision
from duban.projects.policies import Owners, is_approver, is_lead, is_reporter
from duban.projects.selectors.pages import find_project
from duban.projects.selectors.planned_schedules import original_baselines
from duban.projects.selectors.schedule_codec import decode, decode_dates, encode
from duban.projects.selectors.schedule_edits import apply, typed_edits, unfit
from duban.projects.selectors.schedule_lines import lines_of, pieces_of, progressed_of
from duban.projects.selectors.schedule_reckoning import (
    Reckoned,
    Shelf,
    evening,
    morning,
    reckon,
    standing_of,
    zone_calendars,
)
from duban.projects.selectors.telling import own_of, retold, waiting_words, words_of
from duban.projects.types import (
    WORK,
    BaselineRow,
    BaselineState,
    Effect,
    Preview,
    Progressed,
    ReportState,
    RevisionKind,
    RevisionRow,
    Schedule,
    ScheduleEdit,
    ScheduleLine,
    SchedulePage,
    Standing,
    WhatIf,
    Word,
    WordSource,
)

__all__ = [
    "computed_schedule",
    "current_schedule",
    "list_revisions",
    "month_shares",
    "preview_schedule",
    "read_schedule",
    "schedule_page",
    "what_if",
]

_NO_DATES: Mapping[str, tuple[int, int]] = {}


@dataclass(frozen=True, slots=True)
class Kept:
    """A revision read, with whose it is."""

    project: Project
    owners: Owners
    revision: Revision | None
    newest: int
    """Number of the newest revision; 0 before there is any."""

    @property
    def schedule(self) -> Schedule | None:
        """What the revision holds."""
        return None if self.revision is None else decode(self.revision.body)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a page draws of a revision beside a baseline."""

    lines: tuple[ScheduleLine, ...]
    standing: Standing
    progressed: Progressed | None
    estimated: bool


_drawn_kept: Shelf[Drawn] = Shelf(24)


def _drawn(reckoned: Reckoned, against: Baseline | None) -> Drawn:
    base = decode_dates(against.dates) if against is not None else _NO_DATES
    name = against.name if against is not None else ""
    return Drawn(
        lines_of(reckoned, base),
        standing_of(reckoned),
        progressed_of(reckoned, base, name),
        reckoned.estimated,
    )


def schedule_page(
    *, actor: Actor, zone_id: int, code: str, number: int | None = None, baseline_id: int | None = None
) -> SchedulePage:
    """
    Return a project's schedule: the newest revision, or one of an earlier number, beside a baseline.

    Without a baseline named it is the first one approved: what was planned originally (原定).

    :raises NotFound: if there is no such project, revision or baseline within reach
    """
    kept = kept_of(actor, zone_id, code, number)
    baselines = list(Baseline.objects.filter(project=kept.project).select_related("revision").order_by("id"))
    against = _against(baselines, baseline_id)
    rows = tuple(_baseline_row(b, actor, kept.owners) for b in baselines)
    may = (is_lead(actor, kept.owners), is_reporter(actor, kept.owners))
    if kept.revision is None or (schedule := kept.schedule) is None:
        none = (None, True, None, (), None, rows, None, None)
        return SchedulePage(kept.project.pk, kept.project.code, kept.project.name, *none, *may)
    calendars, digest = zone_calendars(zone_id=zone_id), kept.revision.digest
    drawn = _drawn_kept.get(
        (digest, calendars.fingerprint, None if against is None else (against.name, bytes(against.dates))),
        lambda: _drawn(reckon(schedule, calendars, key=digest), against),
    )
    return SchedulePage(
        project_id=kept.project.pk,
        code=kept.project.code,
        name=kept.project.name,
        revision=revision_row(kept.revision),
        is_current=kept.revision.number == kept.newest,
        schedule=schedule,
        lines=drawn.lines,
        standing=drawn.standing,
        baselines=rows,
        against=next((r for r in rows if against is not None and r.id == against.pk), None),
        progressed=drawn.progressed,
        may_edit=may[0],
        may_report=may[1],
        estimated=drawn.estimated,
        sources=_sources(schedule),
        waiting=waiting_words(kept.project) if kept.revision.number == kept.newest else {},
        pictures=_pictured(kept.project),
    )


def _sources(schedule: Schedule) -> dict[str, WordSource]:
    """Return the report each activity's progress is from."""
    told = {a.id: a.told for a in schedule.activities if a.told is not None}
    rows = Report.objects.in_bulk({t.report for t in told.values()}) if told else {}
    return {
        key: WordSource(t.report, rows[t.report].kind, t.on, rows[t.report].by)
        for key, t in told.items()
        if t.report in rows
    }


def _pictured(project: Project) -> dict[str, int]:
    """Return how many pictures there are of each activity, of reports that were handed in."""
    rows = Picture.objects.filter(project=project).exclude(activity="")
    rows = rows.exclude(report__state=ReportState.DRAFT)
    return dict(rows.values_list("activity").annotate(n=Count("pk")).order_by())


def kept_of(actor: Actor, zone_id: int, code: str, number: int | None = None) -> Kept:
    """
    Return a project with its newest revision, or the one of that number.

    :raises NotFound: if there is none within reach
    """
    projects = Project.objects.visible_to(actor).filter(zone_id=zone_id, code=code)
    project = projects.select_related("enterprise").first()
    if project is None:
        raise NotFound(Problem("core.not_found", code))
    return kept_in(project, number)


def kept_in(project: Project, number: int | None = None) -> Kept:
    """
    Return a project's newest revision, or the one of that number.

    :raises NotFound: if there is none of that number
    """
    newest = Revision.objects.filter(project=project).order_by("-number").first()
    last = 0 if newest is None else newest.number
    found = newest
    if number is not None and number != last:
        found = Revision.objects.filter(project=project, number=number).first()
        if found is None:
            raise NotFound(Problem("core.not_found", str(number)))
    firm = project.enterprise
    return Kept(
        project, Owners(project.zone_id, project.lead_id, None if firm is None else firm.unit_id), found, last
    )


def revision_row(revision: Revision) -> RevisionRow:
    """Return a revision as others hold it."""
    return RevisionRow(
        id=revision.pk,
        number=revision.number,
        kind=RevisionKind(revision.kind),
        by=revision.by,
        at=revision.at,
        reason=revision.reason,
        activities=revision.activities,
        data_date=revision.data_date,
        deadline=revision.deadline,
        is_sample=revision.is_sample,
        report_id=revision.report,
    )


def list_revisions(*, actor: Actor, zone_id: int, code: str) -> list[RevisionRow]:
    """
    Return a schedule's revisions, newest first.

    :raises NotFound: if the project is not within reach
    """
    project = find_project(actor=actor, zone_id=zone_id, code=code)
    rows = Revision.objects.filter(project_id=project).defer("body").order_by("-number")
    return [revision_row(r) for r in rows]


def current_schedule(*, actor: Actor, zone_id: int, code: str) -> tuple[int, Schedule | None]:
    """
    Return the newest revision's number and what it holds; 0 and nothing before there is any.

    :raises NotFound: if the project is not within reach
    """
    kept = kept_of(actor, zone_id, code)
    return kept.newest, kept.schedule


def computed_schedule(*, actor: Actor, zone_id: int, code: str, number: int | None = None) -> Computed:
    """
    Return a revision as the engine computed it: for files, which write networks.

    :raises NotFound: if the project or the revision is not within reach
    """
    kept = kept_of(actor, zone_id, code, number)
    if kept.revision is None or (schedule := kept.schedule) is None:
        raise NotFound(Problem("core.not_found", code))
    return reckon(schedule, zone_calendars(zone_id=zone_id), key=kept.revision.digest).computed


def what_if(
    *,
    actor: Actor,
    zone_id: int,
    code: str,
    base: int,
    edits: Iterable[ScheduleEdit],
    baseline_id: int | None = None,
) -> WhatIf:
    """
    Compute a schedule with changes that are not saved, and say what they would do.

    :raises NotFound: if the project is not within reach
    :raises Forbidden: unless the actor keeps its schedule or reports on it
    :raises Conflict: if *base* is no longer the newest revision
    :raises Invalid: with everything that is wrong with the changed schedule
    """
    kept = kept_of(actor, zone_id, code)
    if not is_reporter(actor, kept.owners):
        raise Forbidden(Problem("core.forbidden", "", ("@keep_schedule",)))
    if base != kept.newest or kept.revision is None or (schedule := kept.schedule) is None:
        by = "" if kept.revision is None else kept.revision.by
        raise Conflict(Problem("projects.schedule_moved_on", "base", (str(kept.newest), by)))
    calendars = zone_calendars(zone_id=zone_id)
    before = reckon(schedule, calendars, key=kept.revision.digest)
    changed = changed_schedule(schedule, edits, words_of(kept.project))
    after = reckon(changed, calendars)
    baselines = list(Baseline.objects.filter(project=kept.project).select_related("revision").order_by("id"))
    against = _against(baselines, baseline_id)
    base_dates = decode_dates(against.dates) if against is not None else _NO_DATES
    return WhatIf(changed, lines_of(after, base_dates), effect_of(before, after))


def preview_schedule(*, actor: Actor, zone_id: int, code: str, schedule: Schedule) -> Preview:
    """
    Compute a schedule that is not kept, by the zone's calendars: a file's, before it is brought in.

    :raises NotFound: if the project is not within reach
    :raises Forbidden: unless the actor keeps its schedule
    :raises Invalid: with everything that is wrong with it
    """
    kept = kept_of(actor, zone_id, code)
    if not is_lead(actor, kept.owners):
        raise Forbidden(Problem("core.forbidden", "", ("@keep_schedule",)))
    if problems := unfit(schedule):
        raise Invalid(*problems)
    reckoned = reckon(schedule, zone_calendars(zone_id=zone_id))
    return Preview(lines_of(reckoned, _NO_DATES), standing_of(reckoned), encode(schedule))


def read_schedule(body: bytes) -> Schedule:
    """Return the schedule of a preview's body, for whoever confirms it."""
    return decode(body)


def changed_schedule(
    schedule: Schedule, edits: Iterable[ScheduleEdit], words: Iterable[Word] = ()
) -> Schedule:
    """
    Return the schedule with the changes; what reports say of it, *words*, stands in it as before.

    :raises Invalid: with everything that is wrong with it
    """
    typed, refused = typed_edits(schedule, edits)
    changed, problems = apply(own_of(schedule), typed)
    changed = retold(changed, words)
    if problems := (*refused, *problems, *unfit(changed)):
        raise Invalid(*problems)
    return changed


def effect_of(before: Reckoned, after: Reckoned) -> Effect:
    """Return what one schedule does against another."""
    was, now = _critical(before), _critical(after)
    names = {a.id: a.called for a in (*before.schedule.activities, *after.schedule.activities)}
    old, new = before.computed.result.finish, after.computed.result.finish
    gained = after.ruler.days(WORK, new, old) if old is not None and new is not None else Decimal(0)
    return Effect(
        before=standing_of(before, with_chain=False),
        after=standing_of(after),
        gained=gained,
        newly_critical=tuple(names[i] for i in now if i not in was),
        no_longer_critical=tuple(names[i] for i in was if i not in now),
    )


def _critical(reckoned: Reckoned) -> dict[str, None]:
    result = reckoned.computed.result
    return {
        a.id: None
        for a, critical in zip(reckoned.schedule.activities, result.critical, strict=True)
        if critical and not a.heading
    }


def month_shares(*, actor: Actor, zone_id: int, code: str, year: int) -> tuple[Decimal, ...]:
    """
    Return the per cent of the year's planned work that should be done by the end of each month: a pace curve.

    By the baseline where one is approved, else by the newest revision; what lies in other years is left out.

    :raises NotFound: if the project is not within reach, or has no schedule
    """
    kept = kept_of(actor, zone_id, code)
    if kept.revision is None or (schedule := kept.schedule) is None:
        raise NotFound(Problem("core.not_found", code))
    reckoned = reckon(schedule, zone_calendars(zone_id=zone_id), key=kept.revision.digest)
    approved = original_baselines([kept.project.pk]).get(kept.project.pk)
    base = decode_dates(approved.dates) if approved is not None else _NO_DATES
    pieces = pieces_of(reckoned, base)
    ends = [date(year, m, 1) for m in range(1, 13)]
    moments = [*(morning(d) for d in ends), evening(date(year, 12, 31))]
    shares = planned_shares(pieces, reckoned.ruler, WORK, moments)
    within = shares[-1] - shares[0]
    if within <= 0:
        return tuple(Decimal(0) for _ in ends)
    return tuple(((s - shares[0]) * 100 / within).quantize(Decimal("0.01")) for s in shares[1:])


def _against(baselines: Sequence[Baseline], asked: int | None) -> Baseline | None:
    if asked is None:
        return next((b for b in baselines if b.state == BaselineState.APPROVED.value), None)
    found = next((b for b in baselines if b.pk == asked), None)
    if found is None:
        raise NotFound(Problem("core.not_found", str(asked)))
    return found


def _baseline_row(baseline: Baseline, actor: Actor, owners: Owners) -> BaselineRow:
    proposed = baseline.state == BaselineState.PROPOSED.value
    own = baseline.proposed_user == actor.user_id
    return BaselineRow(
        id=baseline.pk,
        name=baseline.name,
        state=BaselineState(baseline.state),
        revision=baseline.revision.number,
        reason=baseline.reason,
        proposed_by=baseline.proposed_by,
        proposed_at=baseline.proposed_at,
        decided_by=baseline.decided_by,
        decided_at=baseline.decided_at,
        answer=baseline.answer,
        may_decide=proposed and not own and is_approver(actor, owners),
        may_withdraw=proposed and own,
    )
