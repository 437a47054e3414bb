"""What waits for me is one list: the gap page, my work, the count beside it and the command say the same."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from typer.testing import CliRunner

from duban.cli.app import app
from duban.core import clock
from duban.demo.people import PASSWORD
from tests.snapshots import demonstration

TODAY = datetime(2020, 10, 12, 1, tzinfo=UTC)


@pytest.fixture
def demo(db, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: TODAY)
    demonstration(work=True)


def page(client, username, name, **asked):
    client.logout()
    signed = client.post(reverse("sign-in"), {"username": username, "password": PASSWORD})
    assert signed.status_code == 302
    return client.get(reverse(name, args=["yinchuan"]), asked)


@pytest.mark.parametrize("username", ["zhaoshang", "ducha", "tongji"])
def test_one_count_everywhere(demo, client, username):
    done = CliRunner().invoke(app, ["waiting", "--user", username, "--on", "2020-10-12", "--json"])
    counted = json.loads(done.stdout)["total"]
    today = {"on": "today"}
    gap, my = page(client, username, "gap", **today), page(client, username, "my", **today)
    badge = page(client, username, "my-count", **today).content.decode()
    assert counted > 0
    assert len(gap.context["waits"].tasks) == counted == my.context["total"]
    assert gap.context["waits"].tasks == my.context["waits"].tasks
    assert f"等我办（{counted}）" in gap.content.decode()
    assert re.match(rf"{counted}\b", badge)


def test_the_board_says_what_the_plans_cover(demo, client):
    answer = page(client, "zhaoshang", "gap", as_of="2020-08")
    board, said = answer.content.decode(), {line.name: line.cover for line in answer.context["lines"]}
    assert re.fullmatch(r"措施补 9\.23（\d+%）", said["招商引资到位资金"].said), said
    assert said["招商引资到位资金"].href in board
