"""A schedule's lines as the wall chart draws them: the table's cells, and the numbers behind its bars."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any
from urllib.parse import quote

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duban.engine.schedule import DAY, HOUR, LinkKind
from duban.exchange import figures
from duban.exchange.schedule_words import length
from duban.exchange.wording import word
from duban.projects.types import (
    PlannedActivity,
    PlannedLink,
    Schedule,
    ScheduleLine,
    Standing,
    Word,
    WordSource,
    numbers_of,
)

__all__ = [
    "Beside",
    "Cells",
    "cells_of",
    "changed_rows",
    "chart_data",
    "drawn_links",
    "predecessors_text",
    "said_of",
    "table_rows",
]

_MINUTE = 10
_KINDS = {
    LinkKind.FINISH_START: "FS",
    LinkKind.START_START: "SS",
    LinkKind.FINISH_FINISH: "FF",
    LinkKind.START_FINISH: "SF",
}
_ROW = (
    '<tr data-id="{id}" class="{tone}"><td class="n">{number}</td><th scope="row" class="l d{depth}">'
    '<a href="{href}" data-row>{name}</a>{marks}</th><td>{duration}</td><td>{start}</td><td>{finish}</td>'
    '<td class="hide-w">{late}</td><td class="hide-w">{slack}</td><td{from_}>{percent}</td><td class="hide-w">{moved}</td></tr>\n'
)


@dataclass(frozen=True, slots=True)
class Cells:
    """What the table says of a line, in the reader's words."""

    duration: str
    start: str
    finish: str
    late: str
    slack: str
    percent: str
    moved: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a line: the report its progress is from, what waits for review, its pictures."""

    href: str = ""
    """The project's progress page."""
    sources: Mapping[str, WordSource] = field(default_factory=dict)
    waiting: Mapping[str, Word] = field(default_factory=dict)
    pictures: Mapping[str, int] = field(default_factory=dict)

    def percent(self, key: str, text: str) -> str:
        """Return the share done, with a link to the report that says it."""
        source = self.sources.get(key)
        if source is None:
            return text
        told = _("{kind}（数据截至 {day}），{by}").format(
            kind=word("report_kind", source.kind), day=figures.day(source.on), by=source.by
        )
        href = escape(f"{self.href}#report-{source.report_id}")
        return f'<a href="{href}" title="{escape(told)}" data-from>{text}</a>'

    def marks(self, activity: PlannedActivity) -> str:
        """Return the marks behind an activity's name."""
        marks = ""
        if (waits := self.waiting.get(activity.id)) is not None:
            href = escape(f"{self.href}#report-{waits.report}")
            marks += f' <a class="mark waits" href="{href}">{escape(said_of(waits, activity))}</a>'
        if n := self.pictures.get(activity.id):
            href = escape(f"{self.href}#pictures-{quote(activity.id)}")
            marks += f' <a class="pics" href="{href}">{escape(ngettext("图片 {n}", "图片 {n}", n).format(n=n))}</a>'
        return marks


def said_of(said: Word, activity: PlannedActivity) -> str:
    """Write what a report that is not reviewed yet says of an activity."""
    if said.done is not None and activity.quantity is not None:
        done, total = figures.figure(said.done), figures.figure(activity.quantity.total)
        return _("待审 {done}/{total}").format(done=done, total=total)
    if said.finished is not None:
        return _("待审 已完成")
    if said.percent is not None:
        return _("待审 {n}%").format(n=said.percent)
    return _("待审 已开始")


class _Days:
    """Days in words, each worked out once; a year is said where it is not the schedule's own."""

    def __init__(self, year: int) -> None:
        self._year = year
        self._known: dict[int, str] = {}

    def __call__(self, at: int | None) -> str:
        if at is None:
            return figures.DASH
        ordinal = at // DAY
        if ordinal not in self._known:
            day = date.fromordinal(ordinal)
            self._known[ordinal] = figures.day(day, short=day.year == self._year)
        return self._known[ordinal]


def predecessors_text(links: Iterable[PlannedLink], numbers: Mapping[str, str], day: int = 8 * HOUR) -> str:
    """Write what an activity waits for as its field takes it back: 1.2FS+2工作日; 3SS."""
    parts = []
    for link in links:
        kind = "" if link.kind is LinkKind.FINISH_START and not link.lag else _KINDS[link.kind]
        lag = ""
        if link.lag:
            sign = "+" if link.lag > 0 else "-"
            lag = sign + length(abs(link.lag), "" if link.by_clock else "work", day).replace(" ", "")
        parts.append(f"{numbers.get(link.before, link.before)}{kind}{lag}")
    return "; ".join(parts)


def cells_of(schedule: Schedule, lines: Sequence[ScheduleLine]) -> list[Cells]:
    """Return the cells of every line."""
    say, lengths = _Days(schedule.start.year), _Lengths(schedule.hours_per_day * HOUR)
    return [_cells(line, say, lengths) for line in lines]


class _Lengths:
    """Durations in words, each worked out once."""

    def __init__(self, day: int) -> None:
        self._day = day
        self._known: dict[tuple[int, str], str] = {}
        self.milestone = _("里程碑")

    def __call__(self, activity: PlannedActivity) -> str:
        if activity.heading:
            return ""
        if activity.milestone:
            return self.milestone
        key = (activity.duration, activity.calendar)
        if key not in self._known:
            self._known[key] = length(*key, self._day)
        return self._known[key]


