"""The way round: one table of rooms, the pages in each, and who sees them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from duban.orgs.types import Actor, Role, ZoneRow
from duban.web.zones import works_in

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a room that has a tab of its own."""

    name: str
    label: _StrPromise
    also: tuple[str, ...] = ()
    """Pages that belong under it without a tab."""
    business: bool = False
    """Only for who reads the zone's business: a firm would find nothing there."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room in the navigation: its first page is where its link goes."""

    label: _StrPromise
    pages: tuple[Page, ...]
    roles: tuple[Role, ...] = ()
    """Who sees it. Empty: everyone who reads the zone's business."""
    work: bool = False
    """Drawn for everyone who has work in the zone, firms too."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link as drawn."""

    href: str
    label: _StrPromise
    here: bool
    counted: bool = False
    """Whether it says how much waits for the person."""
    home: bool = False
    """Whether the brand leads there too."""


ROOMS = (
    Room(_("首页"), (Page("zone-home", _("首页")),)),
    Room(_("我的工作"), (Page("my", _("我的工作"), ("item-report",)),), work=True),
    Room(_("找差距"), (Page("gap", _("差距表"), ("gap-why", "indicator")),)),
    Room(
        _("补短板"),
        (
            Page(
                "plans",
                _("专项方案"),
                (
                    "plan",
                    "plan-new",
                    "plan-edit",
                    "plan-causes",
                    "plan-measures",
                    "plan-measure-new",
                    "plan-move",
                ),
            ),
            Page("ownerless", _("有人干有人管")),
        ),
    ),
    Room(
        _("抓落实"),
        (
            Page(
                "ledger",
                _("台账"),
                ("item", "item-new", "item-edit", "extension-ask", "item-slip", "item-move"),
            ),
            Page("ledger-board", _("看板")),
            Page("ledger-tree", _("分解"), ("ledger-targets", "ledger-decompose")),
            Page("ledger-calendar", _("日历")),
            Page("departments", _("部门"), ("department",)),
            Page("ledger-rules", _("规则")),
        ),
        work=True,
    ),
    Room(
        _("促进度"),
        (
            Page(
                "projects",
                _("项目清单"),
                (
                    "project",
                    "project-new",
                    "project-edit",
                    "project-permits",
                    "project-permit",
                    "project-responsibility",
                    "project-investment",
                    "project-schedule",
                    "schedule-activity",
                    "schedule-answers",
                    "schedule-file",
                    "schedule-history",
                    "project-progress",
                    "project-report",
                ),
            ),
            Page("project-board", _("阶段看板"), ("project-stages",)),
            Page("project-map", _("地图"), ("zone-ground",)),
            Page("project-lights", _("四色灯"), ("project-lights-rule",)),
            Page("permits", _("审批时钟"), ("procedures", "procedure-step")),
            Page("last-start", _("最迟开工"), ("schedule-templates", "site-calendar", "chance-rule")),
            Page("zone-investment", _("投资汇总"), ("investment-rule",), business=True),
            Page("enterprises", _("企业名录"), ("enterprise", "enterprise-new", "enterprise-edit")),
        ),
        work=True,
    ),
    Room(
        _("难点堵点"),
        (
            Page("blockers", _("难点堵点"), ("blocker", "blocker-raise")),
            Page("blocker-rule", _("马上就办规则")),
            Page("causes", _("原因清单")),
        ),
        work=True,
    ),
    Room(_("填报"), (Page("entry", _("月报"), ("filing",)),)),
    Room(
        _("导入"),
        (Page("import", _("导入"), ("import-preview", "import-template", "import-confirm")),),
        (Role.STATISTICIAN, Role.SUPERVISOR),
    ),
    Room(_("数据核对"), (Page("checks", _("核对结果")), Page("sources", _("数据打架")))),
    Room(
        _("指标与规则"),
        (
            Page(
                "definitions",
                _("指标清单"),
                ("definition-new", "definition-edit", "target-new", "target-split"),
            ),
            Page("rules", _("亮灯规则")),
        ),
    ),
    Room(_("人员与权限"), (Page("people", _("人员")),), (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)),
    Room(
        _("部门与日历"),
        (Page("units", _("部门"), ("unit",)), Page("calendar", _("工作日历"))),
        (Role.SYSTEM_ADMIN,),
    ),
    Room(_("操作记录"), (Page("record", _("操作记录")),), (Role.AUDIT_ADMIN,)),
)


def rooms(actor: Actor, zone: ZoneRow, here: str) -> list[Link]:
    """Return the rooms this person may go to in this zone."""
    return [
        Link(
            href,
            room.label,
            any(here == p.name or here in p.also for p in room.pages),
            counted=room.pages[0].name == "my",
            home=room.pages[0].name == "zone-home",
        )
        for room in ROOMS
        if may_enter(room, actor, zone.id) and (href := address(room.pages[0].name, zone.slug))
    ]


def sections(actor: Actor, zone: ZoneRow, here: str) -> list[Link]:
    """Return the tabs of the room one is in, where it has more than one."""
    for room in ROOMS:
        inside = any(here == p.name or here in p.also for p in room.pages)
        if inside and len(room.pages) > 1 and may_enter(room, actor, zone.id):
            return [
                Link(href, p.label, here == p.name or here in p.also)
                for p in room.pages
                if (zone.id in actor.zone_ids or not p.business) and (href := address(p.name, zone.slug))
            ]
    return []


def may_enter(room: Room, actor: Actor, zone_id: int) -> bool:
    """Return whether the room is drawn for this person; its pages decide for themselves."""
    if room.work:
        return works_in(actor, zone_id)
    return actor.has(zone_id, *room.roles) if room.roles else zone_id in actor.zone_ids


def first_page(actor: Actor, zone: ZoneRow, *, waits: bool = False) -> str:
    """
    Return the address of the first page this person has in the zone, or nothing.

    Whoever has something waiting begins with it; everybody else with the zone's business.
    """
    links = [link for link in rooms(actor, zone, "") if link.href]
    own = address("my", zone.slug)
    others = [link.href for link in links if link.href != own]
    mine = [own] if any(link.href == own for link in links) else []
    return next(iter([*mine, *others] if waits else [*others, *mine]), "")


@cache
def address(name: str, *args: object) -> str:
    """Return the page's address; a room that is not built has none and draws no link."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
