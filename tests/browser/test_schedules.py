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
    x, y, _width, _height = box_of(page, f"rect.drag[data-k='{k}']")
    week = page.evaluate(
        "() => { const [a, b] = document.querySelectorAll('.pane .grid:not(.m)'); return b.x1.baseVal.value - a.x1.baseVal.value }"
    )
    page.mouse.move(x + 8, y + 6)
    page.mouse.down()
    page.mouse.move(x + 8 + week, y + 6, steps=4)
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


def box_of(page, selector):
    """Left, top, width and height of a part of the drawing, which is drawn anew whenever something moves."""
    return page.evaluate(
        "(s) => { const b = document.querySelector(s).getBoundingClientRect(); return [b.x, b.y, b.width, b.height] }",
        selector,
    )


def end_of(page, k, end):
    """Where on the screen the start or the end of bar *k* can be taken hold of."""
    x, y, width, _height = box_of(page, f"rect.drag[data-k='{k}']")
    page.mouse.move(x + width / 2, y + 6)
    knob = f"circle.knob[data-knob='{k} {end}']"
    expect(page.locator(knob)).to_have_count(1)
    x, y, width, height = box_of(page, knob)
    return x + width / 2, y + height / 2


def on_bar(page, k, end):
    x, y, width, _height = box_of(page, f"rect.drag[data-k='{k}']")
    return x + (3 if end == "S" else width - 3), y + 6


def pull(page, k, end, to):
    page.mouse.move(*end_of(page, k, end))
    page.mouse.down()
    page.mouse.move(*to, steps=5)


def test_a_link_is_drawn_by_mouse_tried_undone_and_a_ring_refused_by_its_name(people, plant):
    page = people("jianhuan")
    drawn(page)
    wall, links = page.locator(".wall"), page.locator(".pane path.link")
    expect(links).to_have_count(2)
    # Dropped on nothing, or left by Escape, it is nothing.
    pull(page, 0, "F", (1300, 700))
    page.mouse.up()
    pull(page, 0, "F", on_bar(page, 2, "S"))
    expect(page.locator(".pane .aim")).to_have_count(1)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".pane .aim")).to_have_count(0)
    assert wall.get_attribute("data-tried") is None
    # From the end of the last to the start of the first: refused, and the ring told by the table's numbers.
    pull(page, 2, "F", on_bar(page, 0, "S"))
    page.mouse.up()
    said = page.locator(".wallproblems")
    for part in ("首尾相接成了一圈", "1 基础 → 2 主体", "3 封顶 → 1 基础"):
        expect(said).to_contain_text(part)
    expect(links).to_have_count(2)
    tried_and_undone(page)


def tried_and_undone(page):
    """From start to start: 封顶 may begin with 基础, which moves nothing but is a link; undone, and it is gone."""
    wall, links, said = (page.locator(s) for s in (".wall", ".pane path.link", ".wallproblems"))
    pull(page, 0, "S", on_bar(page, 2, "S"))
    expect(page.locator(".pane .aimed")).to_have_text("同时开始 SS")
    page.mouse.up()
    expect(wall).to_have_attribute("data-tried", "1")
    expect(links).to_have_count(3)
    expect(said).to_be_hidden()
    page.keyboard.press("Control+z")
    expect(links).to_have_count(2)
    assert Revision.objects.count() == 4


def test_a_link_is_picked_and_taken_out_and_another_way_put_in_and_kept(people, plant):
    page = people("jianhuan")
    drawn(page)
    wall, links, bar = page.locator(".wall"), page.locator(".pane path.link"), page.locator(".linkbar")
    page.locator(".pane path.linkhit[data-link='1 2 1']").dispatch_event("click")
    expect(bar).to_contain_text("已选中连线：主体 → 封顶，完成后开始 FS")
    expect(page.locator(".pane path.link.picked")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    page.locator(".pane path.linkhit[data-link='1 2 1']").dispatch_event("click")
    page.get_by_role("button", name="删除连线").click()
    # Without its predecessor 封顶 begins with the plan.
    expect(wall).to_have_attribute("data-tried", "1")
    expect(row(page, 2).locator("td").nth(2)).to_have_text("9月7日")
    expect(links).to_have_count(1)
    # From end to end: 封顶 is done when 主体 is.
    pull(page, 1, "F", on_bar(page, 2, "F"))
    expect(page.locator(".pane .aimed")).to_have_text("同时完成 FF")
    page.mouse.up()
    expect(wall).to_have_attribute("data-tried", "2")
    expect(row(page, 2).locator("td").nth(3)).to_have_text("9月25日")
    with page.expect_navigation():
        page.get_by_role("button", name="保存修改").click()
    expect(page.locator(".told")).to_contain_text("已保存为第 5 版")
    page.goto(row(page, 2).locator("a").get_attribute("href"))
    expect(page.locator("#a-after")).to_have_value("2FF")


def test_links_by_key_alone(people, plant):
    page = people("jianhuan")
    drawn(page)
    wall, links, bar = page.locator(".wall"), page.locator(".pane path.link"), page.locator(".linkbar")
    row(page, 0).locator("a").focus()
    page.keyboard.press("l")
    expect(bar).to_contain_text("从“基础”连到“…”，完成后开始 FS")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("3")
    expect(bar).to_contain_text("从“基础”连到“封顶”，同时完成 FF")
    page.keyboard.press("Enter")
    expect(wall).to_have_attribute("data-tried", "1")
    expect(links).to_have_count(3)
    # 封顶 is in hand: its links one after another, the second taken out.
    page.keyboard.press("k")
    expect(bar).to_contain_text("主体 → 封顶，完成后开始 FS")
    page.keyboard.press("k")
    expect(bar).to_contain_text("基础 → 封顶，同时完成 FF")
    page.keyboard.press("Delete")
    expect(links).to_have_count(2)
    expect(bar).to_be_hidden()
    page.keyboard.press("l")
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()


def test_whoever_only_reads_has_no_ends_to_take_hold_of(people, plant):
    drawn(people("jianhuan"))
    reader = people("zhuren")
    reader.goto("/yinchuan/projects/plant/schedule/")
    expect(reader.locator(".pane path.link")).to_have_count(2)
    x, y, _width, _height = box_of(reader, "rect.plan")
    reader.mouse.move(x + 4, y + 4)
    expect(reader.locator("circle.knob, path.linkhit")).to_have_count(0)
