"""
The projects the article names, and what it says of them.

It counts seventeen, ten carried over and seven new, and names nine when the parks are taken as parts of the one project
they belong to (docs/reference/domain.md 4.1). It gives no days, no money and no permits: every such field here is made up
and says so, field by field or row by row, and can be taken out again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from duban.core.files import Upload
from duban.demo import pictures
from duban.demo.facts import ARTICLE
from duban.demo.ground import load_ground
from duban.engine.kernel import Period
from duban.enterprises.services import register_enterprise
from duban.enterprises.types import EnterpriseDraft
from duban.orgs.selectors import list_posts
from duban.orgs.types import Actor
from duban.projects import services
from duban.projects.selectors import find_project
from duban.projects.types import (
    EnrolmentStatus,
    EvidenceDraft,
    EvidenceKind,
    InvestedDraft,
    InvestedSource,
    Ownership,
    PapersDraft,
    Party,
    PermitDraft,
    Place,
    ProjectDates,
    ProjectDraft,
    Regime,
    ResponsibleDraft,
    ScanDraft,
    ScanKind,
    StatementDraft,
    YearClass,
    YearPlanDraft,
)

__all__ = ["load_projects"]

_HERE = ZoneInfo("Asia/Shanghai")
_SAMPLE = "示例"
_STARTS = date(2009, 1, 1)
_ENTERED = datetime.combine(date(2020, 9, 16), time(9), _HERE)
_GOVERNMENT, _PRIVATE = Ownership.GOVERNMENT, Ownership.PRIVATE

_FIRMS = (
    ("longi", "隆基", "LONGi"),
    ("zhongxun", "银川中讯产业园", "Yinchuan Zhongxun Industrial Park"),
    ("tongrentang", "北京同仁堂", "Beijing Tong Ren Tang"),
)
"""Firms as the article writes them: it gives no registered names."""


@dataclass(frozen=True, slots=True)
class Named:
    """A project the article names: its own words first, then what is made up (示例)."""

    code: str
    name: str
    name_en: str
    content: str
    """What is built; how far it is stands in the reports."""
    ownership: Ownership
    regime: Regime
    started: date
    finish: date | None
    spot: tuple[str, str]
    money: int
    """Made-up total, 万元."""
    firm: str = ""
    capacity: str = ""


NAMED = (
    Named("longi-15gw", "隆基年产15GW单晶硅棒和切片项目", "LONGi 15 GW monocrystalline ingots and wafers",
          "年产15GW单晶硅棒和切片。", _PRIVATE, Regime.FILING, date(2019, 5, 20), None, ("106.155", "38.468"), 450000,
          "longi", "年产15GW单晶硅棒和切片"),
    Named("terminal-1", "智能终端产业园一期", "Intelligent Terminal Park, phase 1",
          "一期签约15个项目。", _GOVERNMENT, Regime.APPROVAL, date(2018, 9, 10), None,
          ("106.142", "38.452"), 86000),
    Named("terminal-2", "智能终端产业园二期", "Intelligent Terminal Park, phase 2", "签约4个项目。", _GOVERNMENT, Regime.APPROVAL, date(2020, 4, 8), None,
          ("106.147", "38.449"), 92000),
    Named("zhongxun", "银川中讯产业园项目", "Yinchuan Zhongxun Industrial Park", "两栋厂房。", _PRIVATE, Regime.FILING,
          date(2019, 8, 15), None, ("106.168", "38.459"), 60000, "zhongxun"),
    Named("tongrentang", "北京同仁堂生产基地项目", "Beijing Tong Ren Tang production base", "改造原有办公楼及车间。",
          _PRIVATE, Regime.FILING, date(2020, 5, 6), None, ("106.161", "38.443"), 38000, "tongrentang"),
    Named("supporting-area", "高端产业综合配套区项目", "High-end industry supporting area",
          "运动公园、新经济公园。", _GOVERNMENT, Regime.APPROVAL, date(2019, 4, 2), None,
          ("106.150", "38.437"), 72000),
    Named("planned-road-6", "规划六路", "Planned Road 6", "", _GOVERNMENT, Regime.APPROVAL, date(2020, 4, 20), None, ("106.157", "38.433"), 6800),
    Named("planned-road-3", "规划三路", "Planned Road 3", "", _GOVERNMENT, Regime.APPROVAL, date(2020, 4, 20), None, ("106.164", "38.431"), 5200),
    Named("planned-east-2", "规划东二街", "Planned East Street 2", "", _GOVERNMENT, Regime.APPROVAL, date(2020, 6, 1), None, ("106.171", "38.436"), 7400),
)  # fmt: skip

SAMPLE = Named("standard-plant-3", "标准厂房三期", "Standard plant, phase 3", "示例项目，不在文中。", _GOVERNMENT, Regime.APPROVAL, date(2020, 6, 1), date(2021, 5, 31),
               ("106.175", "38.446"), 9600)  # fmt: skip
"""Wholly made up: what a red line and a running clock look like is shown on nobody's real project."""

