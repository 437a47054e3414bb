"""The pages of a project's progress, the form of a report, and the bytes of a picture."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db.models import Q, QuerySet

from duban.core.errors import Invalid, NotFound
from duban.core.files import kept_at
from duban.engine.calendars import WorkCalendar
from duban.engine.kernel import Period, Problem
from duban.orgs.selectors import work_calendar
from duban.orgs.types import Actor
from duban.projects.models import Picture, Project, Report
from duban.projects.policies import Owners, is_lead, is_reporter
from duban.projects.selectors.counting import works_of
from duban.projects.selectors.facts import speaking_unit
from duban.projects.selectors.investment import newest_invested
from duban.projects.selectors.offered import (
    choices_of,
    earned_share,
    offered,
    planned_of_project,
    scenes_of,
)
from duban.projects.selectors.progress_rules import progress_rule_on
from duban.projects.selectors.reports import find_project, owners_in, picture_row, report_rows
from duban.projects.selectors.silence import silence_of
from duban.projects.selectors.terms import open_terms, term_ending
from duban.projects.types import (
    AWAITING_REVIEW,
    WITH_REPORTER,
    InvestedSource,
    NewestWord,
    PictureKind,
    PictureRow,
    ProgressPage,
    ReportForm,
    ReportKind,
    ReportRow,
    ReportRule,
    ReportState,
    Term,
)
from duban.projects.types.progress import SHELF

__all__ = ["newest_word", "picture", "progress_page", "report_form"]


def progress_page(*, actor: Actor, zone_id: int, code: str, on: date) -> ProgressPage:
    """
    Return everything told of a project's progress by a day: its figures are the newest reviewed report's.

    :raises NotFound: if it is not within reach
    """
    project = find_project(actor, zone_id, code)
    owners = owners_in(project)
    reports = report_rows(project, _shown(project, actor, owners).filter(on__lte=on), on=on)
    newest = next((r for r in reports if r.state is ReportState.REVIEWED), None)
    counted = next((r for r in reports if r.state is ReportState.REVIEWED and r.percent is not None), None)
    rows = Picture.objects.filter(project=project, on__lte=on)
    if not is_reporter(actor, owners):
        # A report that was begun and not handed in is nobody's business yet, nor are its photos.
        rows = rows.filter(~Q(report__state=ReportState.DRAFT) | Q(report__isnull=True))
    pictures = [picture_row(p) for p in rows.order_by("on", "id")]
    planned = planned_of_project(project)
    return ProgressPage(
        project_id=project.pk,
        code=project.code,
        name=project.name,
        percent=None if counted is None else counted.percent,
        percent_on=None if counted is None else counted.on,
        image="" if newest is None else newest.image,
        image_on=None if newest is None else newest.on,
        investment=_invested(reports, on.year),
        reports=reports,
        works=works_of(project, on),
        scenes=scenes_of(planned, pictures),
        pictures=tuple(pictures),
        activities=choices_of(planned),
        is_by_plan=counted is not None and counted.is_by_plan,
        earned=earned_share(planned, project, on=on, is_sample=project.is_sample),
        silent_days=silence_of(project, on),
        may_report=is_reporter(actor, owners),
        may_review=is_lead(actor, owners),
        may_keep=is_lead(actor, owners),
    )


def newest_word(*, actor: Actor, zone_id: int, code: str, on: date) -> NewestWord | None:
    """
    Return how far a project is, in the words of the newest reviewed report up to a day; nothing where there is none.

    :raises NotFound: if the project is not within reach
    """
    project = find_project(actor, zone_id, code)
    rows = Report.objects.filter(project=project, state=ReportState.REVIEWED, on__lte=on)
    newest = rows.order_by("-on", "-at", "-id").first()
    if newest is None:
        return None
    return NewestWord(newest.image, newest.on, newest.is_sample)


def report_form(
    *, actor: Actor, zone_id: int, code: str, on: date, kind: str = "", end: date | None = None
) -> ReportForm:
    """
    Return what the form of a report shows: for the time asked for, or the one expected first.

    :raises NotFound: if the project is not within reach
    :raises Invalid: if the time asked for cannot be reported now
    """
    project = find_project(actor, zone_id, code)
    owners = owners_in(project)
    calendar = work_calendar()
    rule = progress_rule_on(zone_id=zone_id, on=on).reports
    terms = open_terms(ReportKind, on, rule, calendar)
    told = {
        (r.kind, r.ends): r.state
        for r in Report.objects.filter(project=project, ends__in=[t.end for t in terms])
    }
    terms = _expected_first(project, terms, told)
    term = _asked(kind, end, rule, calendar) or terms[0]
    mine = report_rows(project, Report.objects.filter(project=project, kind=term.kind, ends=term.end), on=on)
    handed = Report.objects.filter(project=project).exclude(state__in=WITH_REPORTER).order_by("-on", "-at")
    last = report_rows(
        project, Report.objects.filter(pk__in=list(handed.values_list("pk", flat=True)[:1])), on=on
    )
    drawings = Picture.objects.filter(project=project, kind=PictureKind.DRAWING).order_by("spot", "id")
    planned, works = planned_of_project(project), works_of(project, on)
    activities = offered(planned, works, on=on, until=term.end)
    asked = {a.field for a in activities if a.field}
    return ReportForm(
        project_id=project.pk,
        code=project.code,
        name=project.name,
        terms=(term, *(t for t in terms if t != term)),
        report=next(iter(mine), None),
        last=next(iter(last), None),
        works=tuple(w for w in works if w.field not in asked),
        activities=activities,
        earned=earned_share(planned, project, on=on, is_sample=project.is_sample),
        drawings=tuple(picture_row(d) for d in drawings),
        invested=_registered(project, term),
        may_report=is_reporter(actor, owners),
        unit_id=speaking_unit(actor, owners),
    )


def picture(
    *, actor: Actor, zone_id: int, picture_id: int, code: str | None = None
) -> tuple[PictureRow, Path]:
    """
    Return a picture and where its bytes are, for those who may see the project.

    :raises NotFound: if there is none within reach, or its bytes are lost
    """
    row = (
        Picture.objects.filter(pk=picture_id, project__zone_id=zone_id)
        .select_related("report", "project")
        .first()
    )
    if row is None or (code is not None and row.project.code != code):
        raise NotFound(Problem("core.not_found"))
    project = Project.objects.visible_to(actor).select_related("enterprise").filter(pk=row.project_id).first()
    path = kept_at(row.digest, shelf=SHELF)
    if project is None or not _may_see(actor, project, row) or not path.is_file():
        raise NotFound(Problem("core.not_found"))
    return picture_row(row), path


def _may_see(actor: Actor, project: Project, row: Picture) -> bool:
    draft = row.report is not None and row.report.state == ReportState.DRAFT
    return not draft or is_reporter(actor, owners_in(project))


def _shown(project: Project, actor: Actor, owners: Owners) -> QuerySet[Report]:
    rows = Report.objects.filter(project=project)
    return rows if is_reporter(actor, owners) else rows.exclude(state=ReportState.DRAFT)


def _invested(reports: Iterable[ReportRow], year: int) -> Decimal | None:
    told = (r for r in reports if r.state is ReportState.REVIEWED and r.on.year == year)
    return next((r.investment for r in told if r.investment is not None), None)


def _registered(project: Project, term: Term) -> Decimal | None:
    """Return the department's figure of the month in the register; there is no month of January."""
    if term.end.month < 2:
        return None
    period = Period(term.end.year, term.end.month)
    found = newest_invested(project_ids=[project.pk], period=period).get(project.pk, {})
    return found[InvestedSource.DEPARTMENT].amount if InvestedSource.DEPARTMENT in found else None


def _asked(kind: str, end: date | None, rule: ReportRule, calendar: WorkCalendar) -> Term | None:
    """Return the time asked for: one long over too, because a phone may have been without a line until now."""
    if not kind and end is None:
        return None
    known = kind in set(ReportKind) and end is not None
    term = term_ending(ReportKind(kind), end, rule, calendar) if known and end is not None else None
    if term is None:
        raise Invalid(Problem("projects.no_such_term", "term", (end.isoformat() if end else kind[:20],)))
    return term


def _expected_first(
    project: Project, terms: Iterable[Term], told: dict[tuple[str, date], str]
) -> tuple[Term, ...]:
    """Order times: sent back or begun first, then what nobody reported and is due, then what is handed in."""

    def rank(term: Term) -> tuple[int, bool, date]:
        state = told.get((term.kind.value, term.end))
        if state in WITH_REPORTER:
            return 0, False, term.due
        handed = state in AWAITING_REVIEW or state == ReportState.REVIEWED
        before = project.started_on is not None and term.end < project.started_on
        return (2 if handed or before else 1), term.kind is ReportKind.WEEKLY, term.due

    return tuple(sorted(terms, key=rank))
