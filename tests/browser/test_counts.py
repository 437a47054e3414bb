"""A count and a photo told from the site, reviewed at the desk: the bar moves, and the photo stands under its activity."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.browser.conftest import PHONE, follow, leave, photo, sign_in
from tests.browser.looks import READABLE, SIDEWAYS

pytestmark = pytest.mark.browser
CODE = "shop-1"


@pytest.fixture
def works(site):
    """A project with a plan of its own: piles that are counted and have begun, foundations that are due, a roof much later."""
    from duban.engine.schedule import DAY, HOUR
    from duban.orgs.models import Unit, User
    from duban.orgs.selectors import actor_of, find_zone
    from duban.projects import services
    from duban.projects.models import Project
    from duban.projects.types import (
        Counted,
        Ownership,
        PlannedActivity,
        PlannedLink,
        ProjectDates,
        ProjectDraft,
        Regime,
        Schedule,
    )

    now = datetime.now(UTC)
    zone, begun = find_zone(slug="yinchuan"), now.date() - timedelta(days=30)
    keeper = actor_of(user_id=User.objects.get(username="ducha").pk, origin="test", on=now.date())
    draft = ProjectDraft(
        "一号厂房",
        Ownership.GOVERNMENT,
        Regime.APPROVAL,
        code=CODE,
        lead_id=Unit.objects.get(code="construction").pk,
        dates=ProjectDates(planned_start=begun, started_on=begun),
    )
    services.register_project(actor=keeper, zone_id=zone, draft=draft, at=now)
    begins = begun.toordinal() * DAY + 8 * HOUR
    rows = (
        PlannedActivity(
            "p",
            "灌注桩",
            duration=40 * 8 * HOUR,
            actual_start=begins,
            quantity=Counted(Decimal(420), unit="根"),
        ),
        PlannedActivity("f", "承台开挖", duration=10 * 8 * HOUR),
        PlannedActivity("r", "屋面", duration=10 * 8 * HOUR),
    )
    schedule = Schedule(
        begun, rows, (PlannedLink("p", "r"),), deadline=begun + timedelta(days=120), data_date=begun
    )
    services.keep_schedule(
        actor=keeper, zone_id=zone, project_id=Project.objects.get(code=CODE).pk, schedule=schedule,
        base=0, reason="", at=now,
    )  # fmt: skip
    return site


def share(page, key):
    return page.locator(f'table.lines tr[data-id="{key}"] td').nth(6)


def tell(phone, expect):
    """Count piles, say that foundations have begun, and photograph the piles."""
    phone.goto(f"/yinchuan/projects/{CODE}/progress/report/")
    offered = phone.locator(".said > fieldset.one legend")
    expect(offered).to_have_count(2)
    expect(offered.nth(0)).to_contain_text("灌注桩")
    expect(offered.nth(1)).to_contain_text("承台开挖")
    phone.locator('[name="activity_p"]').fill("105")
    phone.get_by_text("已开始", exact=True).first.click()
    phone.fill("#image", "桩基完成四分之一")
    phone.set_input_files("#photo", photo())
    expect(phone.locator("[data-shots] li")).to_have_count(1)
    phone.locator('[data-shots] [data-for="photo_activity"]').select_option(label="1 灌注桩")
    assert phone.evaluate(SIDEWAYS) == []
    with phone.expect_navigation(url=f"**/{CODE}/progress/"):
        phone.click(".sendbar button")
    expect(phone.locator(".told-report").first).to_contain_text("待审核")


def review(desk, expect):
    """See in the plan what waits, go to the report from there, and review it."""
    desk.goto(f"/yinchuan/projects/{CODE}/schedule/")
    expect(share(desk, "p")).to_have_text("0%")
    expect(desk.locator('tr[data-id="p"] .waits')).to_have_text("待审 105/420")
    expect(desk.locator('tr[data-id="f"] .waits')).to_have_text("待审 已开始")
    follow(desk, desk.locator('tr[data-id="p"] .waits'))
    expect(desk.locator(".told-report").first).to_contain_text("承台开挖")
    follow(desk, desk.get_by_role("button", name="审核通过"))
    # A quarter of forty of sixty days: ten, and a sixth of a hundred is seventeen.
    expect(desk.locator(".percent")).to_have_text("17%")


def test_a_count_and_a_photo_from_the_phone_move_the_bar_and_stand_under_the_activity(works, people):
    from playwright.sync_api import expect

    tell(people("xiangmu", PHONE), expect)
    desk = people("jianhuan")
    review(desk, expect)
    desk.goto(f"/yinchuan/projects/{CODE}/schedule/")
    expect(share(desk, "p")).to_have_text("25%")
    expect(desk.locator('tr[data-id="p"] .waits')).to_have_count(0)
    expect(desk.locator(".pane svg").first).to_be_visible()
    follow(desk, desk.locator('tr[data-id="p"] a.pics'))
    expect(desk.locator("#pictures-p h3")).to_contain_text("灌注桩")
    expect(desk.locator("#pictures-p img")).to_have_count(1)
    desk.goto(f"/yinchuan/projects/{CODE}/schedule/")
    follow(desk, share(desk, "p").locator("a"))
    expect(desk.locator(".told-report").first).to_contain_text("灌注桩 105 根")


def test_without_script_an_activity_of_the_rest_of_the_plan_is_finished(chromium, works):
    from playwright.sync_api import expect

    from duban.projects.models import Picture, Telling

    context = chromium.new_context(viewport=PHONE, locale="zh-CN", base_url=works, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "xiangmu")
    page.goto(f"/yinchuan/projects/{CODE}/progress/report/")
    page.get_by_text("其他任务有进展").click()
    page.locator('[name="other_1"]').select_option(label="3 屋面")
    page.locator('label[for="e-other_1"]').click()
    page.fill("#image", "屋面完成")
    page.set_input_files("#photo", photo())
    page.locator("#photo_activity").select_option(label="3 屋面")
    follow(page, ".sendbar button")
    expect(page.locator(".problems:visible")).to_contain_text("任务“屋面”报了完成，还没有开始日")
    expect(page.locator("#e-other_1")).to_be_checked()
    page.locator('label[for="b-other_1"]').click()
    page.set_input_files("#photo", photo())
    follow(page, ".sendbar button")
    expect(page.locator(".told-report")).to_contain_text("屋面")
    told = Telling.objects.get()
    assert (told.activity, told.started, told.finished) == ("r", told.report.on, told.report.on)
    assert Picture.objects.get().activity == "r"
    leave(context)


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, PHONE])
@pytest.mark.parametrize("path", ["progress/", "progress/report/", "schedule/", "schedule/activity/?id=p"])
def test_pages_are_readable_at_every_size(works, people, path, size):
    page = people("xiangmu", size)
    page.goto(f"/yinchuan/projects/{CODE}/{path}")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SIDEWAYS) == []
    assert page.evaluate(READABLE) == []
