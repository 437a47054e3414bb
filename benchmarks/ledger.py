"""The ledger at 100,000 items in one zone: lists, search, pages, moves, the daily run."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.test import Client

from benchmarks.ledger_material import AT, ITEMS, ON, PASSWORD, Place, build, title_of
from benchmarks.measuring import Measured, median, memory, nth_percentile, once
from duban.ledger.models import Item

TIMES = 25


def _list(place: Place, **asked: object) -> Callable[[], object]:
    from duban.ledger.selectors import list_items
    from duban.ledger.types import ItemFilter

    return lambda: list_items(actor=place.actor, zone_id=place.zone, on=ON, filter=ItemFilter(**asked))


def _count(place: Place, **asked):
    from duban.ledger.selectors import count_items
    from duban.ledger.types import ItemFilter

    return lambda: count_items(actor=place.actor, zone_id=place.zone, on=ON, filter=ItemFilter(**asked))


def _page(place):
    from duban.ledger.models import Item
    from duban.ledger.selectors import item_page

    ids = list(Item.objects.filter(is_open=1).values_list("pk", flat=True)[:500])
    rng = random.Random(1)
    return lambda: item_page(actor=place.actor, zone_id=place.zone, item_id=rng.choice(ids), on=ON)


def _draft(place, n: int):
    from duban.ledger.types import ItemDraft, StepDraft

    units = place.units
    return ItemDraft(
        title=title_of(random.Random(n), n), task="明确时间表、路线图、责任人", done_when="完成", basis="会议纪要", lead_id=units[0],
        responsible_id=units[1], start=ON, due=ON + timedelta(days=60), steps=(StepDraft("一", ON),),
    )  # fmt: skip


def _create(place):
    from duban.ledger.services import draft_item

    numbers = iter(range(10**6))
    return lambda: draft_item(
        actor=place.actor, zone_id=place.zone, draft=_draft(place, next(numbers)), at=AT
    )


def _move(place):
    from duban.ledger.models import Item
    from duban.ledger.services import move_item
    from duban.ledger.types import MoveChange

    waiting = iter(list(Item.objects.filter(state="under_way").values_list("pk", "version")[5000:6000]))

    def one():
        pk, version = next(waiting)
        move_item(
            actor=place.actor, item_id=pk, edge="suspend", version=version, at=AT, change=MoveChange(reason="等批复")
        )  # fmt: skip

    return one


def _bulk(place):
    from duban.ledger.models import Item
    from duban.ledger.services import move_items
    from duban.ledger.types import MoveChange

    batches: list[list[tuple[int, int]]] = []

    def one():
        if not batches:
            rows = Item.objects.filter(state="under_way").exclude(responsible_id=place.units[0])
            waiting = list(rows.values_list("pk", "version").order_by("-pk")[:4000])
            batches.extend(waiting[n : n + 500] for n in range(0, 4000, 500))
        move_items(
            actor=place.actor,
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

    own = Item.objects.filter(state="under_way", responsible_id=place.units[0]).values_list("pk", flat=True)
    waiting = iter(list(own[:500]))
    return lambda: report_progress(
        actor=place.actor, item_id=next(waiting), draft=ProgressDraft(96, "完成"), at=AT
    )


def _export(place):
    from duban.ledger.selectors import iter_items
    from duban.ledger.types import ItemFilter, View

    def some():
        rows = iter_items(actor=place.actor, zone_id=place.zone, on=ON, filter=ItemFilter(view=View.ALL))
        return sum(len(row.title) for row, _n in zip(rows, range(10_000), strict=False))

    return some


def _similar(place):
    from duban.ledger.selectors import similar_items

    rng = random.Random(3)
    return lambda: similar_items(
        actor=place.actor, zone_id=place.zone, on=ON, title=title_of(rng, rng.randint(0, ITEMS)),
        task="明确时间表、路线图、责任人", lead_id=place.units[0],
    )  # fmt: skip


def _slips(place):
    from duban.ledger.services import issue_slips

    return lambda: issue_slips(actor=place.actor, zone_id=place.zone, on=ON, at=AT)


def _waiting(place):
    from duban.ledger.selectors import waiting_for

    return lambda: waiting_for(actor=place.actor, zone_id=place.zone, on=ON)


def _ownerless(place):
    from duban.ledger.selectors import ownerless_items

    return lambda: ownerless_items(actor=place.actor, zone_id=place.zone, on=ON)


def _board(place):
    from duban.ledger.selectors import items_by_state
    from duban.ledger.types import ItemFilter

    return lambda: items_by_state(actor=place.actor, zone_id=place.zone, on=ON, filter=ItemFilter())


def _department(place):
    from duban.ledger.selectors import department_page

    return lambda: department_page(actor=place.actor, zone_id=place.zone, unit_id=place.units[3], on=ON)


def _paged(place):
    from duban.ledger.selectors import list_items
    from duban.ledger.types import ItemFilter

    return lambda: list_items(actor=place.actor, zone_id=place.zone, on=ON, filter=ItemFilter(), page=300)


@cache
def _browser() -> Client:
    settings.ALLOWED_HOSTS.append("testserver")
    client = Client()
    signed = client.post("/sign-in/", {"username": "u0-0", "password": PASSWORD})
    if signed.status_code != 302:
        raise SystemExit("not signed in")
    return client


def _get(address: str) -> Callable[[], object]:
    def work() -> int:
        response = _browser().get(address)
        if response.status_code != 200:
            msg = f"{address}: {response.status_code}"
            raise SystemExit(msg)
        return len(b"".join(response.streaming_content) if response.streaming else response.content)

    return work


def _after_a_write(place: Place, address: str) -> Callable[[], object]:
    """Move an item before each look: what was counted before may not be used."""
    move, look = _move(place), _get(address)

    def work() -> object:
        move()
        return look()

    return work


def _an_item() -> int:
    return Item.objects.filter(is_open=1).order_by("pk").values_list("pk", flat=True)[100]


def works(place: Place) -> dict[str, tuple[Callable[[], object], int, str]]:
    """Return every measurement: what is done, how often, and what is promised."""
    from duban.ledger.types import Order, View

    unit = place.units[3]
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
        "slips of the day, again": (_slips(place), 0, "20 s"),
        "page: list of open work": (_get("/bench/ledger/"), TIMES, "20 ms, 95 % in 40 ms"),
        "page: list of open work, after moving an item (the move included)": (
            _after_a_write(place, "/bench/ledger/"),
            TIMES,
            "—",
        ),
        "page: overdue, a department's": (
            _get(f"/bench/ledger/?view=overdue&unit={unit}"),
            TIMES,
            "20 ms, 95 % in 40 ms",
        ),
        "page: search (二期项目开工)": (_get("/bench/ledger/?view=all&q=二期项目开工"), TIMES, "40 ms"),
        "page: an item": (_get(f"/bench/ledger/{_an_item()}/"), TIMES, "25 ms"),
        "page: board": (_get("/bench/ledger/board/"), TIMES, "—"),
        "page: my work, thousands waiting": (_get("/bench/my/"), 5, "150 ms"),
        "a department's rows, all years, as .csv": (
            _get(f"/bench/ledger/export/csv/?view=all&unit={unit}"),
            3,
            "0.5 s for 10,000",
        ),
        "a department's rows, all years, as .xlsx": (
            _get(f"/bench/ledger/export/xlsx/?view=all&unit={unit}"),
            3,
            "2.5 s for 10,000",
        ),
    }


def _all() -> list[Measured]:
    """Lay the zone out once and measure everything on it; a list's line is its median, pages are told apart."""
    place = build()
    rows = []
    for name, (work, times, promise) in works(place).items():
        wall, cpu = median(work, times) if times else once(work)
        rows.append(Measured(f"ledger, {name}", f"{ITEMS:,} items", wall, cpu, promise, memory()))
        if name == "page: list of open work":
            wall, cpu = nth_percentile(work, 4 * TIMES, 95)
            rows.append(
                Measured(f"ledger, {name}, 95th percentile", f"{ITEMS:,} items", wall, cpu, "40 ms", memory())
            )
    return rows


BENCHES = {"ledger": _all}
