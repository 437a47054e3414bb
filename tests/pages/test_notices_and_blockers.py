import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from duban.blockers.models import Blocker
from duban.blockers.types import Subject, page_of
from duban.demo.people import PASSWORD
from duban.notices.models import Channel, FeedToken, Notice
from duban.orgs.models import Unit
from duban.orgs.types import ZoneRow
from duban.web.blockers.subjects import raise_href

SUBJECT = Subject("project", "7", "标准厂房三期（示例）", "XM-007", "/yinchuan/")


def path(name, *args):
    return reverse(name, args=["yinchuan", *args])


@pytest.fixture
def sign_in(client, yinchuan):
    def enter(username):
        client.logout()
        client.post(reverse("sign-in"), {"username": username, "password": PASSWORD})
        return client

    return enter


@pytest.fixture
def about(yinchuan):
    href = raise_href(ZoneRow(yinchuan, "yinchuan", "", ""), SUBJECT)
    return parse_qs(urlsplit(href).query)["about"][0]


@pytest.fixture
def form(about):
    units = dict(Unit.objects.values_list("code", "pk"))
    return {
        "about": about,
        "kind": "blockage",
        "unit": units["promotion"],
        "to": f"unit-{units['construction']}",
        "cause": "permits",
        "text": "施工许可未批",
        "help_wanted": "请本周内办结",
    }


@pytest.fixture
def raised(sign_in, form):
    answer = sign_in("zhaoshang").post(path("blocker-raise"), form)
    made = Blocker.objects.get()
    assert answer.headers["Location"] == path("blocker", made.pk)
    return made


def move(client, blocker, edge, **more):
    version = Blocker.objects.get(pk=blocker.pk).version
    given = {"edge": edge, "version": version} | more
    return client.post(path("blocker-move", blocker.pk), given)


def test_from_raising_to_clearing_by_two_people(sign_in, raised):
    assert raised.subject_title == "标准厂房三期（示例）"
    asked = sign_in("jianhuan")
    page = asked.get(path("gap")).content.decode()
    assert "通知 1" in page
    inbox = asked.get(path("notices")).content.decode()
    assert page_of("yinchuan", raised.pk) in inbox
    assert asked.get(page_of("yinchuan", raised.pk)).status_code == 200
    assert "等我办 1" in asked.get(path("blockers")).content.decode()

    refused = move(asked, raised, "answer")
    assert refused.status_code == 422
    assert "还缺“解决办法”" in refused.content.decode()
    assert move(asked, raised, "answer", text="已发证").status_code == 302
    assert move(asked, raised, "clear").status_code == 403
    assert move(sign_in("zhaoshang"), raised, "clear").status_code == 302
    assert "没有符合条件" in sign_in("zhaoshang").get(path("blockers")).content.decode()


def test_what_was_typed_stays_when_somebody_came_first(sign_in, raised):
    asked = sign_in("jianhuan")
    move(asked, raised, "acknowledge")
    stale = asked.post(path("blocker-move", raised.pk), {"edge": "answer", "version": 0, "text": "我写的话"})
    assert stale.status_code == 409
    assert "我写的话" in stale.content.decode()


def test_the_subject_is_what_was_signed(sign_in, form, about):
    client = sign_in("zhaoshang")
    for forged in ("", "x", about[:-1] + ("A" if about[-1] != "A" else "B")):
        assert client.post(path("blocker-raise"), form | {"about": forged}).status_code == 422
    elsewhere = raise_href(ZoneRow(999, "yinchuan", "", ""), SUBJECT)
    assert client.get(elsewhere).status_code == 422
    assert not Blocker.objects.exists()


def test_every_problem_is_at_its_field(sign_in, form):
    answer = sign_in("zhaoshang").post(path("blocker-raise"), form | {"text": "", "cause": ""})
    page = answer.content.decode()
    assert 'href="#id_text"' in page
    assert 'href="#id_cause"' in page


def test_an_indicator_s_page_leads_to_the_form(sign_in, yinchuan):
    client = sign_in("zhaoshang")
    page = client.get(path("indicator", "funds_in_place")).content.decode()
    [href] = re.findall(r'href="([^"]+blockers/new/[^"]+)"', page)
    assert "招商引资到位资金" in client.get(href.replace("&amp;", "&")).content.decode()


