"""The lines of a computed schedule, and how much of it is earned."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from duban.engine.schedule import CLOCK, HOUR, Piece, earned
from duban.projects.selectors.schedule_reckoning import Reckoned, morning
from duban.projects.types import WORK, Progressed, ScheduleLine

__all__ = ["lines_of", "pieces_of", "progressed_of"]


def lines_of(reckoned: Reckoned, base: Mapping[str, tuple[int, int]]) -> tuple[ScheduleLine, ...]:
    """Return every line with its dates, its float, and how far it moved from the baseline's dates."""
    result, options = reckoned.computed.result, reckoned.computed.plan.network.options
    depths: dict[str, int] = {}
    lines = []
    for k, activity in enumerate(reckoned.schedule.activities):
        depth = depths[activity.id] = depths.get(activity.parent or "", -1) + 1
        start, finish = reckoned.starts[k], result.early_finish[k]
        was = base.get(activity.id)
        moved = None
        if was is not None and finish is not None:
            moved = Decimal(0) if was[1] == finish else reckoned.ruler.days(activity.calendar, was[1], finish)
        slack = result.total_float[k]
        day = 24 * HOUR if activity.calendar == CLOCK else options.day
        lines.append(
            ScheduleLine(
                activity=activity,
                depth=depth,
                start=start,
                finish=finish,
                late_start=result.late_start[k],
                late_finish=result.late_finish[k],
                total_float=None if slack is None else (Decimal(slack) / day).quantize(Decimal("0.01")),
                critical=result.critical[k],
                base_start=None if was is None else was[0],
                base_finish=None if was is None else was[1],
                moved=moved,
            )
        )
    return tuple(lines)


def progressed_of(reckoned: Reckoned, base: Mapping[str, tuple[int, int]], name: str) -> Progressed | None:
    """Return the earned progress as of the data date; weights are planned working time."""
    data = reckoned.schedule.data_date
    if data is None:
        return None
    found = earned(pieces_of(reckoned, base), reckoned.ruler, WORK, morning(data))
    if found is None:
        return None
    return Progressed(
        found.planned,
        found.actual,
        found.gone_days,
        found.earned_days,
        found.ahead_days,
        found.ratio,
        name if base else "",
    )


def pieces_of(reckoned: Reckoned, base: Mapping[str, tuple[int, int]]) -> list[Piece]:
    """Return what is planned and how much of each is done; weights are planned working time, of calendar days a third."""
    own = reckoned.dates
    pieces = []
    for activity in reckoned.schedule.activities:
        dates = base.get(activity.id) if base else own.get(activity.id)
        if activity.heading or dates is None or activity.duration <= 0:
            continue
        day = 3 if activity.calendar == CLOCK else 1
        share = Decimal(activity.percent) / 100
        pieces.append(Piece(dates[0], dates[1], max(1, activity.duration // day), share))
    return pieces
