"""What waits for whom, who is silent, and when reports are due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from duban.projects import selectors, services
from duban.projects.types import (
    ProjectDates,
    ReportKind,
    WaitKind,
)
from tests.projects.site import AT, draft

pytestmark = pytest.mark.usefixtures("own_folder")


def codes(refused):
    return sorted(p.code for p in refused.value.problems)


def test_what_waits_for_whom(site, person, plant, bureau):
    def waits(actor, on):
        found = selectors.reports_waiting(actor=actor, zone_id=site.zone, on=on)
        return [(w.kind, w.due) for w in found]

    # August ended on a Monday; its report was due on the fifth working day of September.
    assert waits(site.firm, date(2020, 9, 16)) == [(WaitKind.REPORT, date(2020, 9, 7))]
    for actor in (site.lead, site.officer, site.keeper, person("zhuren")):
        assert waits(actor, date(2020, 9, 16)) == []
    at = datetime(2020, 9, 3, 2, tzinfo=UTC)
    report = site.report(end=date(2020, 8, 31), at=at)
    assert waits(site.firm, date(2020, 9, 16)) == []
    assert waits(site.lead, date(2020, 9, 16)) == [(WaitKind.REVIEW, None)]
    assert waits(site.keeper, date(2020, 9, 16)) == []
    site.move(report, "send_back", reason="重拍")
    assert waits(site.firm, date(2020, 9, 16)) == [(WaitKind.REDO, date(2020, 9, 7))]
    assert waits(site.lead, date(2020, 9, 16)) == []
    site.report(actor=site.officer, end=date(2020, 8, 31), at=at)
    site.move(report, "send_back", reason="再拍")
    assert waits(site.officer, date(2020, 9, 16)) == [(WaitKind.REDO, date(2020, 9, 7))]
    site.report(end=date(2020, 8, 31), at=at)
    site.move(report, "review")
    assert waits(site.lead, date(2020, 9, 16)) == []
    assert waits(site.firm, date(2020, 9, 30)) == [(WaitKind.REPORT, date(2020, 10, 14))]


def test_where_no_firm_reports_the_lead_departments_head_does_and_supervision_reviews(site, plant, firm_unit):
    own = plant(
        name="政府项目",
        dates=ProjectDates(
            planned_start=date(2020, 3, 1), started_on=date(2020, 3, 10), planned_finish=date(2020, 11, 30)
        ),
    )
    [one] = selectors.reports_waiting(actor=site.lead, zone_id=site.zone, on=date(2020, 9, 16))
    assert (one.kind, one.project_id) == (WaitKind.REPORT, own.pk)
    services.report_project(
        actor=site.lead,
        zone_id=site.zone,
        project_id=own.pk,
        draft=draft(end=date(2020, 8, 31)),
        at=AT,
    )
    assert selectors.reports_waiting(actor=site.lead, zone_id=site.zone, on=date(2020, 9, 16)) == ()
    [review] = selectors.reports_waiting(actor=site.keeper, zone_id=site.zone, on=date(2020, 9, 16))
    assert review.kind is WaitKind.REVIEW


def test_a_project_with_no_word_says_so(site, keeper):
    def silent(on):
        found = selectors.silent_projects(actor=keeper, zone_id=site.zone, on=on)
        return [(s.code, s.last_on, s.days, s.allowed) for s in found]

    # Started on 10 March, monthly by default: 45 days are allowed.
    assert silent(date(2020, 4, 24)) == []
    assert silent(date(2020, 4, 25)) == [(site.project.code, None, 46, 45)]
    site.report()
    assert silent(AT.date() + timedelta(days=45)) == []
    assert silent(AT.date() + timedelta(days=46)) == [(site.project.code, AT.date(), 46, 45)]
    assert site.page(on=AT.date() + timedelta(days=46)).silent_days == 46
    services.set_rhythm(
        actor=site.lead,
        zone_id=site.zone,
        project_id=site.project.pk,
        kinds=frozenset({ReportKind.WEEKLY}),
        starts=date(2020, 9, 20),
        at=AT,
    )
    assert silent(date(2020, 10, 4)) == []
    assert silent(date(2020, 10, 5)) == [(site.project.code, AT.date(), 15, 14)]
    services.set_rhythm(
        actor=site.lead,
        zone_id=site.zone,
        project_id=site.project.pk,
        kinds=frozenset(),
        starts=date(2020, 10, 1),
        at=AT,
    )
    assert silent(date(2020, 12, 31)) == []


def test_weeks_end_on_the_rules_day_and_fall_due_on_a_working_day(site):
    from duban.orgs.selectors import work_calendar
    from duban.projects.selectors.terms import ended, term_ending, under_way
    from duban.projects.types import ReportRule

    calendar, rule = work_calendar(), ReportRule()
    week = term_ending(ReportKind.WEEKLY, date(2020, 10, 2), rule, calendar)
    # Friday 2 October lies in the holiday; work begins again on the 9th.
    assert (week.start, week.due) == (date(2020, 9, 26), date(2020, 10, 9))
    assert ended(ReportKind.WEEKLY, date(2020, 9, 17), rule, calendar).end == date(2020, 9, 11)
    assert ended(ReportKind.WEEKLY, date(2020, 9, 18), rule, calendar).end == date(2020, 9, 18)
    assert under_way(ReportKind.WEEKLY, date(2020, 9, 19), rule, calendar).end == date(2020, 9, 25)
    assert ended(ReportKind.MONTHLY, date(2020, 9, 30), rule, calendar).end == date(2020, 9, 30)
    assert ended(ReportKind.MONTHLY, date(2020, 9, 29), rule, calendar).end == date(2020, 8, 31)
    assert under_way(ReportKind.MONTHLY, date(2020, 2, 3), rule, calendar).end == date(2020, 2, 29)
