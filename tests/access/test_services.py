"""Every service of projects and enterprises, called directly by whom it is not for: no page stands between."""

from __future__ import annotations

import inspect
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from duban.audit.models import Entry
from duban.core.errors import Forbidden, NotFound
from duban.core.files import Upload
from duban.engine.kernel import Period
from duban.engine.series import FourLightsRule, LampKind
from duban.enterprises import services as enterprises
from duban.enterprises.models import Enterprise
from duban.enterprises.types import EnterpriseDraft, ListingKind
from duban.projects import services as projects
from duban.projects.models import Project
from duban.projects.types import (
    CalendarSpan,
    ChanceRule,
    Datum,
    EnrolmentStatus,
    EvidenceDraft,
    EvidenceKind,
    InvestedDraft,
    InvestedSource,
    LayerDraft,
    LayerKind,
    Ownership,
    PapersDraft,
    Party,
    PermitDraft,
    PictureDraft,
    ProjectDraft,
    Regime,
    ReportDraft,
    ReportKind,
    ReportRule,
    ResponsibleDraft,
    ScanDraft,
    ScanKind,
    StageSetDraft,
    StatementDraft,
    TemplateKind,
    WorkDraft,
    YearPlanDraft,
)
from tests.access.test_matrix import firm, worked
from tests.projects.plans import three

__all__ = ["firm", "worked"]

AT = datetime(2026, 1, 7, 2, tzinfo=UTC)
DAY = date(2026, 1, 1)
PROJECT = ProjectDraft("甲厂房", Ownership.PRIVATE, Regime.FILING)
OF_A_PROJECT = {
    "add_picture": {"picture": PictureDraft(Upload("a.jpg", b""))},
    "amend_project": {"draft": PROJECT, "version": 0},
    "edit_schedule": {"base": 1, "edits": (), "reason": ""},
    "enrol": {"status": EnrolmentStatus.SUBMITTED, "on": DAY},
    "enter_dates": {"dates": {"started_on": DAY}, "version": 0},
    "explain_difference": {"period": Period(2025, 8), "text": "口径不同"},
    "file_papers": {"responsible_id": 1, "papers": PapersDraft()},
    "file_scan": {"draft": ScanDraft(ScanKind.COMMITMENT, Upload("a.pdf", b"%PDF-1.7"), 1)},
    "hold_evidence": {"draft": EvidenceDraft(EvidenceKind.LICENCE, "1")},
    "judge_lamp": {"lamp": next(iter(LampKind)), "reason": "冬歇", "starts": DAY, "ends": DAY},
    "keep_schedule": {"schedule": three(), "base": 1, "reason": ""},
    "move_project": {"edge": "suspend", "reason": "资金", "version": 0},
    "name_responsible": {"draft": ResponsibleDraft(Party.OWNER, "甲", "张三", DAY)},
    "plan_year": {"draft": YearPlanDraft(2026, Decimal(1))},
    "propose_baseline": {"number": 1, "name": "基准", "reason": "年初"},
    "record_permit": {"step": "permit", "draft": PermitDraft(), "version": 0},
    "report_activities": {"base": 1, "changes": {}, "data_date": DAY, "reason": ""},
    "report_invested": {"draft": InvestedDraft(Period(2025, 8), InvestedSource.DEPARTMENT, Decimal(1))},
    "report_project": {"draft": ReportDraft(ReportKind.MONTHLY, date(2025, 12, 31), 10, "已进场")},
    "restore_revision": {"base": 1, "number": 1, "reason": ""},
    "set_rhythm": {"kinds": frozenset(ReportKind), "starts": DAY},
    "set_work": {"draft": WorkDraft("桩", "根")},
    "withdraw_judgement": {"judgement_id": 1, "reason": "已复工"},
}
ON_A_ROW_OF_A_PROJECT = {
    "begin_from_template": {"template_id": 0, "start": DAY, "deadline": None, "base": 1},
    "move_baseline": {"baseline_id": 0, "edge": "approve_baseline"},
    "review_report": {"report_id": 0, "edge": "review", "version": 0},
}
"""Rows that are looked up before anything is asked of the actor; a right one is put in where the test begins."""
OF_A_ZONE = {
    "add_span": {"span": CalendarSpan(DAY, DAY, name="停工"), "source": "通知"},
    "adopt_default_investment_rule": {"starts": DAY},
    "adopt_default_procedures": {"starts": DAY},
    "adopt_default_templates": {},
    "adopt_project_defaults": {"starts": DAY},
    "adopt_stage_set": {"kind": "five", "starts": DAY},
    "keep_layer": {"draft": LayerDraft(LayerKind.PLOTS, Datum.WGS84, DAY, "测绘", ())},
    "keep_template": {"kind": TemplateKind.ROAD, "name": "道路", "schedule": three()},
    "post_investment": {"period": Period(2025, 8)},
    "register_project": {"draft": PROJECT},
    "remove_samples": {},
    "remove_template": {"template_id": 1, "version": 0},
    "set_chance_rule": {"rule": ChanceRule(starts=DAY, reason="x")},
    "set_investment_rule": {"percent": Decimal(1), "amount": Decimal(1), "indicator": "x", "starts": DAY},
    "set_procedure": {"regime": Regime.FILING, "steps": (), "starts": DAY},
    "set_progress_rule": {"lights": FourLightsRule(), "reports": ReportRule(), "starts": DAY, "reason": "x"},
    "set_stages": {"draft": StageSetDraft("批", "", ()), "starts": DAY},
    "state_projects": {"draft": StatementDraft(2026, DAY, "公报", 1, {})},
    "withdraw_span": {"span_id": 1},
}
OF_THE_CALENDAR = {"correct_working_day"}
"""The one act of a system administrator here; ``test_schedule_answers`` calls it as everybody else."""
FOR_WHO_READS = {"ask_chances", "follow_calendar"}
"""Nothing is decided in them: what is kept is computed again; another zone still does not reach them."""
OF_THE_BACKGROUND = {"follow_calendars", "run_chances", "tell_plans"}
"""Over the zones within reach; whoever reaches none does nothing."""
OF_A_FIRM = {
    "amend_enterprise": {"draft": EnterpriseDraft("乙公司"), "version": 0},
    "enter_list": {"kind": next(iter(ListingKind)), "starts": DAY, "basis": "名录"},
    "leave_list": {"kind": next(iter(ListingKind)), "ends": DAY, "reason": "退库"},
}
ADMINISTRATORS = ("xitong", "anquan", "shenji")


