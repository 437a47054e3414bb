"""The chance of finishing: whose spread is from what, causes that move together, what each carries, the zone's rule."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from duban.core.errors import Conflict, Forbidden, Invalid
from duban.engine.schedule import Shape
from duban.orgs.models import Post, Unit
from duban.projects import selectors, services
from duban.projects.models import Project, Revision, Trial
from duban.projects.selectors.likeness import history_of, known_spreads, likeness
from duban.projects.selectors.schedule_reckoning import network_of, zone_calendars
from duban.projects.types import (
    ChanceRule,
    ChangeActivity,
    PlannedLink,
    Schedule,
    SpreadFrom,
)
from tests.projects.desk import AT, Desk
from tests.projects.plans import EVENING, D, activity, day

TODAY = AT.date()


@pytest.fixture
def desk(yinchuan, person):
    return Desk(yinchuan, person)


def chances(desk):
    services.ask_chances(actor=desk.lead, zone_id=desk.zone, project_id=desk.id, at=AT)
    return selectors.chances_of(actor=desk.lead, zone_id=desk.zone, code=desk.code, on=TODAY)


def rule(desk, **values):
    wanted = ChanceRule(**{"starts": TODAY, "reason": "本区定"} | values)
    return services.set_chance_rule(actor=desk.keeper, zone_id=desk.zone, rule=wanted, at=AT)


def another(desk, code, schedule):
    made = desk.register(
        code, Unit.objects.get(code="construction").pk, Post.objects.get(code="construction-head").pk
    )
    services.keep_schedule(
        actor=desk.lead, zone_id=desk.zone, project_id=Project.objects.get(code=made).pk,
        schedule=schedule, base=0, reason="", at=AT,
    )  # fmt: skip


def done(key, name, planned, finish, **more):
    """Begun on Monday 3 August 2020; planned to take so many days, and finished in the evening of the day given."""
    dates = {"actual_start": day(8, 3), "actual_finish": day(8, finish, EVENING), "percent": 100}
    return activity(key, planned, name, remaining=0, **dates, **more)


def test_alike_is_what_is_called_alike_but_for_its_number():
    assert likeness("1 号厂房主体") == likeness("2号厂房主体 ") == "号厂房主体"
    assert likeness("规划三路") != likeness("规划六路")
    assert likeness("Phase-1: Piling") == "phasepiling"


def test_a_spread_is_its_own_three_points_else_a_history_else_the_rule(desk):
    # Finished elsewhere: 5 days planned and 10 taken, twice; 10 planned and 5 taken, for want of equipment.
    past = Schedule(
        date(2020, 8, 3),
        (
            done("a", "打桩 1", 5, 14),
            done("b", "打桩 2", 5, 14),
            done("c", "吊装", 10, 7, cause="equipment"),
            done("d", "锅炉", 10, 14, risk="equipment"),
        ),
        data_date=date(2020, 9, 1),
    )
    another(desk, "past", past)
    rule(desk, least=2, low=Decimal("0.8"), high=Decimal(2), together=Decimal("0.7"))
    plan = Schedule(
        date(2020, 9, 7),
        (
            activity("1", 10, "基础", shortest=8 * D, longest=15 * D, risk="weather"),
            activity("2", 10, "打桩 3"),
            activity("3", 10, "设备到货", cause="equipment"),
            activity("4", 10, "其他"),
        ),
    )
    desk.keep(plan, base=1)
    revision = Revision.objects.get(project_id=desk.id, number=2)
    calendars = zone_calendars(zone_id=desk.zone)
    history = history_of(revision, calendars)
    assert history.samples == 4
    assert history.by_cause == {"equipment": [Decimal("0.5000"), Decimal("1.0000")]}
    now = selectors.chance_rule_on(zone_id=desk.zone, on=TODAY)
    found = known_spreads(plan, network_of(plan, calendars), now, history)
    own, named, caused, ruled = (found[k] for k in "1234")
    assert (own.source, own.spread.low, own.spread.high) == (
        SpreadFrom.POINTS,
        Decimal("0.8"),
        Decimal("1.5"),
    )
    assert (own.spread.cause, own.spread.together) == ("weather", Decimal("0.7"))
    assert (named.source, named.spread.shape, named.spread.history) == (
        SpreadFrom.NAME,
        Shape.SLIPPAGE,
        (Decimal("2.0000"), Decimal("2.0000")),
    )
    assert (caused.source, caused.samples, caused.spread.history) == (
        SpreadFrom.CAUSE,
        2,
        (Decimal("0.5000"), Decimal("1.0000")),
    )
    assert (ruled.source, ruled.spread.low, ruled.spread.high) == (
        SpreadFrom.RULE,
        Decimal("0.8"),
        Decimal(2),
    )
    assert (ruled.spread.cause, ruled.spread.together) == ("", Decimal(0))
    said = chances(desk)
    assert said.sources == {
        SpreadFrom.POINTS: 1,
        SpreadFrom.NAME: 1,
        SpreadFrom.CAUSE: 1,
        SpreadFrom.RULE: 1,
    }
    assert (said.samples, said.rule.version) == (4, 1)


def test_what_really_happened_is_no_history_for_illustrations_alone(desk):
    sample = Schedule(date(2020, 8, 3), (done("a", "打桩", 5, 14),), data_date=date(2020, 9, 1))
    services.keep_schedule(
        actor=desk.lead, zone_id=desk.zone, project_id=desk.id, schedule=sample, base=1, reason="示例",
        at=AT, is_sample=True,
    )  # fmt: skip
    revision = Revision.objects.get(project_id=desk.id, number=2)
    calendars = zone_calendars(zone_id=desk.zone)
    assert history_of(revision, calendars).samples == 1
    revision.is_sample = False
    assert history_of(revision, calendars).samples == 0


def test_one_cause_moves_together_and_the_page_knows_what_it_carries(desk):
    # Two side by side, each ten days or twice that: alone both are in time in a quarter of the trials, together in half.
    past = tuple(done(str(n), "吊装", 5, 7 if n % 2 else 14) for n in range(10))
    another(desk, "past", Schedule(date(2020, 8, 3), past, data_date=date(2020, 9, 1)))
    rule(desk, together=Decimal(1))
    pair = (activity("1", 10, "吊装"), activity("2", 10, "吊装"))
    alone = Schedule(date(2020, 9, 7), pair, deadline=date(2020, 9, 25))
    desk.keep(alone, base=1)
    apart = chances(desk)
    assert abs(apart.probability - Decimal("0.25")) < 4 * apart.error
    both = tuple(replace(a, risk="equipment") for a in pair)
    desk.keep(replace(alone, activities=both), base=2)
    found = chances(desk)
    assert abs(found.probability - Decimal("0.5")) < 4 * found.error
    # Nothing slipping for the cause, both take ten days: certain, and 10 working days sooner: the 18th, not the 9th of
    # October (the 27th worked, the holiday 1 to 8 October not).
    [cause] = found.causes
    assert (cause.cause, cause.activities, cause.probability) == ("equipment", 2, Decimal(1))
    assert cause.gained == 10


def test_what_one_cause_carries_leaves_the_others_as_they_were(desk):
    plan = Schedule(
        date(2020, 9, 7),
        (
            activity("1", 10, risk="equipment", shortest=10 * D, longest=10 * D),
            activity("2", 10, risk="permits", shortest=10 * D, longest=30 * D),
        ),
        (PlannedLink("1", "2"),),
        date(2020, 10, 12),
    )
    desk.keep(plan, base=1)
    found = chances(desk)
    weights = {c.cause: c for c in found.causes}
    # What is certain already carries nothing, to the last trial.
    assert (weights["equipment"].probability, weights["equipment"].gained) == (found.probability, Decimal(0))
    assert weights["permits"].probability == 1
    assert [c.cause for c in found.causes] == ["permits", "equipment"]


def test_a_new_rule_is_told_and_reckoned_by_when_asked(desk):
    first = chances(desk)
    assert (first.rule.version, first.is_outdated) == (0, False)
    assert rule(desk, high=Decimal(1), low=Decimal(1)) == 1
    assert selectors.chances_of(actor=desk.lead, zone_id=desk.zone, code=desk.code, on=TODAY).is_outdated
    second = chances(desk)
    assert (second.rule.version, second.is_outdated, second.probability) == (1, False, Decimal(1))
    assert Trial.objects.count() == 2
    [kept] = selectors.list_chance_rules(actor=desk.lead, zone_id=desk.zone)
    assert (kept.high, kept.set_by, kept.reason) == (Decimal(1), desk.keeper.name, "本区定")
    with pytest.raises(Conflict):
        rule(desk, starts=date(2020, 1, 1))
    with pytest.raises(Forbidden):
        services.set_chance_rule(
            actor=desk.lead, zone_id=desk.zone, rule=ChanceRule(starts=TODAY, reason="x"), at=AT
        )
    with pytest.raises(Invalid) as told:
        rule(desk, low=Decimal(2), together=Decimal(2), least=0, reason=" ")
    assert [p.where for p in told.value.problems] == ["low", "together", "least", "reason"]


def test_three_points_are_both_there_in_order_and_follow_a_bar_pulled_past_them(desk):
    for values in (
        {"shortest": 8 * D},
        {"shortest": 11 * D, "longest": 12 * D},
        {"shortest": 0, "longest": 9 * D},
    ):
        with pytest.raises(Invalid, match="three_points"):
            desk.edit(1, ChangeActivity("1", values))
    desk.edit(1, ChangeActivity("1", {"shortest": 8 * D, "longest": 12 * D, "risk": "weather"}))
    desk.edit(2, ChangeActivity("1", {"duration": 14 * D}))
    kept = desk.page().schedule.activities[0]
    assert (kept.shortest, kept.longest, kept.risk) == (8 * D, 14 * D, "weather")