_MADE_UP = frozenset({"ownership", "regime", "started_on", "planned_start", "total_investment", "place", "backer_id", "money"})  # fmt: skip


def load_projects(*, actor: Actor, cast: dict[str, Actor], units: dict[str, int], zone_id: int) -> None:
    """Register the article's firms and projects, what it counts, and a made-up course of permits and money."""
    keeper = cast["ducha"]
    services.adopt_project_defaults(actor=keeper, zone_id=zone_id, starts=_STARTS, at=_ENTERED)
    firms = _firms(keeper, zone_id)
    posts = {p.code: p.id for p in list_posts(actor=actor, zone_id=zone_id, on=_ENTERED.date())}
    ids = {}
    for one in NAMED:
        draft = _draft(one, units["construction"], posts["deputy-construction"], firms.get(one.firm))
        services.register_project(actor=keeper, zone_id=zone_id, draft=draft, at=_ENTERED)
        ids[one.code] = find_project(actor=keeper, zone_id=zone_id, code=one.code)
    services.state_projects(
        actor=keeper,
        zone_id=zone_id,
        draft=StatementDraft(
            year=2020,
            said_on=date(2020, 9, 16),
            source=ARTICLE,
            total=17,
            counts={YearClass.CARRIED_OVER: 10, YearClass.NEW_START: 7},
            named_ids=frozenset(ids.values()),
            note="点名的9个各属续建还是新开工，文中没有说；登记册里的分类按示例日期得出。",
        ),
        at=_ENTERED,
    )
    services.register_project(
        actor=keeper,
        zone_id=zone_id,
        draft=replace(
            _draft(SAMPLE, units["construction"], posts["deputy-construction"], None),
            source="",
            illustrative=frozenset(),
            is_sample=True,
        ),
        at=_ENTERED,
    )
    ids[SAMPLE.code] = find_project(actor=keeper, zone_id=zone_id, code=SAMPLE.code)
    load_ground(actor=keeper, zone_id=zone_id, at=_ENTERED)
    for one in (*NAMED, SAMPLE):
        _course(cast, zone_id, ids[one.code], one)


def _firms(keeper: Actor, zone_id: int) -> dict[str, int]:
    return {
        code: register_enterprise(
            actor=keeper, zone_id=zone_id, draft=EnterpriseDraft(name, name_en), at=_ENTERED
        )
        for code, name, name_en in _FIRMS
    }


def _draft(one: Named, lead: int, backer: int, firm: int | None) -> ProjectDraft:
    longitude, latitude = (Decimal(text) for text in one.spot)
    total = Decimal(one.money)
    half = total / 2
    money = {"own": total} if one.ownership is _PRIVATE else {"zone": half, "bond": half}
    return ProjectDraft(
        name=one.name,
        name_en=one.name_en,
        code=one.code,
        ownership=one.ownership,
        regime=one.regime,
        enterprise_id=firm,
        content=one.content,
        capacity=one.capacity,
        place=Place(longitude, latitude, _plot(longitude, latitude)),
        total_investment=total,
        dates=ProjectDates(planned_start=one.started, planned_finish=one.finish, started_on=one.started),
        lead_id=lead,
        backer_id=backer,
        money=money,
        source=ARTICLE,
        illustrative=_MADE_UP,
    )


def _paper(name: str) -> Upload:
    return Upload(f"{_SAMPLE}{name}.jpg", pictures.paper())


def _hand_in(reach: dict[str, Any], draft: ScanDraft) -> None:
    services.file_scan(**reach, draft=draft)


