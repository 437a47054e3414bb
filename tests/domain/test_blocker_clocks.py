import threading
from datetime import date

import pytest
from django.db import connection

from duban.blockers import selectors, services
from duban.blockers.models import Blocker, Move
from duban.blockers.types import (
    BlockerFilter,
    CauseRow,
    ServiceRule,
)
from duban.core.errors import Conflict, Forbidden, Invalid
from duban.notices.models import Notice
from tests.domain.blocker_desk import moment


@pytest.fixture
def desk(blocker_desk):
    return blocker_desk


def test_escalation_climbs_the_chain_and_says_each_level_once(desk):
    pk = desk.raised()  # due Thursday the 17th
    assert desk.escalate("2020-09-16") == []
    [reminded] = desk.escalate("2020-09-17")
    assert (reminded.level, desk.told("due")) == (0, {"jianhuan"})
    assert desk.escalate("2020-09-17") == []

    [first] = desk.escalate("2020-09-18")
    assert (first.level, desk.told("late")) == (1, {"jianhuan"})
    assert desk.escalate("2020-09-18") == []
    assert desk.escalate("2020-09-19") == [], "a Saturday"
    assert desk.escalate("2020-09-21") == []
    [second] = desk.escalate("2020-09-22")  # the third working day after
    assert (second.level, desk.told("late")) == (2, {"jianhuan", "fuzhuren-jianshe"})
    [third] = desk.escalate("2020-09-24")
    assert (third.level, desk.told("late")) == (3, {"jianhuan", "fuzhuren-jianshe", "zhuren"})
    assert desk.escalate("2020-09-25") == []
    assert Move.objects.filter(edge="escalate").count() == 3
    assert desk.page(pk).row.late

    desk.move(pk, "acknowledge", desk.asked, at="2020-09-25 09:00", version=0)
    assert (desk.page(pk).row.level, desk.told("late")) == (0, set())


def test_a_missed_week_is_made_up_level_by_level(desk):
    desk.raised()
    assert [e.level for e in desk.escalate("2020-09-25")] == [1, 2, 3]


def test_the_rule_and_the_causes_are_dated_data(desk, person):
    boss, at = person("ducha"), moment("2020-09-20 09:00")
    before = {"actor": boss, "zone_id": desk.zone, "at": at}
    rule = ServiceRule(acknowledge_days=2, answer_days=10, levels=(2, 4, 6))
    services.set_service_rule(**before, rule=rule, starts=date(2020, 9, 21), reason="试行")
    assert selectors.service_rule_on(zone_id=desk.zone, on=date(2020, 9, 20)).acknowledge_days == 1
    assert desk.page(desk.raised(at="2020-09-21 09:00")).row.due == date(2020, 9, 23)
    with pytest.raises(Conflict):
        services.set_service_rule(**before, rule=rule, starts=date(2020, 9, 1), reason="倒填")
    for bad in (ServiceRule(acknowledge_days=0), ServiceRule(levels=(3, 2, 5)), ServiceRule(answer_days=61)):
        with pytest.raises(Invalid):
            services.set_service_rule(**before, rule=bad, starts=date(2020, 9, 21), reason="x")
    with pytest.raises(Forbidden):
        services.set_service_rule(
            actor=desk.asked, zone_id=desk.zone, rule=rule, starts=date(2020, 9, 21), reason="x", at=at
        )
    services.set_cause(**before, cause=CauseRow("permits", "行政审批"), starts=date(2020, 9, 25))
    names = [
        next(c.name for c in selectors.causes_on(zone_id=desk.zone, on=day) if c.code == "permits")
        for day in (date(2020, 9, 24), date(2020, 9, 25))
    ]
    assert names == ["审批手续", "行政审批"]
    assert len(selectors.causes_on(zone_id=desk.zone, on=date(2020, 9, 25))) == 17


def test_one_count_for_every_list(desk):
    first, second = desk.raised(), desk.raised(cause="funds", at="2020-09-18 10:00")
    desk.move(first, "answer", desk.asked, "办", "2020-09-18 10:00")
    on = date(2020, 9, 22)

    def look(actor=desk.stuck, **filters):
        wanted = BlockerFilter(**filters)
        page = selectors.open_blockers(actor=actor, zone_id=desk.zone, on=on, wanted=wanted, limit=50)
        count = selectors.count_blockers(actor=actor, zone_id=desk.zone, on=on, wanted=wanted)
        assert len(page.rows) == page.total == count
        return {r.id for r in page.rows}

    assert look() == {first, second}
    assert look(state="answered") == {first}
    assert look(cause="funds") == {second}
    assert look(late=True) == {second}
    assert look(mine=True) == {first}
    assert look(mine=True, actor=desk.asked) == {second}
    assert look(text="2020-0002 厂房") == {second}
    assert look(text="没有这个") == set()
    assert look(to_unit_id=desk.unit["finance"]) == set()
    assert {r.id for r in selectors.waiting_for(actor=desk.asked, zone_id=desk.zone, on=on)} == {second}
    assert [r.id for r in selectors.blockers_of(
        actor=desk.stuck, zone_id=desk.zone, subject_kind="project", subject_id="7", on=on
    )] == [first, second]  # fmt: skip
    [entry] = selectors.feed_entries(desk.asked, on)
    assert (entry.uid, entry.day, entry.link) == (
        f"blocker-{second}", date(2020, 9, 21), f"/yinchuan/blockers/{second}/",
    )  # fmt: skip


def test_constant_queries(desk, django_assert_max_num_queries):
    for _ in range(12):
        desk.raised()
    with django_assert_max_num_queries(8):
        selectors.open_blockers(actor=desk.stuck, zone_id=desk.zone, on=date(2020, 9, 30), limit=50)
    with django_assert_max_num_queries(6):
        selectors.days_blocked(actor=desk.stuck, zone_id=desk.zone, on=date(2020, 9, 30))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time")
@pytest.mark.django_db(transaction=True)
def test_two_at_once_and_one_is_told(desk):
    pk = desk.raised()
    outcomes = []
    gate = threading.Barrier(4)

    def acknowledge():
        gate.wait()
        try:
            desk.move(pk, "acknowledge", desk.asked, version=0)
            outcomes.append("done")
        except Conflict:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=acknowledge) for _ in range(4)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert sorted(outcomes) == ["done", "told", "told", "told"]
    assert Move.objects.filter(edge="acknowledge").count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time")
@pytest.mark.django_db(transaction=True)
def test_numbers_and_levels_are_given_once_whoever_comes_together(desk):
    gate = threading.Barrier(4)

    def together(work):
        def run():
            gate.wait()
            try:
                work()
            finally:
                connection.close()

        threads = [threading.Thread(target=run) for _ in range(4)]
        [t.start() for t in threads]
        [t.join() for t in threads]

    together(desk.raised)
    assert sorted(Blocker.objects.values_list("number", flat=True)) == [f"2020-000{n}" for n in range(1, 5)]
    together(lambda: desk.escalate("2020-09-18"))
    assert Move.objects.filter(edge="escalate").count() == 4
    assert Notice.objects.filter(code="blockers.told.late").count() == 4
