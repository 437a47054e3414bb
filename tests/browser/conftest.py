from __future__ import annotations

import io
import os
import shutil
import threading
import time

import pytest
from PIL import Image, ImageDraw

CHROMIUM = os.environ.get("DUBAN_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""
REQUIRED = os.environ.get("DUBAN_REQUIRE_BROWSER") == "1"
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM:
        if REQUIRED:
            pytest.fail("no Chromium: install Debian's chromium or name one in DUBAN_CHROMIUM")
        pytest.skip("no Chromium on this machine: browser tests skipped")
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def site(live_server, transactional_db):
    from tests.snapshots import demonstration

    demonstration(work=False)
    yield live_server.url
    settle()


@pytest.fixture
def unwanted():
    """Return what of a console's messages is a fault: every error but the refusals a test asks for."""
    return lambda m: m.type == "error" and "409" not in m.text and "422" not in m.text


@pytest.fixture
def people(chromium, site, unwanted):
    """Open a browser of somebody's own, and complain of anything its pages complain of."""
    opened, faults = [], []

    def come(username, size=DESK):
        context = chromium.new_context(viewport=size, locale="zh-CN", base_url=site, has_touch=size is PHONE)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda e: faults.append(str(e)))
        page.on("console", lambda m: faults.append(m.text) if unwanted(m) else None)
        sign_in(page, username)
        return page

    yield come
    for context in opened:
        leave(context)
    assert faults == []


@pytest.fixture
def page(chromium, site):
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", base_url=site)
    page = context.new_page()
    page.faults = []
    page.on(
        "console", lambda m: page.faults.append(m.text) if m.type == "error" and "422" not in m.text else None
    )
    page.on("pageerror", lambda e: page.faults.append(str(e)))
    yield page
    leave(context)
    assert page.faults == []


def leave(context):
    """Close a person's browser once its pages have had their answers: the server must not work on when the test is over."""
    for page in context.pages:
        if not page.is_closed():
            page.wait_for_load_state("networkidle")
    context.close()


def settle():
    """Wait until the server's threads have seen their browsers go: they still close what the test has taken away."""
    until = time.monotonic() + 5
    while time.monotonic() < until and any("process_request_thread" in t.name for t in threading.enumerate()):
        time.sleep(0.02)


def follow(page, locator):
    """Click what leads to another page, and wait until that page is there: until then there may be none at all."""
    with page.expect_navigation():
        (page.locator(locator) if isinstance(locator, str) else locator).click()


def sign_in(page, username):
    from duban.demo.people import PASSWORD

    page.goto("/sign-in/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.btn-primary")
    page.wait_for_url(lambda url: "sign-in" not in url)


def photo(colour=(150, 120, 90)):
    """Return a photo from a site as the browser hands it in."""
    image = Image.new("RGB", (1280, 960), colour)
    ImageDraw.Draw(image).rectangle((200, 300, 1000, 900), fill=(90, 90, 100))
    out = io.BytesIO()
    image.save(out, "JPEG")
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
