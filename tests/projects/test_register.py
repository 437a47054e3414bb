from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.projects import selectors, services
from duban.projects.models import Move, Project
from duban.projects.types import (
    RESERVED_CODES,
    Ownership,
    ProjectDates,
    ProjectDraft,
    ProjectFilter,
    Regime,
    YearClass,
    year_class,
)

AT = datetime(2020, 3, 20, 2, tzinfo=UTC)


def codes(refused):
    return sorted(p.code for p in refused.value.problems)


def test_registers_with_a_serial_of_the_year_and_says_everything_wrong_at_once(keeper, yinchuan, plant):
    assert [plant().code, plant(name="二").code] == ["2020-001", "2020-002"]
    draft = ProjectDraft(
        name="",
        ownership=Ownership.GOVERNMENT,
        regime=Regime.APPROVAL,
        code="permits",
        lead_id=999999,
        total_investment=Decimal(100),
        money={"own": Decimal(60), "loan": Decimal("40.01")},
        dates=ProjectDates(
            started_on=date(2020, 3, 21), planned_start=date(2020, 5, 1), planned_finish=date(2020, 4, 1)
        ),
    )
    with pytest.raises(Invalid) as refused:
        services.register_project(actor=keeper, zone_id=yinchuan, draft=draft, at=AT)
    assert codes(refused) == [
        "core.required",
        "projects.bad_code",
        "projects.crossed",
        "projects.money_exceeds",
        "projects.not_yet",
        "projects.unknown_unit",
    ]


def test_the_class_turns_on_the_first_of_january_by_itself(keeper, yinchuan, plant):
    project = plant(dates=ProjectDates(started_on=date(2019, 12, 31), planned_finish=date(2021, 6, 1)))
    seen = {}
    for year in (2019, 2020, 2021, 2022):
        row = selectors.list_projects(
            actor=keeper, zone_id=yinchuan, on=date(year, 1, 1), filter=ProjectFilter(year)
        ).rows[0]
        assert row.id == project.pk
        seen[year] = row.year_class
    assert seen == {
        2019: YearClass.NEW_START,
        2020: YearClass.CARRIED_OVER,
        2021: YearClass.PRODUCING,
        2022: YearClass.CARRIED_OVER,
    }


@pytest.mark.parametrize(
    ("day", "klass"),
    [(date(2020, 12, 31), YearClass.NEW_START), (date(2021, 1, 1), YearClass.CARRIED_OVER)],
)
def test_the_head_of_a_page_turns_with_the_day(keeper, yinchuan, plant, day, klass):
    project = plant(dates=ProjectDates(started_on=date(2020, 3, 1)))
    head = selectors.project_head(actor=keeper, zone_id=yinchuan, code=project.code, on=day)
    assert (head.year, head.year_class) == (day.year, klass)


def test_a_planned_start_that_passed_is_still_to_come():
    assert year_class(ProjectDates(planned_start=date(2019, 5, 1)), 2020) is YearClass.NEW_START
    assert year_class(ProjectDates(planned_start=date(2021, 5, 1)), 2020) is YearClass.RESERVE
    assert (
        year_class(ProjectDates(started_on=date(2019, 5, 1), finished_on=date(2019, 6, 1)), 2020)
        is YearClass.DONE
    )


def test_counts_add_up_and_the_list_is_what_is_counted(keeper, yinchuan, plant):
    plant(name="甲", dates=ProjectDates(started_on=date(2019, 5, 1)))
    plant(name="乙", dates=ProjectDates(started_on=date(2020, 3, 1)))
    plant(name="丙", dates=ProjectDates(planned_start=date(2020, 9, 1)))
    plant(name="丁", dates=ProjectDates())
    wanted = ProjectFilter(2020)
    counts = selectors.count_projects(actor=keeper, zone_id=yinchuan, filter=wanted)
    assert counts.total == sum(counts.by_class.values()) == 4
    assert (counts.by_class[YearClass.NEW_START], counts.started) == (2, 1)
    for klass, number in counts.by_class.items():
        found = selectors.list_projects(
            actor=keeper, zone_id=yinchuan, on=AT.date(), filter=ProjectFilter(2020, year_class=klass)
        )
        assert (found.total, len(found.rows)) == (number, number)
        assert all(row.year_class is klass for row in found.rows)


