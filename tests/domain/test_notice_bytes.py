"""What goes over the wire, byte by byte: signatures, measures, answers, and the calendar feed."""

import json
import threading
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.engine.kernel import Problem
from duban.notices.selectors import feed_bytes
from duban.notices.services.robots import dingtalk_sign, feishu_sign, fit, judge, request_of
from duban.notices.services.senders import Post
from duban.notices.types import ChannelKind, FeedEntry, Message

AT = datetime.fromtimestamp(1600000000, UTC)


def message(kind, text="正文", secret="", address="https://robot.example/hook?key=0123456789"):
    return Message(kind, address, secret, "标题", text, "http://duban.example/", AT)


def test_the_two_signatures_differ():
    assert dingtalk_sign(1600000000000, "SECtest") == "J1ROuI0lRhdAs5lXpASksT0u9NwWl4DNkvcHISJRBoY%3D"
    assert feishu_sign(1600000000, "test") == "ZbaX0T1Qv42S/bHMSDNAt1mIkeOTaBbT6d3cdXTGjqQ="


def test_dingtalk_is_signed_in_the_address_and_feishu_in_the_body():
    asked = request_of(message(ChannelKind.DINGTALK, secret="SECtest"))
    assert asked.url.endswith(
        "?key=0123456789&timestamp=1600000000000&sign=J1ROuI0lRhdAs5lXpASksT0u9NwWl4DNkvcHISJRBoY%3D"
    )
    body = json.loads(request_of(message(ChannelKind.FEISHU, secret="test")).body)
    assert body == {
        "timestamp": "1600000000",
        "sign": "ZbaX0T1Qv42S/bHMSDNAt1mIkeOTaBbT6d3cdXTGjqQ=",
        "msg_type": "text",
        "content": {"text": "标题\n正文\nhttp://duban.example/"},
    }
    wecom = request_of(message(ChannelKind.WECOM))
    assert json.loads(wecom.body) == {
        "msgtype": "text",
        "text": {"content": "标题\n正文\nhttp://duban.example/"},
    }


@given(st.text(max_size=400), st.integers(40, 900))
def test_a_cut_text_fits_and_stays_text(text, most):
    cut = fit(text, most, "http://duban.example/")
    assert len(cut.encode()) <= most
    assert cut == text or cut.endswith("…\nhttp://duban.example/")


