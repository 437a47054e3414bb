"""Special plans through the services: who may what, what is refused, and a whole life."""

from __future__ import annotations

import pytest

from duban.audit.models import Entry
from duban.blockers import services as causes
from duban.blockers.types import CauseRow
from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.engine.kernel import Period
from duban.ledger import selectors, services
from duban.ledger.models import Item, PlanRevision
from duban.ledger.types import (
    CauseDraft,
    MeasureDraft,
    PlanState,
    PlanSubject,
    Shortfall,
)
from tests.domain.plans import AUGUST, D, Desk


@pytest.fixture
def desk(yinchuan, person, at):
    return Desk(yinchuan, person, at)


def codes(refusal):
    return [p.code.removeprefix("ledger.") for p in refusal.value.problems]


def test_the_whole_life(desk):
    plan = desk.begin()
    assert {p.where for p in desk.page(plan).missing["submit_plan"]} == {"primary_cause", "measures"}
    desk.causes(plan)
    items = desk.four(plan)
    desk.move(plan, "submit_plan", desk.writer)
    desk.move(plan, "return_plan", desk.leader, reason="10月的把握偏高")
    assert desk.page(plan).row.state is PlanState.RETURNED
    desk.move(plan, "submit_plan", desk.writer)
    desk.move(plan, "approve_plan", desk.leader)
    page = desk.page(plan)
    assert (page.base, page.base_level, page.row.revision) == (AUGUST, D("65.13"), 1)
    assert [n for n, _at, _by in page.revisions] == [1]

    with pytest.raises(Invalid) as refusal:
        desk.move(plan, "enforce", desk.writer)
    assert [p.args for p in refusal.value.problems] == [("@ledger.plan.measures_dispatched",)]
    for item in items:
        desk.put(item, "dispatched")
    desk.move(plan, "enforce", desk.writer)
    with pytest.raises(Invalid):
        desk.move(plan, "close_plan", desk.writer)
    desk.move(plan, "close_plan", desk.writer, what_worked="驻点招商见效，签约后专人跟踪")
    page = desk.page(plan)
    assert (page.row.state, page.what_worked) == (PlanState.CLOSED, "驻点招商见效，签约后专人跟踪")
    assert page.closed_on == desk.at.date()
    assert [m.edge for m in reversed(page.moves)] == [
        "draft_plan", "submit_plan", "return_plan", "submit_plan", "approve_plan", "enforce", "close_plan",
    ]  # fmt: skip
    assert page.open_edges == ()


def test_whoever_submits_never_approves(desk, person, today):
    plan = desk.begin(owner_id=desk.owner, leader_id=None)
    desk.causes(plan)
    desk.four(plan)
    desk.move(plan, "submit_plan", desk.supervisor)
    with pytest.raises(Forbidden):
        desk.move(plan, "approve_plan", desk.leader)
    desk.move(plan, "approve_plan", desk.director)


def test_a_leader_who_submitted_asks_another(desk):
    plan, _items = desk.approved()
    desk.move(plan, "revise", desk.writer, reason="补措施")
    from duban.ledger.models import Plan

    desk.move(plan, "submit_plan", desk.writer)
    Plan.objects.filter(pk=plan).update(submitted_by_id=desk.leader.user_id)
    with pytest.raises(Invalid) as refusal:
        desk.move(plan, "approve_plan", desk.leader)
    assert [p.where for p in refusal.value.problems] == ["another_person"]
    desk.move(plan, "approve_plan", desk.director)


@pytest.mark.parametrize("edge", ["submit_plan", "revise", "enforce"])
def test_another_department_moves_nothing(desk, edge):
    plan = desk.begin()
    with pytest.raises(Forbidden):
        desk.move(plan, edge, desk.outsider)


def test_who_drafts(desk, stranger):
    with pytest.raises(Forbidden):
        desk.begin(desk.outsider)
    with pytest.raises(NotFound):
        desk.begin(stranger)
    assert desk.begin(desk.supervisor)


