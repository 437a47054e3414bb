"""Plans for the five indicators of the article. Illustrative (示例): causes, measures and what they bring are made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from duban.engine.kernel import Period
from duban.indicators.selectors import indicator_by_code
from duban.ledger import services
from duban.ledger.selectors import list_items
from duban.ledger.types import (
    CauseDraft,
    ItemDraft,
    ItemFilter,
    PlanDraft,
    PlanSubject,
    StepDraft,
    View,
)
from duban.orgs.selectors import actor_of, list_posts
from duban.orgs.types import Actor

__all__ = ["PLANS", "load_plans"]

_HERE = ZoneInfo("Asia/Shanghai")
BASE = Period(2020, 8)
BASIS = "2020年9月16日第三季度项目推进会"
_DRAFTED, _SUBMITTED, _APPROVED = date(2020, 9, 17), date(2020, 9, 18), date(2020, 9, 21)
_BEGUN = date(2020, 9, 22)


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """A measure: an item of the ledger and what it is made up to bring, by month."""

    title: str
    done_when: str
    due: date
    confidence: str
    effects: dict[int, str]
    steps: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True)
class PlanFact:
    """A plan: whose, why, what, and how far along it is."""

    code: str
    title: str
    owner: str
    person: str
    leader: str
    aim: str
    causes: tuple[tuple[str, str, int | None], ...]
    """Code, words, and the place of the cause it lies below; the first is the primary one."""
    measures: tuple[MeasureFact, ...]
    through: str
    """The last step taken in its life."""


PLANS = (
    PlanFact(
        "funds_in_place",
        "招商引资到位资金补短板专项方案",
        "promotion",
        "promotion-head",
        "deputy-promotion",
        "全年到位资金不少于80亿元，已签约项目全部落地。",
        (
            ("intent", "部分已签约企业放缓出资节奏", None),
            ("equipment", "设备订货周期长，设备款支付后移", 0),
            ("coordination", "注册、备案与装修进场衔接不够", None),
        ),
        (
            MeasureFact(
                "跟踪智能终端产业园一期15个项目设备款到位",
                "15个项目设备款到账凭证、设备清单齐备，由投资促进局认定",
                date(2020, 12, 18),
                "85",
                {9: "1.2", 10: "1.5", 11: "1.0", 12: "0.8"},
                (
                    ("逐户核对付款计划", date(2020, 9, 25)),
                    ("3家企业投产", date(2020, 9, 30)),
                    ("设备款全部到账", date(2020, 12, 18)),
                ),
            ),
            MeasureFact(
                "促成智能终端产业园二期4个签约项目注册资本到位",
                "4个项目完成工商注册、项目备案，验资报告或银行进账单齐备",
                date(2020, 12, 20),
                "70",
                {10: "1.0", 11: "1.2", 12: "1.3"},
                (
                    ("完成工商注册", date(2020, 10, 16)),
                    ("首期资本到账", date(2020, 11, 20)),
                    ("全部到账", date(2020, 12, 20)),
                ),
            ),
            MeasureFact(
                "协调同仁堂生产基地改造资金到位",
                "改造合同、付款凭证和设备进场照片齐备",
                date(2020, 11, 30),
                "85",
                {10: "0.6", 11: "0.6", 12: "0.8"},
                (("设备进场", date(2020, 10, 15)), ("试投产", date(2020, 11, 30))),
            ),
            MeasureFact(
                "驻点招商在谈项目签约并首笔资金到位",
                "签约不少于3个，首笔资金到账凭证齐备",
                date(2020, 12, 25),
                "50",
                {11: "1.0", 12: "1.5"},
                (("签约", date(2020, 10, 31)), ("首笔资金到账", date(2020, 12, 25))),
            ),
        ),
        "enforce",
    ),
    PlanFact(
        "fixed_asset_investment",
        "固定资产投资补短板专项方案",
        "construction",
        "construction-head",
        "deputy-construction",
        "17个项目按节点推进，应统尽统。",
        (
            ("organisation", "施工组织不紧，部分项目推进不及时", None),
            ("coordination", "水电配套与主体施工衔接不到位", 0),
            ("statistics", "已开工项目入库资料不全", None),
        ),
        (
            MeasureFact(
                "隆基15GW单晶项目剩余设备安装并入库",
                "设备安装完成、发票和现场照片齐备，统计部门认定",
                date(2020, 11, 30),
                "80",
                {9: "4", 10: "4", 11: "3", 12: "3"},
                (("单晶炉安装完成", date(2020, 10, 20)), ("切片机安装完成", date(2020, 11, 30))),
            ),
            MeasureFact(
                "银川中讯产业园主体及设备进场",
                "两栋厂房验收，设备进场",
                date(2020, 12, 20),
                "75",
                {9: "1.5", 10: "2", 11: "2", 12: "2.5"},
                (("两栋厂房验收", date(2020, 11, 14)), ("设备进场", date(2020, 12, 20))),
            ),
            MeasureFact(
                "已开工未入库项目补齐资料入库",
                "施工许可、合同、现场照片齐备，全部入库",
                date(2020, 10, 31),
                "60",
                {10: "3", 11: "3", 12: "2"},
                (("列出缺项清单", date(2020, 9, 25)), ("全部报送入库", date(2020, 10, 31))),
            ),
        ),
        "enforce",
    ),
    PlanFact(
        "gross_industrial_output",
        "工业总产值补短板专项方案",
        "economy",
        "economy-head",
        "deputy-economy",
        "新增产能尽快放量，存量企业稳产满产。",
        (("market", "部分企业订单不足", None), ("equipment", "新增产能爬坡慢", None)),
        (
            MeasureFact(
                "单晶硅棒和切片新增产能满产",
                "月产值达到设计能力",
                date(2020, 12, 20),
                "80",
                {9: "8", 10: "9", 11: "9", 12: "9"},
                (("新增设备投用", date(2020, 10, 20)), ("达到设计能力", date(2020, 12, 20))),
            ),
            MeasureFact(
                "智能终端产业园首批企业投产放量",
                "3家企业投产并连续生产",
                date(2020, 12, 20),
                "70",
                {10: "1.5", 11: "2", 12: "2.5"},
                (("3家投产", date(2020, 9, 30)), ("连续生产", date(2020, 12, 20))),
            ),
            MeasureFact(
                "存量企业稳产包联服务",
                "规上企业无非正常停产，逐月产值不低于上年同月",
                date(2020, 12, 31),
                "90",
                {9: "14", 10: "14", 11: "14", 12: "14"},
                (("建立包联清单", date(2020, 9, 28)), ("逐月核对", date(2020, 12, 31))),
            ),
        ),
        "approve_plan",
    ),
    PlanFact(
        "general_public_budget_revenue",
        "一般公共预算收入补短板专项方案",
        "finance",
        "finance-clerk",
        "deputy-economy",
        "依法征收、应收尽收，不收过头税。",
        (("policy", "减税降费政策性减收", None), ("market", "企业利润下降", None)),
        (
            MeasureFact(
                "重点税源逐户分析、堵漏增收",
                "重点税源台账逐户更新，应征税款入库",
                date(2020, 12, 25),
                "80",
                {9: "0.3", 10: "0.4", 11: "0.4", 12: "0.5"},
                (("逐户分析", date(2020, 9, 30)), ("税款入库", date(2020, 12, 25))),
            ),
            MeasureFact(
                "非税收入按时缴库",
                "到期非税收入全部缴库",
                date(2020, 12, 25),
                "70",
                {10: "0.5", 11: "0.3", 12: "0.4"},
                (("列出到期清单", date(2020, 9, 30)), ("全部缴库", date(2020, 12, 25))),
            ),
        ),
        "submit_plan",
    ),
    PlanFact(
        "value_added_above_scale",
        "规上工业增加值巩固方案",
        "economy",
        "economy-head",
        "deputy-economy",
        "优势指标要巩固：6家企业年底前入规。",
        (("statistics", "入规资料准备不及时", None),),
        (
            MeasureFact(
                "6家企业年底前入规",
                "6家企业通过入规审核",
                date(2020, 12, 20),
                "70",
                {11: "0.3", 12: "0.5"},
                (("资料齐备", date(2020, 11, 15)), ("审核通过", date(2020, 12, 20))),
            ),
        ),
        "",
    ),
)
_LIFE = ("submit_plan", "approve_plan", "enforce")


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who acts in the demonstration, by post."""

    zone_id: int
    units: dict[str, int]
    posts: dict[str, int]
    people: dict[str, Actor]

    @property
    def supervisor(self) -> Actor:
        """Who keeps the ledger."""
        return self.people["supervision-head"]

    def writer(self, fact: PlanFact) -> Actor:
        """Who writes a plan: the department's head, or supervision where that post is not there."""
        return self.people[fact.person] if fact.person.endswith("-head") else self.supervisor


