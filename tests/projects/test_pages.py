"""Every page of projects and firms, read and written as the offices do."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from duban.demo.people import PASSWORD
from duban.enterprises.models import Enterprise
from duban.projects import services
from duban.projects.models import Invested, Permit, Procedure, Project, Responsible, StageSet
from duban.projects.selectors import list_investment_rules
from duban.projects.types import ProjectDates, Regime

AT = datetime(2020, 9, 20, 2, tzinfo=UTC)


@pytest.fixture
def ruled(yinchuan, keeper):
    reach = {"actor": keeper, "zone_id": yinchuan, "starts": date(2009, 1, 1), "at": AT}
    services.adopt_default_procedures(**reach)
    services.adopt_stage_set(**reach, kind="seven")
    services.adopt_default_investment_rule(**reach)


def sign_in(client, username="ducha"):
    client.post(reverse("sign-in"), {"username": username, "password": PASSWORD})


def at(name, *args):
    return reverse(name, args=["yinchuan", *args])


@pytest.fixture
def office(client, ruled):
    sign_in(client)
    return client


PAGES = (
    "projects", "project-board", "project-map", "project-stages", "permits", "procedures", "zone-investment", "investment-rule",
    "enterprises", "project-new", "enterprise-new",
)  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_board_is_drawn_with_projects_and_without(office, plant, name, language):
    office.post(reverse("language"), {"language": language})
    assert office.get(at(name)).status_code == 200
    plant(regime=Regime.VERIFICATION, dates=ProjectDates(started_on=date(2020, 3, 1)))
    response = office.get(at(name), {"on": "2020-09-20"})
    assert response.status_code == 200
    # In English 没有 is said so.
    assert language == "en" or "None" not in response.content.decode().split("<main", 1)[1]


@pytest.mark.parametrize(
    "name", ["project", "project-edit", "project-permits", "project-responsibility", "project-investment"]
)
def test_every_page_of_a_project_is_drawn(office, plant, name):
    project = plant(dates=ProjectDates(started_on=date(2020, 3, 1)))
    response = office.get(at(name, project.code))
    assert response.status_code == 200
    assert "None" not in response.content.decode().split("<main", 1)[1]


def test_a_project_is_registered_corrected_and_stopped_by_hand(office, bureau):
    form = {
        "name": "新厂房", "ownership": "private", "regime": "filing", "lead_id": str(bureau), "total_investment": "12,000.50",
        "money_own": "2000", "planned_start": "2020-03-01", "outline": "106.1,38.4\n106.2，38.4\n106.2,38.5",
    }  # fmt: skip
    bad = office.post(at("project-new"), form | {"money_own": "20000", "name": ""})
    assert bad.status_code == 422
    assert office.post(at("project-new"), form | {"money_own": "20000"}).status_code == 422
    made = office.post(at("project-new"), form)
    project = Project.objects.get()
    assert made.headers["Location"] == at("project", project.code)
    assert str(project.total_investment) == "12000.50"
    assert len(project.outline) == 3
    edit = at("project-edit", project.code)
    assert office.post(edit, form | {"name": "改名", "version": "7"}).status_code == 409
    assert office.post(edit, form | {"name": "改名", "version": "0"}).status_code == 302
    assert (
        office.post(at("project-dates", project.code), {"version": "1", "started_on": "2020-3"}).status_code
        == 422
    )
    entered = office.post(at("project-dates", project.code), {"version": "1", "started_on": "2020-03-02"})
    assert entered.status_code == 302
    move = at("project-move", project.code)
    assert office.post(move, {"edge": "suspend", "version": "2", "reason": ""}).status_code == 422
    assert office.post(move, {"edge": "suspend", "version": "2", "reason": "资金"}).status_code == 302
    project.refresh_from_db()
    assert (project.name, project.state, project.started_on) == ("改名", "suspended", date(2020, 3, 2))


def test_permits_are_entered_and_the_red_line_is_on_the_page(office, plant):
    project = plant(dates=ProjectDates(started_on=date(2020, 3, 1)))
    entry = at("project-permit", project.code, "filed")
    assert office.get(entry).status_code == 200
    assert office.post(entry, {"version": "0", "granted_on": "2020-02-01"}).status_code == 422
    assert (
        office.post(entry, {"version": "0", "granted_on": "2020-02-01", "number": "备1"}).status_code == 302
    )
    assert (
        office.post(entry, {"version": "0", "granted_on": "2020-02-02", "number": "备1"}).status_code == 409
    )
    assert Permit.objects.get().number == "备1"
    assert "未批先建" in office.get(at("project-permits", project.code)).content.decode()
    assert office.get(at("permits"), {"only": "red"}).content.decode().count("未批先建") == 1
    assert office.get(at("project-permit", project.code, "nothing")).status_code == 404


def test_parties_are_named_followed_and_taken_along(office, plant):
    project = plant()
    name = at("responsible-name", project.code)
    form = {"party": "owner", "firm": "甲公司", "person": "张三", "starts": "2020-01-02"}
    assert office.post(name, form | {"person": ""}).status_code == 422
    assert office.post(name, form).status_code == 302
    assert office.post(name, form | {"person": "李四", "starts": "2020-05-01"}).status_code == 422
    assert (
        office.post(name, form | {"person": "李四", "starts": "2020-05-01", "reason": "调动"}).status_code
        == 302
    )
    row = Responsible.objects.get(ends__isnull=True)
    papers = {"authorisation": "授1", "authorised_on": "2020-05-01"}
    filed = at("responsible-papers", project.code, row.pk)
    assert office.post(filed, papers).status_code == 302
    assert office.post(filed, papers | {"authorisation": "授2"}).status_code == 409
    page = office.get(at("project-responsibility", project.code)).content.decode()
    assert "张三" in page
    assert "2020年4月30日" in page
    book = openpyxl.load_workbook(io.BytesIO(office.get(at("responsible-export", project.code)).content))
    people = [row[2] for row in book.active.iter_rows(min_row=2, values_only=True)]
    assert people == ["李四", "张三"]


def test_investment_is_planned_reported_explained_and_enrolled(office, client, plant):
    project = plant()
    shares = ["0"] * 6 + ["50"] * 3 + ["100"] * 3
    plan = {"year": "2020", "amount": "8000", "share": shares}
    assert office.post(at("investment-plan", project.code), plan).status_code == 302
    figure = {"year": "2020", "month": "8", "source": "department", "amount": "3000"}
    assert office.post(at("investment-figure", project.code), figure).status_code == 302
    assert office.post(at("investment-figure", project.code), figure | {"amount": "3100"}).status_code == 422
    assert (
        office.post(at("investment-figure", project.code), figure | {"source": "statistics"}).status_code
        == 403
    )
    sign_in(client, "tongji")
    assert (
        client.post(
            at("investment-figure", project.code), figure | {"source": "statistics", "amount": "2500"}
        ).status_code
        == 302
    )
    sign_in(client)
    page = office.get(at("project-investment", project.code), {"year": "2020"}).content.decode()
    assert "须说明" in page
    assert "−12.5" in page
    words = {"year": "2020", "period": "2020-08", "text": "统计按发票"}
    assert office.post(at("investment-words", project.code), words).status_code == 302
    assert (
        office.post(
            at("investment-evidence", project.code), {"kind": "licence", "is_held": "on", "number": "照1"}
        ).status_code
        == 302
    )
    assert (
        office.post(at("investment-evidence", project.code), {"kind": "licence", "is_held": "on"}).status_code
        == 422
    )
    assert (
        office.post(
            at("investment-enrol", project.code), {"stands": "submitted", "on": "2020-09-01"}
        ).status_code
        == 302
    )
    page = office.get(at("project-investment", project.code), {"year": "2020"}).content.decode()
    assert "统计按发票" in page
    assert "已报送" in page
    assert Invested.objects.count() == 2


def test_the_zone_s_sum_is_shown_before_it_is_entered(client, ruled, plant, keeper, yinchuan):
    from duban.indicators.models import Observation

    project = plant(total_investment=Decimal(2000000))
    sign_in(client)
    figure = {"year": "2020", "month": "8", "source": "department", "amount": "852012.5"}
    client.post(at("investment-figure", project.code), figure)
    page = at("zone-investment") + "?as_of=2020-08"
    assert client.post(page).status_code == 403
    sign_in(client, "tongji")
    before = Observation.objects.count()
    shown = client.get(page).content.decode()
    assert "85.20125" in shown
    assert Observation.objects.count() == before
    posted = client.post(page, {"reason": "项目投资按月汇总"})
    assert posted.status_code == 302
    newest = Observation.objects.order_by("pk").last()
    assert (str(newest.level), newest.source) == ("85.20125", "department")


def test_a_zone_sets_its_stages_and_one_step_of_a_procedure(office, client):
    assert office.post(at("project-stages"), {"preset": "three", "starts": "2020-01-01"}).status_code == 302
    assert office.post(at("project-stages"), {"preset": "nine"}).status_code == 422
    custom = {"name": "两个一批", "stage-code": ["a", "b", ""], "stage-name": ["前期", "在建", ""],
              "stage-name-en": ["", "", ""], "stage-condition": ["reserve", "under_way", "signed"]}  # fmt: skip
    assert office.post(at("project-stages"), custom).status_code == 302
    assert StageSet.objects.order_by("pk").last().stages[1]["name"] == "在建"
    step = at("procedure-step", "filing", "permit")
    assert office.get(step).status_code == 200
    procedure = Procedure.objects.get(regime="filing")
    form = {
        "procedure": procedure.pk, "name": "施工许可", "document": "施工许可证", "issuer": "住建局", "days": "3", "unit": "working",
        "runs_from": "accepted", "needs": ["land", "works"], "needs_parties": "on", "before_start": "on",
        "start_within": "3", "lapse": "void", "starts": "2020-10-01", "reason": "承诺3个工作日",
    }  # fmt: skip
    assert office.post(step, form | {"unit": ""}).status_code == 422
    assert office.post(step, form).status_code == 302
    assert office.post(step, form).status_code == 409
    assert office.get(at("procedure-step", "filing", "nothing")).status_code == 404
    sign_in(client, "jianhuan")
    assert client.get(step).status_code == 403
    assert client.post(at("project-stages"), {"preset": "three"}).status_code == 403


def test_firms_are_registered_corrected_and_listed(office):
    form = {"name": "甲公司", "credit_code": "91640100MA75W1234X"}
    assert office.post(at("enterprise-new"), form).status_code == 422
    assert office.post(at("enterprise-new"), form | {"credit_code": ""}).status_code == 302
    firm = Enterprise.objects.get(name="甲公司")
    assert (
        office.post(at("enterprise-edit", firm.pk), {"name": "甲有限公司", "version": "0"}).status_code == 302
    )
    assert office.post(at("enterprise-edit", firm.pk), {"name": "甲", "version": "0"}).status_code == 409
    lists = at("enterprise-lists", firm.pk)
    entry = {"kind": "industry", "day": "2020-05-01", "basis": "月度入库"}
    assert office.post(lists, entry | {"act": "enter"}).status_code == 302
    assert office.post(lists, entry | {"act": "enter"}).status_code == 422
    assert "规模以上工业" in office.get(at("enterprises"), {"kind": "industry"}).content.decode()
    assert office.post(lists, entry | {"act": "leave", "day": "2020-06-01"}).status_code == 302
    assert (
        "甲有限公司"
        not in office.get(at("enterprises"), {"kind": "industry"}).content.decode().split("<main")[1]
    )
    assert office.get(at("enterprise", firm.pk)).status_code == 200


def test_the_export_holds_exactly_what_the_list_shows(office, plant):
    plant(name="甲", dates=ProjectDates(started_on=date(2020, 3, 1)))
    plant(name="乙", dates=ProjectDates(started_on=date(2019, 3, 1)))
    response = office.get(at("project-export"), {"year": "2020", "class": "carried_over"})
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    names = [row[2] for row in book.active.iter_rows(values_only=True)]
    assert names == ["项目名称", "乙"]


def test_the_rule_on_differences_is_set_on_its_page_by_the_right_people(office, client, person, yinchuan):
    rule = {"percent": "3", "amount": "50", "indicator": "fixed_asset_investment", "starts": "2020-01-01"}
    sign_in(client, "jianhuan")
    assert client.post(at("investment-rule"), rule).status_code == 403
    sign_in(client, "tongji")
    assert client.post(at("investment-rule"), rule | {"percent": "-3"}).status_code == 422
    assert client.post(at("investment-rule"), rule).status_code == 302
    newest, *older = list_investment_rules(actor=person("tongji"), zone_id=yinchuan)
    assert (newest.percent, newest.amount, newest.indicator) == (3, 50, "fixed_asset_investment")
    assert [one.starts for one in older] == [date(2009, 1, 1)]
    drawn = client.get(at("zone-investment")).content.decode()
    assert "超过部门数的 3% 且超过 50 万元" in drawn
    assert at("investment-rule") in drawn


def test_a_firm_s_head_meets_no_link_that_leads_nowhere(site, browse):
    head = browse("qiantao")
    seen = set()
    for name in ("projects", "project-board", "project-map", "permits", "project-lights", "last-start"):
        page = head.get(reverse(name, args=["yinchuan"])).content.decode()
        seen |= set(re.findall(r'href="(/yinchuan/projects/[^"?#]*)', page))
    one = head.get(reverse("project-permits", args=["yinchuan", site.project.code])).content.decode()
    seen |= set(re.findall(r'href="(/yinchuan/projects/[^"?#]*)', one))
    seen = {href for href in seen if "/export/" not in href}
    assert len(seen) > 8
    assert [href for href in sorted(seen) if head.get(href).status_code != 200] == []


def test_the_sum_opens_at_the_newest_month_that_says_anything(client, ruled, plant):
    project = plant(total_investment=Decimal(20000))
    sign_in(client)
    page = at("zone-investment") + "?on=2020-10-10"
    assert str(client.get(page).context["period"]) == "2020-09", "nothing yet: the last month that is over"
    figure = {"year": "2020", "month": "8", "source": "department", "amount": "1250"}
    client.post(at("investment-figure", project.code), figure)
    assert str(client.get(page).context["period"]) == "2020-08"
    assert str(client.get(page + "&as_of=2020-09").context["period"]) == "2020-09"
    assert '<dd class="mid">—</dd>' in client.get(page + "&as_of=2020-09").content.decode(), (
        "no figure is no nought"
    )


@pytest.mark.parametrize(("language", "said"), [("en", "Thousand Sets"), ("zh-hans", "万家公司")])
def test_a_firm_is_called_in_the_reader_s_language(site, browse, language, said):
    Enterprise.objects.filter(unit__code="plant-firm").update(name="万家公司", name_en="Thousand Sets")
    reader = browse("tongji")
    reader.cookies["duban_language"] = language
    other = {"Thousand Sets", "万家公司"} - {said}
    for address in (at("projects"), at("project", site.project.code), at("project-lights")):
        page = reader.get(address).content.decode()
        assert said in page
        assert not any(word in page for word in other)
