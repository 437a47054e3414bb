"""Kept schedules, through the doors: revisions, who may, what if, baselines, slips, progress."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from duban.audit.models import Entry
from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.core.sentences import sentence
from duban.engine.schedule import moment
from duban.projects import selectors, services
from duban.projects.models import Baseline, Outlook, Revision
from duban.projects.types import (
    AddActivity,
    CalendarSpan,
    ChangeActivity,
    ChangeDates,
    Counted,
    DropActivity,
    LinkTo,
    MoveActivity,
    PlannedLink,
    RevisionKind,
    Schedule,
    SpanScope,
)
from tests.projects.desk import AT, Desk
from tests.projects.plans import EVENING, D, activity, day


@pytest.fixture
def desk(yinchuan, person):
    return Desk(yinchuan, person)


def test_a_kept_schedule_is_computed_on_reading(desk):
    page = desk.page()
    assert page.revision.number == 1
    # Ten working days from 7 September end on Friday the 18th, five more on the 25th. Sunday the 27th is worked
    # (调休), so the last two days are Sunday and Monday the 28th.
    assert desk.dates() == {
        "1": (day(9, 7), day(9, 18, EVENING)),
        "2": (day(9, 21), day(9, 25, EVENING)),
        "3": (day(9, 27), day(9, 28, EVENING)),
    }
    assert page.standing.late_by == Decimal(-2)
    assert [s.name for s in page.standing.chain] == ["任务1", "任务2", "任务3"]
    assert all(line.critical for line in page.lines)
    assert {line.total_float for line in page.lines} == {Decimal(2)}


def test_each_save_is_a_revision_and_none_ever_changes(desk):
    assert desk.edit(1, ChangeActivity("2", {"duration": 6 * D})) == 2
    assert desk.dates()["3"] == (day(9, 28), day(9, 29, EVENING))
    assert desk.dates(number=1)["3"] == (day(9, 27), day(9, 28, EVENING))
    rows = selectors.list_revisions(actor=desk.lead, zone_id=desk.zone, code=desk.code)
    assert [(r.number, r.kind, r.by, r.reason) for r in rows] == [
        (2, RevisionKind.EDIT, desk.lead.name, "调整"),
        (1, RevisionKind.DRAWN, desk.lead.name, ""),
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.filter(number=1).update(reason="改写")
    assert Entry.objects.filter(verb="projects.keep_schedule").count() == 2


def test_the_second_of_two_editors_is_told_and_nothing_is_lost(desk):
    desk.edit(1, ChangeActivity("1", {"duration": 11 * D}))
    with pytest.raises(Conflict) as told:
        desk.edit(1, ChangeActivity("2", {"duration": D}), actor=desk.keeper)
    assert told.value.problems[0].code == "projects.schedule_moved_on"
    assert told.value.problems[0].args == ("2", desk.lead.name)
    assert Revision.objects.count() == 2


def test_undone_by_keeping_an_earlier_revision_again(desk):
    desk.edit(1, DropActivity("2"))
    assert desk.page().lines[-1].start == day(9, 7)  # nothing goes before it any more
    number = services.restore_revision(
        actor=desk.lead, zone_id=desk.zone, project_id=desk.id, base=2, number=1, reason="", at=AT
    )
    assert number == 3
    assert desk.dates() == desk.dates(number=1)
    bodies = Revision.objects.order_by("number").values_list("digest", flat=True)
    assert bodies[0] == bodies[2] != bodies[1]


def test_who_may(desk, stranger, person):
    with pytest.raises(NotFound):
        desk.edit(1, ChangeActivity("1", {"duration": D}), actor=stranger)
    for other in ("tongji", "zhuren", "zhaoshang"):
        with pytest.raises(Forbidden):
            desk.edit(1, ChangeActivity("1", {"duration": D}), actor=person(other))
    with pytest.raises(NotFound):
        selectors.schedule_page(actor=stranger, zone_id=desk.zone, code=desk.code)
    assert (
        selectors.schedule_page(actor=person("tongji"), zone_id=desk.zone, code=desk.code).may_edit is False
    )


def test_everything_wrong_is_told_at_once(desk):
    with pytest.raises(Invalid) as told:
        desk.edit(
            1,
            ChangeActivity("1", {"name": " ", "duration": -1}),
            ChangeActivity("2", {"percent": 120}),
            ChangeActivity("9", {"duration": D}),
            LinkTo("3", (PlannedLink("8", "3"),)),
            ChangeDates({"deadline": date(2020, 9, 1)}),
        )
    assert {p.code for p in told.value.problems} == {
        "projects.activity_name",
        "projects.duration",
        "projects.percent",
        "projects.progress_without_start",
        "projects.no_activity",
        "projects.no_predecessor",
        "projects.deadline_before_start",
    }
    with pytest.raises(Invalid) as told:
        desk.edit(1, LinkTo("1", (PlannedLink("3", "1"),)))
    assert [p.code for p in told.value.problems] == ["schedules.ring"]
    with pytest.raises(Invalid, match="nothing_changed"):
        desk.edit(1, ChangeActivity("1", {"duration": 10 * D}))
    assert Revision.objects.count() == 1


def test_a_plan_drawn_from_nothing(desk):
    desk.keep(Schedule(date(2020, 9, 7)), base=1)
    desk.edit(
        2,
        AddActivity(activity("a", 0, "主体", heading=True)),
        AddActivity(activity("b", 3, parent="a")),
        AddActivity(activity("c", 2, parent="a"), after="b"),
        AddActivity(activity("d", 1), after="a"),
        LinkTo("c", (PlannedLink("b", "c"),)),
        LinkTo("d", (PlannedLink("a", "d"),)),
        ChangeDates({"deadline": date(2020, 9, 16)}),
    )
    page = desk.page()
    assert [(x.activity.id, x.depth) for x in page.lines] == [("a", 0), ("b", 1), ("c", 1), ("d", 0)]
    assert desk.dates()["a"] == (day(9, 7), day(9, 11, EVENING))
    assert desk.dates()["d"] == (day(9, 14), day(9, 14, EVENING))
    assert page.standing.late_by == Decimal(-2)
    # Under the heading it waits for it would be a ring.
    with pytest.raises(Invalid, match="ring"):
        desk.edit(3, MoveActivity("d", after="b", parent="a"))
    desk.edit(3, LinkTo("d", ()), MoveActivity("d", after="b", parent="a"))
    assert [x.activity.id for x in desk.page().lines] == ["a", "b", "d", "c"]


def test_what_if_leaves_nothing(desk):
    asked = {"actor": desk.lead, "zone_id": desk.zone, "code": desk.code, "base": 1}
    before = Revision.objects.count(), Entry.objects.count(), Outlook.objects.values().get()
    found = selectors.what_if(**asked, edits=[ChangeActivity("1", {"duration": 13 * D})])
    # Three days more: done on Tuesday 29 + 2 = Friday 9 October, the holiday being eight days from 1 October.
    assert found.effect.gained == Decimal(-3)
    assert moment(found.effect.after.finish).date() == date(2020, 10, 9)
    assert found.effect.after.late_by == Decimal(1)
    assert found.effect.before.late_by == Decimal(-2)
    assert (Revision.objects.count(), Entry.objects.count(), Outlook.objects.values().get()) == before
    with pytest.raises(Conflict) as told:
        selectors.what_if(**(asked | {"base": 4}), edits=[])
    assert desk.lead.name in sentence(told.value.problems[0])
    with pytest.raises(Forbidden):
        selectors.what_if(**(asked | {"actor": desk.person("tongji")}), edits=[])


def test_what_becomes_critical_is_named(desk):
    desk.keep(
        Schedule(
            date(2020, 9, 7),
            (activity("1", 5), activity("2", 3), activity("3", 1)),
            (PlannedLink("1", "3"), PlannedLink("2", "3")),
        ),
        base=1,
    )
    asked = {"actor": desk.lead, "zone_id": desk.zone, "code": desk.code, "base": 2}
    effect = selectors.what_if(**asked, edits=[ChangeActivity("2", {"duration": 8 * D})]).effect
    assert [x.name for x in (*effect.newly_critical, *effect.no_longer_critical)] == ["任务2", "任务1"]
    assert effect.gained == Decimal(-3)


def test_a_baseline_is_let_stand_by_another_and_keeps_its_dates(desk):
    made = desk.propose(1)
    with pytest.raises(Forbidden):
        desk.move(made, "approve_baseline", desk.person("tongji"))
    mine = services.propose_baseline(
        actor=desk.keeper, zone_id=desk.zone, project_id=desk.id, number=1, name="督查提", reason="试", at=AT
    )
    with pytest.raises(Invalid) as told:
        desk.move(mine, "approve_baseline", desk.keeper)
    assert [p.args for p in told.value.problems] == [("another_person",)]
    desk.move(made, "approve_baseline", desk.director)
    with pytest.raises(Conflict):
        desk.move(made, "decline_baseline", desk.keeper, "不行")
    row = next(b for b in desk.page().baselines if b.id == made)
    assert (row.proposed_by, row.decided_by) == (desk.lead.name, desk.director.name)
    desk.edit(1, ChangeActivity("1", {"duration": 12 * D}))
    lines = {x.activity.id: x for x in desk.page().lines}
    assert desk.page().against.name == "原定计划"
    assert lines["1"].base_finish == day(9, 18, EVENING)
    assert (lines["1"].moved, lines["3"].moved) == (Decimal(2), Decimal(2))
    # A calendar changed afterwards moves the plan, never the baseline.
    span = CalendarSpan(date(2020, 9, 14), date(2020, 9, 15), scope=SpanScope.ALL, name="停电")
    services.add_span(actor=desk.keeper, zone_id=desk.zone, span=span, source="通知", at=AT)
    assert {x.activity.id: x.base_finish for x in desk.page().lines}["1"] == day(9, 18, EVENING)
    with pytest.raises(Invalid, match="baseline_taken"):
        desk.propose(2)


def test_two_people_stand_behind_a_baseline_in_the_database_too(desk):
    made = desk.propose(1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Baseline.objects.filter(pk=made).update(decided_user=desk.lead.user_id)


def test_who_moved_what_by_how_many_days_and_who_let_it_stand(desk):
    desk.approved(1)
    desk.edit(1, ChangeActivity("1", {"duration": 12 * D}), reason="拆迁延后")
    desk.approved(2, "调整一")
    desk.edit(
        2,
        ChangeActivity("3", {"duration": D}),
        AddActivity(activity("4", 1)),
        actor=desk.keeper,
        reason="压缩",
    )
    asked = {"actor": desk.director, "zone_id": desk.zone, "code": desk.code, "since": 1}
    slips = selectors.slippage(**asked)
    first = [s for s in slips if s.revision == 2]
    # 1 ends on 22 September instead of the 18th; 2 goes from the 25th to Sunday the 27th, worked: two days; 3 from
    # the 28th to the 30th.
    assert [(s.id, s.start_days, s.finish_days, s.direct) for s in first] == [
        ("1", Decimal(0), Decimal(2), ("duration",)),
        ("2", Decimal(2), Decimal(2), ()),
        ("3", Decimal(2), Decimal(2), ()),
    ]
    assert {(s.by, s.reason, s.approved_by) for s in first} == {
        (desk.lead.name, "拆迁延后", desk.director.name)
    }
    second = [s for s in slips if s.revision == 3]
    assert [(s.id, s.change, s.finish_days, s.by, s.approved_by) for s in second] == [
        ("3", "moved", Decimal(-1), desk.keeper.name, ""),
        ("4", "added", None, desk.keeper.name, ""),
    ]
    assert selectors.slippage(**asked, until=2) == first
    with pytest.raises(NotFound):
        selectors.slippage(**(asked | {"since": 9}))


def test_progress_is_earned_in_days_of_the_plan(desk):
    desk.approved(1)
    number = services.report_activities(
        actor=desk.lead,
        zone_id=desk.zone,
        project_id=desk.id,
        base=1,
        changes={"1": {"actual_start": day(9, 7), "percent": 50}},
        data_date=date(2020, 9, 21),
        reason="周报",
        at=AT,
    )
    assert number == 2
    page = desk.page()
    # Ten of seventeen days are gone; half of ten are done, which the plan had after five.
    told = page.progressed
    assert (told.gone_days, told.earned_days, told.ahead_days, told.ratio) == (10, 5, -5, Decimal("0.50"))
    assert (told.planned, told.actual, told.against) == (Decimal("58.8235"), Decimal("29.4118"), "原定计划")
    # What is left of the first goes on from the data date: five days to Friday 25, then 2 from Sunday the 27th.
    assert desk.dates()["1"] == (day(9, 7), day(9, 25, EVENING))
    assert desk.dates()["2"][0] == day(9, 27)


def test_only_progress_may_be_reported(desk):
    asked = {
        "actor": desk.lead,
        "zone_id": desk.zone,
        "project_id": desk.id,
        "base": 1,
        "reason": "",
        "at": AT,
    }
    with pytest.raises(Invalid, match="not_reported"):
        services.report_activities(**asked, changes={"1": {"duration": D}}, data_date=date(2020, 9, 21))
    with pytest.raises(Invalid, match="actual_after_data_date"):
        services.report_activities(
            **asked, changes={"1": {"actual_start": day(9, 23)}}, data_date=date(2020, 9, 21)
        )
    services.report_activities(
        **asked,
        changes={
            "1": {"actual_start": day(9, 7), "actual_finish": day(9, 16, EVENING), "cause": "equipment"}
        },
        data_date=date(2020, 9, 21),
    )
    [line, *_] = desk.page().lines
    assert (line.activity.percent, line.activity.cause) == (100, "equipment")


def test_counted_work_says_its_share_and_its_own_forecast(desk):
    services.report_activities(
        actor=desk.lead,
        zone_id=desk.zone,
        project_id=desk.id,
        base=1,
        changes={"1": {"actual_start": day(9, 7), "quantity": Counted(Decimal(100), Decimal(25), "台")}},
        data_date=date(2020, 9, 14),
        reason="",
        at=AT,
    )
    [line, *_] = desk.page().lines
    # 25 in five days: 75 more take fifteen, from Monday 14 September: the last one is Tuesday 29 + … the 27th worked,
    # and 1 to 8 October are holidays: 14-18, 21-25, 27-30 are fourteen days, the fifteenth is Friday 9 October.
    assert line.activity.percent == 25
    assert line.activity.remaining == 10 * D * 75 // 100
    [row] = selectors.counted_work(actor=desk.lead, zone_id=desk.zone, code=desk.code, on=date(2020, 9, 13))
    assert row.done is None
    [row] = selectors.counted_work(actor=desk.lead, zone_id=desk.zone, code=desk.code, on=date(2020, 9, 14))
    assert (row.done, row.source.report_id, row.source.revision) == (Decimal(25), None, 2)
    # A day more has gone by its evening: 25 in five days is five a day, 75 more take fifteen from the 15th.
    assert row.pace.own_rate == 5
    assert row.pace.forecast == date(2020, 10, 10)