def load_plans(*, actor: Actor, units: dict[str, int], zone: str) -> None:
    """Load the plans with their measures as items of the ledger, as far along as each is."""
    zone_id = units[zone]
    posts = list_posts(actor=actor, zone_id=zone_id, on=_DRAFTED)
    cast = _Cast(
        zone_id=zone_id,
        units=units,
        posts={p.code: p.id for p in posts},
        people={
            p.code: actor_of(user_id=p.holder_id, origin=actor.origin, on=_DRAFTED)
            for p in posts
            if p.holder_id is not None
        },
    )
    for fact in PLANS:
        plan, version = _written(cast, fact)
        _along(cast, plan, version, fact)


def _written(cast: _Cast, fact: PlanFact) -> tuple[int, int]:
    """Draft the plan with its causes and measures, and return its id and version."""
    actor, zone_id = cast.writer(fact), cast.zone_id
    indicator = indicator_by_code(actor=actor, zone_id=zone_id, code=fact.code)
    draft = PlanDraft(
        title=fact.title,
        year=BASE.year,
        subject=PlanSubject.INDICATOR,
        owner_id=cast.units[fact.owner],
        indicator_id=indicator.id,
        leader_id=cast.posts[fact.leader],
        aim=fact.aim,
        base=BASE,
        is_sample=True,
    )
    plan = services.draft_plan(actor=actor, zone_id=zone_id, draft=draft, at=_moment(_DRAFTED))
    causes = [
        CauseDraft(code, text, parent, is_primary=place == 0)
        for place, (code, text, parent) in enumerate(fact.causes)
    ]
    version = services.set_causes(actor=actor, plan_id=plan, version=0, causes=causes, at=_moment(_DRAFTED))
    for measure in fact.measures:
        version = services.add_measure(
            actor=actor,
            plan_id=plan,
            version=version,
            item=_item(fact, measure, cast),
            confidence_pct=Decimal(measure.confidence),
            effects={month: Decimal(amount) for month, amount in measure.effects.items()},
            at=_moment(_DRAFTED, 10),
        )
    return plan, version


