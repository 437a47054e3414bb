"""The clerk's month in a real browser: sign in, import with errors, mend, confirm, read, ask, switch language, phone."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.browser.conftest import follow, sign_in

pytestmark = pytest.mark.browser


def book(*rows):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return {
        "name": "8月.xlsx",
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "buffer": stream.getvalue(),
    }


HEAD = ["指标", "期别", "累计（亿元）"]


def test_the_clerk_s_month(page):
    sign_in(page, "tongji")
    page.goto("/yinchuan/import/")
    page.set_input_files(
        "#file", book(HEAD, ["招商引资到位资金", "2020-08", 66.2], ["没有这项", "2020-08", 1])
    )
    follow(page, "main form button.btn-primary")
    assert "没有这项" in page.inner_text("#problems")
    with page.expect_download() as download:
        page.click("text=下载标红的表")
    assert download.value.suggested_filename.endswith(".xlsx")
    follow(page, "text=放弃")

    page.set_input_files("#file", book(HEAD, ["招商引资到位资金", "2020-08", 66.2]))
    follow(page, "main form button.btn-primary")
    page.fill("#reason", "上级认定")
    follow(page, "text=确认导入")
    assert "/gap/" in page.url
    page.goto("/yinchuan/gap/?as_of=2020-08")
    row = page.locator("tr", has_text="招商引资到位资金").first
    assert "66.2" in row.inner_text()

    row.locator("a.num").first.click()
    page.wait_for_selector("dialog[open]")
    assert "上级认定" in page.inner_text("dialog")


def test_english_and_phone(page):
    sign_in(page, "tongji")
    follow(page, "button[value=en]")
    page.goto("/yinchuan/gap/?as_of=2020-08")
    assert page.get_attribute("html", "lang") == "en"
    assert "Find the gap" in page.inner_text("h1")
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    assert page.locator("tr", has_text="65.13").first.is_visible()


def test_the_indicator_page_draws_its_chart(page):
    sign_in(page, "zhuren")
    page.goto("/yinchuan/indicators/funds_in_place/?as_of=2020-08")
    page.wait_for_selector("#chart canvas")
    assert page.locator("tr", has_text="65.13").count() >= 1
