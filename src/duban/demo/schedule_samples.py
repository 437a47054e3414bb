"""
Lines of illustrative schedules (示例) of the projects the article names.

What is said of progress agrees with the article of 16 September 2020 (1,400 furnaces, 330 slicing machines, frames done,
road beds accepted); totals, durations and links are examples.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from duban.projects.types import DAILY, SITE, WORK, Counted

__all__ = ["SAMPLES", "Line", "Sample"]

_YEAR_END, _SEPTEMBER, _NOVEMBER = date(2020, 12, 31), date(2020, 9, 30), date(2020, 11, 30)


@dataclass(frozen=True, slots=True)
class Line:
    """Number, name in Chinese and English, working days, what it waits for, and how far it is: begun, finished, per cent, counted."""

    number: str
    name: str
    name_en: str
    days: int
    after: str = ""
    begun: str = ""
    finished: str = ""
    percent: int = 0
    counted: Counted | None = None
    calendar: str = SITE
    cause: str = ""
    risk: str = ""
    points: tuple[int, int] | None = None
    """Working days at best and at worst."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A schedule of one project, found by a word of its name."""

    words: str
    start: date
    deadline: date
    lines: tuple[Line, ...] = field(default=())


_ROAD = (
    Line("1", "雨污水管道", "Storm and foul drains", 30, "", "2020-06-15", "2020-08-05"),
    Line(
        "2",
        "电力、通信、给水管线",
        "Power, telecom and water lines",
        25,
        "1SS+10",
        "2020-07-06",
        "2020-08-21",
    ),
    Line("3", "路床整形与报验", "Road bed shaped and inspected", 12, "1 2", "2020-08-24", "2020-09-11"),
    Line("4", "底基层、基层", "Sub-base and base", 15, "3"),
    Line("5", "路缘石与人行道", "Kerbs and pavements", 15, "4SS+7"),
    Line("6", "沥青面层", "Asphalt surface", 7, "4"),
    Line("7", "路灯、标志标线、绿化", "Lighting, signs, markings and planting", 12, "6"),
    Line("8", "竣工验收", "Completion acceptance", 5, "5 7", calendar=WORK),
    Line("9", "通车", "Open to traffic", 0, "8", calendar=WORK),
)
SAMPLES = (
    Sample(
        "隆基",
        date(2020, 3, 16),
        _YEAR_END,
        (
            Line(
                "1",
                "厂房主体与围护",
                "Plant structure and envelope",
                60,
                "",
                "2020-03-16",
                "2020-06-12",
                calendar=DAILY,
            ),
            Line(
                "2",
                "水电气与净化工程",
                "Water, power, gas and clean rooms",
                55,
                "1SS+40",
                "2020-05-11",
                "2020-07-31",
                calendar=DAILY,
            ),
            Line(
                "3",
                "单晶炉安装",
                "Crystal furnaces installed",
                105,
                "1",
                "2020-06-22",
                "",
                0,
                Counted(Decimal(1800), Decimal(1400), "台"),
                WORK,
                risk="equipment",
                points=(95, 140),
            ),
            Line(
                "4",
                "切片机安装",
                "Slicing machines installed",
                80,
                "2SS+30",
                "2020-07-13",
                "",
                0,
                Counted(Decimal(420), Decimal(330), "台"),
                WORK,
                risk="equipment",
                points=(75, 110),
            ),
            Line(
                "5",
                "单机调试",
                "Machines commissioned singly",
                45,
                "3SS+45 4SS+40",
                "2020-08-24",
                "",
                30,
                calendar=WORK,
                risk="organisation",
            ),
            Line("6", "联动试车", "Linked trial run", 20, "3 4 5", calendar=WORK, risk="organisation"),
            Line(
                "7",
                "环保、消防验收",
                "Environmental and fire acceptance",
                15,
                "6SS+10",
                calendar=WORK,
                risk="permits",
                points=(10, 30),
            ),
            Line("8", "全线投产", "Whole line in production", 0, "6 7", calendar=WORK),
        ),
    ),
    Sample(
        "智能终端产业园一期",
        date(2020, 5, 6),
        _SEPTEMBER,
        (
            Line(
                "1",
                "15 家企业工商注册、项目备案",
                "15 firms registered, projects filed",
                40,
                "",
                "2020-05-06",
                "2020-07-10",
                calendar=WORK,
            ),
            Line(
                "2",
                "首批 3 家装修",
                "First 3 firms fitted out",
                45,
                "1SS+20",
                "2020-06-08",
                "2020-08-21",
                calendar=DAILY,
            ),
            Line(
                "3",
                "首批 3 家设备安装",
                "First 3 firms' equipment installed",
                20,
                "2",
                "2020-08-24",
                "",
                70,
                calendar=DAILY,
            ),
            Line("4", "首批 3 家调试", "First 3 firms commissioned", 8, "3", calendar=WORK),
            Line("5", "3 家企业投产", "3 firms in production", 0, "4", calendar=WORK),
        ),
    ),
    Sample(
        "智能终端产业园二期",
        date(2020, 6, 1),
        _YEAR_END,
        (
            Line("1", "4 个项目签约", "4 projects signed", 40, "", "2020-06-01", "2020-08-14", calendar=WORK),
            Line(
                "2",
                "厂房分割与移交",
                "Plant divided and handed over",
                20,
                "1",
                "2020-08-24",
                "",
                60,
                calendar=WORK,
            ),
            Line("3", "装修", "Fit-out", 40, "2", calendar=DAILY),
            Line("4", "设备进场", "Equipment brought in", 15, "3", calendar=WORK),
        ),
    ),
    Sample(
        "中讯",
        date(2020, 3, 16),
        _YEAR_END,
        (
            Line("1", "基础工程", "Foundations", 35, "", "2020-03-16", "2020-05-08"),
            Line("2", "1 号厂房主体", "Structure of plant 1", 60, "1", "2020-05-11", "2020-08-14"),
            Line("3", "2 号厂房主体", "Structure of plant 2", 70, "1", "2020-05-18", "2020-09-11"),
            Line("4", "屋面与围护", "Roof and envelope", 30, "2 3"),
            Line(
                "5",
                "给排水、消防、供配电",
                "Water, drainage, fire protection, power",
                35,
                "4SS+10",
                calendar=WORK,
            ),
            Line("6", "地坪与内装", "Floors and fit-out", 25, "4", calendar=WORK),
            Line(
                "7",
                "设备订货到货",
                "Equipment ordered and delivered",
                60,
                "",
                "2020-08-17",
                "",
                30,
                None,
                WORK,
                "equipment",
            ),
            Line("8", "设备进场安装", "Equipment brought in and installed", 0, "5 6 7", calendar=WORK),
        ),
    ),
    Sample(
        "同仁堂",
        date(2020, 6, 1),
        _NOVEMBER,
        (
            Line(
                "1",
                "原有办公楼及车间拆改",
                "Offices and workshop stripped and altered",
                40,
                "",
                "2020-06-01",
                "2020-07-31",
                calendar=DAILY,
            ),
            Line(
                "2",
                "结构加固与内装",
                "Strengthening and fit-out",
                50,
                "1",
                "2020-08-03",
                "",
                60,
                calendar=DAILY,
            ),
            Line(
                "3",
                "首批设备进场",
                "First equipment brought in",
                15,
                "1",
                "2020-08-31",
                "",
                70,
                calendar=WORK,
            ),
            Line("4", "其余设备进场安装", "Remaining equipment installed", 20, "2 3", calendar=WORK),
            Line("5", "单机与联动调试", "Single and linked commissioning", 12, "4", calendar=WORK),
            Line(
                "6",
                "药品生产许可现场检查",
                "On-site check for the drug production licence",
                10,
                "4SS+10",
                calendar=WORK,
            ),
            Line("7", "试投产", "Trial production", 0, "5 6", calendar=WORK),
        ),
    ),
    Sample("规划六路", date(2020, 6, 15), _YEAR_END, _ROAD),
    Sample("规划三路", date(2020, 6, 15), _YEAR_END, _ROAD),
    Sample("规划东二街", date(2020, 6, 15), _YEAR_END, _ROAD),
    Sample(
        "综合配套区",
        date(2020, 6, 1),
        _YEAR_END,
        (
            Line(
                "1",
                "运动公园：地形整理与基础",
                "Sports park: ground and bases",
                35,
                "",
                "2020-06-01",
                "2020-07-24",
            ),
            Line(
                "2",
                "运动公园：钢结构花架安装",
                "Sports park: steel pergolas erected",
                40,
                "1",
                "2020-07-27",
                "",
                75,
            ),
            Line("3", "运动公园：园路与场地铺装", "Sports park: paths and courts paved", 25, "2SS+25"),
            Line("4", "运动公园：绿化", "Sports park: planting", 15, "3SS+10"),
            Line(
                "5",
                "新经济公园：地形整理",
                "New Economy park: ground shaped",
                30,
                "",
                "2020-06-01",
                "2020-07-17",
            ),
            Line(
                "6",
                "新经济公园：给排水管道敷设",
                "New Economy park: water and drains laid",
                40,
                "5",
                "2020-07-20",
                "",
                80,
            ),
            Line(
                "7",
                "新经济公园：园路铺装",
                "New Economy park: paths paved",
                40,
                "6SS+15",
                "2020-08-17",
                "",
                45,
            ),
            Line("8", "新经济公园：绿化", "New Economy park: planting", 35, "6SS+25", "2020-08-31", "", 30),
            Line("9", "照明与设施", "Lighting and facilities", 12, "3 7"),
            Line("10", "验收", "Acceptance", 5, "2 4 8 9", calendar=WORK),
            Line("11", "开园", "Park opens", 0, "10", calendar=WORK),
        ),
    ),
)
