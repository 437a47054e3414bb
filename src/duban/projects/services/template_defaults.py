"""
The templates that come with Duban, read from their file of data.

Their order follows the legal procedure of domain.md 4.2 from the building permit on, and the node set of 4.1.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from duban.engine.schedule import DAY, HOUR, LinkKind
from duban.projects.types import SITE, PlannedActivity, PlannedLink, Schedule, TemplateKind

__all__ = ["Default", "defaults"]

_FILE = Path(__file__).parents[1] / "data" / "schedule_templates.toml"
_KINDS = {"FS": LinkKind.FINISH_START, "SS": LinkKind.START_START, "FF": LinkKind.FINISH_FINISH}


@dataclass(frozen=True, slots=True)
class Line:
    """Number, name in Chinese and English, working days, calendar, and what it waits for: ``2``, ``3SS+10``, ``5+28c`` (c: calendar days)."""

    number: str
    name: str
    name_en: str = ""
    days: int | None = None
    """Nothing: a heading."""
    calendar: str = SITE
    after: str = ""


@dataclass(frozen=True, slots=True)
class Default:
    """A template as it comes."""

    kind: TemplateKind
    name: str
    name_en: str
    lines: tuple[Line, ...]

    def schedule(self, start: date) -> Schedule:
        """Return it as a schedule that begins on a day."""
        numbers = {line.number: f"t{k}" for k, line in enumerate(self.lines, 1)}
        activities = tuple(_activity(line, numbers) for line in self.lines)
        links = tuple(_link(part, line, numbers) for line in self.lines for part in line.after.split())
        return Schedule(start=start, activities=activities, links=links)


def _activity(line: Line, numbers: dict[str, str]) -> PlannedActivity:
    above = line.number.rpartition(".")[0]
    return PlannedActivity(
        id=numbers[line.number],
        name=line.name,
        name_en=line.name_en,
        code=line.number,
        parent=numbers.get(above),
        heading=line.days is None,
        calendar=line.calendar,
        duration=(line.days or 0) * 8 * HOUR,
    )


def _link(text: str, line: Line, numbers: dict[str, str]) -> PlannedLink:
    before, _, lag = text.partition("+")
    kind = before[-2:] if before[-2:] in _KINDS else "FS"
    by_clock = lag.endswith("c")
    length = int(lag.rstrip("c") or 0) * (DAY if by_clock else 8 * HOUR)
    return PlannedLink(
        numbers[before.removesuffix(kind)], numbers[line.number], _KINDS[kind], length, by_clock
    )


@cache
def defaults() -> tuple[Default, ...]:
    """Return the templates."""
    told = tomllib.loads(_FILE.read_text("utf8"))["template"]
    return tuple(
        Default(TemplateKind(t["kind"]), t["name"], t["name_en"], tuple(map(_line, t["lines"]))) for t in told
    )


def _line(text: str) -> Line:
    number, name, name_en, days, calendar, after = (part.strip() for part in text.split("|"))
    return Line(number, name, name_en, None if days == "-" else int(days), calendar, after)