@pytest.mark.parametrize("line", ["堵点" * 30 + "\n", "字" * 9000, '"\n\t\\' * 9000, "😀" * 9000])
@pytest.mark.parametrize("kind", [ChannelKind.WECOM, ChannelKind.DINGTALK, ChannelKind.FEISHU])
def test_every_robot_s_measure_is_kept(kind, line):
    asked = request_of(message(kind, line * (9000 // len(line) + 1), secret="SECtest"))
    body = json.loads(asked.body)
    text = body["content"]["text"] if kind is ChannelKind.FEISHU else body["text"]["content"]
    assert text.endswith("…\nhttp://duban.example/")
    if kind is ChannelKind.WECOM:
        assert 1500 < len(text.encode()) <= 2048
    else:
        assert len(asked.body) <= 20_000


@pytest.mark.parametrize(
    ("status", "body", "sent", "again", "pause"),
    [
        (200, b'{"errcode":0,"errmsg":"ok"}', True, False, 0),
        (200, b'{"code":0,"msg":"success"}', True, False, 0),
        (200, b'{"StatusCode":0,"StatusMessage":"success"}', True, False, 0),
        (200, b'{"errcode":310000,"errmsg":"sign not match"}', False, False, 0),
        (200, b'{"errcode":93000,"errmsg":"invalid webhook url"}', False, False, 0),
        (200, b'{"errcode":130101,"errmsg":"send too fast"}', False, True, 600),
        (200, b'{"errcode":45009,"errmsg":"freq"}', False, True, 60),
        (200, b'{"code":11232,"msg":"frequency limited"}', False, True, 60),
        (200, b'{"code":19021,"msg":"sign match fail"}', False, False, 0),
        (200, b"<html>gateway</html>", False, True, 0),
        (200, b"[]", False, True, 0),
        (200, b"{}", False, False, 0),
        (302, b"", False, False, 0),
        (404, b"", False, False, 0),
        (429, b"", False, True, 0),
        (502, b"", False, True, 0),
    ],
)
def test_sent_is_only_what_the_robot_s_own_code_says(status, body, sent, again, pause):
    outcome = judge(message(ChannelKind.WECOM), status, body)
    assert (outcome.sent, outcome.again, outcome.pause) == (sent, again, pause)


def test_what_a_robot_says_is_kept_without_its_token():
    said = b'{"errcode":300001,"errmsg":"token 0123456789 is not exist"}'
    assert judge(message(ChannelKind.DINGTALK), 200, said).problem == Problem(
        "notices.robot_refused", "", ("300001", "token … is not exist")
    )
    assert "0123456789" not in repr(message(ChannelKind.DINGTALK))


@pytest.fixture
def robot():
    class Robot(BaseHTTPRequestHandler):
        answers: list[tuple[int, bytes, str]] = []
        asked: list[bytes] = []

        def do_POST(self):
            self.asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            status, body, where = self.answers.pop(0)
            self.send_response(status)
            if where:
                self.send_header("Location", where)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST  # noqa: N815 - the name http.server calls

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Robot)
    Robot.address = f"http://127.0.0.1:{server.server_port}/hook?key=0123456789"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Robot
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_real_post(robot):
    robot.answers[:] = [(200, b'{"errcode":0}', ""), (302, b"", robot.address), (500, b"", "")]
    robot.asked.clear()
    sent, moved, broken = (Post().send(message(ChannelKind.WECOM, address=robot.address)) for _ in range(3))
    assert sent.sent
    assert json.loads(robot.asked[0])["text"]["content"].startswith("标题")
    assert (moved.sent, moved.again) == (False, False), "where it points was not allowed"
    assert (broken.sent, broken.again) == (False, True)
    assert len(robot.asked) == 3


def test_nobody_there_is_tried_again():
    outcome = Post().send(message(ChannelKind.WECOM, address="http://127.0.0.1:9/hook"))
    assert (outcome.sent, outcome.again, outcome.problem) == (False, True, Problem("notices.network"))


ENTRY = FeedEntry(
    uid="blocker-7",
    title="等您办：第二建筑公司塔吊安装、标准厂房三期基坑支护；专项方案，须经专家论证后方可施工" * 2,
    day=date(2020, 9, 30),
    changed_at=datetime(2020, 9, 16, 2, tzinfo=UTC),
    link="/yinchuan/blockers/7/",
    sequence=2,
)


def feed(*entries):
    return feed_bytes(entries=entries, name="督办，银川", address="https://duban.example")


def unfolded(raw):
    return raw.replace(b"\r\n ", b"").decode().split("\r\n")


def test_the_feed_s_bytes():
    raw = feed(ENTRY)
    assert raw.startswith(b"BEGIN:VCALENDAR\r\n")
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf8")  # no character is cut in two
    said = unfolded(raw)
    for line in (
        "UID:blocker-7@duban.example",
        "DTSTAMP:20200916T020000Z",
        "DTSTART;VALUE=DATE:20200930",
        "DTEND;VALUE=DATE:20201001",
        "SEQUENCE:2",
        "TRIGGER:-P3D",
        "ACTION:DISPLAY",
        "URL:https://duban.example/yinchuan/blockers/7/",
        f"SUMMARY:{ENTRY.title}",
    ):
        assert line in said
    assert len({line for line in said if line.startswith("UID")}) == 1


def test_separators_in_a_title_are_escaped():
    said = unfolded(feed(FeedEntry("x-1", "a,b;c\\d\ne", date(2020, 9, 30), ENTRY.changed_at)))
    assert "SUMMARY:a\\,b\\;c\\\\d\\ne" in said


def test_a_cancelled_entry_keeps_its_name_and_reminds_nobody():
    gone = FeedEntry("x-1", "作废", date(2020, 9, 30), ENTRY.changed_at, sequence=3, cancelled=True)
    said = unfolded(feed(gone))
    assert "STATUS:CANCELLED" in said
    assert "BEGIN:VALARM" not in said
    assert "BEGIN:VEVENT" not in unfolded(feed())