def _plot(x: Decimal, y: Decimal) -> tuple[tuple[Decimal, Decimal], ...]:
    wide, deep = Decimal("0.0022"), Decimal("0.0014")
    return ((x - wide, y - deep), (x + wide, y - deep), (x + wide, y + deep), (x - wide, y + deep))


def _course(cast: dict[str, Actor], zone_id: int, project: int, one: Named) -> None:
    """Enter made-up parties, permits, money and library events; every row is marked."""
    reach = {"actor": cast["jianhuan"], "zone_id": zone_id, "project_id": project, "at": _ENTERED}
    begun = date(one.started.year, 1, 15)
    lacking = Party.SUPERVISOR if one is SAMPLE else None
    for party in Party:
        papers = PapersDraft("示例-授", begun, "示例-承", begun)
        head = services.name_responsible(
            **reach,  # type: ignore[arg-type]
            draft=ResponsibleDraft(
                party,
                f"{_SAMPLE}单位",
                f"{_SAMPLE}人员",
                begun,
                papers=PapersDraft() if party is lacking else papers,
                is_sample=True,
            ),
        )
        if one is SAMPLE and party is Party.OWNER:
            for kind, name in ((ScanKind.AUTHORISATION, "授权书"), (ScanKind.COMMITMENT, "承诺书")):
                _hand_in(reach, ScanDraft(kind, _paper(name), head, is_sample=True))
    for step in _steps(one):
        permit = PermitDraft(
            granted_on=date(one.started.year, 2, 20),
            number=f"{_SAMPLE}〔{one.started.year}〕",
            is_sample=True,
        )
        if step == "permit":
            permit = PermitDraft(
                granted_on=one.started, number=f"{_SAMPLE}〔{one.started.year}〕", is_sample=True
            )
        services.record_permit(**reach, step=step, draft=permit, version=0)  # type: ignore[arg-type]
        if one is SAMPLE:
            _hand_in(reach, ScanDraft(ScanKind.PERMIT, _paper("批文"), step=step, is_sample=True))
    if one is SAMPLE:
        services.record_permit(
            **reach,  # type: ignore[arg-type]
            step="works",
            draft=PermitDraft(applied_on=date(2020, 8, 28), accepted_on=date(2020, 9, 2), is_sample=True),
            version=0,
        )
    _money(cast, zone_id, project, one)


def _steps(one: Named) -> tuple[str, ...]:
    before = {
        Regime.APPROVAL: ("proposal", "feasibility", "design", "land", "environment"),
        Regime.FILING: ("filed", "land", "environment"),
        Regime.VERIFICATION: ("verdict", "land", "environment"),
    }[one.regime]
    return before if one is SAMPLE else (*before, "works", "supervision", "permit")


def _money(cast: dict[str, Actor], zone_id: int, project: int, one: Named) -> None:
    reach = {"actor": cast["jianhuan"], "zone_id": zone_id, "project_id": project, "at": _ENTERED}
    year = Decimal(one.money) / 2
    services.plan_year(
        **reach,  # type: ignore[arg-type]
        draft=YearPlanDraft(2020, year, document=_SAMPLE, is_sample=True),
    )
    for month, percent in ((7, 48), (8, 58)):
        amount = year * percent / 100
        figure = InvestedDraft(
            Period(2020, month),
            InvestedSource.DEPARTMENT,
            amount,
            amount * 9 / 10,
            _SAMPLE,
            is_sample=True,
        )
        services.report_invested(**reach, draft=figure)  # type: ignore[arg-type]
    if one.code in {"planned-road-3", SAMPLE.code}:
        return
    bureau = year * (50 if one.code == "zhongxun" else 58) / 100
    services.report_invested(
        **reach | {"actor": cast["tongji"]},  # type: ignore[arg-type]
        draft=InvestedDraft(
            Period(2020, 8), InvestedSource.STATISTICS, bureau, None, _SAMPLE, is_sample=True
        ),
    )
    for kind in EvidenceKind:
        services.hold_evidence(
            **reach,  # type: ignore[arg-type]
            draft=EvidenceDraft(kind, _SAMPLE, date(one.started.year, 3, 10), is_sample=True),
        )
    services.enrol(
        **reach,  # type: ignore[arg-type]
        status=EnrolmentStatus.ENTERED,
        on=date(2020, 6, 30),
        number=_SAMPLE,
        is_sample=True,
    )
