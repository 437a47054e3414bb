"""Reports and pictures of a project as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import QuerySet

from duban.blockers.selectors import causes_on
from duban.core.errors import NotFound
from duban.engine.kernel import Problem
from duban.orgs.types import Actor
from duban.projects.models import Picture, Project, Report
from duban.projects.policies import Owners
from duban.projects.types import (
    ActivityRow,
    CountRow,
    HelpDraft,
    PictureKind,
    PictureRow,
    ReportKind,
    ReportMoveRow,
    ReportRow,
    ReportState,
    Term,
)

__all__ = [
    "find_project",
    "newest_reviewed",
    "owners_in",
    "picture_row",
    "report_rows",
]


def find_project(actor: Actor, zone_id: int, code: str) -> Project:
    """
    Return a project by its code.

    :raises NotFound: if it is not within reach
    """
    rows = Project.objects.visible_to(actor).select_related("enterprise")
    project = rows.filter(zone_id=zone_id, code=code).first()
    if project is None:
        raise NotFound(Problem("core.not_found"))
    return project


def owners_in(project: Project) -> Owners:
    """Return the units the project belongs to."""
    firm = project.enterprise
    return Owners(project.zone_id, project.lead_id, None if firm is None else firm.unit_id)


def report_rows(project: Project, rows: QuerySet[Report], *, on: date) -> tuple[ReportRow, ...]:
    """Return reports as values, newest first, with their figures, pictures and history."""
    names = {c.code: c.name for c in causes_on(zone_id=project.zone_id, on=on)}
    ordered = rows.order_by("-on", "-at", "-id").prefetch_related(
        "counts__work", "tellings", "pictures", "moves"
    )
    return tuple(_report(row, names) for row in ordered)


def newest_reviewed(project_ids: Iterable[int], on: date) -> dict[int, Report]:
    """Return the newest reviewed report with a percentage of each of these projects, describing the day or one before."""
    rows = Report.objects.filter(project__in=list(project_ids), state=ReportState.REVIEWED, on__lte=on)
    rows = rows.exclude(percent=None)
    return {row.project_id: row for row in rows.order_by("on", "at", "id")}


def picture_row(row: Picture) -> PictureRow:
    """Return a picture as a value."""
    return PictureRow(
        id=row.pk,
        kind=PictureKind(row.kind),
        name=row.name,
        mime=row.mime,
        spot=row.spot,
        activity=row.activity,
        activity_said=row.activity_said,
        drawing_id=row.drawing_id,
        caption=row.caption,
        on=row.on,
        taken_at=row.taken_at,
        by=row.by,
        at=row.at,
        report_id=row.report_id,
        is_sample=row.is_sample,
    )


def _report(row: Report, causes: Mapping[str, str]) -> ReportRow:
    return ReportRow(
        id=row.pk,
        term=Term(ReportKind(row.kind), row.starts, row.ends, row.due),
        state=ReportState(row.state),
        on=row.on,
        percent=row.percent,
        is_by_plan=row.by_plan,
        image=row.image,
        investment=row.investment,
        workers=row.workers,
        problem=row.problem,
        remark=row.remark,
        cause=row.cause,
        cause_name=causes.get(row.cause, row.cause),
        help_wanted=row.help_wanted,
        help=HelpDraft(row.help_kind, row.help_unit_id, row.help_post_id),
        blocker_id=row.blocker,
        next_step=row.next_step,
        source=row.source,
        by_id=row.by_id,
        by=row.by,
        at=row.at,
        counts=tuple(
            CountRow(c.work_id, c.work.name, c.work.name_en, c.work.unit, c.done, c.at_least, c.said)
            for c in sorted(row.counts.all(), key=lambda c: c.work_id)
        ),
        activities=tuple(
            ActivityRow(t.activity, t.name, t.percent, t.started, t.finished)
            for t in sorted(row.tellings.all(), key=lambda t: t.pk)
        ),
        pictures=tuple(picture_row(p) for p in sorted(row.pictures.all(), key=lambda p: p.pk)),
        moves=tuple(
            ReportMoveRow(m.edge, m.by, m.at, m.reason) for m in sorted(row.moves.all(), key=lambda m: m.pk)
        ),
        is_sample=row.is_sample,
        version=row.version,
    )
