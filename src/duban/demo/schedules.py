"""Keeping an illustrative schedule (示例) of each project the article names, with a baseline and the progress of September."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from duban.demo.schedule_samples import SAMPLES, Line, Sample
from duban.engine.schedule import DAY, HOUR, LinkKind
from duban.orgs.types import Actor
from duban.projects import services
from duban.projects.selectors import all_projects
from duban.projects.types import (
    CalendarSpan,
    PlannedActivity,
    PlannedLink,
    ProjectFilter,
    Schedule,
)

__all__ = ["load_schedules"]

_DATA_DATE = date(2020, 9, 16)
_DRAWN, _APPROVED = datetime(2020, 3, 16, 2, tzinfo=UTC), datetime(2020, 3, 20, 2, tzinfo=UTC)
_REPORTED = datetime(2020, 9, 16, 3, tzinfo=UTC)


def load_schedules(*, cast: Mapping[str, Actor], zone_id: int) -> int:
    """Keep a schedule for each project named, with an approved baseline and the progress of September; return how many."""
    keeper = cast["ducha"]
    services.adopt_default_templates(actor=keeper, zone_id=zone_id, at=_DRAWN)
    winter = CalendarSpan(date(2020, 11, 15), date(2021, 3, 15), name="示例：2020—2021 年冬歇期")
    services.add_span(actor=keeper, zone_id=zone_id, span=winter, source="示例", at=_DRAWN)
    wanted = ProjectFilter(2020, state="all")
    made = 0
    for project in all_projects(actor=keeper, zone_id=zone_id, filter=wanted, on=_DATA_DATE):
        sample = next((s for s in SAMPLES if s.words in project.name), None)
        if sample is not None:
            _keep(cast, zone_id, project.id, sample)
            made += 1
    return made


def _keep(cast: Mapping[str, Actor], zone_id: int, project_id: int, sample: Sample) -> None:
    planner, approver = cast["jianhuan"], cast["zhuren"]
    reach: dict[str, Any] = {"zone_id": zone_id, "project_id": project_id}
    original = _schedule(sample, progress=False)
    services.keep_schedule(
        actor=planner, **reach, schedule=original, base=0, reason="示例计划", at=_DRAWN, is_sample=True
    )
    made = services.propose_baseline(
        actor=planner, **reach, number=1, name="原定计划（示例）", reason="年初排定", at=_DRAWN
    )
    services.move_baseline(
        actor=approver, **reach, baseline_id=made, edge="approve_baseline", at=_APPROVED, answer="同意"
    )
    services.keep_schedule(
        actor=planner,
        **reach,
        schedule=_schedule(sample, progress=True),
        base=1,
        reason="截至 9 月 16 日的进展（示例）",
        at=_REPORTED,
        is_sample=True,
    )


def _schedule(sample: Sample, *, progress: bool) -> Schedule:
    plan = Schedule(
        start=sample.start,
        activities=tuple(_activity(line, progress=progress) for line in sample.lines),
        links=tuple(_link(part, line) for line in sample.lines for part in line.after.split()),
        deadline=sample.deadline,
    )
    return replace(plan, data_date=_DATA_DATE) if progress else plan


def _activity(line: Line, *, progress: bool) -> PlannedActivity:
    plain = PlannedActivity(
        id=line.number,
        name=line.name,
        name_en=line.name_en,
        code=line.number,
        calendar=line.calendar,
        duration=line.days * 8 * HOUR,
        risk=line.risk,
        shortest=None if line.points is None else line.points[0] * 8 * HOUR,
        longest=None if line.points is None else line.points[1] * 8 * HOUR,
    )
    counted = line.counted
    if counted is not None:
        # How many stand is for the reports to say; here it only makes the share.
        plain = replace(plain, quantity=replace(counted, done=Decimal(0)))
    if not progress:
        return plain
    percent = int(counted.done * 100 / counted.total) if counted is not None else line.percent
    finished = _moment(line.finished, 17)
    begun = _moment(line.begun, 8)
    remaining = (
        None if begun is None else 0 if finished is not None else plain.duration * (100 - percent) // 100
    )
    return replace(
        plain,
        actual_start=begun,
        actual_finish=finished,
        percent=100 if finished is not None else percent,
        remaining=remaining,
        cause=line.cause,
    )


def _moment(day: str, hour: int) -> int | None:
    return date.fromisoformat(day).toordinal() * DAY + hour * HOUR if day else None


def _link(text: str, line: Line) -> PlannedLink:
    before, _, lag = text.partition("+")
    kind = LinkKind.START_START if before.endswith("SS") else LinkKind.FINISH_START
    return PlannedLink(before.removesuffix("SS"), line.number, kind, int(lag or 0) * 8 * HOUR)
