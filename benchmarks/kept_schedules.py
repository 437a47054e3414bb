"""Kept schedules: the wall chart of 1,000 activities, a drag, and the last-start list of a whole zone."""

from __future__ import annotations

import gzip
import json
import random
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.conf import settings
from django.test import Client

from benchmarks import material
from benchmarks.measuring import Measured, memory, nth_percentile, once
from duban.engine.schedule import HOUR
from duban.exchange.working_calendar import bring_in_calendar
from duban.orgs.models import User
from duban.orgs.services import create_account, grant
from duban.orgs.types import Role
from duban.projects import selectors, services
from duban.projects.models import Project
from duban.projects.types import Ownership, PlannedActivity, PlannedLink, ProjectDraft, Regime, Schedule

_PASSWORD = "Duban-bench-2026"
_AT = datetime.now(UTC)
_TODAY = _AT.date()


def _schedule(sections: int, each: int, seed: int, *, start: date, months: int) -> Schedule:
    """Return sections side by side, a few joined to the next, each a chain with a branch now and then."""
    rng = random.Random(seed)
    activities, links = [], []
    for s in range(sections):
        activities.append(PlannedActivity(f"s{s}", f"{s + 1}号标段", heading=True))
        for n in range(each):
            key = f"{s}-{n}"
            activities.append(
                PlannedActivity(
                    key, f"任务 {s + 1}.{n + 1}", parent=f"s{s}", duration=rng.randint(2, 15) * 8 * HOUR
                )
            )
            if n:
                links.append(PlannedLink(f"{s}-{rng.randrange(max(0, n - 3), n)}", key))
            if s and rng.random() < 0.8:
                links.append(PlannedLink(f"{s - 1}-{rng.randrange(0, max(1, n // 3 + 1))}", key))
    unique = {(x.before, x.after): x for x in links}
    return Schedule(start, tuple(activities), tuple(unique.values()), start + timedelta(days=30 * months))


def _zone() -> int:
    zone = material.zone("bench", indicators=1)
    bring_in_calendar(actor=material.actor(), at=_AT)
    return zone


def _project(zone: int, code: str, schedule: Schedule) -> int:
    actor = material.actor()
    draft = ProjectDraft(f"项目 {code}", Ownership.GOVERNMENT, Regime.APPROVAL, code=code)
    services.register_project(actor=actor, zone_id=zone, draft=draft, at=_AT)
    made = Project.objects.get(zone_id=zone, code=code).pk
    services.keep_schedule(
        actor=actor, zone_id=zone, project_id=made, schedule=schedule, base=0, reason="", at=_AT
    )
    return made


def _signed_in(zone: int) -> Client:
    import_module("duban.config.wsgi")  # what the server does on starting
    settings.ALLOWED_HOSTS.append("testserver")
    actor = material.actor()
    user, _ = create_account(
        actor=actor, zone_id=zone, username="bench", name="bench", password=_PASSWORD, at=_AT
    )
    for role in (Role.DIRECTOR, Role.SUPERVISOR):
        grant(actor=actor, user_id=user, unit_id=zone, role=role, starts=_TODAY, at=_AT)
    User.objects.filter(pk=user).update(must_change_password=False, password_changed_at=_AT)
    client = Client()
    if client.post("/sign-in/", {"username": "bench", "password": _PASSWORD}).status_code != 302:
        raise SystemExit("not signed in")
    return client


def _thousand() -> tuple[int, Client]:
    zone = _zone()
    schedule = _schedule(40, 25, 1, start=_TODAY - timedelta(days=120), months=30)
    _project(zone, "wall", schedule)
    return zone, _signed_in(zone)


def _page() -> Measured:
    _zone_id, client = _thousand()
    weights: list[int] = []

    def work() -> None:
        response = client.get("/bench/projects/wall/schedule/")
        if response.status_code != 200:
            raise SystemExit(response.status_code)
        weights.append(len(gzip.compress(response.content)))

    wall, cpu = nth_percentile(work, 60, 95)
    size = f"1,000 activities; {weights[-1] / 1000:.0f} kB compressed"
    return Measured("wall chart page, 95th percentile", size, wall, cpu, "200 ms", memory())


