"""Pages ask the database as often for few projects as for many; two people at once do not overwrite each other."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duban.core.errors import Conflict
from duban.demo.people import PASSWORD
from duban.projects import services
from duban.projects.models import Outlook, Permit, Project, Report, Revision
from duban.projects.selectors.schedule_codec import decode
from duban.projects.types import ActivityDraft, ChangeActivity, PermitDraft, ProjectDates, ProjectDraft
from tests.projects.plans import three
from tests.races import at_once, refused

AT = datetime(2020, 9, 20, 2, tzinfo=UTC)
PAGES = {
    "projects": 22,
    "project-board": 18,
    "project-map": 18,
    "permits": 24,
    "project-export": 18,
    "zone-investment": 18,
}
"""At most so many queries; a page that comes to need more says so here."""


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_board_asks_as_often_however_many_there_are(client, plant, keeper, yinchuan, name):
    services.adopt_project_defaults(actor=keeper, zone_id=yinchuan, starts=date(2009, 1, 1), at=AT)
    client.post(reverse("sign-in"), {"username": "ducha", "password": PASSWORD})
    asked = []
    for more in (2, 5):
        for n in range(more):
            project = plant(name=f"{more}-{n}", dates=ProjectDates(started_on=date(2020, 3, 1)))
            Permit.objects.create(project=project, step="filed", granted_on=date(2020, 2, 1), number="1")
        client.get(reverse(name, args=["yinchuan"]), {"year": "2020"})
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name, args=["yinchuan"]), {"year": "2020"}).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert asked[1] <= PAGES[name]


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_at_once_one_is_told(keeper, yinchuan, plant, bureau):
    services.adopt_default_procedures(actor=keeper, zone_id=yinchuan, starts=date(2009, 1, 1), at=AT)
    project = plant()
    reach = {"actor": keeper, "zone_id": yinchuan, "project_id": project.pk, "at": AT}

    def amend(name):
        draft = ProjectDraft(name, project.ownership, project.regime, lead_id=bureau)
        return lambda: services.amend_project(**reach, draft=draft, version=0)

    def record(number):
        draft = PermitDraft(granted_on=date(2020, 2, 1), number=number)
        return lambda: services.record_permit(**reach, step="land", draft=draft, version=0)

    told = refused(at_once(amend("甲"), amend("乙")))
    assert [type(r) for r in told] == [Conflict]
    told = refused(at_once(record("1"), record("2")))
    assert [type(r) for r in told] == [Conflict]
    assert Permit.objects.count() == 1

    def register(name):
        return lambda: services.register_project(
            actor=keeper, zone_id=yinchuan, draft=ProjectDraft(name, project.ownership, project.regime), at=AT
        )

    codes = at_once(register("丙"), register("丁"))
    assert sorted(codes) == ["2020-002", "2020-003"]
    assert Project.objects.count() == 3


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_one_plan_at_once_one_is_told_and_no_change_is_lost(keeper, yinchuan, plant):
    reach = {"actor": keeper, "zone_id": yinchuan, "project_id": plant().pk, "at": AT}
    services.keep_schedule(**reach, schedule=three(), base=0, reason="")

    def rename(name):
        change = ChangeActivity("1", {"name": name})
        return lambda: services.edit_schedule(**reach, base=1, edits=[change], reason="")

    told = refused(at_once(rename("甲"), rename("乙")))
    assert [type(r) for r in told] == [Conflict]
    assert Revision.objects.count() == 2
    assert Outlook.objects.get().revision.number == 2


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_review_and_a_change_of_the_plan_at_once_lose_neither(site, tmp_path, settings):
    settings.VAR = tmp_path
    reach = {"actor": site.lead, "zone_id": site.zone, "project_id": site.project.pk}
    services.keep_schedule(**reach, schedule=three(), base=0, reason="", at=AT)
    report = site.report(activities=(ActivityDraft("2", percent=40),), at=AT)
    version = Report.objects.get(pk=report).version

    def rename():
        change = ChangeActivity("1", {"name": "甲"})
        return services.edit_schedule(**reach, base=1, edits=[change], reason="", at=AT)

    def review():
        services.review_report(**reach, report_id=report, edge="review", version=version, at=AT)

    told = refused(at_once(rename, review))
    # Whoever came second: the review follows whatever plan there is, the change is told that the plan moved on.
    assert [type(r) for r in told] in ([], [Conflict])
    kept = decode(Revision.objects.order_by("-number").first().body).activities
    assert (kept[1].percent, kept[1].told.report) == (40, report)
    assert kept[0].name == ("任务1" if told else "甲")
    assert Outlook.objects.get().revision.number == Revision.objects.count() == (2 if told else 3)
