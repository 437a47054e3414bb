"""
The ledger at 100,000 items in one zone: lists, search, pages, moves, the daily run. Figures beside the promise.

Run as ``python -m benchmarks.ledger [name …]``; DUBAN_DATABASE_URL names another database than a SQLite file of its own.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ITEMS = int(os.environ.get("BENCH_ITEMS", "100000"))
AT = datetime(2026, 1, 6, 2, tzinfo=UTC)
ON = AT.date()
TIMES = 25

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


def build() -> dict[str, object]:
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
                actor=here, zone_id=zone, username=f"u{n}-{m}", name=f"第{n}局{m}号", password="Duban-2020-shili",
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
        search.index((item.pk, search.text_of(item, ())) for item in some)
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
    return {"actor": actor_of(user_id=posts[0][2], origin="bench", on=ON), "zone": zone, "units": units}


def timed(work: Callable[[], object], times: int = TIMES) -> tuple[float, float, float]:
    """Return p50 and p95, and this process's own p50, in milliseconds; the first run is left out."""
    work()
    spans, own = [], []
    for _ in range(times):
        start, busy = time.perf_counter(), time.process_time()
        work()
        spans.append((time.perf_counter() - start) * 1000)
        own.append((time.process_time() - busy) * 1000)
    spans.sort()
    return statistics.median(spans), spans[int(len(spans) * 0.95)], statistics.median(own)


def _list(place: dict[str, object], **asked: object) -> Callable[[], object]:
    from duban.ledger.selectors import list_items
    from duban.ledger.types import ItemFilter

    return lambda: list_items(actor=place["actor"], zone_id=place["zone"], on=ON, filter=ItemFilter(**asked))


def _count(place, **asked):
    from duban.ledger.selectors import count_items
    from duban.ledger.types import ItemFilter

    return lambda: count_items(actor=place["actor"], zone_id=place["zone"], on=ON, filter=ItemFilter(**asked))


def _page(place):
    from duban.ledger.models import Item
    from duban.ledger.selectors import item_page

    ids = list(Item.objects.filter(is_open=1).values_list("pk", flat=True)[:500])
    rng = random.Random(1)
    return lambda: item_page(actor=place["actor"], zone_id=place["zone"], item_id=rng.choice(ids), on=ON)


def _draft(place, n: int):
    from duban.ledger.types import ItemDraft, StepDraft

    units = place["units"]
    return ItemDraft(
        title=title_of(random.Random(n), n), task="明确时间表、路线图、责任人", done_when="完成", basis="会议纪要", lead_id=units[0],
        responsible_id=units[1], start=ON, due=ON + timedelta(days=60), steps=(StepDraft("一", ON),),
    )  # fmt: skip


def _create(place):
    from duban.ledger.services import draft_item

    numbers = iter(range(10**6))
    return lambda: draft_item(
        actor=place["actor"], zone_id=place["zone"], draft=_draft(place, next(numbers)), at=AT
    )


def _move(place):
    from duban.ledger.models import Item
    from duban.ledger.services import move_item
    from duban.ledger.types import MoveChange

    waiting = iter(list(Item.objects.filter(state="under_way").values_list("pk", "version")[5000:6000]))

    def one():
        pk, version = next(waiting)
        move_item(
            actor=place["actor"], item_id=pk, edge="suspend", version=version, at=AT, change=MoveChange(reason="等批复")
        )  # fmt: skip

    return one


def _bulk(place):
    from duban.ledger.models import Item
    from duban.ledger.services import move_items
    from duban.ledger.types import MoveChange

    batches: list[list[tuple[int, int]]] = []

    def one():
        if not batches:
            rows = Item.objects.filter(state="under_way").exclude(responsible_id=place["units"][0])
            waiting = list(rows.values_list("pk", "version").order_by("-pk")[:4000])
            batches.extend(waiting[n : n + 500] for n in range(0, 4000, 500))
        move_items(
            actor=place["actor"],
            items=batches.pop(),
            edge="suspend",
            at=AT,
            change=MoveChange(reason="等批复"),
        )

    return one


def _report(place):
    from duban.ledger.models import Item
    from duban.ledger.services import report_progress
    from duban.ledger.types import ProgressDraft

    own = Item.objects.filter(state="under_way", responsible_id=place["units"][0]).values_list(
        "pk", flat=True
    )
    waiting = iter(list(own[:500]))
    return lambda: report_progress(
        actor=place["actor"], item_id=next(waiting), draft=ProgressDraft(96, "完成"), at=AT
    )


def _export(place):
    from duban.ledger.selectors import iter_items
    from duban.ledger.types import ItemFilter, View

    def some():
        rows = iter_items(
            actor=place["actor"], zone_id=place["zone"], on=ON, filter=ItemFilter(view=View.ALL)
        )
        return sum(len(row.title) for row, _n in zip(rows, range(10_000), strict=False))

    return some


def _similar(place):
    from duban.ledger.selectors import similar_items

    rng = random.Random(3)
    return lambda: similar_items(
        actor=place["actor"], zone_id=place["zone"], on=ON, title=title_of(rng, rng.randint(0, ITEMS)),
        task="明确时间表、路线图、责任人", lead_id=place["units"][0],
    )  # fmt: skip


def _slips(place):
    from duban.ledger.services import issue_slips

    return lambda: issue_slips(actor=place["actor"], zone_id=place["zone"], on=ON, at=AT)