def _item(fact: PlanFact, measure: MeasureFact, cast: _Cast) -> ItemDraft:
    return ItemDraft(
        title=measure.title,
        task=measure.title,
        done_when=measure.done_when,
        basis=BASIS,
        lead_id=cast.units[fact.owner],
        responsible_id=cast.units[fact.owner],
        person_id=cast.posts[fact.person],
        leader_id=cast.posts[fact.leader],
        start=_APPROVED,
        due=measure.due,
        steps=tuple(StepDraft(title, due) for title, due in measure.steps),
        is_sample=True,
    )


def _along(cast: _Cast, plan: int, version: int, fact: PlanFact) -> None:
    """Take the plan as far as it is, and its items with it: all registered, those of a plan in force under way."""
    days = dict(zip(_LIFE, (_SUBMITTED, _APPROVED, _BEGUN), strict=True))
    last = _LIFE.index(fact.through) + 1 if fact.through else 0
    doer = cast.people[fact.person]
    _move_items(cast, cast.supervisor, plan, "register", _SUBMITTED)
    for edge in _LIFE[:last]:
        if edge == "enforce":
            _move_items(cast, cast.supervisor, plan, "dispatch", _BEGUN)
            _move_items(cast, doer, plan, "accept", _BEGUN)
            _move_items(cast, doer, plan, "begin", _BEGUN)
        actor = cast.people[fact.leader] if edge == "approve_plan" else cast.writer(fact)
        version = services.move_plan(
            actor=actor, plan_id=plan, edge=edge, version=version, at=_moment(days[edge], 16)
        )


def _move_items(cast: _Cast, actor: Actor, plan: int, edge: str, day: date) -> None:
    found = list_items(
        actor=actor, zone_id=cast.zone_id, on=day, filter=ItemFilter(view=View.ALL, plan_id=plan)
    )
    services.move_items(
        actor=actor, items=[(row.id, row.version) for row in found.rows], edge=edge, at=_moment(day, 11)
    )


def _moment(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), _HERE)