def test_amends_and_tells_whoever_comes_second(keeper, yinchuan, plant, bureau):
    project = plant(money={"own": Decimal(6000)})
    draft = ProjectDraft(
        name="改名",
        ownership=Ownership.PRIVATE,
        regime=Regime.FILING,
        lead_id=bureau,
        total_investment=Decimal(10000),
        money={"own": Decimal(4000), "loan": Decimal(6000)},
    )
    amend = {"actor": keeper, "zone_id": yinchuan, "project_id": project.pk, "draft": draft, "at": AT}
    services.amend_project(**amend, version=0)
    project.refresh_from_db()
    assert (project.name, project.version, project.code) == ("改名", 1, "2020-001")
    assert dict(project.money.values_list("source", "amount")) == {"own": 4000, "loan": 6000}
    with pytest.raises(Conflict):
        services.amend_project(**amend, version=0)
    services.amend_project(**amend, version=1)
    project.refresh_from_db()
    assert project.version == 1


def test_a_lead_department_enters_days_and_others_do_not(person, yinchuan, plant):
    project = plant()
    enter = {
        "zone_id": yinchuan,
        "project_id": project.pk,
        "at": AT,
        "dates": {"started_on": date(2020, 3, 18)},
    }
    for username in ("caizheng", "zhaoshang"):
        with pytest.raises((Forbidden, NotFound)):
            services.enter_dates(actor=person(username), version=0, **enter)
    services.enter_dates(actor=person("jianhuan"), version=0, **enter)
    assert Project.objects.get().started_on == date(2020, 3, 18)
    with pytest.raises(Invalid) as refused:
        services.enter_dates(actor=person("jianhuan"), version=1, **enter | {"dates": {"name": None}})
    assert codes(refused) == ["core.not_a_choice"]


def test_is_stopped_and_taken_up_again_with_a_reason(keeper, yinchuan, plant):
    project = plant()
    move = {"actor": keeper, "zone_id": yinchuan, "project_id": project.pk, "at": AT}
    with pytest.raises(Invalid) as refused:
        services.move_project(**move, edge="suspend", reason=" ", version=0)
    assert codes(refused) == ["lifecycle.needed"]
    services.move_project(**move, edge="suspend", reason="资金未到位", version=0)
    with pytest.raises(Invalid) as refused:
        services.move_project(**move, edge="suspend", reason="再停", version=1)
    assert codes(refused) == ["lifecycle.not_from_here"]
    services.move_project(**move, edge="resume", reason="资金到位", version=1)
    services.move_project(**move, edge="terminate", reason="企业撤资", version=2)
    services.move_project(**move, edge="revive", reason="重新签约", version=3)
    moves = Move.objects.order_by("pk").values_list("edge", "source", "target")
    assert list(moves) == [
        ("suspend", "active", "suspended"),
        ("resume", "suspended", "active"),
        ("terminate", "active", "terminated"),
        ("revive", "terminated", "active"),
    ]


def test_a_stranger_finds_nothing(stranger, yinchuan, plant):
    project = plant()
    found = selectors.list_projects(
        actor=stranger, zone_id=yinchuan, on=AT.date(), filter=ProjectFilter(2020)
    )
    assert found.total == 0
    with pytest.raises(NotFound):
        selectors.project_head(actor=stranger, zone_id=yinchuan, code=project.code, on=AT.date())
    with pytest.raises(NotFound):
        services.move_project(
            actor=stranger,
            zone_id=yinchuan,
            project_id=project.pk,
            edge="suspend",
            reason="x",
            version=0,
            at=AT,
        )


def test_no_project_can_be_called_by_an_address_of_a_board():
    from django.urls import URLPattern, get_resolver

    def patterns(entries):
        for entry in entries:
            if isinstance(entry, URLPattern):
                yield str(entry.pattern)
            else:
                yield from patterns(entry.url_patterns)

    words = {p.split("/")[1] for p in patterns(get_resolver().url_patterns) if p.startswith("projects/")}
    assert {w for w in words if w and not w.startswith("<")} <= RESERVED_CODES


def test_the_list_and_the_page_are_served(client, yinchuan, plant, keeper):
    from django.urls import reverse

    from duban.demo.people import PASSWORD

    project = plant()
    client.post(reverse("sign-in"), {"username": "ducha", "password": PASSWORD})
    listed = client.get(reverse("projects", args=["yinchuan"]), {"year": 2020})
    assert "年产千套厂房" in listed.content.decode()
    assert client.get(reverse("projects", args=["yinchuan"]), {"class": "x", "year": "y"}).status_code == 422
    page = client.get(reverse("project", args=["yinchuan", project.code]))
    assert page.status_code == 200
    assert client.get(reverse("project", args=["yinchuan", "nothing"])).status_code == 404