def test_a_stranger_finds_nothing(desk, stranger):
    plan = desk.begin()
    for attempt in (
        lambda: desk.page(plan, actor=stranger),
        lambda: desk.causes(plan, actor=stranger),
        lambda: desk.move(plan, "submit_plan", stranger),
        lambda: selectors.coverage_of(actor=stranger, zone_id=desk.zone, as_of=AUGUST, known_at=desk.at),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert selectors.list_plans(actor=stranger, zone_id=desk.zone, on=desk.at.date()) == []


def test_two_at_once_the_second_is_told(desk):
    plan = desk.begin()
    desk.causes(plan, version=0)
    with pytest.raises(Conflict):
        desk.causes(plan, version=0)
    with pytest.raises(Conflict):
        desk.move(plan, "submit_plan", desk.writer, version=0)


def test_everything_wrong_with_a_draft_at_once(desk):
    desk.begin()
    with pytest.raises(Invalid) as refusal:
        desk.begin(desk.supervisor, indicator_id=None, owner_id=1, leader_id=999999, base=Period(2019, 12))
    assert codes(refusal) == [
        "plan_title_taken", "plan_needs_indicator", "not_of_the_zone", "not_of_the_zone", "base_of_another_year",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "lack"),
    [(PlanSubject.PROJECT, "plan_needs_project"), (PlanSubject.SHORTFALL, "plan_needs_shortfall")],
)
def test_every_subject_needs_its_own(desk, subject, lack):
    with pytest.raises(Invalid) as refusal:
        desk.begin(subject=subject)
    assert codes(refusal) == [lack]


def test_a_shortfall_and_a_project(desk):
    desk.begin(title="补产业短板", subject=PlanSubject.SHORTFALL, shortfall=Shortfall.INDUSTRY)
    desk.begin(title="园区二期", subject=PlanSubject.PROJECT, project_text="智能终端产业园二期")
    industry, park = selectors.list_plans(actor=desk.writer, zone_id=desk.zone, on=desk.at.date())
    assert (industry.shortfall, industry.indicator_id, industry.subject_text) == (
        Shortfall.INDUSTRY,
        None,
        "",
    )
    assert (park.subject_text, park.shortfall) == ("智能终端产业园二期", None)


def test_a_plan_without_an_indicator_states_no_amounts(desk):
    plan = desk.begin(title="补产业短板", subject=PlanSubject.SHORTFALL, shortfall=Shortfall.INDUSTRY)
    desk.causes(plan)
    desk.measures(plan, MeasureDraft(desk.item()))
    desk.move(plan, "submit_plan", desk.writer)
    desk.move(plan, "approve_plan", desk.leader)
    page = desk.page(plan)
    assert (page.coverage, page.kept, page.base_level, page.row.revision) == (None, (), None, 1)


def test_an_indicator_s_measures_state_amounts(desk):
    plan = desk.begin()
    desk.causes(plan)
    desk.measures(plan, MeasureDraft(desk.item()))
    with pytest.raises(Invalid) as refusal:
        desk.move(plan, "submit_plan", desk.writer)
    assert [p.where for p in refusal.value.problems] == ["effects"]


def test_the_tree_of_causes(desk):
    plan = desk.begin()
    desk.causes(
        plan,
        CauseDraft("intent", "企业观望", is_primary=True),
        CauseDraft("funds", "贷款未批"),
        CauseDraft("market", "订单减少", parent=0),
        CauseDraft("policy", "", parent=2),
    )
    rows = desk.page(plan).causes
    assert [(r.code, r.depth, r.is_primary) for r in rows] == [
        ("intent", 0, True), ("market", 1, False), ("policy", 2, False), ("funds", 0, False),
    ]  # fmt: skip
    intent, market = rows[0], rows[1]
    # Turned over: the old root below the old leaf, each keeping who it is.
    desk.causes(
        plan,
        CauseDraft("market", "订单减少", is_primary=True, id=market.id),
        CauseDraft("intent", "企业观望", parent=0, id=intent.id),
    )
    assert [(r.id, r.depth, r.is_primary) for r in desk.page(plan).causes] == [
        (market.id, 0, True),
        (intent.id, 1, False),
    ]


@pytest.mark.parametrize(
    ("drafts", "wrong"),
    [
        ([("intent", None, False, None)], ["one_primary_cause"]),
        ([("intent", None, True, None), ("funds", None, True, None)], ["one_primary_cause"]),
        ([("intent", 0, True, None)], ["cause_parent_later"]),
        ([("intent", 1, True, None), ("funds", None, False, None)], ["cause_parent_later"]),
        ([("intent", -1, True, None)], ["cause_parent_later"]),
        ([(None, None, True, None)], ["cause_not_listed"]),
        ([("intent", None, True, 987654)], ["cause_not_of_plan"]),
    ],
)
def test_causes_that_cannot_be(desk, drafts, wrong):
    plan = desk.begin()
    made = [CauseDraft(code or "moon", "", parent, primary, own) for code, parent, primary, own in drafts]
    with pytest.raises(Invalid) as refusal:
        desk.causes(plan, *made)
    assert codes(refusal) == wrong