def services_of(room):
    return {name for name in room.__all__ if inspect.isfunction(getattr(room, name))}


def test_no_service_is_without_a_row():
    known = OF_A_PROJECT.keys() | ON_A_ROW_OF_A_PROJECT.keys() | OF_A_ZONE.keys()
    assert services_of(projects) == known | FOR_WHO_READS | OF_THE_BACKGROUND | OF_THE_CALENDAR
    assert services_of(enterprises) == OF_A_FIRM.keys() | {"register_enterprise"}


@pytest.fixture
def calls(worked, person):
    """Every service with what it is called with, but for the actor and the zone."""
    project = Project.objects.get()
    template = _a_template(person("ducha"), worked)
    baseline = projects.propose_baseline(
        actor=person("jianhuan"),
        zone_id=worked,
        project_id=project.pk,
        number=1,
        name="一",
        reason="二",
        at=AT,
    )
    report = projects.report_project(
        actor=person("jianhuan"),
        zone_id=worked,
        project_id=project.pk,
        draft=OF_A_PROJECT["report_project"]["draft"],
        at=AT,
    )
    rows = {
        "begin_from_template": {"template_id": template},
        "move_baseline": {"baseline_id": baseline},
        "review_report": {"report_id": report},
    }
    one = {"project_id": project.pk}
    found = [(getattr(projects, n), more | one | rows.get(n, {})) for n, more in OF_A_PROJECT.items()]
    found += [(getattr(projects, n), more | one | rows[n]) for n, more in ON_A_ROW_OF_A_PROJECT.items()]
    found += [(getattr(projects, n), more) for n, more in OF_A_ZONE.items()]
    company = {"enterprise_id": Enterprise.objects.get().pk}
    found += [(getattr(enterprises, n), more | company) for n, more in OF_A_FIRM.items()]
    return [*found, (enterprises.register_enterprise, {"draft": EnterpriseDraft("丙公司")})]


def _a_template(actor, zone):
    return projects.keep_template(
        actor=actor, zone_id=zone, kind=TemplateKind.ROAD, name="路", schedule=three(), at=AT
    )


def outcomes(calls, actor, zone):
    """Return what each service answers the actor, by its name; none may leave a line in the record."""
    before, told = Entry.objects.count(), {}
    for service, given in calls:
        try:
            service(actor=actor, zone_id=zone, at=AT, **given)
        except Exception as refusal:  # noqa: BLE001 - whatever it is, the table says what it should have been
            told[service.__name__] = type(refusal)
        else:
            told[service.__name__] = None
    assert Entry.objects.count() == before, told
    return told


def test_another_zone_is_not_there_for_any_of_them(calls, worked, stranger):
    more = [
        (projects.ask_chances, {"project_id": Project.objects.get().pk}),
        (projects.follow_calendar, {"name": "更正"}),
    ]
    told = outcomes([*calls, *more], stranger, worked)
    assert {name: kind for name, kind in told.items() if kind is not NotFound} == {}


def test_a_row_of_another_zone_is_not_there_under_one_s_own_either(calls, worked, stranger):
    (own,) = stranger.zone_ids
    with_rows = [(s, more) for s, more in calls if {"project_id", "enterprise_id"} & more.keys()]
    told = outcomes(with_rows, stranger, own)
    assert len(told) == len(OF_A_PROJECT) + len(ON_A_ROW_OF_A_PROJECT) + len(OF_A_FIRM)
    assert {name: kind for name, kind in told.items() if kind is not NotFound} == {}


def test_who_only_reads_the_zone_is_forbidden_each(calls, worked, person):
    told = outcomes(calls, person("kaohe"), worked)
    assert {name: kind for name, kind in told.items() if kind is not Forbidden} == {}


@pytest.mark.parametrize("username", ADMINISTRATORS)
def test_none_of_the_three_administrators_does_the_zone_s_work(calls, worked, person, username):
    told = outcomes(calls, person(username), worked)
    assert {name: kind for name, kind in told.items() if kind not in {Forbidden, NotFound}} == {}


def test_the_head_of_another_firm_reaches_none(calls, worked, firm):
    from duban.orgs.models import User
    from duban.orgs.selectors import actor_of

    head = actor_of(user_id=User.objects.get(username="qiye").pk, origin="127.0.0.1", on=AT.date())
    told = outcomes(calls, head, worked)
    assert {name: kind for name, kind in told.items() if kind not in {Forbidden, NotFound}} == {}
    with_rows = {s.__name__ for s, more in calls if "project_id" in more}
    assert {name for name in with_rows if told[name] is not NotFound} == set()


def test_the_background_does_nothing_where_it_reaches_nothing(calls, worked, firm, person):
    for service in (projects.follow_calendars, projects.run_chances, projects.tell_plans):
        assert service(actor=person("xitong"), at=AT) == 0
