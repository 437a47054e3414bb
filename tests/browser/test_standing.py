"""A reader stands at a day of the data, walks round, and stays there; and goes to today in one click."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import leave, sign_in

pytestmark = pytest.mark.browser

WORDS = {
    "zh-hans": ("按 2020年10月10日 显示", "改为今天", "改为 2020年10月10日", "按 2020年9月25日 显示"),
    "en": ("Shown as of 10 Oct 2020", "Show today", "Show 10 Oct 2020", "Shown as of 25 Sep 2020"),
}


@pytest.fixture
def shown(live_server, transactional_db):
    from tests.snapshots import demonstration

    demonstration(work=True)
    return live_server.url


@pytest.mark.parametrize("language", WORDS)
def test_the_day_is_said_and_kept_from_page_to_page(shown, chromium, language):
    usual, to_today, back, asked = WORDS[language]
    context = chromium.new_context(base_url=shown, viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": "duban_language", "value": language, "url": shown}])
    page = context.new_page()
    sign_in(page, "ducha")
    page.goto("/yinchuan/ledger/")
    expect(page.locator(".stands")).to_contain_text(usual)
    page.get_by_role("link", name=to_today).click()
    expect(page.locator(".stands a")).to_have_text(back)
    page.locator(".rooms a").nth(3).click()
    page.wait_for_url("**/plans/?on=today")
    page.get_by_role("link", name=back).click()
    expect(page.locator(".stands")).to_contain_text(usual)

    page.goto("/yinchuan/ledger/?on=2020-09-25")
    page.locator(".tabs a").nth(1).click()
    page.wait_for_url("**/ledger/board/?on=2020-09-25")
    page.locator(".slip-card").first.click()
    expect(page.locator(".stands")).to_contain_text(asked)
    page.goto("/yinchuan/ledger/?on=2020-09-25")
    page.fill(".filters [name=q]", "产值")
    page.press(".filters [name=q]", "Enter")
    page.wait_for_url("**on=2020-09-25*")
    expect(page.locator(".stands")).to_contain_text(asked)
    leave(context)
