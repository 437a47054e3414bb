"""The demonstration's drive as a ledger: what the article counts, and every state a page may show."""

import re
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from duban.audit.selectors import verify
from duban.blockers.models import Blocker
from duban.blockers.models import Move as BlockerMove
from duban.blockers.selectors import open_blockers
from duban.blockers.types import BlockerFilter
from duban.demo.blockers import BLOCKERS
from duban.demo.facts import ARTICLE
from duban.demo.services import remove_samples as remove_all
from duban.demo.work import DAY, TASKS
from duban.indicators.models import Observation, Target
from duban.ledger.models import Extension, Item, Move, Plan, Slip
from duban.ledger.selectors import count_items, list_items
from duban.ledger.services import remove_samples
from duban.ledger.types import ItemFilter, View
from duban.notices.models import Notice
from duban.orgs.selectors import find_zone
from tests.snapshots import demonstration


@pytest.fixture
def at_work(db):
    demonstration(work=True)
    return find_zone(slug="yinchuan")


@pytest.fixture
def items(at_work):
    return {item.title: item for item in Item.objects.filter(plan=None).select_related("lead", "parent")}


def test_seventeen_projects_ten_carried_over_and_seven_new(items):
    whole = items["17个政府及社会类投资项目如期推进"]
    carried, new = re.search(r"续建(\d+)个、新开工(\d+)个", whole.task).groups()
    assert int(carried) + int(new) == 17
    parts = [i for i in items.values() if i.parent_id == whole.pk]
    named = [i for i in parts if "其余8个" not in i.title]
    assert (len(named), len(parts)) == (9, 10)
    assert len(named) + 8 == 17
    assert "文中没有说" in whole.task


def test_promotion_as_the_article_counts_it(items):
    assert items["32个签约项目跟踪落地"].task.startswith("累计签约项目32个")
    assert "15个项目" in items["智能终端产业园一期15个项目进场装修、注册和备案"].title
    assert items["智能终端产业园二期4个签约项目落地"].task == "二期已签约4个项目。"
    assert items["智能终端产业园一期3家企业9月底投产"].due == date(2020, 9, 30)


def test_sixty_days_end_on_the_fourteenth_of_november(items):
    assert sum(item.due == date(2020, 11, 14) for item in items.values()) >= 10
    assert all(item.basis == ARTICLE for item in items.values())


def test_what_goes_beyond_the_article_is_marked(items):
    for item in items.values():
        touched = item.steps.exists() or item.person_id or item.progress.exists() or item.start
        assert item.is_sample == bool(touched), item.title


def test_every_state_and_light_is_there(at_work, operator_here):
    counts = count_items(actor=operator_here, zone_id=at_work, on=DAY, filter=ItemFilter(view=View.ALL))
    states = set(Item.objects.values_list("state", flat=True))
    assert states >= {
        "draft", "registered", "dispatched", "refused", "accepted", "under_way", "suspended", "reported", "verified",
        "struck_off", "archived",
    }  # fmt: skip
    for view in View:
        assert counts.by_view[view], view
    edges = Counter(Move.objects.values_list("edge", flat=True))
    for edge in ("uphold", "reassign", "send_back", "extend", "refuse"):
        assert edges[edge], edge
    assert set(Extension.objects.values_list("state", flat=True)) == {"asked", "granted"}
    assert set(Slip.objects.values_list("colour", flat=True)) == {"blue", "yellow", "red"}


@pytest.fixture
def operator_here(at_work):
    from duban.orgs.selectors import operator

    return operator(name="测试")


def test_states_were_walked_never_set(items):
    lives = {task.title: [act.verb for act in task.life] for task in TASKS}
    for title, item in items.items():
        moves = list(item.moves.order_by("at", "id"))
        told = [m.edge for m in moves if m.edge not in {"begin", "extend"}]
        assert told == [verb for verb in lives[title] if verb not in {"report", "ask", "grant"}], title
        states = [m for m in moves if m.edge != "extend"]
        for one, other in pairwise(states):
            assert one.target == other.source
        assert item.state == (states[-1].target if states else "draft")
        assert [m.at for m in moves] == sorted(m.at for m in moves)


