"""The pages of schedules: who reads them, and what is written through them."""

from __future__ import annotations

from datetime import date

READ = {
    "last-start": ("business", ()),
    "site-calendar": ("business", ()),
    "chance-rule": ("business", ()),
    "schedule-templates": ("business", ()),
    "project-schedule": ("business", ("PROJECT",)),
    "schedule-activity": ("business", ("PROJECT",)),
    "schedule-answers": ("business", ("PROJECT",)),
    "schedule-export": ("business", ("PROJECT", "xlsx")),
    "schedule-file": ("business", ("PROJECT",)),
    "schedule-history": ("business", ("PROJECT",)),
}
WRITE = {
    "schedule-baseline": ("PROJECT",),
    "schedule-begin": ("PROJECT",),
    "schedule-chances": ("PROJECT",),
    "schedule-dates": ("PROJECT",),
    "schedule-restore": ("PROJECT",),
    "schedule-save": ("PROJECT",),
    "schedule-try": ("PROJECT",),
}


def a_schedule(actor, zone, code, at):
    """Keep a schedule of one activity with a project."""
    from duban.projects.models import Project
    from duban.projects.services import keep_schedule
    from duban.projects.types import PlannedActivity, Schedule

    made = Project.objects.get(zone_id=zone, code=code).pk
    plan = Schedule(
        date(2020, 3, 2), (PlannedActivity("1", "基础", duration=4800),), deadline=date(2020, 9, 30)
    )
    keep_schedule(actor=actor, zone_id=zone, project_id=made, schedule=plan, base=0, reason="", at=at)
