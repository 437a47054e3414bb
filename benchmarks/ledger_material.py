"""A zone with 100,000 items of work, one in four open, as after some years: what the ledger is measured on."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

ITEMS = 100_000
AT = datetime.now(UTC)
"""Pages read the clock, so the material is laid out around today."""
ON = AT.date()
PASSWORD = "Duban-2020-shili"


@dataclass(frozen=True)
class Place:
    """The zone, its departments, and a supervisor who heads one of them."""

    actor: Any
    zone: int
    units: list[int]


_VERBS = ("加快推进", "督促落实", "协调解决", "组织开展", "研究制定", "限期整改", "跟踪问效", "全面排查")
_FIRMS = (
    "隆基",
    "舍弗勒",
    "共享",
    "巨能",
    "力成",
    "小牛",
    "天通",
    "宝丰",
    "蓝思",
    "晶体",
    "东方",
    "西部",
    "新瑞",
    "盛元",
)
_THINGS = ("二期项目", "技改项目", "招商引资", "到位资金", "环评手续", "施工许可", "用地指标", "安全隐患", "污水处理", "厂房建设",
           "投资入统", "设备采购", "签约落地", "企业诉求", "土地征拆", "管网配套")  # fmt: skip
_ENDS = ("开工建设", "竣工投产", "问题整改", "有关事项", "前期工作", "办理情况", "进度滞后问题", "要素保障")


def title_of(rng: random.Random, n: int) -> str:
    return f"{rng.choice(_VERBS)}{rng.choice(_FIRMS)}{n % 997}号{rng.choice(_THINGS)}{rng.choice(_ENDS)}"


def build() -> Place:
    """Lay out a zone of 12 departments and its items: one in four open, as after some years of work."""
    from duban.exchange.working_calendar import bring_in_calendar
    from duban.ledger import search, services
    from duban.ledger.models import Counter, Item, Move, Progress, Step
    from duban.ledger.selectors.lights import lights_on
    from duban.orgs.selectors import actor_of, operator
    from duban.orgs.services import appoint, create_account, create_post, establish, grant
    from duban.orgs.types import Role, UnitKind

    here, since = operator(name="bench"), date(2001, 1, 1)
    bring_in_calendar(actor=here, at=AT)
    zone = establish(actor=here, kind=UnitKind.ZONE, code="bench", name="测速区", starts=since, at=AT)
    here = operator(name="bench")
    services.adopt_default_ledger_rule(actor=here, zone_id=zone, starts=since, at=AT)
    units, posts = [], []
    for n in range(12):
        unit = establish(
            actor=here, kind=UnitKind.DEPARTMENT, code=f"d{n}", name=f"第{n}局", zone_id=zone, parent_id=zone,
            starts=since, at=AT,
        )  # fmt: skip
        units.append(unit)
        for m in range(5):
            post = create_post(actor=here, unit_id=unit, code=f"p{n}-{m}", title=f"第{n}局{m}科长", at=AT)
            user, _ = create_account(
                actor=here, zone_id=zone, username=f"u{n}-{m}", name=f"第{n}局{m}号", password=PASSWORD,
                at=AT,
            )  # fmt: skip
            appoint(actor=here, post_id=post, user_id=user, starts=since, at=AT)
            posts.append((post, unit, user))
            if m == 0:
                grant(actor=here, user_id=user, unit_id=unit, role=Role.DEPARTMENT_HEAD, starts=since, at=AT)
    grant(actor=here, user_id=posts[0][2], unit_id=zone, role=Role.SUPERVISOR, starts=since, at=AT)
    rng, lights = random.Random(20200916), lights_on(zone, ON)
    open_states = (
        "registered",
        "dispatched",
        "accepted",
        "under_way",
        "under_way",
        "under_way",
        "reported",
        "verified",
    )
    items: list[Item] = []
    for n in range(ITEMS):
        is_open = n % 4 == 0
        start = ON - timedelta(days=rng.randint(0, 60) if is_open else rng.randint(60, 3300))
        post, unit, _user = rng.choice(posts)
        item = Item(
            zone_id=zone, year=start.year, serial=n + 1, number=f"督〔{start.year}〕{n + 1}号", title=title_of(rng, n),
            task=f"{title_of(rng, n * 7)}，{title_of(rng, n * 13)}，明确时间表、路线图、责任人，确保按期完成。",
            done_when="验收合格并取得佐证材料", origin="meeting", basis=f"第{n % 40}次主任办公会议纪要", lead_id=rng.choice(units),
            responsible_id=unit, person_id=post, leader_id=posts[0][0], start=start,
            due=start + timedelta(days=rng.randint(20, 120)), unit=rng.choice(("calendar", "working")),
            frequency="weekly", state=rng.choice(open_states) if is_open else rng.choice(("struck_off", "archived")),
            percent=rng.randint(0, 95) if is_open else 100, created_by="bench", created_at=AT, moved_at=AT, version=3,
            accept_due=start + timedelta(days=2), report_due=ON + timedelta(days=rng.randint(-6, 7)) if is_open else None,
        )  # fmt: skip
        item.behind_from = lights.behind_from(item) if is_open else None
        items.append(item)
    for at in range(0, ITEMS, 5000):
        some = Item.objects.bulk_create(items[at : at + 5000], batch_size=500)
        search.index((item.pk, zone, search.text_of(item, ())) for item in some)
        Step.objects.bulk_create(
            [
                Step(item=item, order=k, title=f"节点{k}", due=item.due - timedelta(days=9 * (3 - k)))
                for item in some
                for k in (1, 2, 3)
            ],
            batch_size=1000,
        )
        Move.objects.bulk_create(
            [
                Move(item=item, edge=edge, source="draft", target="dispatched", by="bench", at=AT)
                for item in some
                for edge in ("register", "dispatch", "accept")
            ],
            batch_size=1000,
        )
        Progress.objects.bulk_create(
            [
                Progress(item=i, on=ON, at=AT, by="bench", percent=30, text="已完成前期", by_id=0)
                for i in some[::2]
            ],
            batch_size=1000,
        )
    Counter.objects.create(zone_id=zone, kind="item", year=2026, last=ITEMS)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    return Place(actor_of(user_id=posts[0][2], origin="bench", on=ON), zone, units)
