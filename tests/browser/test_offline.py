"""A person responsible on a site without a line: the report of an item looked at opens, is written, and arrives once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from duban.ledger.models import Attachment, Progress
from tests.browser.conftest import PHONE, leave, sign_in
from tests.browser.test_ledger import act, photo, register, unwanted  # noqa: F401 - unwanted is a fixture

pytestmark = pytest.mark.browser

KEPT = "async () => (await (await caches.open('duban-pages')).keys()).map((r) => new URL(r.url).pathname)"


@pytest.fixture
def item(people):
    """Return the address of an item put into the hands of the department that reports on it."""
    supervisor = people("ducha")
    address = register(supervisor)
    act(supervisor, "交办")
    return address


@pytest.fixture
def doer(people, item):
    """Return a phone that has looked at the item, and no more, while it had a line."""
    page = people("zhaoshang", PHONE)
    page.goto(item)
    page.locator(".doing").get_by_role("button", name="签收", exact=True).click()
    expect(page.locator(".pagehead .pill")).to_have_text("已签收")
    until(page, KEPT, lambda kept: len(kept) == 1)
    return page


def until(page, asked, holds):
    """Ask the page until the answer holds: what a worker does has no event a page could wait for."""
    for _ in range(100):
        if holds(page.evaluate(asked)):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never so: {asked}")


def write(page, percent, text, *, with_photo=False):
    page.wait_for_selector(".thumb.live")
    page.fill("#percent", str(percent))
    page.fill("#text", text)
    if with_photo:
        page.set_input_files("#photo", photo())
        page.wait_for_selector("[data-shots] canvas")
    page.click(".sendbar button")


def test_a_report_opened_and_written_without_a_line_arrives_once(doer, item):
    doer.goto("about:blank")
    doer.context.set_offline(True)
    doer.goto(item)  # the item was looked at: what opens is its report
    doer.wait_for_url("**/report/")
    write(doer, 35, "工地没有信号", with_photo=True)
    expect(doer.locator("[data-status]")).to_have_attribute("data-state", "queued")
    assert Progress.objects.count() == 0

    doer.context.set_offline(False)
    doer.wait_for_url("**/my/")
    only = Progress.objects.get()
    assert (only.percent, only.text) == (35, "工地没有信号")
    assert Attachment.objects.filter(progress=only).count() == 1
    doer.goto("/yinchuan/my/")
    expect(doer.locator("[data-queue]")).to_be_hidden()
    assert Progress.objects.count() == 1


def test_the_same_kept_page_written_twice_is_two_reports(doer, item):
    for percent in (35, 50):
        until(doer, KEPT, lambda kept: len(kept) == 1)
        doer.context.set_offline(True)
        doer.goto(f"{item}report/")
        write(doer, percent, f"到了{percent}")
        expect(doer.locator("[data-status]")).to_have_attribute("data-state", "queued")
        doer.context.set_offline(False)
        doer.wait_for_url("**/my/")
        expect(doer.locator("h1")).to_have_text("我的工作")
    assert sorted(Progress.objects.values_list("percent", flat=True)) == [35, 50]


def test_whoever_signs_out_leaves_nothing_on_a_shared_phone(doer, item):
    doer.goto(item)
    doer.click(".me summary")
    doer.get_by_role("button", name="退出登录").click()
    doer.wait_for_url("**/sign-in/")
    assert doer.evaluate(KEPT) == []
    doer.context.set_offline(True)
    doer.goto(f"{item}report/")
    expect(doer.locator("h1")).to_have_text("没有网络")
    expect(doer.locator("[data-kept] li")).to_have_count(0)
    expect(doer.locator("[data-none]")).to_be_visible()
    doer.context.set_offline(False)


def test_who_signs_in_after_a_lost_session_finds_nothing_of_another(doer, item):
    doer.context.clear_cookies()
    sign_in(doer, "tongji")
    assert doer.evaluate(KEPT) == []
    # One who may not report on the item has nothing kept of it by looking.
    doer.goto(item)
    doer.goto(f"{item}report/")
    expect(doer.locator(".told.warning")).to_be_visible()
    assert doer.evaluate(KEPT) == []


@pytest.mark.parametrize(("language", "heading"), [("zh-hans", "没有网络"), ("en", "No connection")])
def test_any_other_page_says_there_is_no_line_and_what_can_be_written(doer, item, site, language, heading):
    doer.context.add_cookies([{"name": "duban_language", "value": language, "url": site}])
    doer.goto(item)
    until(doer, "async () => (await (await caches.match('/offline/')).text())", lambda said: heading in said)
    doer.context.set_offline(True)
    doer.goto("/yinchuan/ledger/")
    expect(doer.locator("h1")).to_have_text(heading)
    doer.locator("[data-kept] a", has_text="污水处理厂").click()
    doer.wait_for_url("**/report/", timeout=5000)
    doer.wait_for_selector(".thumb.live")
    doer.context.set_offline(False)


def test_other_pages_and_figures_are_never_kept(doer):
    for path in ("gap/?as_of=2020-08", "ledger/", "my/"):
        doer.goto(f"/yinchuan/{path}")
    names = doer.evaluate("() => caches.keys()")
    kept = [
        url
        for name in names
        for url in doer.evaluate(
            "async (name) => (await (await caches.open(name)).keys()).map((r) => new URL(r.url).pathname)",
            name,
        )
    ]
    assert all(
        path.startswith("/static/") or path == "/offline/" or path.endswith("/report/") for path in kept
    )


def test_the_worker_changes_with_what_it_keeps(client, db):
    answer = client.get("/worker.js")
    said = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert said.startswith('const VERSION = "')
    assert "/static/duban/draft.js" in said


def test_the_browser_is_left_clean(chromium, site):
    context = chromium.new_context(base_url=site)
    page = context.new_page()
    page.goto("/offline/")
    expect(page.locator("[data-none]")).to_be_visible()
    leave(context)
