"""Reports of progress: written at the site, handed in once, reviewed by somebody else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from duban.audit.models import Entry
from duban.blockers.models import Blocker
from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.engine.kernel import shown
from duban.projects import selectors, services
from duban.projects.models import Invested, Picture, Report, ReportMove
from duban.projects.types import (
    CountDraft,
    HelpDraft,
    ReportKind,
    ReportState,
    WorkDraft,
)
from tests.projects.site import AT, SEPTEMBER, picture

pytestmark = pytest.mark.usefixtures("own_folder")


def codes(refused):
    return sorted(p.code for p in refused.value.problems)


def test_a_report_is_handed_in_reviewed_and_becomes_the_projects_own(site):
    report = site.report(investment=Decimal("320.5"), workers=86, next_step="设备调试")
    assert site.page().percent is None
    [row] = site.page().reports
    assert (row.state, row.percent, row.investment, row.on) == (
        ReportState.SUBMITTED,
        60,
        Decimal("320.5"),
        AT.date(),
    )
    assert (row.term.start, row.term.end) == (date(2020, 9, 1), SEPTEMBER)
    # Five working days after 30 September: 9, 10 (a make-up Saturday), 12, 13 and 14 October, after eight days of holiday.
    assert row.term.due == date(2020, 10, 14)
    site.move(report, "review")
    page = site.page()
    assert (page.percent, page.percent_on, page.image) == (60, AT.date(), "主体完成，设备开始安装")
    assert page.investment == Decimal("320.5")
    assert [m.edge for m in page.reports[0].moves] == ["submit", "review"]


def test_sent_back_mended_and_reviewed(site):
    report = site.report()
    with pytest.raises(Invalid) as refused:
        site.move(report, "send_back")
    assert codes(refused) == ["lifecycle.needed"]
    site.move(report, "send_back", reason="照片与形象进度不符")
    assert site.report(percent=55, image="主体完成") == report
    row = site.page().reports[0]
    assert (row.state, row.percent) == (ReportState.RESUBMITTED, 55)
    site.move(report, "review")
    assert [m.edge for m in site.page().reports[0].moves] == ["submit", "send_back", "resubmit", "review"]
    told = [m.told.get("percent") for m in ReportMove.objects.filter(report=report).order_by("id")]
    assert told == [60, None, 55, None]
    site.move(report, "send_back", reason="月末数字有误")
    assert site.page().percent is None


def test_who_reported_never_reviews(site):
    report = site.report(actor=site.lead)
    with pytest.raises(Invalid) as refused:
        site.move(report, "review", actor=site.lead)
    assert codes(refused) == ["lifecycle.needed"]
    site.move(report, "review", actor=site.keeper)


def test_a_firm_reports_and_never_reviews(site, stranger, person):
    report = site.report()
    with pytest.raises(Forbidden):
        site.move(report, "review", actor=site.firm)
    for outsider in (person("zhaoshang"), person("caizheng"), person("zhuren")):
        with pytest.raises((Forbidden, NotFound)):
            site.report(actor=outsider)
        with pytest.raises((Forbidden, NotFound)):
            site.move(report, "review", actor=outsider)
    with pytest.raises(NotFound):
        site.report(actor=stranger)
    with pytest.raises(NotFound):
        site.page(actor=stranger)


def test_a_firm_sees_only_its_own(site, plant):
    other = plant(name="别家的厂房")
    with pytest.raises(NotFound):
        selectors.progress_page(actor=site.firm, zone_id=site.zone, code=other.code, on=AT.date())
    assert site.page(actor=site.firm).may_report


def test_a_report_sent_twice_is_one(site):
    pictures = [picture()]
    first = site.report(key="k-1", pictures=pictures)
    assert site.report(key="k-1", pictures=pictures) == first
    site.move(first, "send_back", reason="重拍")
    assert site.report(key="k-1") == first
    assert Report.objects.get().state == "returned"
    assert site.report(key="k-2") == first
    assert site.report(key="k-2") == first
    assert [m.edge for m in ReportMove.objects.order_by("id")] == ["submit", "send_back", "resubmit"]
    assert Picture.objects.count() == 1


def test_one_report_for_each_time(site):
    site.report()
    with pytest.raises(Invalid) as refused:
        site.report(actor=site.officer, percent=70)
    assert codes(refused) == ["projects.reported_already"]
    site.report(actor=site.officer, kind=ReportKind.WEEKLY, end=date(2020, 9, 18), percent=61)
    assert Report.objects.count() == 2


def test_everything_wrong_is_said_at_once(site):
    with pytest.raises(Invalid) as refused:
        site.report(
            kind=ReportKind.WEEKLY,
            end=date(2020, 9, 17),
            percent=101,
            image=" ",
            investment=Decimal(-1),
            workers=-3,
            cause="nothing",
            help_wanted="请协调",
            counts=(CountDraft(99, Decimal(3)),),
        )
    assert codes(refused) == sorted(
        [
            "blockers.unknown_cause",
            "core.required",
            "core.required",
            "core.required",
            "core.required",
            "projects.bad_percent",
            "projects.bad_figure",
            "projects.bad_figure",
            "projects.no_such_term",
            "projects.unknown_work",
        ]
    )
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"end": date(2020, 10, 31)}, "projects.day_ahead"),
        ({"on": date(2020, 9, 17)}, "projects.day_ahead"),
        ({"on": date(2020, 8, 31)}, "projects.day_outside"),
        ({"kind": ReportKind.WEEKLY, "end": date(2020, 9, 20)}, "projects.no_such_term"),
        ({"problem": "资金没有到位"}, "core.required"),
    ],
)
def test_time_and_trouble_must_fit(site, given, code):
    with pytest.raises(Invalid) as refused:
        site.report(**given)
    assert code in codes(refused)


def test_going_back_needs_a_word(site):
    site.reviewed(kind=ReportKind.WEEKLY, end=date(2020, 9, 18), percent=60)
    with pytest.raises(Invalid) as refused:
        site.report(percent=59)
    assert codes(refused) == ["projects.going_back"]
    site.report(percent=59, problem="一台设备返厂", cause="equipment")


def test_help_wanted_is_a_blocker_raised_once(site, yinchuan):
    from duban.orgs.models import Unit

    economy = Unit.objects.get(code="economy").pk
    given = {
        "problem": "外线电源没有接通",
        "cause": "utilities",
        "help_wanted": "请协调供电公司9月底前送电",
        "help": HelpDraft("blockage", to_unit_id=economy),
    }
    report = site.report(**given)
    [blocker] = Blocker.objects.all()
    assert (blocker.subject_kind, blocker.subject_id) == ("project", str(site.project.pk))
    assert (blocker.to_unit_id, blocker.cause, blocker.kind) == (economy, "utilities", "blockage")
    assert blocker.unit_id == site.project.enterprise.unit_id
    assert Report.objects.get(pk=report).blocker == blocker.pk
    site.move(report, "send_back", reason="说明原因")
    site.report(**given)
    assert Blocker.objects.count() == 1


def test_a_draft_is_the_reporters_until_it_is_handed_in(site):
    report = site.report(submit=False, pictures=[picture()])
    assert [r.state for r in site.page(actor=site.firm).reports] == [ReportState.DRAFT]
    outsider = site.page(actor=site.keeper)
    assert outsider.reports  # supervision may report too, so it may finish what others began
    assert site.report(percent=62) == report
    assert Report.objects.get().state == "submitted"


def test_a_draft_and_its_photos_are_hidden_from_readers(site, person):
    site.report(submit=False, pictures=[picture()])
    page = site.page(actor=person("zhuren"))
    assert (page.reports, page.pictures) == ((), ())
    with pytest.raises(NotFound):
        selectors.picture(actor=person("zhuren"), zone_id=site.zone, picture_id=Picture.objects.get().pk)


def test_a_stale_page_reviews_nothing(site):
    report = site.report()
    version = Report.objects.get(pk=report).version
    site.move(report, "send_back", reason="重拍")
    site.report()
    with pytest.raises(Conflict):
        site.move(report, "review", version=version)


def test_every_step_is_in_the_record(site):
    report = site.report(pictures=[picture()])
    site.move(report, "review")
    acts = list(
        Entry.objects.filter(thing=f"project:{site.project.pk}").order_by("id").values_list("verb", flat=True)
    )
    assert acts[-3:] == ["projects.add_picture", "projects.report_project", "projects.review"]


def test_counted_work_has_its_pace(site):
    work = services.set_work(
        actor=site.lead,
        zone_id=site.zone,
        project_id=site.project.pk,
        draft=WorkDraft(
            "单晶炉",
            "台",
            total=Decimal(1600),
            start=date(2020, 9, 1),
            finish=date(2020, 9, 30),
            is_sample=True,
        ),
        at=AT,
    )
    site.reviewed(
        kind=ReportKind.WEEKLY,
        end=date(2020, 9, 11),
        percent=50,
        at=datetime(2020, 9, 11, 8, tzinfo=UTC),
        counts=(CountDraft(work, Decimal(720)),),
    )
    site.reviewed(counts=(CountDraft(work, Decimal(1104), at_least=True, said="1100多台"),))
    [row] = site.page().works
    assert (row.done, row.at_least, row.said, row.on) == (Decimal(1104), True, "1100多台", date(2020, 9, 16))
    # September 2020 has 23 working days, Sunday 27 among them; 12 are over by the end of the 16th.
    assert shown(row.pace.planned, 2) == Decimal("834.78")
    # 496 left over 11 working days.
    assert shown(row.pace.needed, 2) == Decimal("45.09")
    # 1104 in twelve working days is 92 a day: 496 more take 5.39 days, so the sixth: Thursday 24 September.
    assert row.pace.own_rate == Decimal(92)
    assert row.pace.forecast == date(2020, 9, 24)


def test_work_of_an_unknown_total_is_counted_without_a_pace(site):
    work = services.set_work(
        actor=site.lead, zone_id=site.zone, project_id=site.project.pk, draft=WorkDraft("切片机", "台"), at=AT
    )
    site.reviewed(counts=(CountDraft(work, Decimal(330)),))
    [row] = site.page().works
    assert (row.done, row.total, row.pace) == (Decimal(330), None, None)
    with pytest.raises(Invalid) as refused:
        site.report(
            kind=ReportKind.WEEKLY,
            end=date(2020, 9, 18),
            percent=61,
            counts=(CountDraft(work, Decimal(320)),),
        )
    assert codes(refused) == ["projects.count_going_back"]


def test_only_the_lead_department_sets_up_counted_work(site):
    for actor in (site.firm,):
        with pytest.raises(Forbidden):
            services.set_work(
                actor=actor,
                zone_id=site.zone,
                project_id=site.project.pk,
                draft=WorkDraft("管道", "米"),
                at=AT,
            )
    with pytest.raises(Invalid) as refused:
        services.set_work(
            actor=site.lead,
            zone_id=site.zone,
            project_id=site.project.pk,
            draft=WorkDraft(" ", " ", total=Decimal(0), start=date(2020, 9, 2), finish=date(2020, 9, 1)),
            at=AT,
        )
    assert codes(refused) == ["core.dates_crossed", "core.required", "core.required", "projects.bad_figure"]


def test_what_was_invested_is_typed_once_and_is_the_registers_figure_when_reviewed(site):
    def kept():
        rows = Invested.objects.filter(project=site.project).order_by("vintage")
        return [(r.year, r.month, r.source, r.vintage, r.amount) for r in rows]

    at = datetime(2020, 9, 11, 8, tzinfo=UTC)
    site.reviewed(kind=ReportKind.WEEKLY, end=date(2020, 9, 11), at=at, investment=Decimal(3100))
    assert site.page().investment == Decimal(3100)
    assert kept() == []
    report = site.report(investment=Decimal(3200), percent=61)
    assert kept() == []
    site.move(report, "review")
    assert kept() == [(2020, 9, "department", 1, Decimal(3200))]
    site.move(report, "send_back", reason="漏了一笔设备款")
    site.reviewed(investment=Decimal(3260), percent=61)
    assert kept()[-1] == (2020, 9, "department", 2, Decimal(3260))
    form = selectors.report_form(actor=site.firm, zone_id=site.zone, code=site.project.code, on=AT.date())
    assert form.terms[0].end == date(2020, 8, 31)
    form = selectors.report_form(
        actor=site.firm,
        zone_id=site.zone,
        code=site.project.code,
        on=AT.date(),
        kind="monthly",
        end=SEPTEMBER,
    )
    assert form.invested == Decimal(3260)
