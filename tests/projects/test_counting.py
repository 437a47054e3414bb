"""Counted work is typed once: reports count the schedule's activities, and the schedule reads what reports say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from duban.core import clock
from duban.core.errors import Forbidden, Invalid
from duban.engine.kernel import shown
from duban.projects import selectors, services
from duban.projects.models import Count, CountedWork, Revision
from duban.projects.types import (
    ChangeActivity,
    ChangeDates,
    CountDraft,
    Counted,
    DropActivity,
    ReportKind,
    Schedule,
    WorkDraft,
)
from tests.projects.plans import activity, day
from tests.projects.site import AT

pytestmark = pytest.mark.usefixtures("own_folder")

WEEK = {
    "kind": ReportKind.WEEKLY,
    "end": date(2020, 9, 11),
    "at": datetime(2020, 9, 11, 8, tzinfo=UTC),
    "percent": 50,
}


@pytest.fixture
def planned(site):
    """From Tuesday 1 September: twenty working days of furnaces, and something nobody counts."""
    furnaces = activity("7", 20, "单晶炉安装", quantity=Counted(Decimal(1600), unit="台"))
    schedule = Schedule(date(2020, 9, 1), (furnaces, activity("8", 5, "调试")), deadline=date(2020, 10, 30))
    services.keep_schedule(
        actor=site.lead,
        zone_id=site.zone,
        project_id=site.project.pk,
        schedule=schedule,
        base=0,
        reason="",
        at=AT,
    )
    return site


def works(site, on=date(2020, 9, 16), actor=None):
    return selectors.counted_work(
        actor=actor or site.keeper, zone_id=site.zone, code=site.project.code, on=on
    )


def set_work(site, **given):
    return services.set_work(
        actor=site.lead, zone_id=site.zone, project_id=site.project.pk, draft=WorkDraft(**given), at=AT
    )


def edit(site, base, *edits):
    return services.edit_schedule(
        actor=site.lead,
        zone_id=site.zone,
        project_id=site.project.pk,
        base=base,
        edits=edits,
        reason="改",
        at=AT,
    )


def test_the_schedules_quantities_wait_to_be_counted_with_unit_total_and_days(planned):
    [row] = works(planned)
    assert (row.id, row.name, row.unit, row.total, row.done, row.source) == (
        None, "单晶炉安装", "台", Decimal(1600), None, None,
    )  # fmt: skip
    # 1 to 25 September are nineteen working days; Sunday the 27th is worked and is the twentieth.
    assert (row.start, row.finish) == (date(2020, 9, 1), date(2020, 9, 27))
    assert (row.plan.activity, row.plan.revision, row.plan.baseline) == ("7", 1, "")
    # Twelve of twenty days are over by the evening of the 16th: 960 should stand.
    assert (row.pace.planned, row.pace.ahead) == (Decimal(960), Decimal(-960))
    form = selectors.report_form(
        actor=planned.firm, zone_id=planned.zone, code=planned.project.code, on=AT.date()
    )
    assert form.works == ()
    assert [(a.field, a.total, a.unit) for a in form.activities if a.is_counted] == [
        ("activity_7", 1600, "台")
    ]


def test_a_reviewed_count_is_what_the_schedule_knows(planned):
    report = planned.report(**WEEK, counts=(CountDraft(None, Decimal(900), activity="7"),))
    assert works(planned)[0].done is None, "nobody has reviewed it"
    planned.move(report, "review", at=WEEK["at"])
    [row] = works(planned)
    work = CountedWork.objects.get()
    assert (row.id, work.activity, work.name, work.unit, work.total) == (
        work.pk, "7", "单晶炉安装", "台", None,
    )  # fmt: skip
    assert (row.done, row.on, row.source.report_id, row.source.revision) == (
        Decimal(900), date(2020, 9, 11), report, None,
    )  # fmt: skip
    # 900 in nine days is a hundred a day; 700 more from the evening of the 16th take seven: 17, 18, 21 to 25.
    assert (row.pace.own_rate, row.pace.forecast) == (Decimal(100), date(2020, 9, 25))
    # Eight days are left to the 27th.
    assert row.pace.needed == Decimal("87.5")
    assert works(planned, on=date(2020, 9, 10))[0].done is None, "as of the day before it is not there"
    assert planned.page().works == works(planned), "both pages say the same"
    assert [(r.number, r.kind, r.report) for r in Revision.objects.order_by("number")] == [
        (1, "drawn", None), (2, "report", report),
    ]  # fmt: skip
    page = selectors.schedule_page(actor=planned.lead, zone_id=planned.zone, code=planned.project.code)
    assert page.schedule.activities[0].quantity == Counted(Decimal(1600), Decimal(900), "台")


def test_sent_back_the_count_is_gone_again(planned):
    report = planned.reviewed(**WEEK, counts=(CountDraft(None, Decimal(900), activity="7"),))
    planned.move(report, "send_back", reason="数错了", at=AT)
    assert (works(planned)[0].done, works(planned)[0].source) == (None, None)


def test_the_second_report_counts_the_same_work_however_it_names_it(planned):
    planned.reviewed(**WEEK, counts=(CountDraft(None, Decimal(900), activity="7"),))
    with pytest.raises(Invalid, match="count_going_back"):
        planned.report(counts=(CountDraft(None, Decimal(800), activity="7"),))
    planned.reviewed(counts=(CountDraft(None, Decimal(1100), activity="7"),))
    assert CountedWork.objects.count() == 1
    assert works(planned)[0].done == Decimal(1100)


def test_twice_in_one_report_or_unknown_is_refused(planned):
    work = set_work(planned, name="", unit="", activity="7")
    both = (CountDraft(work, Decimal(1)), CountDraft(None, Decimal(1), activity="7"))
    for counts in (both, (CountDraft(None, Decimal(1), activity="8"),), (CountDraft(None, Decimal(1)),)):
        with pytest.raises(Invalid) as refused:
            planned.report(counts=counts)
        assert [p.code for p in refused.value.problems] == ["projects.unknown_work"]


def test_work_that_was_counted_before_there_was_a_plan_is_put_under_its_activity(planned):
    work = set_work(planned, name="单晶炉", unit="台")
    planned.reviewed(**WEEK, counts=(CountDraft(work, Decimal(900)),))
    assert [(r.name, r.done) for r in works(planned)] == [("单晶炉", 900), ("单晶炉安装", None)]
    assert set_work(planned, name="单晶炉", unit="台", activity="7") == work
    [row] = works(planned)
    assert (row.name, row.plan.name, row.done, row.total) == ("单晶炉", "单晶炉安装", 900, 1600)


def test_what_does_not_fit_the_plan_is_told_at_once(planned):
    with pytest.raises(Invalid) as refused:
        set_work(planned, name="炉", unit="套", activity="7")
    assert [p.code for p in refused.value.problems] == ["projects.other_unit"]
    with pytest.raises(Invalid) as refused:
        set_work(planned, name="调试", unit="台", activity="8")
    assert [p.code for p in refused.value.problems] == ["projects.no_counted_activity"]
    set_work(planned, name="炉", unit="台", activity="7")
    set_work(planned, name="别的炉", unit="台")
    with pytest.raises(Invalid) as refused:
        set_work(planned, name="别的炉", unit="台", activity="7")
    assert [p.code for p in refused.value.problems] == ["projects.activity_counted"]


def test_what_the_plan_drops_or_counts_otherwise_is_still_counted(planned):
    planned.reviewed(**WEEK, counts=(CountDraft(None, Decimal(900), activity="7"),))
    edit(planned, 2, ChangeActivity("7", {"quantity": Counted(Decimal(1600), unit="套")}))
    [row] = works(planned)
    assert (row.done, row.unit, row.pace, row.problem.code) == (900, "台", None, "projects.other_unit")
    edit(planned, 3, DropActivity("7"))
    [row] = works(planned)
    assert (row.done, row.unit, row.plan, row.pace, row.problem) == (900, "台", None, None, None)


def test_what_reports_say_is_not_typed_in_the_schedule_again(planned):
    begun = {"quantity": Counted(Decimal(1600), Decimal(700), "台"), "actual_start": day(9, 1)}
    edit(planned, 1, ChangeDates({"data_date": date(2020, 9, 9)}), ChangeActivity("7", begun))
    planned.reviewed(**WEEK, counts=(CountDraft(None, Decimal(900), activity="7"),))
    with pytest.raises(Invalid, match="counted_in_reports"):
        edit(planned, 3, ChangeActivity("7", {"quantity": Counted(Decimal(1600), Decimal(950), "台")}))
    edit(planned, 3, ChangeActivity("7", {"quantity": Counted(Decimal(1500), Decimal(900), "台")}))
    [row] = works(planned)
    assert (row.total, row.done) == (1500, 900)


def test_another_total_of_what_reports_count_leaves_the_share_alone(planned):
    begun = {"actual_start": day(9, 1), "percent": 55}
    edit(planned, 1, ChangeDates({"data_date": date(2020, 9, 12)}), ChangeActivity("7", begun))
    edit(planned, 2, ChangeActivity("7", {"quantity": Counted(Decimal(1500), unit="台")}))
    page = selectors.schedule_page(actor=planned.lead, zone_id=planned.zone, code=planned.project.code)
    assert page.schedule.activities[0].percent == 55


def test_days_are_the_approved_baselines_and_the_rate_is_from_the_real_start(planned, person):
    reach = {"zone_id": planned.zone, "project_id": planned.project.pk, "at": AT}
    made = services.propose_baseline(actor=planned.lead, **reach, number=1, name="原定", reason="年初")
    services.move_baseline(actor=person("zhuren"), **reach, baseline_id=made, edge="approve_baseline")
    services.report_activities(
        actor=planned.lead, **reach, base=1, reason="", data_date=date(2020, 9, 8),
        changes={"7": {"actual_start": day(9, 7)}},
    )  # fmt: skip
    planned.reviewed(**WEEK, counts=(CountDraft(None, Decimal(500), activity="7"),))
    [row] = works(planned)
    assert (row.plan.revision, row.plan.baseline, row.finish) == (3, "原定", date(2020, 9, 27))
    assert row.pace.planned == 960
    # 500 in the five days from the 7th, not in the nine from the 1st.
    assert row.pace.own_rate == 100
    assert shown(row.pace.needed, 1) == Decimal("137.5")


def test_a_firm_counts_what_is_planned_and_nobody_else_does(planned, person):
    planned.report(counts=(CountDraft(None, Decimal(3), activity="7"),))
    assert works(planned, actor=planned.firm)[0].id is not None
    with pytest.raises(Forbidden):
        planned.report(actor=person("caizheng"), counts=(CountDraft(None, Decimal(3), activity="7"),))


@pytest.mark.django_db(transaction=True)
def test_what_was_typed_before_is_linked_and_can_be_taken_back(planned, migrate):
    own = {"project": planned.project, "unit": "台"}
    CountedWork.objects.create(**own, name="甲", activity="7")
    CountedWork.objects.create(**own, name="单晶炉安装")
    apps = migrate("0007_chance_rule")
    old = apps.get_model("projects", "CountedWork").objects
    assert dict(old.values_list("name", "activity")) == {"甲": "7", "单晶炉安装": ""}
    old.filter(name="甲").update(activity="K-9")
    old.create(project_id=planned.project.pk, name="乙", unit="米", activity="1")
    # Number 1 of the plan is activity 7: 乙 says so; the one of its name comes second; K-9 is nothing of the plan.
    migrate("0008_counted_work_of_the_schedule")
    assert dict(CountedWork.objects.values_list("name", "activity")) == {
        "甲": "K-9", "单晶炉安装": "7", "乙": "",
    }  # fmt: skip


def test_the_pages_count_what_is_planned_and_say_where_from(planned, browse, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)

    def at(name, *more):
        return reverse(name, args=["yinchuan", planned.project.code, *more])

    planned.reviewed(**WEEK, counts=(CountDraft(None, Decimal(900), activity="7"),))
    report = planned.page().reports[0].id
    head = browse("jianhuan")
    for name in ("project-schedule", "project-progress"):
        page = head.get(at(name), {"on": "2020-09-16"}).content.decode()
        assert f'#report-{report}">进度周报 9月11日</a>' in page
        assert page.count("计划第 2 版</span>") >= 2, "total and days say where they are from"
    form = head.get(at("schedule-activity"), {"id": "7", "on": "2020-09-16"}).content.decode()
    assert "按现在的速度，2020年9月25日 完成" in form
    assert 'name="done"' not in form
    assert 'name="total"' in form
    kept = {"id": "7", "base": 2, "name": "单晶炉安装", "duration": "20工作日", "total": "1500", "unit": "台"}
    assert head.post(at("schedule-activity"), kept).status_code == 302
    firm = browse("qiantao").get(at("project-report"), {"term": "monthly:2020-09-30"}).content.decode()
    assert (
        f'name="work_{CountedWork.objects.get().pk}" inputmode="decimal" value="" placeholder="900"' in firm
    )


def test_an_activity_nobody_counted_is_counted_on_the_form(planned, browse, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    given = {"term": "monthly:2020-09-30", "percent": "50", "image": "安装中", "activity_7": "1,000"}
    address = reverse("project-report", args=["yinchuan", planned.project.code])
    assert browse("qiantao").post(address, given).status_code == 302
    assert [(c.work.activity, c.done) for c in Count.objects.all()] == [("7", Decimal(1000))]
