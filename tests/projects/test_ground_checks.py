"""Plots and projects against the zone's boundary, and plots against one another: told in words, kept as they are."""

from __future__ import annotations

import json
import time
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from duban.core import clock
from duban.core.errors import Invalid
from duban.core.sentences import sentences
from duban.exchange.imports import bring_in
from duban.exchange.types import Kind
from duban.projects import selectors, services
from duban.projects.models import PlanLayer, Project
from duban.projects.types import Datum, LayerDraft, LayerKind, Place, Shape
from tests.projects.site import AT
from tests.projects.test_sheets import book

STARTS = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def _then(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


def corner(x, y):
    """Return a corner so many thousandths of a degree from a point of the zone."""
    return Decimal("106.1") + Decimal(str(x)) / 1000, Decimal("38.4") + Decimal(str(y)) / 1000


def box(left, low, right, high):
    corners = ((left, low), (right, low), (right, high), (left, high), (left, low))
    return tuple(corner(x, y) for x, y in corners)


def plot(name, *rings):
    return Shape(name, (rings,))


def keep(actor, zone, *shapes, kind=LayerKind.PLOTS, datum=Datum.CGCS2000):
    draft = LayerDraft(kind, datum, STARTS, "测绘成果", shapes)
    return services.keep_layer(actor=actor, zone_id=zone, draft=draft, at=AT)


def found(zone):
    return selectors.ground_findings(selectors.ground_on(zone_id=zone, on=STARTS))


@pytest.fixture
def bounded(keeper, yinchuan):
    """A zone ten thousandths of a degree wide, a lake of two in its middle."""
    keep(keeper, yinchuan, plot("园区", box(0, 0, 10, 10), box(4, 4, 6, 6)), kind=LayerKind.BOUNDARY)
    return yinchuan


def test_plots_within_and_beside_one_another_are_not_told(keeper, bounded):
    keep(
        keeper,
        bounded,
        plot("甲", box(0, 0, 4, 4)),
        plot("乙", box(4, 0, 10, 4)),
        plot("丙", box(0, 4, 4, 10)),
    )
    assert found(bounded) == ()


def test_a_corner_outside_is_told_with_how_far(keeper, bounded):
    """By the geodesy books a thousandth of a degree is 87.347 m east and 111.004 m north at 38.405: 87.347 × 222.009 m²."""
    keep(keeper, bounded, plot("甲", box(8, 1, 11, 3)))
    [problem] = found(bounded)
    assert (problem.code, problem.args) == (
        "projects.plot_outside", ("甲", "19391.8", "106.111", "38.401", "87", "2"),
    )  # fmt: skip
    assert sentences([problem]) == [
        "地块“甲”有 19391.8 平方米在园区边界外：最远的拐点 106.111, 38.401 越界 87 米，越界的拐点 2 个。请核对坐标；确在界外的可以保留。"
    ]
    with translation.override("en"):
        [said] = sentences([problem])
        assert said.startswith("19391.8 m² of plot “甲” lie outside")


def test_a_plot_over_the_lake_and_plots_over_plots_are_told(keeper, bounded):
    keep(keeper, bounded, plot("甲", box(3, 3, 7, 7)), plot("乙", box(1, 1, 2, 2)), plot("", box(1, 1, 2, 2)))
    assert [(p.code, p.args[:2]) for p in found(bounded)] == [
        ("projects.plot_edge_outside", ("甲", "38783.6")),
        ("projects.plots_same", ("乙", "3")),
    ]


def test_without_a_boundary_only_overlaps_are_looked_for(keeper, yinchuan):
    keep(keeper, yinchuan, plot("甲", box(0, 0, 4, 4)), plot("乙", box("3.5", 0, 8, 4)))
    [problem] = found(yinchuan)
    assert problem.code == "projects.plots_overlap"
    assert problem.args[:3] == ("甲", "乙", "19392.6")


def test_two_systems_are_not_converted_and_less_than_a_metre_is_not_told(keeper, bounded):
    """0.000008 of a degree of longitude is 0.70 m, 0.000015 is 1.31 m."""
    keep(keeper, bounded, plot("甲", box(8, 1, "10.008", 3)), datum=Datum.WGS84)
    assert found(bounded) == ()
    keep(keeper, bounded, plot("甲", box(8, 1, "10.015", 3)), datum=Datum.WGS84)
    assert [p.code for p in found(bounded)] == ["projects.plot_outside", "projects.two_systems"]
    assert sentences(found(bounded))[1] == (
        "边界和地块的坐标系不同（CGCS2000（度）、WGS84（度）），没有换算：1 米以内的出入不报。"
    )
    keep(keeper, bounded, plot("甲", box(8, 1, "10.008", 3)))
    assert [p.code for p in found(bounded)] == ["projects.plot_outside"], (
        "within one system a survey tells it"
    )


def test_as_many_as_a_person_reads(keeper, bounded):
    keep(keeper, bounded, *(plot(f"地块{n}", box(20 + 2 * n, 0, 21 + 2 * n, 1)) for n in range(25)))
    told = found(bounded)
    assert [p.code for p in told] == ["projects.plot_outside"] * 20 + ["projects.more_findings"]
    assert told[-1].args == ("5",)


def test_a_whole_zone_s_plots_are_looked_at_in_a_moment(keeper, yinchuan):
    """2,000 plots in 40 by 50, each touching its neighbours, in a boundary of 1,000 corners that the last column leaves."""
    teeth = [(x / 10, -1 if x % 2 else -1.5) for x in range(498)]
    ring = tuple(corner(x, y) for x, y in (*teeth, (49.8, 41), (-1, 41), teeth[0]))
    keep(keeper, yinchuan, plot("园区", ring), kind=LayerKind.BOUNDARY)
    keep(keeper, yinchuan, *(plot(f"{x}-{y}", box(x, y, x + 1, y + 1)) for x in range(50) for y in range(40)))
    began = time.process_time()
    told = found(yinchuan)
    assert time.process_time() - began < 8
    assert [p.args[0] for p in told[:-1]] == [f"49-{y}" for y in range(20)]
    assert told[-1].args == ("20",)
    began = time.process_time()
    assert found(yinchuan) == told
    assert time.process_time() - began < 1, "what was found of two layers is kept"


def places(zone, place):
    plan = selectors.ground_on(zone_id=zone, on=STARTS)
    return [(p.code.removeprefix("projects."), p.where) for p in selectors.place_findings(plan, [place])[0]]


def test_a_project_s_point_and_outline(bounded, yinchuan):
    outline = box(8, 1, 12, 3)
    assert places(bounded, Place(*corner(5, 1))) == []
    assert places(bounded, Place(*corner("10.005", 5))) == [], "0.4 m between two systems"
    assert places(bounded, Place(*corner(5, 5))) == [("point_outside", "longitude")]
    assert places(bounded, Place(*corner(11, 5), outline=outline)) == [
        ("point_outside", "longitude"), ("outline_outside", "outline"),
    ]  # fmt: skip
    assert places(bounded, Place(outline=outline[:-1])) == [("outline_outside", "outline")], "open or closed"
    assert places(bounded, Place(outline=box(3, 3, 7, 7))) == [("outline_edge_outside", "outline")]
    assert places(bounded, Place()) == []
    PlanLayer.objects.all().delete()
    assert places(bounded, Place(*corner(11, 5))) == [], "no boundary, nothing to be outside of"


@pytest.mark.parametrize(
    ("outline", "code"),
    [
        ((corner(0, 0), corner(3, 3), corner(2, 0), corner(0, 2)), "outline_crosses"),
        ((corner(0, 0), corner(1, 1), corner(2, 2)), "no_area"),
        ((corner(0, 0), corner(1, 1)), "no_area"),
        ((corner(0, 0), corner(4, 0), corner(2, 2), corner(4, 4), corner(0, 4), corner(2, 2)), "outline_crosses"),
        (((Decimal("1e999999"), Decimal(1)), corner(1, 1), corner(0, 1)), "off_the_globe"),
    ],
)  # fmt: skip
def test_an_outline_that_is_no_land_is_refused(plant, outline, code):
    with pytest.raises(Invalid) as refused:
        plant(place=Place(outline=outline))
    assert [p.code for p in refused.value.problems] == [f"projects.{code}"]
    assert sentences(refused.value.problems)


def test_supervision_is_told_on_the_page_and_the_plots_are_kept(site, browse, bounded):
    ground = reverse("zone-ground", args=["yinchuan"])
    boss = browse("ducha")
    given = {"kind": "plots", "datum": "cgcs2000", "starts": "2020-02-01", "source": "测绘成果"}
    for text in (
        json.dumps({"type": "Polygon", "coordinates": [[[float(c) for c in p] for p in box(8, 1, 11, 3)]]}),
        "POLYGON((" + ", ".join(f"{x} {y}" for x, y in box(8, 1, 11, 3)) + "))",
        "\n".join(f"甲,{x},{y}" for x, y in box(8, 1, 11, 3)),
    ):
        answer = boss.post(ground, given | {"text": text})
        assert (answer.status_code, answer.url) == (302, f"{ground}?on=2020-02-01")
        page = boss.get(answer.url).content.decode()
        assert "图形已照原样登记" in page
        assert "最远的拐点 106.111, 38.401 越界 87 米" in page
    assert PlanLayer.objects.filter(kind="plots").count() == 3
    inside = "\n".join(f"甲,{x},{y}" for x, y in box(1, 1, 3, 3))
    assert boss.post(ground, given | {"text": inside}).url == reverse("project-map", args=["yinchuan"])
    assert 'id="findings"' not in boss.get(ground, {"on": "2020-02-01"}).content.decode()


def test_a_project_outside_is_kept_and_told_wherever_its_place_is_shown(site, browse, bounded):
    boss = browse("ducha")
    code = site.project.code
    edit, page = (reverse(n, args=["yinchuan", code]) for n in ("project-edit", "project"))
    form = boss.get(edit).context["form"]
    typed = {name: value for name, value in form.initial.items() if value not in (None, "", [], frozenset())}
    typed = {
        n: getattr(v, "value", v) for n, v in typed.items() if n not in {"dates", "place", "money", "code"}
    }
    typed |= {
        "version": Project.objects.get(code=code).version,
        "longitude": "106.111",
        "latitude": "38.405",
        "reason": "改正",
    }
    bow = "\n".join(f"{x},{y}" for x, y in (corner(0, 0), corner(3, 3), corner(2, 0), corner(0, 2)))
    answer = boss.post(edit, typed | {"outline": bow})
    assert (answer.status_code, "自相交或重叠" in answer.content.decode()) == (422, True)
    assert boss.post(edit, typed | {"outline": "nan,1\n1,2\n3,4"}).status_code == 422
    answer = boss.post(edit, typed, follow=True)
    assert answer.status_code == 200
    said = "项目位置 106.111, 38.405 在园区边界外 87 米"
    assert [str(m) for m in answer.context["messages"]][1].startswith(said)
    assert str(Project.objects.get(code=code).longitude) == "106.111"
    for who, address in (
        ("tongji", page),
        ("tongji", reverse("project-map", args=["yinchuan"])),
        ("qiantao", page),
    ):
        assert said in browse(who).get(address).content.decode()


def test_a_register_brought_in_tells_it_at_its_cell(keeper, bounded, plant):
    plant(name="旧项目")
    plant(name="新项目")
    content = book(["项目名称", "经度", "纬度"], ["旧项目", 106.111, 38.405], ["新项目", 106.101, 38.405])
    report = bring_in(
        actor=keeper,
        zone_id=bounded,
        kind=Kind.PROJECTS,
        name="项目.xlsx",
        content=content,
        at=AT,
        commit=False,
    )
    assert report.problems == []
    [note] = [n for outcome in report.outcomes for n in outcome.notes]
    assert (note.code, note.where.rpartition("!")[2]) == ("projects.point_outside", "B2")
