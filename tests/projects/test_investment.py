"""Responsibility, investment and stages, worked by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from duban.core.errors import Conflict, Forbidden, Invalid
from duban.engine.kernel import Period
from duban.projects import selectors, services
from duban.projects.models import Invested, Responsible
from duban.projects.types import (
    Condition,
    EnrolmentStatus,
    EvidenceDraft,
    EvidenceKind,
    InvestedDraft,
    InvestedSource,
    PapersDraft,
    Party,
    ProjectDates,
    ProjectFilter,
    ResponsibleDraft,
    Stage,
    StageSetDraft,
    StatementDraft,
    YearClass,
    YearPlanDraft,
    stage_of,
)

AT = datetime(2020, 9, 20, 2, tzinfo=UTC)
AUGUST = Period(2020, 8)


@pytest.fixture
def of(keeper, yinchuan):
    """What every act on a project takes."""
    return lambda project: {"actor": keeper, "zone_id": yinchuan, "project_id": project.pk, "at": AT}


def figure(amount, source=InvestedSource.DEPARTMENT, period=AUGUST, reason=""):
    return InvestedDraft(period, source, Decimal(amount), reason=reason)


def test_a_figure_is_corrected_by_a_new_vintage_with_a_reason(plant, of, person):
    project = plant()
    assert services.report_invested(**of(project), draft=figure("3000")) == 1
    assert services.report_invested(**of(project), draft=figure("3000")) == 1
    with pytest.raises(Invalid):
        services.report_invested(**of(project), draft=figure("3100"))
    assert services.report_invested(**of(project), draft=figure("3100", reason="补报8月发票")) == 2
    assert [str(a) for a in Invested.objects.order_by("vintage").values_list("amount", flat=True)] == [
        "3000",
        "3100",
    ]
    bureau = figure("2900", InvestedSource.STATISTICS)
    with pytest.raises(Forbidden):
        services.report_invested(**of(project), draft=bureau)
    services.report_invested(**of(project) | {"actor": person("tongji")}, draft=bureau)
    with pytest.raises(Invalid):
        services.report_invested(**of(project), draft=figure("1", period=Period(2020, 10)))
    with pytest.raises(Invalid):
        services.report_invested(**of(project), draft=figure("10001", period=Period(2020, 7)))


def test_a_month_against_the_plan_and_its_pace(plant, of, keeper, yinchuan):
    project = plant()
    shares = tuple(Decimal(s) for s in (0, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100))
    draft = YearPlanDraft(2020, Decimal(8000), shares)
    assert services.plan_year(**of(project), draft=draft) == 1
    assert services.plan_year(**of(project), draft=draft) == 1
    with pytest.raises(Invalid):
        services.plan_year(**of(project), draft=YearPlanDraft(2020, Decimal(9000), shares))
    assert (
        services.plan_year(
            **of(project),
            draft=YearPlanDraft(2020, Decimal(8000), (*shares[:-1], Decimal(95)), reason="压减"),
        )
        == 2
    )
    with pytest.raises(Invalid):
        services.plan_year(**of(project), draft=YearPlanDraft(2020, Decimal(8000), shares[:5], reason="x"))
    services.report_invested(**of(project), draft=figure("4400"))
    page = selectors.investment_of(
        actor=keeper, zone_id=yinchuan, project_id=project.pk, year=2020, on=AT.date()
    )
    month = page.months[0]
    # 60 % of 8,000 is planned by August; 4,400 is 55 %, five points behind.
    assert (month.planned, month.completion, month.lead) == (4800, 55, -5)
    assert [p.version for p in page.plans] == [2, 1]


@pytest.mark.parametrize(
    ("department", "accepted", "wants"),
    # the rule: more than 5 % of the department's and more than 100
    [
        ("2000", "1900", False),
        ("2000", "1899", True),
        ("2500", "2390", False),
        ("1000", "901", False),
        ("0", "101", True),
    ],
)
def test_a_difference_over_the_rule_wants_words(plant, of, person, department, accepted, wants):
    services.adopt_default_investment_rule(
        actor=person("ducha"), zone_id=of(plant(name="零"))["zone_id"], starts=date(2020, 1, 1), at=AT
    )
    project = plant()
    with pytest.raises(Invalid):
        services.explain_difference(**of(project), period=AUGUST, text="没有数")
    services.report_invested(**of(project), draft=figure(department))
    services.report_invested(
        **of(project) | {"actor": person("tongji")}, draft=figure(accepted, InvestedSource.STATISTICS)
    )

    def month():
        page = selectors.investment_of(
            actor=person("ducha"), zone_id=project.zone_id, project_id=project.pk, year=2020, on=AT.date()
        )
        return page.months[0]

    assert month().wants_words is wants
    assert month().difference == Decimal(department) - Decimal(accepted)
    services.explain_difference(**of(project), period=AUGUST, text="设备款未开票")
    assert (month().wants_words, month().explanation) == (False, "设备款未开票")


def test_the_zone_s_sum_moves_the_point_and_touches_no_bureau_figure(plant, of, keeper, yinchuan, person):
    from duban.indicators.models import Observation

    services.adopt_default_investment_rule(actor=keeper, zone_id=yinchuan, starts=date(2020, 1, 1), at=AT)
    one, two = plant(total_investment=None), plant(name="二", total_investment=None)
    plant(name="三")
    services.report_invested(**of(one), draft=figure("852000.01"))
    services.report_invested(**of(two), draft=figure("12.5"))
    statistician = person("tongji")
    found = selectors.zone_investment(actor=statistician, zone_id=yinchuan, period=AUGUST, on=AT.date())
    assert (found.total, found.level, found.unit, found.without) == (
        Decimal("852012.51"), Decimal("85.201251"), "亿元", 1,
    )  # fmt: skip
    bureau = list(Observation.objects.filter(source="statistics").values_list("pk", "level"))
    post = {"zone_id": yinchuan, "period": AUGUST, "at": AT}
    with pytest.raises(Forbidden):
        services.post_investment(actor=keeper, **post)
    count = Observation.objects.count()
    preview = services.post_investment(actor=statistician, **post, reason="汇总", commit=False)
    assert Observation.objects.count() == count
    posted = services.post_investment(actor=statistician, **post, reason="汇总")
    assert preview.outcome == posted.outcome
    made = Observation.objects.order_by("pk").last()
    assert (str(made.level), made.source, made.status) == ("85.201251", "department", "declared")
    assert list(Observation.objects.filter(source="statistics").values_list("pk", "level")) == bureau
    services.post_investment(actor=statistician, **post, reason="再来一次")
    assert Observation.objects.count() == count + 1


def test_the_way_into_the_library_is_dated_and_only_goes_on(plant, of, keeper, yinchuan):
    project = plant()
    with pytest.raises(Invalid):
        services.hold_evidence(**of(project), draft=EvidenceDraft(EvidenceKind.CONTRACT))
    services.hold_evidence(
        **of(project), draft=EvidenceDraft(EvidenceKind.CONTRACT, "合同1", date(2020, 8, 1))
    )
    services.hold_evidence(
        **of(project), draft=EvidenceDraft(EvidenceKind.CONTRACT, is_held=False, note="章不全")
    )
    services.enrol(**of(project), status=EnrolmentStatus.SUBMITTED, on=date(2020, 8, 5))
    for bad in (
        {"status": EnrolmentStatus.RETURNED, "on": date(2020, 8, 10)},
        {"status": EnrolmentStatus.ENTERED, "on": date(2020, 8, 1)},
        {"status": EnrolmentStatus.ENTERED, "on": date(2020, 9, 21)},
    ):
        with pytest.raises(Invalid):
            services.enrol(**of(project), **bad)
    services.enrol(**of(project), status=EnrolmentStatus.RETURNED, on=date(2020, 8, 10), reason="缺照片")
    ask = {"actor": keeper, "zone_id": yinchuan, "project_id": project.pk, "year": 2020}
    assert selectors.investment_of(**ask, on=date(2020, 8, 9)).status is EnrolmentStatus.SUBMITTED
    page = selectors.investment_of(**ask, on=date(2020, 8, 10))
    assert page.status is EnrolmentStatus.RETURNED
    assert [(e.kind, e.is_held) for e in page.evidence][2] == (EvidenceKind.CONTRACT, False)


def test_a_head_is_followed_and_never_overwritten(plant, of, keeper, yinchuan):
    project = plant()
    first = ResponsibleDraft(Party.BUILDER, "甲建", "张三", date(2020, 1, 2))
    row = services.name_responsible(**of(project), draft=first)
    second = ResponsibleDraft(Party.BUILDER, "甲建", "李四", date(2020, 6, 1))
    with pytest.raises(Invalid):
        services.name_responsible(**of(project), draft=second)
    with pytest.raises(Invalid):
        services.name_responsible(
            **of(project),
            draft=ResponsibleDraft(Party.BUILDER, "甲建", "王五", date(2020, 1, 2)),
            reason="换人",
        )
    services.name_responsible(**of(project), draft=second, reason="辞职")
    kept = Responsible.objects.get(pk=row)
    assert (kept.person, kept.ends) == ("张三", date(2020, 5, 31))
    ask = {"actor": keeper, "zone_id": yinchuan, "project_id": project.pk}
    assert (
        selectors.responsibility_of(**ask, on=date(2020, 5, 31))
        .current(Party.BUILDER, date(2020, 5, 31))
        .person
        == "张三"
    )
    page = selectors.responsibility_of(**ask, on=date(2020, 6, 1))
    assert page.current(Party.BUILDER, date(2020, 6, 1)).person == "李四"
    assert {g.party: g.lacks for g in page.gaps}[Party.BUILDER] == ("authorisation", "commitment")
    papers = PapersDraft("授1", date(2020, 6, 1))
    services.file_papers(**of(project), responsible_id=row, papers=papers)
    with pytest.raises(Conflict):
        services.file_papers(**of(project), responsible_id=row, papers=PapersDraft("授2", date(2020, 6, 1)))
    with pytest.raises(Invalid):
        services.file_papers(**of(project), responsible_id=row, papers=PapersDraft(commitment="承1"))


SEVEN = services.STAGE_SETS["seven"].stages


@pytest.mark.parametrize(
    ("dates", "stage"),
    [
        (ProjectDates(), "concept"),
        (ProjectDates(planned_start=date(2021, 5, 1)), "negotiating"),
        (ProjectDates(signed_on=date(2020, 2, 1), planned_start=date(2021, 5, 1)), "signed"),
        (ProjectDates(signed_on=date(2020, 2, 1), planned_start=date(2020, 5, 1)), "starting"),
        (ProjectDates(started_on=date(2020, 5, 1)), "starting"),
        (ProjectDates(started_on=date(2019, 5, 1)), "building"),
        (ProjectDates(started_on=date(2019, 5, 1), planned_production=date(2020, 11, 1)), "completing"),
        (ProjectDates(started_on=date(2018, 5, 1), producing_on=date(2019, 11, 1)), "ramping"),
        (
            ProjectDates(
                started_on=date(2018, 5, 1), producing_on=date(2019, 11, 1), capacity_on=date(2020, 12, 31)
            ),
            "ramping",
        ),
        (
            ProjectDates(
                started_on=date(2018, 5, 1), producing_on=date(2018, 11, 1), capacity_on=date(2019, 12, 31)
            ),
            "",
        ),
    ],
)
def test_the_seven_batches_by_their_definitions(dates, stage):
    assert stage_of(SEVEN, dates, 2020) == stage


def test_stages_reconcile_and_the_source_s_count_stands_beside(plant, keeper, yinchuan):
    reach = {"actor": keeper, "zone_id": yinchuan}
    services.adopt_stage_set(**reach, kind="seven", starts=date(2009, 1, 1), at=AT)
    ids = [plant(name=n, dates=d).pk for n, d in (
        ("甲", ProjectDates(started_on=date(2019, 5, 1))), ("乙", ProjectDates(started_on=date(2020, 3, 1))),
        ("丙", ProjectDates(started_on=date(2017, 5, 1), finished_on=date(2018, 5, 1), capacity_on=date(2018, 6, 1))),
    )]  # fmt: skip
    counts = selectors.count_projects(**reach, filter=ProjectFilter(2020))
    assert sum(counts.by_stage.values()) + counts.in_no_stage == counts.total == 3
    assert counts.in_no_stage == 1
    two = StageSetDraft(
        "两个一批",
        "",
        (Stage("a", "前期", "", Condition.RESERVE), Stage("b", "在建", "", Condition.UNDER_WAY)),
    )
    services.set_stages(**reach, draft=two, starts=date(2021, 1, 1), at=AT)
    assert set(selectors.count_projects(**reach, filter=ProjectFilter(2020)).by_stage) == {
        s.code for s in SEVEN
    }
    assert set(selectors.count_projects(**reach, filter=ProjectFilter(2021)).by_stage) == {"a", "b"}
    said = {"year": 2020, "said_on": date(2020, 9, 16), "source": "报道", "total": 17}
    classes = {YearClass.CARRIED_OVER: 10, YearClass.NEW_START: 7}
    with pytest.raises(Invalid):
        services.state_projects(**reach, draft=StatementDraft(**said | {"total": 16}, counts=classes), at=AT)
    services.state_projects(
        **reach, draft=StatementDraft(**said, counts=classes, named_ids=frozenset(ids)), at=AT
    )
    with pytest.raises(Invalid):
        services.state_projects(**reach, draft=StatementDraft(**said, counts=classes), at=AT)
    stated = selectors.statements(**reach, year=2020)[0]
    assert (stated.named, stated.unnamed, stated.adds_up) == (3, 14, True)


def test_illustrative_rows_and_fields_leave_and_the_rest_stays(plant, of, keeper, yinchuan):
    from duban.projects.models import Project

    real = plant(illustrative=frozenset({"planned_finish", "total_investment", "industry"}), industry="光伏")
    plant(name="示例项目", is_sample=True)
    services.plan_year(**of(real), draft=YearPlanDraft(2020, Decimal(1), is_sample=True))
    services.report_invested(**of(real), draft=figure("5"))
    services.remove_samples(actor=keeper, zone_id=yinchuan, at=AT)
    left = Project.objects.get()
    assert (left.name, left.planned_finish, left.total_investment, left.industry, left.illustrative) == (
        "年产千套厂房", None, None, "", [],
    )  # fmt: skip
    assert (left.year_plans.count(), left.invested.count()) == (0, 1)
