"""The rows of the access table for pages of kept schedules, and a schedule for them to show."""

from __future__ import annotations

from datetime import date

from duban.projects.models import Project
from duban.projects.services import keep_schedule
from duban.projects.types import PlannedActivity, Schedule

SCHEDULE_READ = {
    "last-start": ("business", ()),
    "site-calendar": ("business", ()),
    "schedule-templates": ("business", ()),
    "project-schedule": ("business", ("PROJECT",)),
    "schedule-activity": ("business", ("PROJECT",)),
    "schedule-answers": ("business", ("PROJECT",)),
    "schedule-export": ("business", ("PROJECT", "xlsx")),
    "schedule-file": ("business", ("PROJECT",)),
    "schedule-history": ("business", ("PROJECT",)),
}
SCHEDULE_WRITE = {
    "schedule-baseline": ("PROJECT",),
    "schedule-begin": ("PROJECT",),
    "schedule-chances": ("PROJECT",),
    "schedule-dates": ("PROJECT",),
    "schedule-restore": ("PROJECT",),
    "schedule-save": ("PROJECT",),
    "schedule-try": ("PROJECT",),
}


def keep_a_schedule(actor, zone_id, at):
    """Keep a schedule for the zone's first project."""
    keep_schedule(
        actor=actor,
        zone_id=zone_id,
        project_id=Project.objects.filter(zone_id=zone_id).values_list("pk", flat=True)[0],
        schedule=Schedule(
            date(2020, 3, 2), (PlannedActivity("1", "基础", duration=4800),), deadline=date(2020, 9, 30)
        ),
        base=0,
        reason="",
        at=at,
    )
