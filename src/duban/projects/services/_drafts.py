"""What can be wrong with a report before it is handed in: everything at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from duban.blockers.selectors import causes_on
from duban.blockers.types import BlockerKind
from duban.engine.kernel import Problem, plain
from duban.orgs.selectors import work_calendar
from duban.projects.models import Count, CountedWork, Project, Report
from duban.projects.selectors.counting import counted_activities
from duban.projects.selectors.progress_rules import progress_rule_on
from duban.projects.selectors.terms import term_ending
from duban.projects.services._activities import Plan, plan_of, unfit_activities
from duban.projects.types import CountDraft, PlannedActivity, ReportDraft, ReportState, Term

__all__ = ["Sheet", "mistakes", "sheet_of"]

_LONGEST = 2000
_LONGEST_KEY, _LONGEST_SOURCE, _LONGEST_SAID = 40, 200, 40
_MOST_WORKERS = 1_000_000
_TOLD = ("submitted", "resubmitted", "reviewed")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report about to be written: the time it covers, the day its figures describe, and what was there before."""

    project: Project
    draft: ReportDraft
    term: Term | None
    on: date
    today: date
    report: Report | None
    """What was begun or sent back of this time."""
    works: dict[int, CountedWork]
    counted: dict[int, Decimal]
    """The newest figure told of each counted work by the day described."""
    last_percent: int | None
    planned: dict[str, PlannedActivity]
    """What of the schedule is counted, by id."""
    plan: Plan

    @property
    def reason(self) -> bool:
        """Whether it says why a figure is smaller than before, or more than the whole."""
        return bool(self.draft.problem.strip() or self.draft.remark.strip())

    def work(self, count: CountDraft) -> CountedWork | None:
        """Return the counted work a figure is of; none where it is an activity nobody counted yet, or nothing known."""
        if count.work_id is not None:
            return self.works.get(count.work_id)
        return next((w for w in self.works.values() if w.activity == count.activity != ""), None)

    def name(self, count: CountDraft) -> str:
        """Return what the counted work of a figure is called; empty where there is none such."""
        if (work := self.work(count)) is not None:
            return work.name
        activity = self.planned.get(count.activity) if count.work_id is None else None
        return "" if activity is None else activity.name


def sheet_of(project: Project, draft: ReportDraft, at: datetime) -> Sheet:
    """Return everything a report is judged by."""
    today = timezone.localdate(at)
    rule = progress_rule_on(zone_id=project.zone_id, on=today)
    term = term_ending(draft.kind, draft.end, rule.reports, work_calendar())
    on = draft.on or min(today, draft.end)
    report = Report.objects.filter(project=project, kind=draft.kind, ends=draft.end).first()
    told = Report.objects.filter(project=project, state__in=_TOLD, on__lte=on)
    if report is not None:
        told = told.exclude(pk=report.pk)
    last = told.exclude(percent=None).order_by("on", "at").last()
    return Sheet(
        project=project,
        draft=draft,
        term=term,
        on=on,
        today=today,
        report=report,
        works={work.pk: work for work in CountedWork.objects.filter(project=project)},
        counted=_counted(told),
        last_percent=None if last is None else last.percent,
        planned=counted_activities(project),
        plan=plan_of(project, report, on, is_sample=draft.is_sample),
    )


def mistakes(sheet: Sheet) -> list[Problem]:
    """Return what is wrong with a report, everything at once."""
    looks = (
        _time(sheet),
        _texts(sheet.draft),
        _figures(sheet),
        _trouble(sheet),
        _counts(sheet),
        _said(sheet),
    )
    return [problem for look in looks for problem in look]


def _counted(told: QuerySet[Report]) -> dict[int, Decimal]:
    rows = Count.objects.filter(report__in=told).order_by("report__on", "report__at")
    return dict(rows.values_list("work_id", "done"))


def _time(sheet: Sheet) -> Iterator[Problem]:
    draft, report = sheet.draft, sheet.report
    if sheet.project.state == "terminated":
        yield Problem("projects.not_worked_on", "", ("@terminated",))
    if report is not None and report.state not in {ReportState.DRAFT, ReportState.RETURNED}:
        yield Problem("projects.reported_already", "term", (report.by, f"@projects.report.{report.state}"))
    if sheet.term is None:
        yield Problem("projects.no_such_term", "term", (draft.end.isoformat(),))
    elif sheet.term.start > sheet.today:
        yield Problem("projects.day_ahead", "term", (sheet.term.start.isoformat(),))
    elif not sheet.term.start <= sheet.on <= sheet.term.end:
        yield Problem("projects.day_outside", "on", (sheet.on.isoformat(),))
    if sheet.on > sheet.today:
        yield Problem("projects.day_ahead", "on", (sheet.on.isoformat(),))


