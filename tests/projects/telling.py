"""A plan that reports speak of, and what is asked of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from duban.core.errors import Invalid
from duban.projects import selectors, services
from duban.projects.types import (
    CountDraft,
    Counted,
    PlannedLink,
    ReportKind,
    Schedule,
)
from tests.projects.plans import activity
from tests.projects.site import AT


def lay_out(site):
    """
    From Tuesday 1 September: twenty working days of furnaces, five of trying out after them, ten of painting beside.

    Furnaces end on Sunday 27 September, which is worked; trying out is 28 to 30 September, then after the holidays 9 and 10
    October, a worked Saturday.
    """
    furnaces = activity("7", 20, "单晶炉安装", quantity=Counted(Decimal(1600), unit="台"))
    rows = (furnaces, activity("8", 5, "调试"), activity("9", 10, "粉刷"))
    keep(site, Schedule(date(2020, 9, 1), rows, (PlannedLink("7", "8"),), deadline=date(2020, 10, 30)))
    return site


def keep(site, schedule, base=0):
    return services.keep_schedule(
        actor=site.lead, zone_id=site.zone, project_id=site.project.pk, schedule=schedule,
        base=base, reason="", at=AT,
    )  # fmt: skip


def week(end, *counts, activities=(), **given):
    """A weekly report up to a Friday, handed in that evening, of so many furnaces."""
    draft = {
        "kind": ReportKind.WEEKLY,
        "end": end,
        "at": datetime(end.year, end.month, end.day, 8, tzinfo=UTC),
        "counts": tuple(CountDraft(None, Decimal(n), activity="7") for n in counts),
        "activities": activities,
    }
    return draft | given


FOURTH, ELEVENTH = date(2020, 9, 4), date(2020, 9, 11)


def page(site, number=None):
    return selectors.schedule_page(actor=site.lead, zone_id=site.zone, code=site.project.code, number=number)


def plan(site):
    return {a.id: a for a in page(site).schedule.activities}


def edit(site, base, *edits):
    return services.edit_schedule(
        actor=site.lead, zone_id=site.zone, project_id=site.project.pk, base=base,
        edits=edits, reason="改", at=AT,
    )  # fmt: skip


def refused(call, *codes):
    with pytest.raises(Invalid) as told:
        call()
    assert sorted(p.code for p in told.value.problems) == sorted(codes)
