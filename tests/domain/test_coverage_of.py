"""Coverage of gaps through the services: what counts, and what was known when."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.engine.kernel import Period, Problem
from duban.engine.series import TargetKind
from duban.indicators.selectors import indicator_by_code
from duban.indicators.services import record_observations, set_targets
from duban.indicators.types import Issuer, Reported, TargetDraft
from duban.ledger.types import MeasureDraft, PlanState
from tests.domain.plans import D, Desk


@pytest.fixture
def desk(yinchuan, person, at):
    return Desk(yinchuan, person, at)


def funds(desk):
    return indicator_by_code(actor=desk.writer, zone_id=desk.zone, code="funds_in_place").id


def the_one(desk, **clocks):
    return desk.coverage(**clocks)[funds(desk)]


def test_the_seed_s_gap(desk):
    plan, _items = desk.approved()
    found = the_one(desk)
    assert (found.unit, found.plan_ids, found.drafts) == ("亿元", (plan,), ())
    assert (found.coverage.missing, found.coverage.expected) == (D("14.87"), D("12.5"))
    assert (found.coverage.likely, found.coverage.uncovered) == (D("9.275"), D("5.595"))
    assert round(found.coverage.covered_pct, 4) == D("62.3739")
    assert found.plans[0].coverage == found.coverage
    assert desk.page(plan).coverage == found.coverage


def test_drafts_stand_apart(desk):
    plan = desk.begin()
    desk.four(plan)
    found = the_one(desk)
    assert (found.plans, found.coverage.likely, found.coverage.covered_pct) == ((), D(0), D(0))
    [draft] = found.drafts
    assert (draft.id, draft.revision, draft.coverage.likely) == (plan, 0, D("9.275"))


def test_two_plans_on_one_gap_add(desk):
    desk.approved()
    desk.approved(title="另一方案")
    found = the_one(desk)
    assert len(found.plans) == 2
    assert found.coverage.likely == D("18.55")
    assert found.coverage.uncovered == D(0)


def test_a_cancelled_measure_counts_no_more_and_did_before(desk):
    plan, items = desk.approved()
    before = desk.later(days=1)
    desk.put(items[1], "cancelled", at=desk.later(days=2))
    after = desk.later(days=3)
    assert the_one(desk, known_at=before).coverage.likely == D("9.275")
    found = the_one(desk, known_at=after)
    assert found.coverage.likely == D("6.275")
    assert [m.counts for m in found.plans[0].measures] == [True, False, True, True]
    assert [m.counts for m in desk.page(plan, known_at=after).measures] == [True, False, True, True]
    desk.put(items[1], "under_way", at=desk.later(days=4))
    assert the_one(desk, known_at=desk.later(days=5)).coverage.likely == D("9.275")


def test_while_it_is_revised_the_last_approval_counts(desk):
    plan, items = desk.approved()
    desk.move(plan, "revise", desk.writer, reason="市场变化", at=desk.later(days=1))
    desk.measures(plan, MeasureDraft(items[0], None, D(100), {9: D(1)}))
    revising = the_one(desk, known_at=desk.later(days=2))
    assert revising.coverage.likely == D("9.275")
    assert (revising.plans[0].state, revising.plans[0].revision) == (PlanState.DRAFT, 1)
    assert desk.page(plan, known_at=desk.later(days=2)).coverage.likely == D(1)
    desk.move(plan, "submit_plan", desk.writer, at=desk.later(days=3))
    desk.move(plan, "approve_plan", desk.leader, at=desk.later(days=4))
    assert the_one(desk, known_at=desk.later(days=3)).coverage.likely == D("9.275")
    assert the_one(desk, known_at=desk.later(days=4)).coverage.likely == D(1)


def test_before_it_was_drafted_there_was_no_plan(desk):
    desk.approved()
    assert desk.coverage(known_at=desk.later(minutes=-1)) == {}


def test_a_closed_plan_promises_nothing(desk):
    plan, items = desk.approved()
    for item in items:
        desk.put(item, "under_way")
    desk.move(plan, "enforce", desk.writer)
    desk.move(plan, "close_plan", desk.writer, what_worked="见效", at=desk.later(days=2))
    assert the_one(desk, known_at=desk.later(days=1)).plan_ids == (plan,)
    closed = the_one(desk, known_at=desk.later(days=3))
    assert (closed.plans, closed.coverage.likely) == ((), D(0))


def test_an_earlier_data_date_and_what_was_known_then(desk):
    desk.approved()
    # 1—7月 56.0: 24 are missing, and August's effects would count if there were any.
    july = the_one(desk, as_of=Period(2020, 7))
    assert (july.coverage.missing, july.coverage.likely) == (D("24.0"), D("9.275"))
    september = the_one(desk, as_of=Period(2020, 9))
    assert september.coverage.why_not == Problem("series.not_reported", "missing")
    assert september.coverage.likely == D("6.875")
    assert desk.coverage(as_of=Period(2021, 7)) == {}


def report(desk, month, level, at):
    definition = indicator_by_code(actor=desk.writer, zone_id=desk.zone, code="funds_in_place")
    row = Reported(definition.id, Period(2020, month), definition.source, level=D(level), reason="补报")
    [done] = record_observations(actor=desk.supervisor_statistician, zone_id=desk.zone, rows=[row], at=at)
    assert not done.problems


def test_promised_beside_what_came(desk, person):
    desk.supervisor_statistician = person("tongji")
    plan, _items = desk.approved()
    october, november = desk.later(days=25), desk.later(days=55)
    report(desk, 9, "70", october)
    report(desk, 10, "78.5", november)
    [september] = desk.page(plan, Period(2020, 9), november).kept
    assert (september.expected, september.likely) == (D(3), D("2.4"))
    assert (september.moved, september.beyond_habit) == (D("4.87"), D("-3.27125"))
    rows = desk.page(plan, Period(2020, 10), october).kept
    assert [r.month for r in rows] == [9, 10]
    assert rows[1].moved == Problem("series.no_figure_for_month", "10", ("10",))
    assert desk.page(plan, Period(2020, 10), november).kept[1].moved == D("13.37")


def test_a_revision_of_the_base_moves_both_ends(desk, person):
    desk.supervisor_statistician = person("tongji")
    plan, _items = desk.approved()
    report(desk, 9, "70", desk.later(days=25))
    report(desk, 8, "66.13", desk.later(days=26))
    page = desk.page(plan, Period(2020, 9), desk.later(days=27))
    assert page.base_level == D("65.13")
    assert page.kept[0].moved == D("3.87")


def growth_desk(desk, code, target):
    definition = indicator_by_code(actor=desk.writer, zone_id=desk.zone, code=code)
    draft = TargetDraft(
        definition.id, 2020, TargetKind.GROWTH, D(target), Issuer.CITY, reason="调整",
        known_at=datetime(2020, 9, 18, tzinfo=UTC),
    )  # fmt: skip
    set_targets(actor=desk.supervisor_statistician, zone_id=desk.zone, drafts=[draft], at=desk.at)
    return definition


def test_a_growth_goal_is_covered_in_points(desk, person):
    desk.supervisor_statistician = person("tongji")
    definition = growth_desk(desk, "value_added_above_scale", "25")
    plan = desk.begin(desk.supervisor, title="增加值方案", indicator_id=definition.id)
    desk.causes(plan, actor=desk.supervisor)
    desk.measures(plan, MeasureDraft(desk.item(), None, D(50), {10: D("1.6")}), actor=desk.supervisor)
    desk.move(plan, "submit_plan", desk.supervisor)
    desk.move(plan, "approve_plan", desk.leader)
    found = desk.coverage()[definition.id]
    # 23 % against 25 %: two points; 1.6 at one in two is 0.8, that is 40 %.
    assert (found.unit, found.coverage.missing, found.coverage.likely) == ("百分点", D(2), D("0.8"))
    assert (found.coverage.covered_pct, found.coverage.uncovered) == (D(40), D("1.2"))
    page = desk.page(plan)
    assert (page.unit, page.base_level) == ("百分点", D(23))


def test_a_goal_turned_from_level_to_growth_leaves_old_promises_out(desk, person):
    desk.supervisor_statistician = person("tongji")
    plan = desk.begin(indicator_id=indicator_by_code(
        actor=desk.writer, zone_id=desk.zone, code="general_public_budget_revenue").id)  # fmt: skip
    desk.causes(plan)
    desk.four(plan)
    desk.move(plan, "submit_plan", desk.writer)
    desk.move(plan, "approve_plan", desk.leader)
    definition = growth_desk(desk, "general_public_budget_revenue", "12")
    found = desk.coverage()[definition.id]
    assert (found.unit, found.coverage.likely, found.coverage.missing) == ("百分点", D(0), D(4))
    assert found.plans[0].coverage.why_not == Problem("ledger.plan_unit_changed")


def test_the_cost_does_not_grow_with_plans(desk):
    desk.approved()

    def cost():
        with CaptureQueriesContext(connection) as queries:
            desk.coverage()
        return len(queries)

    one = cost()
    for n in range(4):
        desk.approved(title=f"方案{n}")
    assert cost() == one
    assert isinstance(the_one(desk).coverage.likely, Decimal)
