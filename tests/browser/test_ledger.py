"""One matter from registering to striking off, by four people in a real browser; and a report typed without a line."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from duban.demo.people import PASSWORD
from duban.ledger.models import Attachment, Item, Progress
from tests.browser.conftest import DESK, PHONE, follow, leave

pytestmark = pytest.mark.browser

TABLET = {"width": 820, "height": 1180}


@pytest.fixture
def unwanted():
    """A line that is cut is an error to the console, so only what a page may not do counts here."""
    return lambda m: "Content Security" in m.text


def photo():
    stream = io.BytesIO()
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(stream, "JPEG", quality=95)
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}


def choose(page, field, text):
    value = page.locator(f"#id_{field} option", has_text=text).first.get_attribute("value")
    page.select_option(f"#id_{field}", value)


def register(page, title="污水处理厂扩容提标限期完工"):
    """Type an item whole, register it, and return its address."""
    today = timezone.localdate()
    page.goto("/yinchuan/ledger/new/")
    page.fill("#id_title", title)
    page.fill("#id_done_when", "到位资金凭证经市局认定")
    page.fill("#id_basis", "2020年第三季度项目推进会")
    choose(page, "lead", "经济发展局")
    choose(page, "responsible", "投资促进局")
    choose(page, "person", "投资促进局局长")
    choose(page, "leader", "分管招商")
    page.fill("#id_due", (today + timedelta(days=30)).isoformat())
    page.locator("[name=step-title]").nth(0).fill("走访企业")
    page.locator("[name=step-due]").nth(0).fill((today + timedelta(days=10)).isoformat())
    page.click("button[name=register]")
    page.wait_for_url("**/ledger/*/")
    return page.url


def act(page, name):
    follow(page, page.locator(".doing").get_by_role("button", name=name, exact=True))


def state(page):
    return page.locator(".pagehead .pill").inner_text()


def report(page, percent, text, *, with_photo=False, steps=False):
    page.fill("#percent", str(percent))
    page.fill("#text", text)
    if with_photo:
        page.set_input_files("#photo", photo())
        page.wait_for_selector("[data-shots] canvas")
    if steps:
        for box in page.locator("[name=step]").all():
            box.check()
    page.click(".sendbar button")
    page.wait_for_url("**/my/")


def report_done(page, result):
    page.locator(".doing summary", has_text="申请办结").click()
    page.locator("#report_done-result").fill(result)
    follow(page, page.get_by_role("button", name="确认申请办结"))


def test_four_people_see_a_matter_through(people):  # noqa: PLR0915 - one story, told in order
    supervisor = people("ducha")
    item = register(supervisor)
    assert state(supervisor) == "已立项"
    act(supervisor, "交办")
    assert state(supervisor) == "已交办"

    doer = people("zhaoshang", PHONE)
    assert doer.url.endswith("/my/")
    task = doer.locator(".tasks li", has_text="污水处理厂扩容提标限期完工")
    follow(doer, task.locator(".do"))
    act(doer, "签收")
    assert state(doer) == "已签收"
    follow(doer, doer.locator("a", has_text="报告进展"))
    doer.click("[data-by='5']")
    assert doer.input_value("#percent") == "5"
    report(doer, 60, "已走访12家企业", with_photo=True, steps=True)
    doer.goto(item)
    assert state(doer) == "办理中"
    report_done(doer, "四家企业资金到位")
    assert state(doer) == "申请办结"

    supervisor.goto(item)
    shot = supervisor.locator(".shot img").first
    shot.scroll_into_view_if_needed()
    shot.evaluate("picture => picture.decode()")
    supervisor.locator(".doing summary", has_text="退办").click()
    supervisor.fill("#send_back-reason", "缺两家企业的凭证")
    follow(supervisor, supervisor.get_by_role("button", name="确认退办"))
    assert state(supervisor) == "办理中"

    doer.goto("/yinchuan/my/")
    assert "退回重办" in doer.inner_text("main")
    follow(doer, doer.locator(".tasks li", has_text="污水处理厂").locator(".do"))
    report(doer, 100, "凭证已补齐")
    doer.goto(item)
    report_done(doer, "四家企业资金到位，凭证齐全")

    verifier = people("jingfa")
    verifier.goto(item)
    verifier.locator(".doing summary", has_text="核实通过").click()
    verifier.fill("#verify-finding", "已核对四家企业到账凭证")
    follow(verifier, verifier.get_by_role("button", name="确认核实通过"))
    assert state(verifier) == "已核实"

    supervisor.goto(item)
    act(supervisor, "销号")
    assert state(supervisor) == "已销号"

    director = people("zhuren")
    assert director.url.endswith("/yinchuan/")
    director.goto("/yinchuan/ledger/?view=closed")
    assert "污水处理厂扩容提标限期完工" in director.inner_text("table.ledger")
    director.goto(item)
    assert "缺两家企业的凭证" in director.inner_text(".moves")
    assert director.locator(".doing button").count() == 0


def to_report(people):
    """Return the doer's phone, open on the report of an item just accepted, and the item."""
    supervisor = people("ducha")
    item = register(supervisor)
    act(supervisor, "交办")
    doer = people("zhaoshang", PHONE)
    doer.goto(item)
    act(doer, "签收")
    follow(doer, doer.locator("a", has_text="报告进展"))
    doer.wait_for_selector(".thumb.live")
    return doer


