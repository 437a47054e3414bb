"""The progress of a project as people live it: from the phone at the site to the number on the project's page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.browser.conftest import follow, leave, photo, sign_in
from tests.browser.looks import READABLE, SIDEWAYS

pytestmark = pytest.mark.browser
CODE = "shop-1"


@pytest.fixture
def works(site):
    """One project under way since spring, with a drawing and one counted work."""
    from duban.core.files import Upload
    from duban.demo.scenes import SCENES, drawing
    from duban.orgs.models import Unit, User
    from duban.orgs.selectors import actor_of, find_zone
    from duban.projects import services
    from duban.projects.models import Project
    from duban.projects.types import (
        Ownership,
        PictureDraft,
        PictureKind,
        ProjectDates,
        ProjectDraft,
        Regime,
        WorkDraft,
    )

    now = datetime.now(UTC)
    zone = find_zone(slug="yinchuan")
    head = User.objects.get(username="ducha").pk
    keeper = actor_of(user_id=head, origin="test", on=now.date())
    begun = now.date() - timedelta(days=120)
    draft = ProjectDraft(
        "一号厂房",
        Ownership.GOVERNMENT,
        Regime.APPROVAL,
        code=CODE,
        lead_id=Unit.objects.get(code="construction").pk,
        dates=ProjectDates(
            planned_start=begun, started_on=begun, planned_finish=now.date() + timedelta(days=120)
        ),
    )
    services.register_project(actor=keeper, zone_id=zone, draft=draft, at=now)
    project = Project.objects.get(code=CODE).pk
    services.add_picture(
        actor=keeper,
        zone_id=zone,
        project_id=project,
        picture=PictureDraft(
            Upload("图.jpg", drawing(SCENES["frame"])),
            kind=PictureKind.DRAWING,
            spot="东立面",
            on=date(2020, 1, 1),
        ),
        at=now,
    )
    services.set_work(actor=keeper, zone_id=zone, project_id=project, draft=WorkDraft("灌注桩", "根"), at=now)
    return site


@pytest.fixture
def person(chromium, works):
    """Return a page of somebody's own browser."""
    contexts = []

    def as_user(username, width=1440, height=900):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", base_url=works
        )
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda e: page.faults.append(str(e)))
        sign_in(page, username)
        return page

    yield as_user
    for context in contexts:
        faults = [fault for page in context.pages for fault in getattr(page, "faults", [])]
        leave(context)
        assert faults == []


def report(page, percent, words, *, piles="", shot=True):
    from playwright.sync_api import expect

    page.goto(f"/yinchuan/projects/{CODE}/progress/report/")
    page.fill("#percent", percent)
    page.fill("#image", words)
    if shot:
        page.set_input_files("#photo", photo())
        expect(page.locator("[data-shots] li")).to_have_count(1)
        page.locator("[data-shots] select").select_option(label="东立面")
    if piles:
        page.get_by_label("灌注桩").fill(piles)
    with page.expect_navigation(url=f"**/{CODE}/progress/"):
        page.click(".sendbar button")


def send_back(desk, expect):
    """Find what waits, and send it back with a reason."""
    desk.goto("/yinchuan/my/")
    follow(desk, desk.get_by_role("link", name="一号厂房").first)
    expect(desk.locator(".told-report").first).to_contain_text("灌注桩")
    desk.locator(".told-report summary", has_text="退回").click()
    desk.get_by_label("退回理由").fill("承台还没有开挖，照片对不上")
    follow(desk, desk.get_by_role("button", name="确认退回"))
    expect(desk.locator(".told-report").first).to_contain_text("已退回")