def test_overdue_and_who_must_act(at_work, operator_here):
    found = list_items(actor=operator_here, zone_id=at_work, on=DAY, filter=ItemFilter(view=View.OVERDUE))
    assert {(row.title, row.person) for row in found.rows} == {
        ("智能终端产业园一期3家企业9月底投产", "投资促进局企业服务负责人"),
        ("督促推进：高端产业综合配套区运动公园", "建设环保局项目负责人"),
    }


def test_no_machine_account_stands_under_a_figure(at_work):
    assert set(Observation.objects.values_list("entered_by", "approved_by")) == {("统计员", "经济发展局局长")}
    assert set(Target.objects.values_list("entered_by", flat=True)) == {"考核员"}
    names = set(Move.objects.values_list("by", flat=True)) | set(
        Item.objects.values_list("created_by", flat=True)
    )
    assert not [name for name in names if "命令行" in name or name == "测试"]


def test_samples_go_and_what_the_article_says_stays(at_work, operator_here, now):
    made_up = Item.objects.filter(is_sample=True).count()
    plans = Plan.objects.filter(is_sample=True).count()
    assert remove_samples(actor=operator_here, zone_id=at_work, at=now) == made_up + plans
    assert set(Item.objects.values_list("title", "parent_id")) == {
        ("督促推进：银川中讯产业园项目", None),
        ("创新监督检查模式", None),
    }
    assert not Plan.objects.exists()
    found = list_items(
        actor=operator_here, zone_id=at_work, on=DAY, filter=ItemFilter(view=View.ALL, q="项目")
    )
    assert found.total == 2
    assert not verify().problems


def test_what_people_are_stuck_on(at_work, operator_here):
    found = open_blockers(actor=operator_here, zone_id=at_work, on=DAY, wanted=BlockerFilter(state="all"))
    assert {(row.subject.title, row.state.value, row.to) for row in found.rows} == {
        ("智能终端产业园水电配套接通", "cleared", "建设环保局"),
        ("智能终端产业园二期4个签约项目落地", "answered", "经济发展局"),
        ("督促推进：规划六路", "acknowledged", "管委会副主任（分管建设）"),
        ("招商引资到位资金冲刺80亿元", "acknowledged", "经济发展局"),
        ("固定资产投资应统尽统", "raised", "投资促进局"),
    }
    assert all(row.is_sample and row.subject.link for row in found.rows)
    # Raised, and every step by the person whose move it was: nothing set, nothing by the machine.
    assert BlockerMove.objects.count() == len(BLOCKERS) + sum(len(b.steps) for b in BLOCKERS)
    assert not BlockerMove.objects.filter(by_user=None).exists()
    assert Notice.objects.filter(code__startswith="blockers.told.").exists()


def test_loading_twice_changes_nothing(at_work):
    before = [Blocker.objects.count(), BlockerMove.objects.count(), Item.objects.count()]
    demonstration(work=True)
    assert [Blocker.objects.count(), BlockerMove.objects.count(), Item.objects.count()] == before


def test_sample_blockers_go_with_the_rest(at_work, operator_here, now):
    real = Blocker.objects.order_by("pk").first()
    Blocker.objects.filter(pk=real.pk).update(is_sample=False)
    remove_all(actor=operator_here, zone_id=at_work, at=now)
    assert list(Blocker.objects.values_list("pk", flat=True)) == [real.pk]
    assert set(BlockerMove.objects.values_list("blocker", flat=True)) == {real.pk}
    gone = Notice.objects.filter(about__startswith="blocker:").exclude(about=f"blocker:{real.pk}")
    assert not gone.filter(kind="waiting", settled=False).exists()
    assert remove_all(actor=operator_here, zone_id=at_work, at=now) == 0
    assert not verify().problems
