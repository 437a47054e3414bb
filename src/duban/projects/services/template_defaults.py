"""
The templates that come with Duban, all examples (示例): durations are round figures to be put right by the zone.

Their order follows the legal procedure of domain.md 4.2 from the building permit on, and the node set of 4.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duban.engine.schedule import DAY, HOUR, LinkKind
from duban.projects.types import DAILY, SITE, WORK, PlannedActivity, PlannedLink, Schedule, TemplateKind

__all__ = ["DEFAULTS", "Default"]

_KINDS = {"FS": LinkKind.FINISH_START, "SS": LinkKind.START_START, "FF": LinkKind.FINISH_FINISH}


@dataclass(frozen=True, slots=True)
class Line:
    """Number, name, working days, calendar, and what it waits for: ``2``, ``3SS+10``, ``5+28c`` (c: calendar days)."""

    number: str
    name: str
    days: int | None = None
    """Nothing: a heading."""
    calendar: str = SITE
    after: str = ""


@dataclass(frozen=True, slots=True)
class Default:
    """A template as it comes."""

    kind: TemplateKind
    name: str
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


DEFAULTS = (
    Default(
        TemplateKind.FACTORY,
        "示例：标准厂房",
        (
            Line("1", "前期"),
            Line("1.1", "施工图审查", 15, WORK),
            Line("1.2", "施工许可证", 7, WORK, "1.1"),
            Line("2", "土建"),
            Line("2.1", "场地平整、临建", 10, SITE, "1.1"),
            Line("2.2", "基础开挖与浇筑", 30, SITE, "1.2 2.1"),
            Line("2.3", "基础完工", 0, SITE, "2.2+14c"),
            Line("2.4", "主体结构", 50, SITE, "2.3"),
            Line("2.5", "结构封顶", 0, SITE, "2.4"),
            Line("2.6", "屋面与围护", 30, SITE, "2.4SS+35"),
            Line("2.7", "地坪与内装", 25, SITE, "2.5 2.6"),
            Line("3", "机电"),
            Line("3.1", "给排水与消防", 35, SITE, "2.5"),
            Line("3.2", "供配电", 35, SITE, "2.5"),
            Line("3.3", "土建和水电完工", 0, SITE, "2.7 3.1 3.2"),
            Line("4", "室外工程", 25, SITE, "2.6"),
            Line("5", "竣工"),
            Line("5.1", "消防验收、规划核实", 15, WORK, "3.3 4"),
            Line("5.2", "竣工验收备案", 15, WORK, "5.1"),
            Line("5.3", "交付使用", 0, WORK, "5.2"),
        ),
    ),
    Default(
        TemplateKind.ROAD,
        "示例：园区道路",
        (
            Line("1", "施工许可与交通组织", 10, WORK),
            Line("2", "清表与管线迁改", 15, SITE, "1"),
            Line("3", "雨污水管道", 25, SITE, "2"),
            Line("4", "电力、通信、给水管线", 20, SITE, "3SS+10"),
            Line("5", "路床整形与报验", 10, SITE, "3 4"),
            Line("6", "底基层、基层", 15, SITE, "5"),
            Line("7", "路缘石与人行道", 15, SITE, "6SS+7"),
            Line("8", "沥青面层", 7, SITE, "6+7c"),
            Line("9", "路灯、标志标线、绿化", 12, SITE, "8"),
            Line("10", "竣工验收", 5, WORK, "7 9"),
            Line("11", "通车", 0, WORK, "10"),
        ),
    ),
    Default(
        TemplateKind.PARK,
        "示例：公园",
        (
            Line("1", "地形整理", 15, SITE),
            Line("2", "给排水与喷灌管道", 20, SITE, "1"),
            Line("3", "园路铺装", 25, SITE, "2SS+10"),
            Line("4", "花架、亭廊基础", 10, SITE, "1"),
            Line("5", "钢结构花架安装", 15, SITE, "4+10c"),
            Line("6", "电气与照明", 15, SITE, "2"),
            Line("7", "乔木栽植", 15, SITE, "2"),
            Line("8", "灌木、草坪", 15, SITE, "3 7"),
            Line("9", "设施与标识", 10, SITE, "3 5"),
            Line("10", "验收", 5, WORK, "6 8 9"),
            Line("11", "开园", 0, WORK, "10"),
        ),
    ),
    Default(
        TemplateKind.RENOVATION,
        "示例：厂房改造投产",
        (
            Line("1", "原有办公楼及车间拆改", 20, DAILY),
            Line("2", "结构加固", 15, DAILY, "1"),
            Line("3", "净化与内装", 30, DAILY, "2"),
            Line("4", "水电气改造", 25, DAILY, "2"),
            Line("5", "设备订货到货", 60, WORK),
            Line("6", "设备进场安装", 25, WORK, "3 4 5"),
            Line("7", "单机与联动调试", 15, WORK, "6"),
            Line("8", "消防、环保验收", 15, WORK, "3 6SS+10"),
            Line("9", "试投产", 0, WORK, "7 8"),
        ),
    ),
)
