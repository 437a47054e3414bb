"""Kept schedules, through the doors: revisions, who may, what if, baselines, slips, last starts, calendars."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from duban.audit.models import Entry
from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.core.sentences import sentence
from duban.engine.schedule import CLOCK, DAY, Bound, moment
from duban.notices.models import Notice
from duban.orgs.models import Post, Unit
from duban.projects import selectors, services
from duban.projects.models import Baseline, Outlook, Project, Revision, Trial
from duban.projects.types import (
    SITE,
    AddActivity,
    CalendarSpan,
    ChangeActivity,
    ChangeDates,
    Counted,
    DropActivity,
    LinkTo,
    MoveActivity,
    Ownership,
    PlannedLink,
    ProjectDraft,
    Regime,
    RevisionKind,
    Schedule,
    SpanScope,
    TemplateKind,
)
from tests.projects.plans import EVENING, D, activity, day, three

AT = datetime(2026, 1, 7, 2, tzinfo=UTC)


@pytest.fixture
def desk(yinchuan, person):
    """A project of the construction bureau with the schedule of ``three``, kept by its head."""
    return Desk(yinchuan, person)


class Desk:
    def __init__(self, zone, person):
        self.zone, self.person = zone, person
        self.lead = person("jianhuan")
        self.keeper = person("ducha")
        self.director = person("zhuren")
        unit = Unit.objects.get(code="construction").pk
        post = Post.objects.get(code="construction-head").pk
        self.code = self.register("schedule-test", unit, post)
        self.id = Project.objects.get(code=self.code).pk
        self.keep(three())

    def register(self, code, unit, post):
        draft = ProjectDraft(
            f"项目{code}", Ownership.GOVERNMENT, Regime.APPROVAL, code=code, lead_id=unit, head_id=post
        )
        return services.register_project(actor=self.keeper, zone_id=self.zone, draft=draft, at=AT)

    def keep(self, schedule, base=0, actor=None, **more):
        return services.keep_schedule(
            actor=actor or self.lead,
            zone_id=self.zone,
            project_id=self.id,
            schedule=schedule,
            base=base,
            reason="",
            at=AT,
            **more,
        )

    def edit(self, base, *edits, actor=None, reason="调整"):
        return services.edit_schedule(
            actor=actor or self.lead,
            zone_id=self.zone,
            project_id=self.id,
            base=base,
            edits=edits,
            reason=reason,
            at=AT,
        )

    def page(self, **more):
        return selectors.schedule_page(actor=self.lead, zone_id=self.zone, code=self.code, **more)

    def dates(self, **more):
        return {x.activity.id: (x.start, x.finish) for x in self.page(**more).lines}

    def propose(self, number, name="原定计划"):
        return services.propose_baseline(
            actor=self.lead,
            zone_id=self.zone,
            project_id=self.id,
            number=number,
            name=name,
            reason="年初审定",
            at=AT,
        )

    def move(self, baseline, edge, actor, answer=""):
        services.move_baseline(
            actor=actor,
            zone_id=self.zone,
            project_id=self.id,
            baseline_id=baseline,
            edge=edge,
            at=AT,
            answer=answer,
        )

    def approved(self, number, name="原定计划"):
        made = self.propose(number, name)
        self.move(made, "approve_baseline", self.director)
        return made


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
    assert (effect.newly_critical, effect.no_longer_critical) == (("任务2",), ("任务1",))
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
    assert moment(line.forecast).date() == date(2020, 10, 9)


def board(desk, on, **more):
    return selectors.last_start_board(actor=desk.director, zone_id=desk.zone, on=on, **more)


def test_today_s_last_starts_and_who_is_late(desk):
    # Counted back from Wednesday 30 September: 3 begins on the 29th, 2 on the 22nd, 1 on Wednesday the 9th.
    assert board(desk, date(2020, 9, 8)).rows == ()
    [row] = board(desk, date(2020, 9, 9)).rows
    assert (row.activity, row.project_code, row.days_left) == ("任务1", desk.code, Decimal(0))
    assert (moment(row.latest).date(), row.responsible) == (date(2020, 9, 9), desk.lead.name)
    assert row.unit == "建设环保局"
    assert board(desk, date(2020, 9, 9)).late == ()
    # On the 14th it has still not begun: three working days too late. 1 takes until the 25th, 2 the 27th to 30th and,
    # after the holiday, 9 October; 3 Saturday the 10th, worked, and Monday the 12th: three working days after the 30th.
    found = board(desk, date(2020, 9, 14))
    assert [(r.activity, r.days_left) for r in found.rows] == [("任务1", Decimal(-3))]
    [late] = found.late
    assert (late.late_by, moment(late.finish).date()) == (Decimal(3), date(2020, 10, 12))
    assert [s.name for s in late.chain] == ["任务1", "任务2", "任务3"]
    within = board(desk, date(2020, 9, 9), within=14)
    assert [r.activity for r in within.rows] == ["任务1", "任务2"]
    assert (within.schedules, within.without) == (1, 0)


def test_what_has_begun_is_no_last_start_and_suspended_projects_are_not_asked(desk):
    desk.edit(
        1,
        ChangeDates({"data_date": date(2020, 9, 9)}),
        ChangeActivity("1", {"actual_start": day(9, 9)}),
    )
    assert board(desk, date(2020, 9, 9)).rows == ()
    project = Project.objects.get(pk=desk.id)
    services.move_project(
        actor=desk.keeper,
        zone_id=desk.zone,
        project_id=desk.id,
        edge="suspend",
        version=project.version,
        reason="停工",
        at=AT,
    )
    assert board(desk, date(2020, 12, 31)).late == ()


def test_crashing_buys_what_other_chains_leave(desk):
    desk.keep(
        Schedule(
            date(2020, 9, 7),
            (activity("1", 10), activity("2", 8), activity("3", 2)),
            (PlannedLink("1", "3"), PlannedLink("2", "3")),
            deadline=date(2020, 9, 18),
        ),
        base=1,
    )
    found = selectors.crashes(actor=desk.lead, zone_id=desk.zone, code=desk.code, on=date(2020, 9, 7))
    # 3 gives its two days; 1 only two of its ten: then 2 decides.
    assert [(c.id, c.first_day, c.at_most) for c in found] == [
        ("1", Decimal(1), Decimal(2)),
        ("3", Decimal(1), Decimal(2)),
    ]


def test_a_winter_shutdown_moves_site_work_previewed_first_and_tells_each_person_once(desk, person):
    other = desk.register(
        "second", Unit.objects.get(code="construction").pk, Post.objects.get(code="construction-head").pk
    )
    services.keep_schedule(
        actor=desk.lead,
        zone_id=desk.zone,
        project_id=Project.objects.get(code=other).pk,
        schedule=Schedule(
            date(2020, 11, 2), (activity("1", 20, calendar=SITE),), deadline=date(2020, 12, 31)
        ),
        base=0,
        reason="",
        at=AT,
    )
    desk.keep(
        Schedule(date(2020, 11, 9), (activity("1", 10, calendar=SITE),), deadline=date(2020, 12, 31)), base=1
    )
    span = CalendarSpan(date(2020, 11, 15), date(2021, 3, 15), name="2020—2021 年冬歇期")
    asked = {"actor": desk.keeper, "zone_id": desk.zone}
    effects = selectors.calendar_effects(**asked, add=span)
    # Ten days from 9 November: five until the 13th, the other five from Tuesday 16 March to the 22nd.
    mine = next(e for e in effects if e.code == desk.code)
    assert (moment(mine.before).date(), moment(mine.after).date()) == (date(2020, 11, 20), date(2021, 3, 22))
    assert mine.late_before < 0 < mine.late_after
    assert {e.code for e in effects} == {desk.code, other}
    assert Notice.objects.count() == 0
    made = services.add_span(**asked, span=span, source="区建设局通知", at=AT)
    assert moment(desk.page().standing.finish).date() == date(2021, 3, 22)
    [notice] = Notice.objects.all()
    assert (notice.user_id, notice.args[:2]) == (desk.lead.user_id, ["2020—2021 年冬歇期", "2"])
    assert {o.finish for o in Outlook.objects.all()} >= {desk.page().standing.finish}
    [kept] = selectors.list_spans(**asked)
    assert (kept.span, kept.source) == (span, "区建设局通知")
    services.withdraw_span(**asked, span_id=made, at=AT)
    assert moment(desk.page().standing.finish).date() == date(2020, 11, 20)
    with pytest.raises(Forbidden):
        services.add_span(actor=desk.lead, zone_id=desk.zone, span=span, source="x", at=AT)


def test_a_corrected_day_is_never_read_stale_and_is_followed(desk, operator):
    from duban.orgs.services import correct_day

    assert desk.dates()["3"] == (day(9, 27), day(9, 28, EVENING))
    assert board(desk, date(2020, 9, 9)).rows
    correct_day(actor=operator, day=date(2020, 9, 27), is_workday=False, name="", source="更正", at=AT)
    assert desk.dates()["3"] == (day(9, 28), day(9, 29, EVENING))
    # Counted back from the 30th without Sunday the 27th: 1 must begin a working day earlier, on the 8th.
    [row] = board(desk, date(2020, 9, 8)).rows
    assert moment(row.latest).date() == date(2020, 9, 8)
    assert services.follow_calendars(actor=operator, at=AT) == 1
    assert [n.args[1] for n in Notice.objects.all()] == ["1"]
    assert services.follow_calendars(actor=operator, at=AT) == 0
    assert services.follow_calendar(actor=desk.keeper, zone_id=desk.zone, name="更正", at=AT) == 0


def test_templates_are_the_zone_s_to_change_and_begin_schedules(desk):
    asked = {"actor": desk.keeper, "zone_id": desk.zone}
    assert services.adopt_default_templates(**asked, at=AT) == 4
    assert services.adopt_default_templates(**asked, at=AT) == 0
    rows = selectors.list_templates(**asked)
    assert {r.kind for r in rows} == {
        TemplateKind.FACTORY,
        TemplateKind.ROAD,
        TemplateKind.PARK,
        TemplateKind.RENOVATION,
    }
    assert all(r.is_sample and r.name.startswith("示例") and r.days > 20 for r in rows)
    road = next(r for r in rows if r.kind is TemplateKind.ROAD)
    number = services.begin_from_template(
        actor=desk.lead,
        zone_id=desk.zone,
        project_id=desk.id,
        template_id=road.id,
        start=date(2020, 4, 1),
        deadline=date(2020, 9, 30),
        base=1,
        at=AT,
    )
    page = desk.page()
    assert (number, page.revision.kind, page.revision.is_sample) == (2, RevisionKind.TEMPLATE, True)
    assert page.schedule.start == date(2020, 4, 1)
    assert page.lines[0].start == day(4, 1)
    # The zone's own: begun from a schedule, its days and progress left out.
    desk.edit(
        2,
        ChangeDates({"data_date": date(2020, 4, 8)}),
        ChangeActivity("t1", {"actual_start": day(4, 1), "percent": 20}),
    )
    changed = selectors.current_schedule(actor=desk.lead, zone_id=desk.zone, code=desk.code)[1]
    services.keep_template(**asked, kind=TemplateKind.ROAD, name="本区道路", schedule=changed, at=AT)
    mine = next(r for r in selectors.list_templates(**asked) if r.name == "本区道路")
    kept = selectors.template_schedule(**asked, template_id=mine.id)
    assert all(a.actual_start is None and a.percent == 0 for a in kept.activities)
    with pytest.raises(Invalid, match="template_taken"):
        services.keep_template(**asked, kind=TemplateKind.ROAD, name="本区道路", schedule=changed, at=AT)
    with pytest.raises(Conflict):
        services.remove_template(**asked, template_id=mine.id, version=5, at=AT)
    services.remove_template(**asked, template_id=mine.id, version=0, at=AT)


def test_twelve_shares_of_a_year_for_its_pace(desk):
    desk.keep(
        Schedule(
            date(2020, 8, 3),
            (
                activity("1", 42),
                activity("2", 1, bound=Bound.START_NO_EARLIER, bound_at=day(1, 4, year=2021)),
            ),
        ),
        base=1,
    )
    shares = selectors.month_shares(actor=desk.lead, zone_id=desk.zone, code=desk.code, year=2020)
    # 42 working days from 3 August: 21 in August, 21 of September's 23 (the 27th worked). 2021's day is left out.
    assert shares[:7] == (0,) * 7
    assert shares[7:] == (Decimal("50.00"), *(Decimal("100.00"),) * 4)


def test_the_chance_of_finishing_is_kept_by_revision_and_calendar(desk):
    asked = {"actor": desk.lead, "zone_id": desk.zone}
    assert selectors.chances_of(**asked, code=desk.code) is None
    assert services.ask_chances(**asked, project_id=desk.id, at=AT) is True
    found = selectors.chances_of(**asked, code=desk.code)
    assert (found.revision, found.trials) == (1, 5000)
    assert 0 < found.probability < 1
    assert found.curve[-1][1] == 1
    assert [s for _, s in found.curve] == sorted(s for _, s in found.curve)
    assert {w.criticality for w in found.weights} == {Decimal(1)}
    # Asked again it is the same; a new revision has none yet.
    services.ask_chances(**asked, project_id=desk.id, at=AT)
    assert Trial.objects.count() == 1
    desk.edit(1, ChangeActivity("1", {"duration": 9 * D}))
    assert selectors.chances_of(**asked, code=desk.code) is None


def test_calendar_days_by_the_clock(desk):
    desk.keep(
        Schedule(
            date(2020, 9, 7),
            (activity("1", 5), PlannedTask("2"), activity("3", 1)),
            (PlannedLink("1", "2"), PlannedLink("2", "3", lag=7 * DAY, by_clock=True)),
        ),
        base=1,
    )
    # Five days to Friday 11; ten calendar days to Monday 21 at 17:00; seven more to the 28th 17:00: the next day.
    assert desk.dates()["2"] == (day(9, 11, EVENING), day(9, 21, EVENING))
    assert desk.dates()["3"] == (day(9, 29), day(9, 29, EVENING))


def PlannedTask(key):  # noqa: N802 - reads as a value
    from dataclasses import replace

    return replace(activity(key, 0, "养护"), duration=10 * DAY, calendar=CLOCK)