def test_an_ended_cause_stays_where_it_is_named(desk):
    plan = desk.begin()
    desk.causes(plan)
    today = desk.at.date()
    asked = {"actor": desk.supervisor, "zone_id": desk.zone, "at": desk.at}
    causes.end_cause(**asked, code="intent", since=today)
    [kept] = desk.page(plan).causes
    desk.causes(plan, CauseDraft("intent", "仍是观望", is_primary=True, id=kept.id))
    other = desk.begin(title="另一方案")
    with pytest.raises(Invalid) as refusal:
        desk.causes(other)
    assert codes(refusal) == ["cause_not_listed"]
    causes.set_cause(**asked, cause=CauseRow("intent", "出资意愿"), starts=today)
    desk.causes(other)
    for one in (plan, other):
        assert [c.name for c in desk.page(one).causes] == ["出资意愿"]


def test_measures_keep_their_items_and_give_them_back(desk):
    plan = desk.begin()
    one, two = desk.item(), desk.item()
    desk.measures(
        plan, MeasureDraft(one, None, D(80), {9: D("3.0")}), MeasureDraft(two, None, D(50), {10: D(1)})
    )
    assert set(Item.objects.filter(plan_id=plan).values_list("id", flat=True)) == {one, two}
    desk.measures(plan, MeasureDraft(two, None, D(60), {10: D("1.50"), 11: D(2)}))
    [left] = desk.page(plan).measures
    assert (left.item.id, left.confidence_pct, left.expected) == (two, D(60), D("3.50"))
    assert [str(e.amount) for e in left.effects] == ["1.50", "2"]
    assert set(Item.objects.filter(plan_id=plan).values_list("id", flat=True)) == {two}


def test_measures_that_cannot_be(desk):
    plan, other = desk.begin(), desk.begin(title="另一方案")
    taken, gone, mine = desk.item(), desk.item(state="cancelled"), desk.item()
    desk.measures(other, MeasureDraft(taken, None, D(80), {9: D(1)}))
    with pytest.raises(Invalid) as refusal:
        desk.measures(
            plan,
            MeasureDraft(taken, None, D(101), {9: D(1)}),
            MeasureDraft(gone, None, D(0), {8: D(1)}),
            MeasureDraft(mine, 987654, D(50), {13: D(0)}),
            MeasureDraft(987654, None, D(50), {}),
        )
    assert codes(refusal) == [
        "measure_of_another_plan", "confidence_out_of_range",
        "measure_item_closed", "confidence_out_of_range", "effect_month",
        "cause_not_of_plan", "effect_month", "effect_not_positive",
        "measure_item_unknown",
    ]  # fmt: skip
    with pytest.raises(Invalid) as refusal:
        desk.measures(plan, MeasureDraft(mine), MeasureDraft(mine))
    assert codes(refusal) == ["measure_twice", "measure_twice"]


def test_an_approved_plan_is_not_written_in(desk):
    plan, _items = desk.approved()
    for attempt in (
        lambda: desk.causes(plan),
        lambda: desk.measures(plan),
        lambda: services.edit_plan(
            actor=desk.writer, plan_id=plan, version=desk.version(plan), draft=desk.draft(), at=desk.at
        ),
    ):
        with pytest.raises(Invalid) as refusal:
            attempt()
        assert codes(refusal) == ["plan_not_open"]


def test_a_revision_is_a_whole_copy(desk):
    plan, _items = desk.approved()
    desk.move(plan, "revise", desk.writer, reason="市场变化")
    services.edit_plan(
        actor=desk.writer,
        plan_id=plan,
        version=desk.version(plan),
        draft=desk.draft(aim="全年到位78亿元"),
        at=desk.at,
    )
    desk.move(plan, "submit_plan", desk.writer)
    desk.move(plan, "approve_plan", desk.leader)
    first, second = PlanRevision.objects.filter(plan_id=plan).order_by("revision")
    assert (first.content["aim"], second.content["aim"]) == ("全年到位80亿元", "全年到位78亿元")
    assert first.content["base_level"] == "65.13"
    assert first.content["unit"] == "亿元"
    assert first.content["causes"][0]["code"] == "intent"
    assert first.content["measures"][0]["effects"] == {"9": "3"}


def test_every_verb_leaves_a_line(desk):
    desk.approved()
    said = list(
        Entry.objects.filter(verb__startswith="ledger.plan.")
        .order_by("number")
        .values_list("verb", flat=True)
    )
    assert said == [
        f"ledger.plan.{verb}"
        for verb in ("draft", "set_causes", "set_measures", "submit_plan", "approve_plan")
    ]
