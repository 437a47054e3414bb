"""What reviewed reports say of activities is the plan's progress: typed once, the same on every page, taken back with the report."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from duban.exchange.kept_schedules import schedule_mspdi, schedule_sheet
from duban.projects import selectors, services
from duban.projects.models import Outlook, Report, Revision, Trial
from duban.projects.types import (
    ActivityDraft,
    ChangeActivity,
    ChangeDates,
    CountDraft,
    Counted,
    Schedule,
    WorkDraft,
)
from tests.projects.plans import EVENING, D, activity, day
from tests.projects.site import AT
from tests.projects.telling import ELEVENTH, FOURTH, edit, keep, page, plan, refused, week

pytestmark = pytest.mark.usefixtures("own_folder")


def test_a_reviewed_count_moves_the_bar_and_everything_that_is_reckoned_from_it(planned):
    report = planned.report(**week(ELEVENTH, 400))
    assert Revision.objects.count() == 1, "said and not reviewed"
    assert page(planned).waiting["7"].done == 400
    planned.move(report, "review", at=AT)
    furnaces = plan(planned)["7"]
    # A quarter of 1,600; it began, as far as anybody said, on the day it was first counted; fifteen days remain.
    assert (furnaces.percent, furnaces.actual_start, furnaces.remaining) == (25, day(9, 11), 15 * D)
    assert (furnaces.quantity.done, furnaces.told.report, furnaces.told.on) == (400, report, ELEVENTH)
    shown = page(planned)
    assert shown.schedule.data_date == date(2020, 9, 12), "what is ahead is ahead of the next morning"
    assert shown.waiting == {}
    assert (shown.sources["7"].report_id, shown.sources["7"].on) == (report, ELEVENTH)
    lines = {line.activity.id: line for line in shown.lines}
    # Fifteen working days from Monday 14 September: five, five (to the 25th), 27, 28 to 30, and 9 October.
    assert lines["7"].finish == day(10, 9, EVENING)
    # 10, 12 to 15 October follow.
    assert lines["8"].finish == day(10, 15, EVENING)
    assert shown.standing.finish == day(10, 15, EVENING)
    assert Outlook.objects.get().finish == day(10, 15, EVENING)
    # Weights 20, 5 and 10 days: a quarter of the twenty is 5 of 35.
    assert shown.progressed.actual == Decimal("14.2857")
    board = selectors.last_start_board(
        actor=planned.lead, zone_id=planned.zone, on=date(2020, 10, 30), code=planned.project.code
    )
    assert [row.activity_id for row in board.rows] == ["9", "8"], "what has begun need not begin"


def test_every_way_out_says_the_same(planned):
    planned.reviewed(**week(ELEVENTH, 400))
    reach = {"actor": planned.lead, "zone_id": planned.zone, "code": planned.project.code}
    found = selectors.computed_schedule(**reach)
    one = next(a for a in found.plan.network.activities if a.id == "7")
    assert (one.remaining, one.actual_start) == (15 * D, day(9, 11))
    assert b"<RemainingDuration>PT120H0M0S</RemainingDuration>" in schedule_mspdi(**reach)
    import openpyxl

    with schedule_sheet(**reach) as made:
        row = list(openpyxl.load_workbook(made).active.iter_rows(values_only=True))[-3]
    assert row[1] == "单晶炉安装"
    assert "15工作日" in row
    services.ask_chances(actor=planned.lead, zone_id=planned.zone, project_id=planned.project.pk, at=AT)
    assert Trial.objects.get().revision.number == 2
    chances = selectors.chances_of(**reach, on=AT.date())
    assert chances.revision == 2
    slip, pushed, unbegun = selectors.slippage(**reach, since=1)
    assert (slip.id, slip.revision, slip.reason) == ("7", 2, "进度周报（数据截至 2020-09-11）审核通过")
    assert (pushed.id, pushed.direct, unbegun.id, unbegun.direct) == ("8", (), "9", ())


def test_sent_back_the_count_and_its_data_date_are_gone_and_the_typed_share_stands_again(planned):
    begun = {"actual_start": day(9, 1), "percent": 30}
    edit(planned, 1, ChangeDates({"data_date": date(2020, 9, 8)}), ChangeActivity("7", begun))
    report = planned.reviewed(**week(ELEVENTH, 400))
    furnaces = plan(planned)["7"]
    # Somebody typed that it began on the 1st: a first count on the 11th says nothing against that.
    assert (furnaces.percent, furnaces.actual_start) == (25, day(9, 1))
    assert furnaces.told.own.percent == 30
    planned.move(report, "send_back", reason="数错了", at=AT)
    shown = page(planned)
    furnaces = plan(planned)["7"]
    assert (furnaces.percent, furnaces.actual_start, furnaces.told) == (30, day(9, 1), None)
    assert furnaces.remaining == 14 * D
    assert furnaces.quantity.done == 0
    assert (shown.schedule.data_date, shown.schedule.told_to) == (date(2020, 9, 8), None)
    assert shown.revision.number == 4
    # Revisions are never changed: the third is still what was known then.
    assert page(planned, 3).schedule.activities[0].percent == 25
    assert (shown.revision.report_id, shown.revision.reason) == (
        report, "进度周报（数据截至 2020-09-11）退回",
    )  # fmt: skip


def test_the_word_of_the_later_day_holds_whenever_it_is_reviewed(planned):
    late = planned.report(**week(ELEVENTH, 800))
    early = planned.report(**week(FOURTH, 320, at=AT))
    planned.move(late, "review", at=AT)
    planned.move(early, "review", at=AT)
    furnaces = plan(planned)["7"]
    assert (furnaces.percent, furnaces.told.report) == (50, late)
    assert furnaces.actual_start == day(9, 4), "it was counted a week before"
    planned.move(late, "send_back", reason="数错了", at=AT)
    assert (plan(planned)["7"].percent, plan(planned)["7"].told.report) == (20, early)
    assert page(planned).schedule.data_date == date(2020, 9, 5)


def test_it_is_finished_when_the_whole_stands_and_opened_by_a_smaller_count_with_a_reason(planned):
    planned.reviewed(**week(ELEVENTH, 1600))
    furnaces = plan(planned)["7"]
    assert (furnaces.percent, furnaces.actual_finish, furnaces.remaining) == (100, day(9, 11, EVENING), 0)
    eighteenth = date(2020, 9, 18)
    later = week(eighteenth, 1590)
    refused(lambda: planned.report(**later), "projects.count_going_back")
    planned.reviewed(**later, remark="复核时发现十台未通过验收")
    furnaces = plan(planned)["7"]
    # 1,590 of 1,600 are 99.375 per cent: a hundred is only the whole.
    assert (furnaces.percent, furnaces.actual_finish, furnaces.remaining) == (99, None, 20 * D // 100)


def test_more_than_the_whole_needs_a_reason(planned):
    over = week(ELEVENTH, 1601)
    refused(lambda: planned.report(**over), "projects.count_over")
    planned.reviewed(**over, remark="增加一台备用")
    assert plan(planned)["7"].percent == 100


def test_a_person_may_say_another_day_it_began(planned):
    second = date(2020, 9, 2)
    planned.reviewed(**week(ELEVENTH, 400, activities=(ActivityDraft("7", started=second),)))
    furnaces = plan(planned)["7"]
    assert (furnaces.actual_start, furnaces.percent) == (day(9, 2), 25)
    [row] = planned.page().works
    # 400 in the eight working days from the 2nd to the 11th.
    assert row.pace.own_rate == 50


def test_what_is_not_counted_begins_goes_on_and_ends_by_reports(planned):
    planned.reviewed(**week(FOURTH, activities=(ActivityDraft("9", started=date(2020, 9, 3)),)))
    paint = plan(planned)["9"]
    assert (paint.actual_start, paint.percent, paint.remaining) == (day(9, 3), 0, 10 * D)
    planned.reviewed(**week(ELEVENTH, activities=(ActivityDraft("9", percent=60),)))
    paint = plan(planned)["9"]
    assert (paint.actual_start, paint.percent, paint.remaining) == (day(9, 3), 60, 4 * D)
    fifteenth = date(2020, 9, 15)
    planned.reviewed(activities=(ActivityDraft("9", finished=fifteenth),))
    paint = plan(planned)["9"]
    assert (paint.percent, paint.actual_finish, paint.remaining) == (100, day(9, 15, EVENING), 0)
    [told] = planned.page().reports[0].activities
    assert (told.name, told.finished) == ("粉刷", fifteenth)


def test_refusals_of_days_and_shares_come_all_at_once(planned):
    said = (
        ActivityDraft("9", started=ELEVENTH, finished=FOURTH),
        ActivityDraft("8", started=ELEVENTH + timedelta(days=1), percent=101),
        ActivityDraft("7", percent=30, finished=ELEVENTH),
        ActivityDraft("x", percent=1),
    )
    refused(
        lambda: planned.report(**week(ELEVENTH, activities=said)),
        "projects.told_finish_before_start", "projects.told_ahead", "projects.percent",
        "projects.counted_by_quantity", "projects.finish_without_start",
        "projects.finished_not_counted", "projects.no_activity",
    )  # fmt: skip
    ended = (ActivityDraft("9", started=FOURTH, percent=80, finished=ELEVENTH),)
    refused(lambda: planned.report(**week(ELEVENTH, activities=ended)), "projects.finished_not_whole")
    planned.reviewed(**week(FOURTH, 100, activities=(ActivityDraft("9", percent=60),)))
    later = (ActivityDraft("9", percent=50), ActivityDraft("7", started=ELEVENTH))
    refused(
        lambda: planned.report(**week(ELEVENTH, activities=later)),
        "projects.share_going_back", "projects.started_after_work",
    )  # fmt: skip


def test_what_reports_say_is_not_typed_in_the_plan_and_the_rest_is(planned):
    planned.reviewed(**week(ELEVENTH, 400))
    for values in ({"percent": 50}, {"remaining": 3 * D}, {"actual_finish": day(9, 11, EVENING)}):
        refused(
            lambda values=values: edit(planned, 2, ChangeActivity("7", values)), "projects.told_in_reports"
        )
    refused(
        lambda: services.report_activities(
            actor=planned.lead, zone_id=planned.zone, project_id=planned.project.pk, base=2,
            changes={"7": {"percent": 50}}, data_date=date(2020, 9, 12), reason="", at=AT,
        ),
        "projects.told_in_reports",
    )  # fmt: skip
    # A form repeats what it was shown; that alone is no change.
    refused(
        lambda: edit(planned, 2, ChangeDates({"data_date": date(2020, 9, 12)})), "projects.nothing_changed"
    )
    edit(planned, 2, ChangeActivity("7", {"duration": 40 * D}), ChangeDates({"data_date": date(2020, 9, 12)}))
    assert (plan(planned)["7"].percent, plan(planned)["7"].remaining) == (25, 30 * D)
    begun = {"actual_start": day(9, 9), "percent": 50}
    edit(planned, 3, ChangeActivity("9", begun), ChangeDates({"data_date": date(2020, 9, 12)}))
    assert (plan(planned)["9"].percent, plan(planned)["9"].told) == (50, None)
    reach = {"actor": planned.lead, "zone_id": planned.zone, "code": planned.project.code}
    tried = selectors.what_if(**reach, base=4, edits=[ChangeActivity("7", {"duration": 20 * D})])
    assert next(a for a in tried.schedule.activities if a.id == "7").remaining == 15 * D


def test_restored_or_brought_in_anew_the_plan_still_says_what_reports_say(planned):
    planned.reviewed(**week(ELEVENTH, 400))
    services.restore_revision(
        actor=planned.lead, zone_id=planned.zone, project_id=planned.project.pk, base=2, number=1,
        reason="", at=AT,
    )  # fmt: skip
    assert plan(planned)["7"].percent == 25
    keep(
        planned,
        Schedule(date(2020, 9, 1), (activity("7", 10, quantity=Counted(Decimal(800), unit="台")),)),
        3,
    )
    assert (plan(planned)["7"].percent, plan(planned)["7"].remaining) == (50, 5 * D)


def test_silence_is_neither_idleness_nor_progress(planned):
    planned.reviewed(**week(FOURTH, activities=(ActivityDraft("9", started=date(2020, 9, 1), percent=40),)))
    lines = {line.activity.id: line for line in page(planned).lines}
    # Six of ten days remain from Monday the 7th.
    assert lines["9"].finish == day(9, 14, EVENING)
    planned.reviewed(**week(ELEVENTH, 400))
    lines = {line.activity.id: line for line in page(planned).lines}
    assert lines["9"].activity.percent == 40, "nobody said more"
    assert lines["9"].finish == day(9, 14, EVENING), "and nobody said it stands still"


def test_work_put_under_an_activity_brings_its_counts(planned):
    work = services.set_work(
        actor=planned.lead, zone_id=planned.zone, project_id=planned.project.pk,
        draft=WorkDraft("单晶炉", "台"), at=AT,
    )  # fmt: skip
    planned.reviewed(**week(ELEVENTH, counts=(CountDraft(work, Decimal(400)),)))
    assert Revision.objects.count() == 1
    services.set_work(
        actor=planned.lead, zone_id=planned.zone, project_id=planned.project.pk,
        draft=WorkDraft("单晶炉", "台", activity="7"), at=AT,
    )  # fmt: skip
    assert plan(planned)["7"].percent == 25
    assert Revision.objects.get(number=2).report is None


def test_a_count_in_another_unit_says_nothing_of_the_share(planned):
    planned.reviewed(**week(ELEVENTH, 400))
    edit(planned, 2, ChangeActivity("7", {"quantity": Counted(Decimal(1600), Decimal(400), "套")}))
    assert (plan(planned)["7"].percent, plan(planned)["7"].told) == (0, None)


def test_the_projects_percentage_left_empty_is_the_plans(planned):
    report = planned.report(**week(ELEVENTH, 400, percent=None))
    assert planned.page().percent is None
    planned.move(report, "review", at=AT)
    shown = planned.page()
    # 14.2857 per cent of the plan are earned.
    assert (shown.percent, shown.is_by_plan, shown.reports[0].is_by_plan) == (14, True, True)
    row = selectors.lamps_of(
        actor=planned.keeper, zone_id=planned.zone, code=planned.project.code, on=AT.date()
    )
    assert row.percent == 14
    later = planned.report(percent=60)
    planned.move(later, "review", at=AT)
    shown = planned.page()
    assert (shown.percent, shown.is_by_plan, shown.earned) == (60, False, Decimal("14.2857")), "both are said"
    planned.move(report, "send_back", reason="数错了", at=AT)
    assert (Report.objects.get(pk=report).percent, Report.objects.get(pk=report).by_plan) == (None, False)
    refused(lambda: planned.report(**week(FOURTH, percent=None, at=AT)), "core.required")


def test_an_illustrative_plan_gives_no_real_project_a_percentage(site):
    schedule = Schedule(date(2020, 9, 1), (activity("7", 20, quantity=Counted(Decimal(1600), unit="台")),))
    services.keep_schedule(
        actor=site.lead, zone_id=site.zone, project_id=site.project.pk, schedule=schedule, base=0,
        reason="", at=AT, is_sample=True,
    )  # fmt: skip
    refused(lambda: site.report(**week(ELEVENTH, 400, percent=None)), "core.required")
    site.reviewed(**week(ELEVENTH, 400, percent=None, source="某报"))
    assert site.page().percent is None
    assert Revision.objects.get(number=2).is_sample


def test_the_form_offers_what_is_under_way_first_then_what_is_due(planned):
    planned.reviewed(**week(FOURTH, activities=(ActivityDraft("9", started=date(2020, 9, 1)),)))
    form = selectors.report_form(
        actor=planned.firm, zone_id=planned.zone, code=planned.project.code, on=ELEVENTH,
        kind="weekly", end=ELEVENTH,
    )  # fmt: skip
    # Trying out is to begin after the furnaces, in October: not yet due.
    assert [(a.id, a.turn.value) for a in form.activities] == [
        ("9", "under_way"), ("7", "due"), ("8", "later"),
    ]  # fmt: skip


def test_what_begins_within_the_time_reported_is_soon_and_not_late(planned):
    """On 11 September the monthly report up to the 30th is asked for: trying out begins on the 28th, painting should have begun."""
    form = selectors.report_form(
        actor=planned.firm, zone_id=planned.zone, code=planned.project.code, on=ELEVENTH,
        kind="monthly", end=date(2020, 9, 30),
    )  # fmt: skip
    assert {a.id: a.turn.value for a in form.activities} == {"7": "due", "9": "due", "8": "soon"}


def test_the_overview_has_the_newest_words_with_or_without_a_percentage(planned):
    def newest(on):
        asked = {"actor": planned.firm, "zone_id": planned.zone, "code": planned.project.code}
        return selectors.newest_word(**asked, on=on)

    assert newest(ELEVENTH) is None
    planned.reviewed(**week(FOURTH, percent=40, image="基础完成"))
    planned.report(**week(ELEVENTH, percent=50, image="还没审核"))
    assert (newest(ELEVENTH).image, newest(ELEVENTH).on) == ("基础完成", FOURTH)
    planned.reviewed(**week(date(2020, 9, 18), percent=None, image="主体封顶", source="某报"))
    assert newest(date(2020, 9, 18)).image == "主体封顶"
    assert newest(ELEVENTH).image == "基础完成"
