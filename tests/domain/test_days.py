"""The lines of the day: everybody their own, lateness only to the chain in charge, twice the same."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime

import pytest

from duban.boards.services import prepare_day
from duban.core.errors import Forbidden
from duban.core.sentences import sentence
from duban.engine.kernel import Problem
from duban.notices.models import Notice
from duban.notices.services import make_digests
from duban.orgs.models import User
from tests.domain.plans import Desk

CHRISTMAS_EVE = date(2020, 12, 24)
"""A working day, four days after the desk's items are due."""
EIGHT = datetime(2020, 12, 24, 0, 20, tzinfo=UTC)
LATER = datetime(2020, 12, 24, 4, tzinfo=UTC)


@pytest.fixture
def desk(yinchuan, person, at):
    return Desk(yinchuan, person, at)


def told(day="2020-12-24"):
    """Return what each account was told for the day and has not been taken back, in words."""
    names = dict(User.objects.values_list("id", "username"))
    found = defaultdict(list)
    for n in Notice.objects.filter(key__contains=f":day:{day}", settled=False).order_by("id"):
        found[names[n.user_id]].append(sentence(Problem(n.code, "", tuple(n.args))))
    return found


def prepare(operator, on=CHRISTMAS_EVE, at=EIGHT, **more):
    return prepare_day(actor=operator, on=on, at=at, **more)


def test_everybody_their_own_and_lateness_to_the_chain(desk, operator):
    desk.item("跟踪签约项目", "under_way")
    assert prepare(operator) > 0
    lines = told()
    assert "逾期未办结：督〔2020〕1号 跟踪签约项目，时限 2020年12月20日" in lines["zhaoshang"]
    assert lines["fuzhuren-zhaoshang"] == ["投资促进局 投资促进局局长有 1 件超期，最早的 2020年12月20日 到期"]
    assert lines["zhuren"] == ["全区有 1 件超期，涉及 1 个部门"]
    about_it = {name for name, said in lines.items() if any("督〔2020〕1号" in line for line in said)}
    assert about_it == {"zhaoshang"}
    late = {name for name, said in lines.items() if any("超期" in line for line in said)}
    assert late == {"fuzhuren-zhaoshang", "zhuren"}


def test_twice_is_once(desk, operator):
    desk.item("跟踪签约项目", "under_way")
    new = prepare(operator)
    before = Notice.objects.count()
    assert prepare(operator, at=LATER) == 0
    assert (Notice.objects.count(), Notice.objects.filter(settled=True).count()) == (before, 0)
    assert new == before - Notice.objects.exclude(key__contains=":day:").count()


def test_a_dry_run_leaves_nothing(desk, operator):
    desk.item("跟踪签约项目", "under_way")
    before = Notice.objects.count()
    assert prepare(operator, dry_run=True) > 0
    assert Notice.objects.count() == before


def test_yesterday_s_lines_are_taken_back(desk, operator):
    desk.item("跟踪签约项目", "under_way")
    prepare(operator, date(2020, 12, 23), datetime(2020, 12, 23, 0, 20, tzinfo=UTC))
    assert told("2020-12-23")["zhuren"]
    prepare(operator)
    assert told("2020-12-23") == {}
    assert told()["zhuren"]


def test_due_soon_is_mine_alone(desk, operator):
    desk.item("跟踪签约项目", "under_way")
    prepare(operator, date(2020, 12, 17), datetime(2020, 12, 17, 0, 20, tzinfo=UTC))
    lines = told("2020-12-17")
    assert [line for line in lines["zhaoshang"] if "督〔2020〕1号" in line] == [
        "节点到期：督〔2020〕1号 跟踪签约项目，时限 2020年12月18日",
    ]
    assert "fuzhuren-zhaoshang" not in lines
    assert "zhuren" not in lines


def test_of_many_a_few_are_named(desk, operator):
    for n in range(12):
        desk.item(f"事项{n}", "under_way")
    prepare(operator)
    own = [line for line in told()["zhaoshang"] if line.startswith("逾期未办结")]
    assert len(own) == 11
    assert own[-1] == "逾期未办结：另有 2 件"


def test_the_digest_carries_the_lines(desk, operator):
    desk.item("跟踪签约项目", "under_way")
    at = datetime(2020, 12, 24, 1, tzinfo=UTC)
    views = make_digests(actor=operator, on=CHRISTMAS_EVE, at=at, prepare=prepare_day)
    mine = {v.username: [line.text for line in v.lines] for v in views}
    assert mine["zhuren"] == ["全区有 1 件超期，涉及 1 个部门"]
    assert any(line.startswith("逾期未办结") for line in mine["zhaoshang"])
    assert make_digests(actor=operator, on=CHRISTMAS_EVE, at=LATER, prepare=prepare_day) == []


def test_people_do_not_prepare_days(desk):
    with pytest.raises(Forbidden):
        prepare_day(actor=desk.supervisor, on=CHRISTMAS_EVE, at=EIGHT)
