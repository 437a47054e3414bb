import pytest

from duban.demo.people import PASSWORD
from tests.browser.conftest import follow

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


def enter(page, username):
    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/yinchuan/**")


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def raise_one(page):
    page.goto("/yinchuan/indicators/funds_in_place/?as_of=2020-08")
    follow(page, page.get_by_role("link", name="提出难点堵点"))
    page.select_option("#id_to", label="建设环保局")
    page.select_option("#id_cause", label="审批手续")
    page.fill("#id_text", "施工许可未批")
    page.fill("#id_help_wanted", "请本周内办结")
    page.click("main button.btn-primary")
    page.wait_for_url("**/blockers/*/")
    return page.url


def test_raised_at_a_desk_answered_on_a_phone_and_cleared(page):
    enter(page, "zhaoshang")
    where = raise_one(page)

    page.set_viewport_size(PHONE)
    enter(page, "jianhuan")
    follow(page, "a.bell")
    assert fits(page)
    follow(page, "text=提出堵点，等您签收")
    assert fits(page)
    follow(page, "button:has-text('签收')")
    assert page.locator("a.bell").inner_text() == "通知"
    page.fill("#text", "已发证")
    follow(page, "button:has-text('答复')")
    for there in ("blockers", "notices/settings"):
        page.goto(f"/yinchuan/{there}/")
        assert fits(page), there

    page.set_viewport_size({"width": 1440, "height": 900})
    enter(page, "zhaoshang")
    page.goto(where)
    follow(page, "button:has-text('确认解决')")
    assert page.locator(".pagehead .pill").inner_text() == "已解决"