def test_the_inbox_is_read_one_by_one_or_all(sign_in, raised):
    client = sign_in("jianhuan")
    notice = Notice.objects.get()
    sign_in("caizheng").post(path("notices-read"), {"notice": notice.pk})
    assert Notice.objects.filter(read_at__isnull=True).exists(), "not another's"
    client = sign_in("jianhuan")
    client.post(path("notices-read"), {"notice": notice.pk})
    assert not Notice.objects.filter(read_at__isnull=True).exists()
    assert client.post(path("notices-read"), {"notice": "x"}).status_code == 422
    assert client.post(path("notices-read")).status_code == 302


def test_preferences_and_channels(sign_in):
    client = sign_in("jianhuan")
    given = {
        "digest_at": "09:10", "starts": "09:00", "ends": "17:30", "language": "en", "workdays_only": "on",
    }  # fmt: skip
    assert client.post(path("notice-settings"), given).status_code == 302
    assert client.post(path("notice-settings"), given | {"digest_at": "08:00"}).status_code == 422
    address = "https://open.feishu.cn/open-apis/bot/v2/hook/abcdefgh-1234"
    robot = {"channel-kind": "feishu", "channel-address": address, "channel-secret": "s3cret-words"}
    assert client.post(path("channel-add"), robot).status_code == 302
    page = client.get(path("notice-settings")).content.decode()
    assert "…1234" in page
    assert "abcdefgh" not in page
    bad = client.post(path("channel-add"), robot | {"channel-address": "https://10.0.0.1/hook"})
    assert bad.status_code == 422
    assert "s3cret-words" not in bad.content.decode()
    channel = Channel.objects.get()
    assert sign_in("caizheng").post(path("channel", channel.pk), {"verb": "remove"}).status_code == 404
    assert sign_in("jianhuan").post(path("channel", channel.pk), {"verb": "remove"}).status_code == 302
    assert Channel.objects.filter(removed_at__isnull=True).count() == 0


def test_a_calendar_reads_the_feed_without_signing_in(sign_in, raised, client):
    asked = sign_in("jianhuan")
    told = asked.post(path("feed-change"), {"verb": "make"}, follow=True).content.decode()
    [address] = re.findall(r"http://127.0.0.1:8000(/feed/[\w-]+\.ics)", told)
    assert address not in asked.get(path("notice-settings")).content.decode(), "shown once"
    client.logout()
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"].startswith("private")
    body = answer.content.decode().replace("\r\n ", "")
    assert f"UID:blocker-{raised.pk}@127.0.0.1" in body
    assert "标准厂房三期（示例）" in body
    assert FeedToken.objects.get().digest not in address
    sign_in("jianhuan").post(path("feed-change"), {"verb": "revoke"})
    client.logout()
    assert client.get(address).status_code == 404
    assert client.get("/feed/nothing.ics").status_code == 404


def test_the_pages_are_in_english_too(sign_in, raised):
    client = sign_in("jianhuan")
    client.cookies["duban_language"] = "en"
    for name, args in (("blockers", ()), ("blocker", (raised.pk,)), ("notices", ()), ("notice-settings", ())):
        page = client.get(path(name, *args)).content.decode()
        shown = re.sub(
            r"<[^>]+>|标准厂房三期（示例）|施工许可未批|请本周内办结|投资促进局局长|建设环保局局长", "", page
        )
        left = set(re.findall(r"[\u4e00-\u9fff]+", shown)) - {"中文", "督", "投资促进局"}
        assert left == set(), (name, left)


def test_the_supervisor_rules_and_nobody_else(sign_in):
    given = {
        "acknowledge_days": 2, "answer_days": 8, "level_1": 1, "level_2": 2, "level_3": 3,
        "starts": "2026-12-01", "reason": "试行",
    }  # fmt: skip
    assert sign_in("jianhuan").post(path("blocker-rule"), given).status_code == 403
    assert sign_in("ducha").post(path("blocker-rule"), given | {"level_3": 1}).status_code == 422
    assert sign_in("ducha").post(path("blocker-rule"), given).status_code == 302
    assert "1 / 2 / 3" in sign_in("ducha").get(path("blocker-rule")).content.decode()


def test_links_in_notices_are_addresses_of_pages():
    assert reverse("blocker", args=["yinchuan", 7]) == page_of("yinchuan", 7)


def test_today_is_the_clock_s(raised):
    assert raised.raised_at > datetime(2026, 1, 1, tzinfo=UTC)