def test_from_the_phone_to_the_projects_page(person):
    from playwright.sync_api import expect

    phone, desk = person("xiangmu", 390, 844), person("jianhuan")
    report(phone, "40", "桩基完成，承台开挖", piles="320")
    expect(phone.locator(".told-report").first).to_contain_text("待审核")
    expect(phone.locator(".percent")).to_have_text("—")
    assert phone.evaluate(SIDEWAYS) == []
    send_back(desk, expect)

    phone.goto("/yinchuan/my/")
    expect(phone.locator("main")).to_contain_text("项目进度退回重报")
    phone.goto(f"/yinchuan/projects/{CODE}/progress/report/")
    expect(phone.locator(".told.warning")).to_contain_text("承台还没有开挖，照片对不上")
    expect(phone.locator("#percent")).to_have_value("40")
    report(phone, "35", "桩基完成", piles="320", shot=False)
    expect(phone.locator(".told-report").first).to_contain_text("重报待审")

    desk.goto(f"/yinchuan/projects/{CODE}/progress/")
    expect(desk.locator(".percent")).to_have_text("—")
    follow(desk, desk.get_by_role("button", name="审核通过"))
    expect(desk.locator(".percent")).to_have_text("35%")
    expect(desk.locator(".works")).to_contain_text("320")
    phone.goto(f"/yinchuan/projects/{CODE}/progress/")
    expect(phone.locator(".percent")).to_have_text("35%")


def test_a_report_written_without_a_line_arrives_once(person):
    from playwright.sync_api import expect

    from duban.projects.models import Picture, Report

    phone = person("xiangmu", 390, 844)
    phone.goto(f"/yinchuan/projects/{CODE}/progress/report/")
    phone.fill("#percent", "20")
    phone.fill("#image", "场地平整完成")
    phone.set_input_files("#photo", photo())
    expect(phone.locator("[data-shots] li")).to_have_count(1)
    phone.context.set_offline(True)
    phone.click(".sendbar button")
    expect(phone.locator("[data-status]")).to_contain_text("未发送，已保存在本机")
    phone.context.set_offline(False)
    phone.wait_for_url(f"**/{CODE}/progress/")
    expect(phone.locator(".told-report")).to_have_count(1)
    assert (Report.objects.count(), Picture.objects.filter(kind="photo").count()) == (1, 1)


def test_drawing_and_photo_are_laid_over_one_another_by_mouse_and_keyboard(person):
    from playwright.sync_api import expect

    phone, desk = person("xiangmu", 390, 844), person("jianhuan")
    report(phone, "40", "桩基完成")
    desk.goto(f"/yinchuan/projects/{CODE}/progress/")
    slider = desk.locator("input.between")
    expect(slider).to_have_value("50")
    slider.focus()
    desk.keyboard.press("ArrowRight")
    expect(slider).to_have_value("51")
    desk.keyboard.press("Home")
    expect(slider).to_have_value("0")
    box = desk.locator(".compare .pair").bounding_box()
    desk.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + 40)
    desk.mouse.down()
    desk.mouse.up()
    assert 23 <= int(slider.input_value()) <= 27


def test_without_script_the_two_pictures_stand_side_by_side_and_a_report_is_sent(chromium, works):
    from playwright.sync_api import expect

    from duban.projects.models import Picture

    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", base_url=works, java_script_enabled=False
    )
    page = context.new_page()
    sign_in(page, "xiangmu")
    page.goto(f"/yinchuan/projects/{CODE}/progress/report/")
    page.fill("#percent", "15")
    page.fill("#image", "围挡完成")
    page.set_input_files("#photo", photo())
    page.locator("#photo_drawing").select_option(label="东立面")
    follow(page, ".sendbar button")
    expect(page.locator(".told-report")).to_contain_text("围挡完成")
    before, after = (page.locator(f".compare .{side} img").bounding_box() for side in ("before", "after"))
    assert before["x"] + before["width"] <= after["x"]
    assert Picture.objects.get(kind="photo").spot == "东立面"
    leave(context)


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
@pytest.mark.parametrize(
    "path",
    [
        f"projects/{CODE}/progress/",
        f"projects/{CODE}/progress/report/",
        "projects/lights/",
        "projects/lights/rule/",
    ],
)
def test_pages_are_readable_at_every_size(person, path, width, height):
    page = person("ducha", width, height)
    page.goto(f"/yinchuan/{path}")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SIDEWAYS) == []
    assert page.evaluate(READABLE) == []
