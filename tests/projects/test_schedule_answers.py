"""What is asked of kept schedules: last starts, crashes, calendars, templates, pace, chances."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from duban.core.errors import Conflict, Forbidden, Invalid
from duban.engine.schedule import CLOCK, DAY, Bound, moment
from duban.notices.models import Notice
from duban.orgs.models import Post, Unit
from duban.projects import selectors, services
from duban.projects.models import Outlook, Project, Trial
from duban.projects.types import (
    SITE,
    CalendarSpan,
    ChangeActivity,
    ChangeDates,
    PlannedLink,
    RevisionKind,
    Schedule,
    TemplateKind,
)
from tests.projects.desk import AT, Desk
from tests.projects.plans import EVENING, D, activity, day


@pytest.fixture
def desk(yinchuan, person):
    return Desk(yinchuan, person)


def board(desk, on, **more):
    return selectors.last_start_board(actor=desk.director, zone_id=desk.zone, on=on, **more)


def test_today_s_last_starts_and_who_is_late(desk):
    # Counted back from Wednesday 30 September: 3 begins on the 29th, 2 on the 22nd, 1 on Wednesday the 9th.
    assert board(desk, date(2020, 9, 8)).rows == ()
    [row] = board(desk, date(2020, 9, 9)).rows
    assert (row.activity.name, row.project_code, row.days_left) == ("任务1", desk.code, Decimal(0))
    assert (moment(row.latest).date(), row.responsible) == (date(2020, 9, 9), desk.lead.name)
    assert row.unit == "建设环保局"
    assert board(desk, date(2020, 9, 9)).late == ()
    # On the 14th it has still not begun: three working days too late. 1 takes until the 25th, 2 the 27th to 30th and,
    # after the holiday, 9 October; 3 Saturday the 10th, worked, and Monday the 12th: three working days after the 30th.
    found = board(desk, date(2020, 9, 14))
    assert [(r.activity.name, r.days_left) for r in found.rows] == [("任务1", Decimal(-3))]
    [late] = found.late
    assert (late.late_by, moment(late.finish).date()) == (Decimal(3), date(2020, 10, 12))
    assert [s.name for s in late.chain] == ["任务1", "任务2", "任务3"]
    within = board(desk, date(2020, 9, 9), within=14)
    assert [r.activity.name for r in within.rows] == ["任务1", "任务2"]
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


@pytest.fixture
def more(desk):
    """A second project of the same head, and one that is over before the 27th."""
    unit, post = Unit.objects.get(code="construction").pk, Post.objects.get(code="construction-head").pk
    plans = {
        "second": Schedule(date(2020, 9, 21), (activity("1", 7),), deadline=date(2020, 9, 28)),
        "early": Schedule(date(2020, 9, 7), (activity("1", 5),), deadline=date(2020, 9, 30)),
    }
    for code, plan in plans.items():
        made = desk.register(code, unit, post)
        services.keep_schedule(
            actor=desk.lead, zone_id=desk.zone, project_id=Project.objects.get(code=made).pk,
            schedule=plan, base=0, reason="", at=AT,
        )  # fmt: skip


OFF = {"day": date(2020, 9, 27), "is_workday": False}


def test_what_a_correction_would_do_is_asked_first(desk, more, operator, person):
    # Without Sunday the 27th, 3 ends on Tuesday the 29th; the second's seven days from the 21st end on the 29th, not on
    # the 28th, its deadline; one working day each. The third is done on the 11th; it only has a day less to spare.
    [found] = selectors.correction_effects(actor=operator, **OFF)
    assert (found.moved, found.later, found.most, found.newly_late) == (2, 2, Decimal(1), 1)
    moved = {e.code: (moment(e.before).date(), moment(e.after).date(), e.moved) for e in found.effects}
    assert moved["second"] == (date(2020, 9, 28), date(2020, 9, 29), Decimal(1))
    assert moved[desk.code] == (date(2020, 9, 28), date(2020, 9, 29), Decimal(1))
    # The administrator learns how many, not which; whoever does not keep the calendar learns nothing.
    system = person("xitong")
    [counted] = selectors.correction_effects(actor=system, **OFF)
    assert (counted.moved, counted.newly_late, counted.effects) == (2, 1, ())
    with pytest.raises(Forbidden):
        selectors.correction_effects(actor=desk.keeper, **OFF)
    assert selectors.correction_effects(actor=system, day=date(2020, 9, 27), is_workday=True) == []
    assert Notice.objects.count() == 0


def test_a_correction_is_followed_at_once_and_each_is_told_once(desk, more, operator, person):
    system = person("xitong")
    with pytest.raises(Forbidden):
        services.correct_working_day(actor=desk.keeper, **OFF, name="x", source="y", at=AT)
    told = {"name": "不调休", "source": "通知", "at": AT}
    assert services.correct_working_day(actor=system, **OFF, **told) == 2
    [notice] = Notice.objects.all()
    assert (notice.user_id, notice.args[:2], notice.args[3:]) == (
        desk.lead.user_id,
        ["2020-09-27 不调休", "2"],
        ["1", "@later"],
    )
    assert {o.finish for o in Outlook.objects.all()} >= {day(9, 29, EVENING)}
    assert services.follow_calendars(actor=operator, at=AT) == 0
    # Put back, they come forward again, and that is told too.
    back = {"day": date(2020, 9, 27), "is_workday": True} | told | {"at": AT + timedelta(minutes=1)}
    assert services.correct_working_day(actor=system, **back) == 2
    assert sorted(n.args[4] for n in Notice.objects.all()) == ["@earlier", "@later"]


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
    assert selectors.chances_of(**asked, code=desk.code, on=AT.date()) is None
    assert services.ask_chances(**asked, project_id=desk.id, at=AT) is True
    found = selectors.chances_of(**asked, code=desk.code, on=AT.date())
    assert (found.revision, found.trials) == (1, 5000)
    assert 0 < found.probability < 1
    assert found.curve[-1][1] == 1
    assert [s for _, s in found.curve] == sorted(s for _, s in found.curve)
    assert {w.criticality for w in found.weights} == {Decimal(1)}
    # Asked again it is the same; a new revision has none yet.
    services.ask_chances(**asked, project_id=desk.id, at=AT)
    assert Trial.objects.count() == 1
    desk.edit(1, ChangeActivity("1", {"duration": 9 * D}))
    assert selectors.chances_of(**asked, code=desk.code, on=AT.date()) is None


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
