"""The register out as a workbook and in again: the same file changes nothing, and every bad cell is told."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from duban.enterprises.services import register_enterprise
from duban.enterprises.types import EnterpriseDraft
from duban.exchange.imports import bring_in
from duban.exchange.project_sheets import register_file
from duban.exchange.templates import template_of
from duban.exchange.types import Kind
from duban.indicators.types import Effect
from duban.projects.models import Project
from duban.projects.selectors import drafts_of
from duban.projects.types import Place, ProjectDates, ProjectFilter

AT = datetime(2020, 9, 20, 2, tzinfo=UTC)


@pytest.fixture
def bring(keeper, yinchuan):
    def give(content, *, commit=True):
        return bring_in(
            actor=keeper,
            zone_id=yinchuan,
            kind=Kind.PROJECTS,
            name="项目.xlsx",
            content=content,
            at=AT,
            commit=commit,
        )

    return give


@pytest.fixture
def export(keeper, yinchuan):
    def take():
        wanted = ProjectFilter(2020, state="all")
        with register_file(actor=keeper, zone_id=yinchuan, on=AT.date(), filter=wanted) as made:
            return made.read()

    return take


def book(*rows):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_what_goes_out_comes_in_and_changes_nothing(bring, export, plant, keeper, yinchuan):
    from duban.orgs.models import Post

    firm = register_enterprise(actor=keeper, zone_id=yinchuan, draft=EnterpriseDraft("甲公司"), at=AT)
    plant(
        enterprise_id=firm, backer_id=Post.objects.get(code="director").pk, content="两栋厂房", expected_jobs=120,
        place=Place(Decimal("106.15"), Decimal("38.46")), illustrative=frozenset({"started_on"}),
        dates=ProjectDates(started_on=date(2020, 3, 2), planned_finish=date(2021, 5, 1)),
    )  # fmt: skip
    plant(name="空白", total_investment=None, dates=ProjectDates())
    before = list(Project.objects.order_by("pk").values())
    report = bring(export())
    assert report.problems == []
    assert (report.count(Effect.UNCHANGED), report.rows) == (2, 2)
    assert list(Project.objects.order_by("pk").values()) == before
    for project in Project.objects.all():
        project.moves.all().delete()
    kept = export()
    Project.objects.all().delete()
    assert bring(kept).count(Effect.ADDED) == 2
    after = Project.objects.order_by("pk").values_list(
        "code", "name", "content", "enterprise_id", "started_on"
    )
    assert list(after) == [
        ("2020-001", "年产千套厂房", "两栋厂房", firm, date(2020, 3, 2)),
        ("2020-002", "空白", "", None, None),
    ]


def test_money_outline_and_assisting_departments_go_round(bring, export, plant, keeper, yinchuan, bureau):
    from duban.orgs.models import Unit

    named = Unit.objects.filter(code__in=["economy", "promotion"])
    others = frozenset(named.values_list("pk", flat=True))
    assert len(others) == 2
    corners = tuple(
        (Decimal(x), Decimal(y)) for x, y in (("106.1", "38.4"), ("106.2", "38.4"), ("106.2", "38.5"))
    )
    plant(
        assisting_ids=others,
        money={"own": Decimal(7000), "loan": Decimal("2500.5")},
        place=Place(outline=corners),
    )

    def kept():
        [draft] = drafts_of(
            actor=keeper, zone_id=yinchuan, ids=Project.objects.values_list("pk", flat=True)
        ).values()
        return draft.assisting_ids, draft.money, draft.place.outline

    before, content = kept(), export()
    assert before == (others, {"own": Decimal(7000), "loan": Decimal("2500.5")}, corners)
    assert bring(content).count(Effect.UNCHANGED) == 1
    cleared = book(["项目名称", "配合单位", "银行贷款（万元）", "用地范围"], ["年产千套厂房", "", "", ""])
    assert bring(cleared).count(Effect.REVISED) == 1
    assert kept() == (frozenset(), {"own": Decimal(7000)}, ())
    assert bring(content).count(Effect.REVISED) == 1
    assert kept() == before


def test_corners_departments_and_money_that_cannot_be_are_told_at_their_cells(bring, plant):
    plant(name="旧项目")
    content = book(
        ["项目名称", "配合部门", "企业自筹（亿元）", "用地范围"],
        ["旧项目", "建设环保局、没有的局", "0.5", "106.1,38.4; 东南角"],
        ["旧项目", "", "-1", ""],
        ["旧项目", "", "0.5", "106.1,38.4; 106.2,38.4"],
    )
    report = bring(content)
    assert [(p.code, p.where.rpartition("!")[2]) for p in report.problems] == [
        ("exchange.not_a_corner", "D2"),
        ("exchange.unknown_lead", "B2"),
        ("projects.negative", "C3"),
        ("projects.no_area", "D4"),
    ]


def test_columns_by_the_offices_names_and_amounts_in_their_unit(bring, bureau):
    content = book(
        ["序号", "项目名称", "投资主体", "审批方式", "总投资（亿元）", "责任单位", "开工时间"],
        [1, "新厂房", "政府", "核准", "1.25", "建设环保局", "2020年3月1日"],
    )
    report = bring(content)
    assert report.problems == []
    project = Project.objects.get()
    assert (project.total_investment, project.ownership, project.regime) == (
        12500,
        "government",
        "verification",
    )
    assert (project.lead_id, project.started_on) == (bureau, date(2020, 3, 1))


def test_every_bad_cell_is_told_with_its_place_and_nothing_is_written(bring, plant):
    plant(name="旧项目")
    content = book(
        ["项目名称", "建设单位", "牵头部门", "总投资（万元）", "实际开工"],
        ["甲", "没有的公司", "没有的局", "100", "2020-03-01"],
        ["乙", "", "建设环保局", "很多", "2020-13-01"],
        ["旧项目", "", "建设环保局", "200", "2030-01-01"],
    )
    report = bring(content)
    assert [(p.code, p.where.rpartition("!")[2]) for p in report.problems] == [
        ("exchange.unknown_enterprise", "B2"),
        ("exchange.unknown_lead", "C2"),
        ("exchange.not_a_number", "D3"),
        ("exchange.not_a_date", "E3"),
        ("projects.not_yet", "E4"),
    ]
    assert not report.written
    assert Project.objects.get().total_investment == 10000


def test_the_template_is_a_sheet_that_comes_in(bring, keeper, yinchuan):
    made = template_of(actor=keeper, zone_id=yinchuan, kind=Kind.PROJECTS, on=AT.date())
    assert bring(made, commit=False).file_problems == ()