def _cells(line: ScheduleLine, say: _Days, lengths: _Lengths) -> Cells:
    activity = line.activity
    done = activity.actual_finish is not None
    slack = (
        ""
        if line.total_float is None or done
        else figures.signed(line.total_float.normalize() + 0, 1).lstrip("+")
    )
    return Cells(
        lengths(activity),
        say(line.start),
        say(line.finish),
        "" if done else say(line.late_start),
        slack,
        "" if activity.heading else f"{activity.percent}%",
        "" if line.moved is None else figures.signed(line.moved, 1) if line.moved else "0",
    )


def table_rows(
    schedule: Schedule, lines: Sequence[ScheduleLine], href: str, beside: Beside | None = None
) -> SafeString:
    """Return the table's rows, everything in them escaped; *href* is what a line's id is put behind."""
    beside = beside or Beside()
    numbers, sample = numbers_of(schedule), _("已晚")
    rows = []
    for line, cells in zip(lines, cells_of(schedule, lines), strict=True):
        activity = line.activity
        late = line.total_float is not None and line.total_float < 0 and activity.actual_finish is None
        marks = f' <span class="mark key">{sample}</span>' if late and not activity.heading else ""
        rows.append(
            _ROW.format(
                id=escape(activity.id),
                tone=_tone(line),
                number=numbers[activity.id],
                depth=min(line.depth, 6),
                href=escape(f"{href}{quote(activity.id)}"),
                name=escape(figures.name_of(activity)),
                marks=marks + beside.marks(activity),
                duration=escape(cells.duration),
                start=cells.start,
                finish=cells.finish,
                late=cells.late,
                slack=cells.slack,
                from_=' class="from"' if activity.id in beside.sources else "",
                percent=beside.percent(activity.id, cells.percent),
                moved=cells.moved,
            )
        )
    return mark_safe("".join(rows))  # noqa: S308 - each cell is escaped where it is written


def _tone(line: ScheduleLine) -> str:
    if line.activity.heading:
        return "heading"
    if line.activity.actual_finish is not None:
        return "done"
    return "critical" if line.critical else ""


def chart_data(schedule: Schedule, lines: Sequence[ScheduleLine], standing: Standing | None) -> SafeString:
    """Return what the chart's script draws from, as text for a block of data in the page; moments in minutes."""
    told = {
        "rows": [_bar(line) for line in lines],
        "links": drawn_links(schedule, (line.activity.id for line in lines)),
        "data_date": _minutes(_morning(schedule.data_date)),
        "deadline": None if standing is None else _minutes(standing.deadline),
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    # The text stands in a script element: what could end one is written otherwise, which JSON reads the same.
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return format_html('<script type="application/json" id="schedule-data">{}</script>', mark_safe(safe))  # noqa: S308


def drawn_links(schedule: Schedule, ids: Iterable[str]) -> list[list[int]]:
    """Return the links between lines that are drawn: the places of both, and the kind."""
    place = {key: k for k, key in enumerate(ids)}
    return [
        [place[x.before], place[x.after], int(x.kind)]
        for x in schedule.links
        if x.before in place and x.after in place
    ]


def _morning(day: date | None) -> int | None:
    return None if day is None else day.toordinal() * DAY + 8 * HOUR


def _minutes(at: int | None) -> int | None:
    return None if at is None else at // _MINUTE


def _bar(line: ScheduleLine) -> list[Any]:
    """Return a line's bars: kind, plan, baseline, actual, share, critical, deadline."""
    activity = line.activity
    kind = 2 if activity.heading else 1 if activity.milestone else 0
    return [
        activity.id,
        kind,
        _minutes(line.start),
        _minutes(line.finish),
        _minutes(line.base_start),
        _minutes(line.base_finish),
        _minutes(activity.actual_start),
        _minutes(activity.actual_finish),
        activity.percent,
        int(line.critical),
        _minutes(activity.deadline),
        line.depth,
    ]


def _listed(cells: Cells) -> list[str]:
    return [cells.duration, cells.start, cells.finish, cells.late, cells.slack, cells.percent, cells.moved]


def changed_rows(
    schedule: Schedule, lines: Sequence[ScheduleLine], before: Mapping[str, ScheduleLine]
) -> list[list[Any]]:
    """Return bars, cells, name and number of the lines that are not what they were; new ones too."""
    numbers, say = numbers_of(schedule), _Days(schedule.start.year)
    lengths = _Lengths(schedule.hours_per_day * HOUR)
    return [
        [_bar(line), _listed(_cells(line, say, lengths)), *_called(line, numbers), k]
        for k, line in enumerate(lines)
        if before.get(line.activity.id) != line
    ]


def _called(line: ScheduleLine, numbers: Mapping[str, str]) -> tuple[str, str]:
    return figures.name_of(line.activity), numbers[line.activity.id]


def days(value: Decimal | None) -> str:
    """Write so many working days, without a sign."""
    return figures.DASH if value is None else figures.figure(abs(value).normalize() + 0, None)
