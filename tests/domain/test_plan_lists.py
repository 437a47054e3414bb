"""Plans in lists, whom they wait for, and what their causes say together."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger import selectors
from duban.ledger.types import CauseDraft, PlanFilter, PlanState, PlanSubject, Shortfall, WaitingKind
from tests.domain.plans import Desk


@pytest.fixture
def desk(yinchuan, person, at):
    return Desk(yinchuan, person, at)


def test_the_list_and_its_filters(desk):
    plan, _items = desk.approved()
    desk.begin(title="补产业短板", subject=PlanSubject.SHORTFALL, shortfall=Shortfall.INDUSTRY)

    def found(**asked):
        rows = selectors.list_plans(
            actor=desk.outsider, zone_id=desk.zone, on=desk.at.date(), filter=PlanFilter(**asked)
        )
        return [r.title for r in rows]

    assert found() == ["到位资金补短板方案", "补产业短板"]
    assert found(state=PlanState.APPROVED) == found(subject=PlanSubject.INDICATOR) == ["到位资金补短板方案"]
    assert found(shortfall=Shortfall.INDUSTRY) == found(q="产业") == ["补产业短板"]
    assert found(year=2021) == found(owner_id=1) == []
    [row] = selectors.list_plans(
        actor=desk.writer, zone_id=desk.zone, on=desk.at.date(), filter=PlanFilter(state=PlanState.APPROVED)
    )
    assert (row.id, row.owner, row.leader) == (plan, "投资促进局", "管委会副主任（分管招商）")
    assert (row.primary_cause, row.measures, row.measures_done) == ("投资意愿", 4, 0)
    assert row.subject_text == "招商引资到位资金"


def test_the_list_costs_the_same_for_many(desk):
    desk.begin()

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            selectors.list_plans(actor=desk.writer, zone_id=desk.zone, on=desk.at.date())
        return len(queries)

    one = cost()
    for n in range(5):
        desk.begin(title=f"方案{n}")
    assert cost() == one


def test_whom_a_plan_waits_for(desk):
    plan = desk.begin()
    desk.causes(plan)
    items = desk.four(plan)

    def waits(actor):
        found = selectors.plans_waiting(actor=actor, zone_id=desk.zone, on=desk.at.date())
        return [(w.kind, w.plan_id) for w in found]

    everybody = (desk.writer, desk.leader, desk.director, desk.supervisor, desk.outsider)
    assert [waits(one) for one in everybody] == [[]] * 5
    desk.move(plan, "submit_plan", desk.writer)
    assert [bool(waits(one)) for one in everybody] == [False, True, False, False, False]
    assert waits(desk.leader) == [(WaitingKind.APPROVE_PLAN, plan)]
    desk.move(plan, "return_plan", desk.leader, reason="再核")
    assert waits(desk.writer) == [(WaitingKind.REVISE_PLAN, plan)]
    desk.move(plan, "submit_plan", desk.writer)
    desk.move(plan, "approve_plan", desk.leader)
    assert waits(desk.writer) == []
    for item in items:
        desk.put(item, "under_way")
    assert waits(desk.writer) == [(WaitingKind.ENFORCE_PLAN, plan)]


def test_without_a_leader_it_waits_for_the_director(desk):
    plan = desk.begin(leader_id=None)
    desk.causes(plan)
    desk.four(plan)
    desk.move(plan, "submit_plan", desk.writer)
    found = selectors.plans_waiting(actor=desk.director, zone_id=desk.zone, on=desk.at.date())
    assert [w.plan_id for w in found] == [plan]


def test_shares_of_causes_add_up(desk):
    for n, code in enumerate(["intent", "intent", "funds"]):
        plan = desk.begin(title=f"方案{n}")
        desk.causes(plan, CauseDraft(code, "", is_primary=True), CauseDraft("weather", ""))
        desk.four(plan)
        desk.move(plan, "submit_plan", desk.writer)
        desk.move(plan, "approve_plan", desk.leader)
    desk.begin(title="还在起草")
    shares = selectors.cause_shares(actor=desk.writer, zone_id=desk.zone, year=2020)
    assert (shares.plans, shares.without) == (3, 0)
    assert [(s.name, s.plans, s.share_pct) for s in shares.rows] == [
        ("投资意愿", 2, Decimal("66.7")),
        ("资金", 1, Decimal("33.3")),
    ]
    assert selectors.cause_shares(actor=desk.writer, zone_id=desk.zone, year=2019).rows == ()