def _waiting(place):
    from duban.ledger.selectors import waiting_for

    return lambda: waiting_for(actor=place["actor"], zone_id=place["zone"], on=ON)


def _ownerless(place):
    from duban.ledger.selectors import ownerless_items

    return lambda: ownerless_items(actor=place["actor"], zone_id=place["zone"], on=ON)


def _board(place):
    from duban.ledger.selectors import items_by_state
    from duban.ledger.types import ItemFilter

    return lambda: items_by_state(actor=place["actor"], zone_id=place["zone"], on=ON, filter=ItemFilter())


def _department(place):
    from duban.ledger.selectors import department_page

    return lambda: department_page(
        actor=place["actor"], zone_id=place["zone"], unit_id=place["units"][3], on=ON
    )


def works(place: dict[str, object]) -> dict[str, tuple[Callable[[], object], int, str]]:
    """Return every measurement: what is done, how often, and what is promised."""
    from duban.ledger.types import Order, View

    unit = place["units"][3]
    return {
        "list: open": (_list(place), TIMES, "10 ms"),
        "list: overdue": (_list(place, view=View.OVERDUE), TIMES, "10 ms"),
        "list: behind": (_list(place, view=View.BEHIND), TIMES, "10 ms"),
        "list: near": (_list(place, view=View.NEAR), TIMES, "10 ms"),
        "list: a department's": (_list(place, unit_id=unit), TIMES, "10 ms"),
        "list: a department's, all years": (_list(place, unit_id=unit, view=View.ALL), TIMES, "10 ms"),
        "list: responsible, behind": (_list(place, responsible_id=unit, view=View.BEHIND), TIMES, "10 ms"),
        "list: by progress": (_list(place, order=Order.PERCENT), TIMES, "10 ms"),
        "list: page 300": (_paged(place), TIMES, "10 ms"),
        "search: 2 characters, rare (隆基)": (_list(place, q="隆基", view=View.ALL), TIMES, "40 ms"),
        "search: 2 characters, in every item (路线)": (_list(place, q="路线", view=View.ALL), TIMES, "40 ms"),
        "search: 3 characters, in every item (路线图)": (
            _list(place, q="路线图", view=View.ALL),
            TIMES,
            "40 ms",
        ),
        "search: 6 characters (二期项目开工)": (
            _list(place, q="二期项目开工", view=View.ALL),
            TIMES,
            "40 ms",
        ),
        "search: 8 characters, exact": (_list(place, q="隆基96号二期项目", view=View.ALL), TIMES, "40 ms"),
        "search: 1 character (隆)": (_list(place, q="隆", view=View.ALL), TIMES, "—"),
        "search: among the open (招商引资)": (_list(place, q="招商引资"), TIMES, "40 ms"),
        "counts of every view and state": (_count(place), TIMES, "—"),
        "counts, a department's": (_count(place, unit_id=unit), TIMES, "—"),
        "board by state": (_board(place), TIMES, "—"),
        "department": (_department(place), TIMES, "—"),
        "item page": (_page(place), TIMES, "25 ms"),
        "like items": (_similar(place), TIMES, "40 ms"),
        "create": (_create(place), TIMES, "12 ms"),
        "move": (_move(place), TIMES, "12 ms"),
        "report progress": (_report(place), TIMES, "12 ms"),
        "move 500 at once": (_bulk(place), 5, "—"),
        "10,000 rows, streamed": (_export(place), 5, "0.5 s"),
        "what waits": (_waiting(place), 3, "—"),
        "nobody answers for": (_ownerless(place), 3, "—"),
        "slips of the day, first run": (_slips(place), 0, "20 s"),
        "slips of the day, again": (_slips(place), 1, "20 s"),
    }


def _paged(place):
    from duban.ledger.selectors import list_items
    from duban.ledger.types import ItemFilter

    return lambda: list_items(
        actor=place["actor"], zone_id=place["zone"], on=ON, filter=ItemFilter(), page=300
    )


def main() -> None:
    os.environ["DUBAN_VAR"] = os.environ.get("BENCH_VAR") or tempfile.mkdtemp(prefix="duban-bench-")
    os.environ.setdefault("DUBAN_FRONTEND", str(Path("var/frontend").resolve()))
    os.environ["DJANGO_SETTINGS_MODULE"] = "duban.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    place = _found() or build()
    for name, (work, times, promise) in works(place).items():
        if len(sys.argv) > 1 and not any(word in name for word in sys.argv[1:]):
            continue
        if times:
            p50, p95, own = timed(work, times)
            print(f"{name:45} p50 {p50:8.1f}   p95 {p95:8.1f}   own {own:8.1f} ms   {promise}", flush=True)
        else:
            start = time.perf_counter()
            work()
            print(f"{name:45}     {(time.perf_counter() - start):9.2f} s {'':16} {promise}", flush=True)


def _found() -> dict[str, object] | None:
    from duban.orgs.models import Unit, User
    from duban.orgs.selectors import actor_of, find_zone

    zone = find_zone(slug="bench")
    if zone is None:
        return None
    user = User.objects.get(username="u0-0").pk
    units = list(Unit.objects.filter(zone_id=zone).order_by("pk").values_list("pk", flat=True))
    return {"actor": actor_of(user_id=user, origin="bench", on=ON), "zone": zone, "units": units}


if __name__ == "__main__":
    main()
