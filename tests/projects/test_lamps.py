"""The four lights of projects: on the board, suppressed by a judgement, ruled by the zone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.engine.series import FourLightsRule, Lamp, LampKind, Why
from duban.projects import selectors, services
from duban.projects.types import LampFilter, ProjectDates, ReportKind, ReportRule, Schedule, ShareFrom
from tests.projects.plans import three
from tests.projects.site import AT

ON = date(2020, 9, 16)


def codes(refused):
    return sorted(p.code for p in refused.value.problems)


@pytest.fixture
def board(site):
    def ask(actor=None, on=ON, **wanted):
        return selectors.lamp_board(
            actor=actor or site.keeper, zone_id=site.zone, on=on, filter=LampFilter(**wanted)
        )

    return ask


def test_a_projects_four_lights(site, board):
    [row] = board().rows
    shown = {kind: (view.standing.lamp, view.standing.why) for kind, view in row.lamps.items()}
    assert shown == {
        LampKind.START: (Lamp.GREEN, Why.STARTED_LATE),
        LampKind.PROGRESS: (Lamp.NONE, Why.NO_REPORT),
        LampKind.PAYMENT: (Lamp.NONE, Why.NO_BUDGET_MONEY),
        LampKind.LIBRARY: (Lamp.RED, Why.NOT_ENTERED),
    }
    assert row.worst is Lamp.RED


def test_progress_is_the_newest_reviewed_report_against_the_days_gone(site, board):
    site.report(percent=45)
    assert board().rows[0].lamps[LampKind.PROGRESS].standing.why is Why.NO_REPORT
    site.move(site.project.reports.get().pk, "review")
    [row] = board().rows
    # 1 March to 30 November are 275 days, 16 September is the 200th: 72.73 %; 45 is 27.73 points behind.
    assert row.planned.source is ShareFrom.DAYS
    assert row.planned.pct.quantize(Decimal("0.01")) == Decimal("72.73")
    assert row.lamps[LampKind.PROGRESS].standing.lamp is Lamp.YELLOW
    assert row.lamps[LampKind.PROGRESS].standing.figure.quantize(Decimal("0.01")) == Decimal("27.73")


def test_the_unstarted_are_named_with_who_answers(site, board, plant):
    late = plant(name="应开未开", dates=ProjectDates(planned_start=date(2020, 6, 1)))
    plant(name="还没到", dates=ProjectDates(planned_start=date(2020, 10, 1)))
    found = board()
    assert [(r.code, r.lead, r.lamps[LampKind.START].standing.figure) for r in found.unstarted] == [
        (late.code, "建设环保局", Decimal(3))
    ]
    assert [r.code for r in found.not_in_library] == [site.project.code]
    assert found.total == 3
    assert sum(found.counts[LampKind.START].values()) == 3
    assert [r.code for r in board(list="unstarted").rows] == [late.code]
    assert [r.code for r in board(lamp=Lamp.RED, kind=LampKind.START).rows] == [late.code]
    assert [r.code for r in board(words="应开").rows] == [late.code]
    assert board(lamp=Lamp.RED, kind=LampKind.START).total == 3


def test_silent_ones_are_a_list(site, board):
    assert [r.code for r in board(list="silent").rows] == [site.project.code]
    site.report()
    assert board(list="silent").rows == ()


def judge(site, actor=None, **given):
    facts = {
        "lamp": LampKind.LIBRARY,
        "reason": "统计局已受理，正在补一份证照",
        "starts": date(2020, 9, 1),
        "ends": date(2020, 9, 30),
    } | given
    return services.judge_lamp(
        actor=actor or site.keeper, zone_id=site.zone, project_id=site.project.pk, at=AT, **facts
    )


def test_a_good_reason_suppresses_a_light_for_all_to_see(site, board, person):
    one = judge(site, actor=person("zhuren"))
    view = board().rows[0].lamps[LampKind.LIBRARY]
    assert (view.shown, view.standing.lamp) == (Lamp.NONE, Lamp.RED)
    assert (view.excuse.reason, view.excuse.by, view.excuse.role) == (
        "统计局已受理，正在补一份证照",
        "管委会主任",
        "director",
    )
    for on in (date(2020, 8, 31), date(2020, 10, 1)):
        assert board(on=on).rows[0].lamps[LampKind.LIBRARY].excuse is None
    services.withdraw_judgement(
        actor=site.keeper,
        zone_id=site.zone,
        project_id=site.project.pk,
        judgement_id=one,
        reason="证照已补齐，仍未申报",
        at=AT,
    )
    assert board().rows[0].lamps[LampKind.LIBRARY].shown is Lamp.RED
    assert board(on=date(2020, 9, 15)).rows[0].lamps[LampKind.LIBRARY].excuse is not None
    with pytest.raises(Conflict):
        services.withdraw_judgement(
            actor=site.keeper,
            zone_id=site.zone,
            project_id=site.project.pk,
            judgement_id=one,
            reason="再撤",
            at=AT,
        )
    judge(site)
    assert len(selectors.judgements_of(actor=site.firm, zone_id=site.zone, code=site.project.code)) == 2


def test_who_does_the_work_judges_nothing(site, person, stranger):
    for actor in (site.firm, site.lead, site.officer):
        with pytest.raises(Forbidden):
            judge(site, actor=actor)
    with pytest.raises(NotFound):
        judge(site, actor=stranger)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": " "}, "core.required"),
        ({"reason": "长" * 201}, "core.too_long"),
        ({"lamp": LampKind.PROGRESS}, "projects.not_excusable"),
        ({"ends": date(2020, 8, 31)}, "core.dates_crossed"),
        ({"ends": date(2021, 3, 2)}, "projects.excused_too_long"),
    ],
)
def test_a_judgement_must_fit(site, given, code):
    with pytest.raises(Invalid) as refused:
        judge(site, **given)
    assert codes(refused) == [code]


def test_one_reason_at_a_time(site):
    judge(site)
    with pytest.raises(Invalid) as refused:
        judge(site, starts=date(2020, 9, 30), ends=date(2020, 10, 5))
    assert codes(refused) == ["projects.excused_already"]
    judge(site, starts=date(2020, 10, 1), ends=date(2020, 10, 5))


def test_the_zone_rules_its_lights_from_a_day_on(site, board, person):
    rule = FourLightsRule(library_red_months=12, excusable=frozenset(LampKind))

    def set_rule(actor=site.keeper, lights=rule, reports=None, starts=date(2020, 9, 1), reason="按区里通知"):
        return services.set_progress_rule(
            actor=actor,
            zone_id=site.zone,
            lights=lights,
            reports=reports or ReportRule(),
            starts=starts,
            reason=reason,
            at=AT,
        )

    before = board()
    assert (before.rule.version, before.rows[0].lamps[LampKind.LIBRARY].shown) == (0, Lamp.RED)
    assert set_rule() == 1
    assert board().rows[0].lamps[LampKind.LIBRARY].shown is Lamp.YELLOW
    assert board(on=date(2020, 8, 31)).rows[0].lamps[LampKind.LIBRARY].shown is Lamp.RED
    judge(site, lamp=LampKind.PROGRESS)
    with pytest.raises(Conflict):
        set_rule(starts=date(2020, 8, 1))
    with pytest.raises(Forbidden):
        set_rule(actor=person("zhuren"))
    with pytest.raises(Invalid) as refused:
        set_rule(
            lights=FourLightsRule(start_red_months=0),
            reports=ReportRule(weekday=8, month_days=0, silent_after={ReportKind.WEEKLY: 0}),
            reason=" ",
        )
    assert codes(refused) == [
        "core.required",
        "projects.bad_days",
        "projects.bad_days",
        "projects.bad_days",
        "projects.bad_weekday",
        "series.lamp_term",
    ]
    [kept] = selectors.list_progress_rules(actor=site.keeper, zone_id=site.zone)
    assert (kept.lights, kept.reports, kept.set_by) == (rule, ReportRule(), site.keeper.name)


def test_a_firm_sees_the_lights_of_its_own_project_alone(site, board, plant, stranger):
    plant(name="别家的厂房")
    found = board(actor=site.firm)
    assert [r.code for r in found.rows] == [site.project.code]
    assert not found.may_judge
    assert board(actor=stranger).total == 0
    with pytest.raises(NotFound):
        selectors.lamps_of(actor=stranger, zone_id=site.zone, code=site.project.code, on=ON)
    one = selectors.lamps_of(actor=site.firm, zone_id=site.zone, code=site.project.code, on=ON)
    assert one == found.rows[0]


def test_the_board_asks_as_often_for_three_as_for_one(site, plant, django_assert_max_num_queries):
    for n in range(6):
        plant(
            name=f"厂房{n}", dates=ProjectDates(planned_start=date(2020, 3, 1), started_on=date(2020, 3, 2))
        )
    with django_assert_max_num_queries(16):
        selectors.lamp_board(actor=site.keeper, zone_id=site.zone, on=ON, filter=LampFilter(list="silent"))


def pay(site, paid, *, amount="1000", month=8):
    """Plan 1,000 万元 evenly for 2020 and say what was paid of it."""
    from duban.engine.kernel import Period
    from duban.projects.types import InvestedDraft, InvestedSource, YearPlanDraft

    reach = {"zone_id": site.zone, "project_id": site.project.pk, "at": AT}
    services.plan_year(actor=site.lead, draft=YearPlanDraft(2020, Decimal(amount)), **reach)
    figure = InvestedDraft(
        Period(2020, month), InvestedSource.DEPARTMENT, Decimal(900), paid=Decimal(paid), reason="更正"
    )
    services.report_invested(actor=site.lead, draft=figure, **reach)


def test_payment_is_of_budget_money_against_the_years_plan(site, board):
    from duban.projects.models import Money

    pay(site, "600")
    assert board().rows[0].lamps[LampKind.PAYMENT].standing.why is Why.NO_BUDGET_MONEY
    Money.objects.create(project=site.project, source="central", amount=Decimal(2000))
    standing = board().rows[0].lamps[LampKind.PAYMENT].standing
    # Two thirds of the plan by the end of August, 60 % paid: 6.67 points less, and nothing is required.
    assert (standing.lamp, standing.why) == (Lamp.SLIGHT, Why.PAID_LESS)
    assert standing.figure.quantize(Decimal("0.01")) == Decimal("6.67")
    pay(site, "670")
    assert board().rows[0].lamps[LampKind.PAYMENT].standing.lamp is Lamp.GREEN


def test_a_first_years_plan_says_what_should_stand(site, board):
    pay(site, "600", amount="6000")
    planned = board().rows[0].planned
    # 6,000 of 10,000 in twelve even months; the last whole month before 16 September is August: 40 %.
    assert planned.source is ShareFrom.YEAR_PLAN
    assert planned.pct.quantize(Decimal("0.01")) == Decimal("40.00")
    assert board(on=date(2020, 9, 30)).rows[0].planned.pct.quantize(Decimal("0.01")) == Decimal("45.00")


def test_a_schedule_says_what_should_stand_before_the_plan_and_the_days(site, board):
    pay(site, "600", amount="6000")
    reach = {"actor": site.lead, "zone_id": site.zone, "project_id": site.project.pk, "at": AT}
    empty = Schedule(start=date(2020, 9, 7), activities=(), links=())
    services.keep_schedule(**reach, schedule=empty, base=0, reason="")
    assert board().rows[0].planned.source is ShareFrom.YEAR_PLAN
    services.keep_schedule(**reach, schedule=three(), base=1, reason="")
    site.reviewed(percent=45)
    # Seventeen working days from Monday 7 September; the 16th is the eighth: 8 / 17 = 47.0588 %.
    [row] = board().rows
    assert (row.planned.source, row.planned.pct) == (ShareFrom.SCHEDULE, Decimal("47.0588"))
    progress = row.lamps[LampKind.PROGRESS].standing
    assert (progress.lamp, progress.figure) == (Lamp.SLIGHT, Decimal("2.0588"))
    assert board(on=date(2020, 9, 4)).rows[0].planned.pct == 0
    assert board(on=date(2020, 10, 20)).rows[0].planned.pct == 100
    made = services.propose_baseline(**reach, number=2, name="原定计划", reason="年初审定")
    services.move_baseline(
        **reach | {"actor": site.keeper}, baseline_id=made, edge="approve_baseline", answer=""
    )
    # Begun a week later the original plan still holds.
    services.keep_schedule(**reach, schedule=three(start=date(2020, 9, 14)), base=2, reason="")
    assert board().rows[0].planned.pct == Decimal("47.0588")


def test_the_library_is_the_registers(site, board):
    from duban.projects.types import EnrolmentStatus

    reach = {"zone_id": site.zone, "project_id": site.project.pk, "at": AT}
    services.enrol(actor=site.lead, status=EnrolmentStatus.ENTERED, on=date(2020, 9, 10), number="x", **reach)
    assert board().rows[0].lamps[LampKind.LIBRARY].standing.why is Why.ENTERED
    assert board().not_in_library == ()
    assert board(on=date(2020, 9, 9)).rows[0].lamps[LampKind.LIBRARY].standing.why is Why.NOT_ENTERED
    services.enrol(actor=site.lead, status=EnrolmentStatus.LEFT, on=date(2020, 9, 12), reason="退库", **reach)
    assert board().rows[0].lamps[LampKind.LIBRARY].standing.why is Why.NOT_ENTERED