def _texts(draft: ReportDraft) -> Iterator[Problem]:
    if not draft.image.strip():
        yield Problem("core.required", "image", ("@projects.image",))
    for name in ("image", "problem", "remark", "help_wanted", "next_step"):
        if len(getattr(draft, name)) > _LONGEST:
            yield Problem("core.too_long", name, (f"@projects.{name}", str(_LONGEST)))
    if len(draft.source) > _LONGEST_SOURCE:
        yield Problem("core.too_long", "source", ("@projects.source", str(_LONGEST_SOURCE)))
    if len(draft.key) > _LONGEST_KEY:
        yield Problem("core.too_long", "key", ("@projects.key", str(_LONGEST_KEY)))


def _figures(sheet: Sheet) -> Iterator[Problem]:
    draft = sheet.draft
    if draft.percent is None:
        if not draft.source.strip() and not _given_by_plan(sheet):
            yield Problem("core.required", "percent", ("@projects.percent",))
    elif not 0 <= draft.percent <= 100:
        yield Problem("projects.bad_percent", "percent", (str(draft.percent),))
    elif sheet.last_percent is not None and draft.percent < sheet.last_percent and not sheet.reason:
        yield Problem("projects.going_back", "problem", (str(sheet.last_percent), str(draft.percent)))
    if draft.investment is not None and draft.investment < 0:
        yield Problem("projects.bad_figure", "investment", ("@projects.investment", plain(draft.investment)))
    if draft.workers is not None and not 0 <= draft.workers <= _MOST_WORKERS:
        yield Problem("projects.bad_figure", "workers", ("@projects.workers", str(draft.workers)))


def _trouble(sheet: Sheet) -> Iterator[Problem]:
    draft, help_ = sheet.draft, sheet.draft.help
    if draft.problem.strip() or draft.cause:
        known = {cause.code for cause in causes_on(zone_id=sheet.project.zone_id, on=sheet.on)}
        if not draft.cause:
            yield Problem("core.required", "cause", ("@projects.cause",))
        elif draft.cause not in known:
            yield Problem("blockers.unknown_cause", "cause", (draft.cause,))
    if not draft.help_wanted.strip():
        return
    if not draft.problem.strip():
        yield Problem("core.required", "problem", ("@projects.problem",))
    if help_.kind not in set(BlockerKind):
        yield Problem("core.required", "help_kind", ("@projects.help_kind",))
    if help_.to_unit_id is None and help_.to_post_id is None:
        yield Problem("core.required", "help_to", ("@projects.help_to",))


def _counts(sheet: Sheet) -> Iterator[Problem]:
    seen: set[str | int] = set()
    for count in sheet.draft.counts:
        asked = count.activity if count.work_id is None else str(count.work_id)
        where, name, work = f"count_{asked}", sheet.name(count), sheet.work(count)
        key = asked if work is None else work.pk
        if not name or key in seen:
            yield Problem("projects.unknown_work", where, (asked[:40],))
            continue
        seen.add(key)
        before = None if work is None else sheet.counted.get(work.pk)
        if count.done < 0:
            yield Problem("projects.bad_figure", where, (name, plain(count.done)))
        elif before is not None and count.done < before and not sheet.reason:
            yield Problem("projects.count_going_back", where, (name, plain(before), plain(count.done)))
        elif (whole := _whole(sheet, count)) is not None and count.done > whole and not sheet.reason:
            yield Problem("projects.count_over", where, (name, plain(whole), plain(count.done)))
        if len(count.said) > _LONGEST_SAID:
            yield Problem("core.too_long", where, (name, str(_LONGEST_SAID)))


def _whole(sheet: Sheet, count: CountDraft) -> Decimal | None:
    """Return how many there are to be of what a figure counts: the plan's, else what was set up with it."""
    work = sheet.work(count)
    activity = sheet.planned.get(count.activity if work is None else work.activity)
    if activity is not None and activity.quantity is not None:
        return activity.quantity.total
    return None if work is None else work.total


def _said(sheet: Sheet) -> Iterator[Problem]:
    counts = {}
    for count in sheet.draft.counts:
        work = sheet.work(count)
        counts[count.activity if work is None else work.activity] = count.done
    yield from unfit_activities(sheet.plan, sheet.draft.activities, counts, sheet.on, reason=sheet.reason)


def _given_by_plan(sheet: Sheet) -> bool:
    """Return whether the project's percentage follows from what reports say of the plan's activities."""
    counted = any((w := sheet.work(c)) is None or w.activity for c in sheet.draft.counts)
    return sheet.plan.gives_share and bool(counted or sheet.draft.activities or sheet.plan.words)
