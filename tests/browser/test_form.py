"""The form of an item: what is seldom touched is folded and said, the keyboard goes down the page, no script is needed."""

import pytest
from playwright.sync_api import expect

from duban.demo.people import PASSWORD
from duban.ledger.models import Item
from tests.browser.conftest import follow, leave, sign_in
from tests.browser.test_ledger import choose

pytestmark = pytest.mark.browser

NEW = "/yinchuan/ledger/new/"
ORDER = (
    "id_title",
    "id_task",
    "id_done_when",
    "id_basis",
    "SUMMARY",
    "id_lead",
    "id_responsible",
    "id_person",
    "id_leader",
)


def test_what_is_folded_is_said_and_opens_on_a_mistake(page):
    sign_in(page, "ducha")
    page.goto(NEW)
    expect(page.locator(".fold[open]")).to_have_count(0)
    expect(page.locator("#id_weight")).to_be_hidden()
    expect(page.locator(".fold summary").first).to_contain_text("紧急程度 一般")
    page.locator(".fold summary").first.click()
    page.fill("#id_weight", "500")
    page.fill("#id_title", "权重写错的一项")
    follow(page, ".actions button:not([name=register])")
    expect(page.locator(".fold[open] #id_weight")).to_have_value("500")
    expect(page.locator(".problems")).to_contain_text("权重")
    assert Item.objects.count() == 0


def test_the_keyboard_goes_down_the_page(page):
    sign_in(page, "ducha")
    page.goto(NEW)
    page.focus("#id_title")
    seen = []
    for _ in ORDER:
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
        page.keyboard.press("Tab")
    assert tuple(seen) == ORDER


def test_one_empty_step_is_enough_where_more_can_be_had(page):
    sign_in(page, "ducha")
    page.goto(NEW)
    expect(page.locator("#steps tbody tr")).to_have_count(1)
    page.click("[data-more-steps]")
    expect(page.locator("#steps tbody tr")).to_have_count(2)


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "配合部门"), ("en", "Assisting")])
def test_without_a_script_the_folds_open_and_there_are_steps_enough(chromium, site, language, said):
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    context.add_cookies([{"name": "duban_language", "value": language, "url": site}])
    page = context.new_page()
    page.goto("/sign-in/")
    page.fill("[name=username]", "ducha")
    page.fill("[name=password]", PASSWORD)
    follow(page, "main button.btn-primary")
    page.goto(NEW)
    expect(page.locator("#steps tbody tr")).to_have_count(3)
    page.fill("#id_title", "没有脚本也能登记")
    choose(page, "lead", "")
    page.locator(".fold summary", has_text=said).click()
    page.locator("[name=assisting]").first.check()
    follow(page, ".actions button:not([name=register])")
    page.wait_for_url("**/ledger/*/")
    leave(context)
    assert Item.objects.get().assistance.count() == 1
