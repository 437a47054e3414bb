"""A plan drawn from nothing, its deadline set, the last-start list read; the chart dragged, keyed, undone; two editors."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from duban.demo.people import PASSWORD
from duban.orgs.models import Post, Unit, User
from duban.orgs.selectors import actor_of
from duban.projects import services
from duban.projects.models import Project, Revision
from duban.projects.types import Ownership, ProjectDraft, Regime
from tests.browser.conftest import DESK, PHONE, follow
from tests.browser.looks import READABLE, SIDEWAYS

pytestmark = pytest.mark.browser

AT = datetime(2020, 9, 1, 2, tzinfo=UTC)


@pytest.fixture
def plant(site):
    keeper = actor_of(user_id=User.objects.get(username="ducha").pk, origin="x", on=AT.date())
    zone = Unit.objects.get(code="yinchuan").pk
    draft = ProjectDraft(
        "标准厂房",
        Ownership.GOVERNMENT,
        Regime.APPROVAL,
        code="plant",
        lead_id=Unit.objects.get(code="construction").pk,
        head_id=Post.objects.get(code="construction-head").pk,
    )
    services.register_project(actor=keeper, zone_id=zone, draft=draft, at=AT)
    return Project.objects.get(code="plant")


def add(page, name, duration, after=""):
    page.goto("/yinchuan/projects/plant/schedule/activity/")
    page.fill("#a-name", name)
    page.fill("#a-duration", duration)
    page.fill("#a-after", after)
    follow(page, ".activityform button[type=submit] >> nth=0")
    page.wait_for_url("**/schedule/")


def drawn(page):
    """Draw three activities from nothing, due on 30 September 2020."""
    page.goto("/yinchuan/projects/plant/")
    follow(page, page.get_by_role("link", name="进度计划"))
    page.fill("#start", "2020-09-07")
    page.fill("#deadline", "2020-09-30")
    follow(page, page.get_by_role("button", name="开始排"))
    page.wait_for_url("**/schedule/")
    add(page, "基础", "10工作日")
    add(page, "主体", "5", "1")
    add(page, "封顶", "2工作日", "2FS")


def row(page, n):
    return page.locator("table.lines tbody tr").nth(n)


def test_a_plan_from_nothing_its_deadline_and_the_last_start_list(people, plant):
    page = people("jianhuan")
    drawn(page)
    expect(page.locator("[data-finish]")).to_have_text("2020年9月28日")
    expect(page.locator("[data-verdict]")).to_have_text("比期限早 2 个工作日")
    expect(page.locator(".pane rect.plan")).to_have_count(3)
    assert page.evaluate(SIDEWAYS) == []
    # The deadline comes forward by a week: everything presses.
    page.locator(".datesform summary").click()
    page.fill(".datesform [name=deadline]", "2020-09-23")
    follow(page, page.get_by_role("button", name="保存日期"))
    expect(page.locator("[data-verdict]")).to_have_text("比期限晚 4 个工作日")
    # Whoever leads the zone reads what must begin.
    leader = people("zhuren")
    leader.goto("/yinchuan/projects/last-start/?on=2020-09-07")
    first = leader.locator("table.laststarts tbody tr").first
    expect(first).to_contain_text("基础")
    expect(first).to_contain_text("标准厂房")
    expect(first).to_contain_text("已晚 4")
    expect(leader.locator(".lateones li")).to_contain_text("已晚 4 个工作日")
    expect(leader.locator(".lateones li")).to_contain_text("基础 → 主体 → 封顶")
    assert [f for f in leader.evaluate(READABLE) if "contrast" not in f] == []


def drag_a_week(page, k):
    bar = page.locator(f"rect.drag[data-k='{k}']").bounding_box()
    week = page.evaluate(
        "() => { const [a, b] = document.querySelectorAll('.pane .grid:not(.m)'); return b.x1.baseVal.value - a.x1.baseVal.value }"
    )
    page.mouse.move(bar["x"] + 8, bar["y"] + 6)
    page.mouse.down()
    page.mouse.move(bar["x"] + 8 + week, bar["y"] + 6, steps=4)
    page.mouse.up()


def test_dragged_keyed_undone_and_saved(people, plant):
    page = people("jianhuan")
    drawn(page)
    wall, effect = page.locator(".wall"), page.locator("[data-effect]")
    row(page, 1).locator("a").focus()
    page.keyboard.press("Alt+Shift+ArrowRight")
    expect(wall).to_have_attribute("data-tried", "1")
    expect(row(page, 1).locator("td").nth(1)).to_have_text("6工作日")
    expect(effect).to_contain_text("完工推迟 1 个工作日")
    assert Revision.objects.count() == 4
    # Dragged a week to the right: it begins no earlier than a week later.
    drag_a_week(page, 1)
    expect(wall).to_have_attribute("data-tried", "2")
    expect(row(page, 1).locator("td").nth(2)).to_have_text("9月28日")
    # One step back, and the week is gone; the longer duration stays.
    page.get_by_role("button", name="撤销一步").click()
    expect(row(page, 1).locator("td").nth(2)).to_have_text("9月21日")
    page.fill(".draft [name=reason]", "拆迁延后")
    with page.expect_navigation():
        page.get_by_role("button", name="保存修改").click()
    expect(page.locator(".told")).to_contain_text("已保存为第 5 版")
    expect(row(page, 1).locator("td").nth(1)).to_have_text("6工作日")
    revision = Revision.objects.get(number=5)
    assert (revision.reason, revision.kind) == ("拆迁延后", "edit")
    restored(page)


def restored(page):
    """What it was before is a click away, and kept as a revision of its own."""
    page.goto("/yinchuan/projects/plant/schedule/history/")
    expect(page.locator("table.slips tbody tr").first).to_contain_text("改了工期")
    follow(page, page.locator(".moves li", has_text="第 4 版").get_by_role("button", name="恢复这一版"))
    page.wait_for_url("**/schedule/")
    expect(row(page, 1).locator("td").nth(1)).to_have_text("5工作日")


def test_the_second_of_two_editors_is_told(people, plant):
    page = people("jianhuan")
    drawn(page)
    other = people("ducha")
    other.goto("/yinchuan/projects/plant/schedule/")
    row(page, 0).locator("a").focus()
    page.keyboard.press("Alt+Shift+ArrowRight")
    expect(page.locator(".wall")).to_have_attribute("data-tried", "1")
    with page.expect_navigation():
        page.get_by_role("button", name="保存修改").click()
    expect(page.locator(".told")).to_contain_text("第 5 版")
    row(other, 2).locator("a").focus()
    other.keyboard.press("Alt+Shift+ArrowRight")
    expect(other.locator(".wallproblems")).to_contain_text("别人先保存了第 5 版")
    assert Revision.objects.count() == 5


def test_on_a_phone_it_is_a_list_and_without_a_script_a_table(people, plant, chromium, site):
    page = people("jianhuan")
    drawn(page)
    phone = people("jianhuan", PHONE)
    phone.goto("/yinchuan/projects/plant/schedule/")
    expect(phone.locator(".pane")).to_be_hidden()
    expect(row(phone, 0)).to_contain_text("基础")
    assert phone.evaluate(SIDEWAYS) == []
    plain = chromium.new_context(viewport=DESK, locale="zh-CN", base_url=site, java_script_enabled=False)
    bare = plain.new_page()
    bare.goto("/sign-in/")
    bare.fill("[name=username]", "jianhuan")
    bare.fill("[name=password]", PASSWORD)
    follow(bare, "main button[type=submit]")
    bare.goto("/yinchuan/projects/plant/schedule/")
    expect(row(bare, 2)).to_contain_text("封顶")
    follow(bare, row(bare, 2).locator("a"))
    bare.fill("#a-duration", "4工作日")
    follow(bare, ".activityform button[type=submit] >> nth=0")
    expect(row(bare, 2).locator("td").nth(1)).to_have_text("4工作日")
    plain.close()