def _drag() -> Measured:
    _zone_id, client = _thousand()
    days = iter(range(1, 10_000))

    def work() -> None:
        edits = [{"op": "days", "id": "3-4", "days": next(days) % 40 + 2}]
        response = client.post(
            "/bench/projects/wall/schedule/try/", {"base": "1", "edits": json.dumps(edits), "baseline": ""}
        )
        if response.status_code != 200:
            raise SystemExit(response.content[:200])

    wall, cpu = nth_percentile(work, 60, 95)
    return Measured(
        "recalculation after a drag, 95th percentile", "1,000 activities", wall, cpu, "150 ms", memory()
    )


def _last_start() -> list[Measured]:
    zone = _zone()
    for n in range(600):
        start = _TODAY - timedelta(days=n % 200)
        _project(zone, f"p{n}", _schedule(3, 20, n, start=start, months=8 + n % 6))
    actor = material.actor()

    def ask() -> None:
        selectors.last_start_board(actor=actor, zone_id=zone, on=_TODAY)

    first = once(ask)
    wall, cpu = nth_percentile(ask, 20, 95)
    client = _signed_in(zone)

    def page(address: str) -> Callable[[], None]:
        def work() -> None:
            if client.get(f"/bench/{address}").status_code != 200:
                raise SystemExit("no page")

        return work

    paged = nth_percentile(page("projects/last-start/"), 20, 95)
    # Of the projects that are not late nobody has asked yet when they will be finished.
    listed = once(page("projects/"))
    again = nth_percentile(page("projects/"), 60, 95)
    home = nth_percentile(page(""), 20, 95)
    found = selectors.last_start_board(actor=actor, zone_id=zone, on=_TODAY)
    size = f"600 × 60; {len(found.rows)} starts, {len(found.late)} late"
    return [
        Measured("last-start list, the first of a day", size, *first, "3 s", memory()),
        Measured("last-start list, 95th percentile", size, wall, cpu, "300 ms", memory()),
        Measured("last-start page, 95th percentile", size, *paged, "300 ms", memory()),
        Measured("project list page with forecasts, the first of a day", size, *listed, "1 s", memory()),
        Measured("project list page with forecasts, 95th percentile", size, *again, "120 ms", memory()),
        Measured("first page of the zone, 95th percentile", size, *home, "400 ms", memory()),
    ]


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


def _drawn() -> list[Measured]:
    """Open the page in Chromium and drag a bar: what the page's own clock says, median of five."""
    from playwright.sync_api import sync_playwright

    from duban.config.wsgi import application

    _zone_id, client = _thousand()
    settings.ALLOWED_HOSTS.append("127.0.0.1")
    server = make_server("127.0.0.1", 0, application, handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    cookie = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    drawn, answered = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(viewport={"width": 1920, "height": 1080})
        context.add_cookies([cookie | {"url": address}])
        page = context.new_page()
        for _ in range(6):
            page.goto(f"{address}/bench/projects/wall/schedule/")
            page.wait_for_selector(".wall[data-drawn]")
            drawn.append(int(page.get_attribute(".wall", "data-drawn") or 0) / 1000)
        for n in range(6):
            page.locator("tr[data-id='3-4'] a").focus()
            page.evaluate("() => { performance.mark('a') }")
            page.keyboard.press("Alt+Shift+ArrowRight")
            page.wait_for_selector(f".wall[data-tried='{n + 1}']")
            spent = "() => performance.now() - performance.getEntriesByName('a').at(-1).startTime"
            answered.append(page.evaluate(spent) / 1000)
        browser.close()
    server.shutdown()
    draw, answer = sorted(drawn[1:])[2], sorted(answered[1:])[2]
    return [
        Measured(
            "wall chart drawn in Chromium, from asking", "1,000 activities", draw, draw, "1 s", memory()
        ),
        Measured(
            "a key pressed to bars redrawn, in Chromium",
            "1,000 activities",
            answer,
            answer,
            "150 ms",
            memory(),
        ),
    ]


BENCHES = {
    "wall-page": _page,
    "wall-drag": _drag,
    "wall-drawn": _drawn,
    "last-start": _last_start,
}