def test_a_report_typed_without_a_line_is_kept_and_sent_once(people):
    doer = to_report(people)
    address = doer.url
    doer.context.set_offline(True)
    doer.fill("#percent", "45")
    doer.fill("#text", "地下室没有信号")
    doer.set_input_files("#photo", photo())
    doer.wait_for_selector("[data-shots] canvas")
    doer.click(".sendbar button")
    doer.wait_for_selector("[data-status][data-state=queued]")
    assert "未发送，已保存在本机" in doer.inner_text("[data-status]")
    assert Progress.objects.count() == 0

    doer.goto("about:blank")  # the page is gone; what was typed is not
    doer.context.set_offline(False)
    doer.goto(address)
    doer.wait_for_url("**/my/")
    only = Progress.objects.get()
    assert (only.percent, only.text) == (45, "地下室没有信号")
    assert Attachment.objects.filter(progress=only).count() == 1
    assert doer.locator("[data-queue]").is_hidden()

    doer.goto(address)
    doer.wait_for_selector(".thumb.live")
    assert doer.input_value("#text") == ""
    assert Progress.objects.count() == 1


def test_a_report_whose_answer_was_lost_is_still_one_report(people):
    doer = to_report(people)
    lost = []

    def lose(route):
        # It arrives, and the answer does not.
        lost.append(route.fetch())
        route.abort()

    doer.route("**/report/", lambda r: lose(r) if r.request.method == "POST" and not lost else r.continue_())
    doer.fill("#percent", "30")
    doer.fill("#text", "已走访三家")
    doer.click(".sendbar button")
    doer.wait_for_selector("[data-status][data-state=queued]")
    assert Progress.objects.count() == 1
    doer.goto("/yinchuan/my/")
    doer.wait_for_selector("[data-queue]:not([hidden])")
    doer.locator("[data-queue] li", has_text="已发送").wait_for()
    assert Progress.objects.count() == 1


def test_a_draft_not_sent_comes_back_and_a_refused_one_says_why(people):
    doer = to_report(people)
    doer.fill("#percent", "101")
    doer.fill("#text", "写到一半")
    doer.wait_for_selector("[data-status][data-state=kept]")
    doer.reload()
    doer.wait_for_selector("[data-status][data-state=restored]")
    assert doer.input_value("#text") == "写到一半"
    doer.click(".sendbar button")
    doer.wait_for_selector("[data-problems]:not([hidden])")
    assert "101" in doer.inner_text("[data-problems]")
    assert Progress.objects.count() == 0


def test_without_scripts_a_report_is_a_plain_form(chromium, site, people):
    doer = to_report(people)
    plain = chromium.new_context(viewport=PHONE, base_url=site, java_script_enabled=False)
    page = plain.new_page()
    page.goto("/sign-in/")
    page.fill("[name=username]", "zhaoshang")
    page.fill("[name=password]", PASSWORD)
    follow(page, "main button[type=submit]")
    page.goto(doer.url)
    page.fill("#percent", "20")
    page.fill("#text", "没有脚本也能报")
    page.set_input_files("#photo", photo())
    page.click(".sendbar button")
    page.wait_for_url("**/my/")
    leave(plain)
    assert Progress.objects.get().text == "没有脚本也能报"
    assert Attachment.objects.count() == 1


def test_like_items_are_shown_before_a_second_is_registered(people):
    page = people("ducha")
    register(page)
    before = Item.objects.count()
    page.goto("/yinchuan/ledger/new/")
    page.locator("#id_title").press_sequentially("污水处理厂扩容提标限期完工")
    page.wait_for_selector("#alike .alike")
    follow(page, ".actions button:not([name=register])")
    assert "避免重复督办" in page.inner_text("#alike")
    assert Item.objects.count() == before
    page.check("#seen")
    page.click(".actions button:not([name=register])")
    page.wait_for_url("**/ledger/*/")
    assert Item.objects.count() == before + 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_runs_off_sideways(people, language):
    page = people("ducha")
    item = register(page)
    act(page, "交办")
    if language == "en":
        follow(page, "button[value=en]")
    addresses = [item, f"{item}edit/", f"{item}report/", f"{item}?on=2030-01-01"]
    names = ("", "board/", "tree/", "calendar/", "departments/", "rules/", "targets/", "new/")
    addresses += ["/yinchuan/my/", *(f"/yinchuan/ledger/{name}" for name in names)]
    for size in (DESK, TABLET, PHONE):
        page.set_viewport_size(size)
        for address in addresses:
            page.goto(address)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], (address, size, width)
