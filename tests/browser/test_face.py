"""Every page, at the desk, on the wall and on a phone, in both languages: it fits, and anyone can read it."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from duban.web.nav import ROOMS
from tests.browser.conftest import follow, leave, settle, sign_in
from tests.browser.looks import READABLE, SIDEWAYS

pytestmark = pytest.mark.browser

SIZES = {"desk": (1440, 900), "wall": (1920, 1080), "phone": (390, 844)}
LANGUAGES = ("zh-hans", "en")
ZONE = "/yinchuan"
BOARD = f"{ZONE}/gap/?as_of=2020-08"
ADDRESSES = {
    "zone-home": ("zhuren", f"{ZONE}/"),
    "my": ("ducha", f"{ZONE}/my/"),
    "plans": ("ducha", f"{ZONE}/plans/"),
    "causes": ("ducha", f"{ZONE}/blockers/causes/"),
    "ownerless": ("ducha", f"{ZONE}/ownerless/"),
    "ledger": ("ducha", f"{ZONE}/ledger/?on=2020-10-10"),
    "ledger-board": ("ducha", f"{ZONE}/ledger/board/?on=2020-10-10"),
    "ledger-tree": ("ducha", f"{ZONE}/ledger/tree/?on=2020-10-10"),
    "ledger-calendar": ("ducha", f"{ZONE}/ledger/calendar/?on=2020-10-10"),
    "departments": ("ducha", f"{ZONE}/ledger/departments/?on=2020-10-10"),
    "ledger-rules": ("ducha", f"{ZONE}/ledger/rules/"),
    "projects": ("ducha", f"{ZONE}/projects/?on=2020-09-16"),
    "project-board": ("ducha", f"{ZONE}/projects/board/?on=2020-09-16"),
    "project-map": ("ducha", f"{ZONE}/projects/map/?on=2020-09-16"),
    "permits": ("ducha", f"{ZONE}/projects/permits/?on=2020-09-16"),
    "zone-investment": ("tongji", f"{ZONE}/projects/investment/?as_of=2020-08"),
    "project-lights": ("ducha", f"{ZONE}/projects/lights/?on=2020-09-16"),
    "last-start": ("ducha", f"{ZONE}/projects/last-start/?on=2020-09-16"),
    "enterprises": ("ducha", f"{ZONE}/enterprises/"),
    "blockers": ("ducha", f"{ZONE}/blockers/"),
    "blocker-rule": ("ducha", f"{ZONE}/blockers/rule/"),
    "gap": ("tongji", BOARD),
    "entry": ("tongji", f"{ZONE}/entry/?period=2020-08"),
    "import": ("tongji", f"{ZONE}/import/"),
    "checks": ("tongji", f"{ZONE}/checks/?as_of=2020-08"),
    "sources": ("tongji", f"{ZONE}/sources/?as_of=2020-08"),
    "definitions": ("tongji", f"{ZONE}/indicators/"),
    "rules": ("kaohe", f"{ZONE}/rules/"),
    "people": ("anquan", f"{ZONE}/people/"),
    "units": ("xitong", f"{ZONE}/units/"),
    "calendar": ("xitong", f"{ZONE}/calendar/?year=2020"),
    "record": ("shenji", f"{ZONE}/record/"),
}
DEEPER = {
    "sign-in": (None, "/sign-in/"),
    "password": ("zhuren", "/password/"),
    "accounts": ("xitong", f"{ZONE}/people/"),
    "director's board": ("zhuren", f"{ZONE}/gap/"),
    "why": ("zhuren", f"{ZONE}/gap/why/?as_of=2020-08&code=funds_in_place&field=missing"),
    "indicator": ("tongji", f"{ZONE}/indicators/funds_in_place/?as_of=2020-08"),
    "growth only": ("zhuren", f"{ZONE}/indicators/value_added_above_scale/?as_of=2020-08"),
    "definition-new": ("tongji", f"{ZONE}/indicators/new/"),
    "definition-edit": ("tongji", f"{ZONE}/indicators/funds_in_place/edit/"),
    "ground": ("ducha", f"{ZONE}/projects/map/ground/"),
    "project's place": ("ducha", f"{ZONE}/projects/longi-15gw/?on=2020-09-16"),
    "responsibility": ("ducha", f"{ZONE}/projects/standard-plant-3/responsibility/?on=2020-09-16"),
    "counted": ("ducha", f"{ZONE}/projects/longi-15gw/schedule/?on=2020-09-16"),
    "target-new": ("kaohe", f"{ZONE}/indicators/funds_in_place/targets/new/"),
    "not there": ("zhuren", f"{ZONE}/nothing/"),
    "not allowed": ("zhuren", f"{ZONE}/people/"),
    "not read": ("zhuren", f"{ZONE}/gap/?as_of=abc"),
}


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker):
    """One demonstration, loaded and served once: the tests here only read it. The name makes the database be set up."""
    from tests.snapshots import demonstration

    with django_db_blocker.unblock():
        demonstration(work=True)
        server = LiveServer("localhost")
        yield server.url
        settle()
        server.stop()
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="module")
def visit(chromium, db):
    """Return a page of the standing site as one person sees it in one language, signed in once."""
    pages = {}

    def go(username, language="zh-hans", path="/", **options):
        key = (username, language, *options.items())
        if key not in pages:
            context = chromium.new_context(base_url=db, **options)
            context.add_cookies([{"name": "duban_language", "value": language, "url": db}])
            pages[key] = context.new_page()
            if username:
                sign_in(pages[key], username)
        pages[key].goto(path)
        return pages[key]

    yield go
    for page in pages.values():
        leave(page.context)


BAD = """<title>x</title><main style="width: 3000px"><h1>A</h1><h3>B</h3><input><p id="p">a</p><p id="p">b</p>
<img src="x"><table><tr><td style="color: #bbb">pale</td></tr></table></main>"""


def test_the_questions_find_what_is_wrong(chromium):
    page = chromium.new_page()
    page.set_content(BAD)
    said = " ".join([*page.evaluate(READABLE), *page.evaluate(SIDEWAYS)])
    page.close()
    for fault in (
        "no label",
        "id twice",
        "picture unsaid",
        "out of order",
        "without caption",
        "faint 1.9",
        "page 3",
    ):
        assert fault in said, fault


def test_every_room_is_looked_at():
    assert {page.name for room in ROOMS for page in room.pages} == ADDRESSES.keys()


@pytest.mark.parametrize("name", [*ADDRESSES, *DEEPER])
def test_a_page_fits_and_can_be_read(visit, name):
    username, path = (ADDRESSES | DEEPER)[name]
    faults = []
    for language in LANGUAGES:
        page = visit(username, language, path)
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            faults += [(language, size, fault) for fault in page.evaluate(SIDEWAYS)]
        faults += [(language, fault) for fault in page.evaluate(READABLE)]
    assert faults == []


def test_a_return_fits_a_phone(visit):
    page = visit("caizheng", path=f"{ZONE}/entry/?period=2020-08")
    page.set_viewport_size({"width": 390, "height": 844})
    follow(page, "main tbody a >> nth=0")
    assert page.evaluate(SIDEWAYS) == []
    assert page.evaluate(READABLE) == []


def test_twice_the_size_still_fits(visit):
    page = visit("tongji", "en", BOARD)
    page.set_viewport_size({"width": 720, "height": 450})
    assert page.evaluate(SIDEWAYS) == []


def test_the_wall_is_read_from_afar(visit):
    page = visit("zhuren", path=BOARD)
    sizes = []
    for width, height in (SIZES["desk"], SIZES["wall"]):
        page.set_viewport_size({"width": width, "height": height})
        sizes.append(
            page.evaluate("parseFloat(getComputedStyle(document.querySelector('tbody th')).fontSize)")
        )
    assert sizes[1] >= 1.3 * sizes[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_prints_on_one_sheet(visit, language):
    page = visit("zhuren", language, BOARD)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(media="print")
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    said = page.inner_text("main")
    page.emulate_media(media="screen")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    width, height = map(float, re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", printed).groups())
    assert (round(width), round(height)) == (842, 595)
    legend = ("银川经济技术开发区", "2020年1—8月", "所知", "领先 +5 个百分点及以上")
    in_english = ("Yinchuan ETDZ", "Jan–Aug 2020", "as known", "Lead of at least +5 pp")
    for words in in_english if language == "en" else legend:
        assert words in said
    for words in ("导出", "Export", "等我办"):
        assert words not in said


def test_without_a_script_every_number_says_where_from(visit):
    page = visit("zhuren", path=BOARD, java_script_enabled=False)
    follow(page, "tr:has-text('招商引资到位资金') a.num >> nth=0")
    assert "65.13" in page.inner_text(".answer")
    page.goto(BOARD)
    page.select_option("#as_of", "2020-07")
    follow(page, ".filters button")
    assert "as_of=2020-07" in page.url
    page.goto(f"{ZONE}/indicators/funds_in_place/?as_of=2020-08")
    assert not page.is_visible("#chart")
    page.click("summary:has-text('看数据表')")
    assert page.is_visible("table.figures >> text=65.13")
    follow(page, "dl.facts a.num >> nth=0")
    assert page.is_visible(".formula")


def test_the_answer_closes_on_escape_and_gives_the_focus_back(visit):
    page = visit("zhuren", path=BOARD)
    page.set_viewport_size({"width": 1440, "height": 900})
    number = page.locator("a.num").first
    number.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open] .answer")
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert number.evaluate("el => el === document.activeElement")
    page.focus("details.open summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.locator("details.open[open]").count() == 0


def test_the_keyboard_goes_round_in_order_and_shows_where_it_is(visit):
    page = visit("zhuren", path=BOARD)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    places = []
    for _ in range(18):
        page.keyboard.press("Tab")
        places.append(
            page.evaluate(
                "() => [getComputedStyle(document.activeElement).outlineStyle, document.activeElement.getBoundingClientRect().top]"
            )
        )
    assert all(outline != "none" for outline, _top in places)
    assert places[0][1] < 60 < places[-1][1]


def test_what_waits_comes_before_the_table_on_a_phone(visit):
    page = visit("tongji", path=BOARD)
    page.set_viewport_size({"width": 390, "height": 844})
    waiting, table = page.locator(".waiting").bounding_box(), page.locator("table.board").bounding_box()
    assert waiting["y"] < table["y"]
    assert visit("zhuren", path=BOARD).locator(".waiting").count() == 0


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("not there", 404, {"zh-hans": "没有找到", "en": "Not found"}),
        ("not allowed", 403, {"zh-hans": "不能办理", "en": "Not allowed"}),
        ("not read", 422, {"zh-hans": "没有办成", "en": "Not done"}),
    ],
)
def test_a_dead_end_says_so_and_shows_a_way_on(visit, name, status, words):
    username, path = DEEPER[name]
    for language in LANGUAGES:
        page = visit(username, language, path)
        assert page.request.get(path).status == status
        assert words[language] in page.inner_text("h1")
        assert page.locator("main a[href='/']").count() == 1


def test_a_form_from_an_expired_page_is_refused_in_words(visit):
    page = visit("zhuren", path="/password/")
    answer = page.request.post("/password/", form={"old": "x"})
    assert answer.status == 403
    assert "已经失效" in answer.text()


def test_a_director_lands_where_there_is_a_gap_to_see(visit):
    page = visit("zhuren", path=f"{ZONE}/gap/?on=today")
    expect(page.locator("#as_of")).to_have_value("2020-08")
    follow(page, ".told a")
    expect(page.locator("#as_of")).to_have_value("2021-07")


@pytest.mark.parametrize("path", [BOARD, f"{ZONE}/indicators/funds_in_place/?as_of=2020-08"])
def test_the_second_clock_is_asked_for_on_a_phone_and_kept(visit, path):
    page = visit("zhuren", path=path)
    page.set_viewport_size({"width": 390, "height": 844})
    page.click("details.open summary")
    box = page.locator("details.open > div").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.fill("#known_at", "2020-09-10")
    page.press("#known_at", "Enter")
    page.wait_for_url("**known_at=2020-09-10*")
    page.wait_for_selector("summary:has-text('按 2020年9月10日 所知')")
    assert "65.13" not in page.inner_text("main .tally")
