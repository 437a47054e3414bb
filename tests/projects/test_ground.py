"""The zone's plan under the map: what is land, from which day on, and who keeps it."""

from __future__ import annotations

import json
import random
import re
import time
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import cos, pi, sin

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from duban.audit.models import Entry
from duban.core import clock
from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.core.sentences import sentences
from duban.engine.land import crossing
from duban.projects import selectors, services
from duban.projects.models import PlanLayer
from duban.projects.types import Datum, LayerDraft, LayerKind, Shape
from tests.projects.site import AT

STARTS = date(2020, 1, 1)
SQUARE = ((0, 0), (10, 0), (10, 10), (0, 10), (0, 0))


@pytest.fixture(autouse=True)
def _then(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


def ring(corners):
    """Corners in thousandths of a degree from a point of the zone."""
    west, south = Decimal("106.1"), Decimal("38.4")
    return tuple((west + Decimal(x) / 1000, south + Decimal(y) / 1000) for x, y in corners)


def shape(*rings, name="甲"):
    return Shape(name, (tuple(ring(r) for r in rings),))


def keep(actor, zone, *shapes, kind=LayerKind.PLOTS, starts=STARTS, source="测绘成果", **more):
    draft = LayerDraft(kind, Datum.CGCS2000, starts, source, shapes, **more)
    return services.keep_layer(actor=actor, zone_id=zone, draft=draft, at=AT)


def codes(actor, zone, *shapes, **more):
    with pytest.raises(Invalid) as refused:
        keep(actor, zone, *shapes, **more)
    assert sentences(refused.value.problems)
    return [p.code.removeprefix("projects.") for p in refused.value.problems]


def test_each_day_has_its_plan_and_none_is_overwritten(keeper, yinchuan):
    old = keep(keeper, yinchuan, shape(SQUARE))
    edge = keep(keeper, yinchuan, shape(SQUARE, name="园区"), kind=LayerKind.BOUNDARY)
    new = keep(keeper, yinchuan, shape(SQUARE, name="乙"), shape(SQUARE, name="丙"), starts=date(2020, 9, 1))
    before, day = (selectors.ground_on(zone_id=yinchuan, on=date(2020, m, 1)) for m in (8, 9))
    assert (before.plots.row.id, before.boundary.row.id) == (old, edge)
    assert [s.name for s in day.plots.shapes] == ["乙", "丙"]
    assert selectors.ground_on(zone_id=yinchuan, on=date(2019, 12, 31)).layers == ()
    with pytest.raises(Conflict, match="later_layer"):
        keep(keeper, yinchuan, shape(SQUARE), starts=date(2020, 8, 31))
    mended = keep(keeper, yinchuan, shape(SQUARE), starts=date(2020, 9, 1))
    assert selectors.ground_on(zone_id=yinchuan, on=date(2020, 9, 1)).plots.row.id == mended
    rows = selectors.list_layers(actor=keeper, zone_id=yinchuan)
    assert [r.id for r in rows] == [edge, mended, new, old]
    assert (rows[2].datum, rows[2].count, rows[2].corners) == (Datum.CGCS2000, 2, 10)
    assert json.loads(Entry.objects.filter(verb="projects.keep_layer").first().after)["datum"] == "cgcs2000"


def test_degrees_are_kept_to_the_last_digit(keeper, yinchuan):
    corners = ring(SQUARE)
    exact = (Decimal("106.093456789012345678"), Decimal("38.40"))
    keep(keeper, yinchuan, Shape("甲", (((exact, *corners[1:-1], exact),),)))
    [kept] = selectors.ground_on(zone_id=yinchuan, on=STARTS).plots.shapes
    assert kept.patches[0][0][0] == exact
    assert str(kept.patches[0][0][0][1]) == "38.40"


def test_supervision_alone_keeps_it(keeper, yinchuan, person, stranger):
    for name in ("jianhuan", "zhuren", "xitong"):
        with pytest.raises((Forbidden, NotFound)):
            keep(person(name), yinchuan, shape(SQUARE))
    with pytest.raises(NotFound):
        keep(stranger, yinchuan, shape(SQUARE))
    assert selectors.list_layers(actor=stranger, zone_id=yinchuan) == []


@pytest.mark.parametrize(
    ("rings", "code"),
    [
        ([((0, 0), (10, 0), (0, 0))], "ring_open"),
        ([SQUARE[:-1]], "ring_open"),
        ([((0, 0), (10, 0), (20, 0), (0, 0))], "ring_flat"),
        ([((0, 0), (10, 8), (10, 0), (0, 9), (0, 0))], "ring_crosses"),
        # It touches its own edge, runs back over one, and passes a corner twice.
        ([((0, 0), (10, 0), (10, 10), (5, 0), (0, 10), (0, 0))], "ring_crosses"),
        ([((0, 0), (10, 0), (10, 10), (10, 5), (0, 5), (0, 0))], "ring_crosses"),
        ([((0, 0), (10, 0), (5, 5), (10, 10), (0, 10), (5, 5), (0, 0))], "ring_crosses"),
        ([SQUARE, ((20, 20), (21, 20), (21, 21), (20, 20))], "hole_outside"),
    ],
)
def test_what_is_no_land_is_told(keeper, yinchuan, rings, code):
    assert codes(keeper, yinchuan, shape(*rings)) == [code]


@pytest.mark.parametrize(
    "rings",
    [
        [SQUARE],
        [SQUARE[::-1]],
        [((0, 0), (5, 0), (5, 0), (10, 0), (10, 10), (0, 10), (0, 0))],
        [SQUARE, ((2, 2), (8, 2), (8, 8), (2, 2))],
        [((0, 0), (10, 0), (10, 10), (6, 10), (6, 2), (4, 2), (4, 10), (0, 10), (0, 0))],
    ],
)
def test_what_is_land_is_kept(keeper, yinchuan, rings):
    assert keep(keeper, yinchuan, shape(*rings))


def test_where_it_lies_is_told_first(keeper, yinchuan):
    def at(x, y):
        one = tuple((Decimal(x) + a, Decimal(y) + b) for a, b in ((0, 0), (1, 0), (1, 1), (0, 0)))
        return Shape("甲", ((one,),))

    assert codes(keeper, yinchuan, at("35500000", "4251000")) == ["not_degrees"]
    assert codes(keeper, yinchuan, at("38.4", "106.1")) == ["degrees_swapped"]
    assert codes(keeper, yinchuan, at("2.35", "48.85")) == ["out_of_bounds"]
    assert codes(keeper, yinchuan, at("106", "38"), at("109", "38")) == ["too_wide"]
    assert codes(keeper, yinchuan) == ["nothing_drawn"]
    assert codes(keeper, yinchuan, shape(SQUARE, name="长" * 61)) == ["shape_name"]
    assert codes(keeper, yinchuan, *[shape(SQUARE)] * 2001) == ["too_much_drawn"]
    assert codes(keeper, yinchuan, shape(SQUARE), source=" ") == ["core.required"]
    assert codes(keeper, yinchuan, shape(SQUARE), starts=date(1, 1, 1)) == ["day_out_of_range"]


def test_as_many_corners_as_there_may_be_are_looked_at_in_a_moment(keeper, yinchuan):
    """A ragged circle of nearly ten thousand corners is land; a comb drawn to tire the check is refused."""
    chance = random.Random(4)
    far = [100 + chance.random() for _ in range(9900)]
    circle = [
        (round(r * cos(2 * pi * k / 9900), 6), round(r * sin(2 * pi * k / 9900), 6))
        for k, r in enumerate(far)
    ]
    began = time.perf_counter()
    assert keep(keeper, yinchuan, shape([*circle, circle[0]]))
    comb = [(0, 0)]
    for k in range(1, 4900):
        comb += [(500, k / 100), (0, k / 100 + 0.005)]
    assert codes(keeper, yinchuan, shape([*comb, (-1, 60), (-1, 0), (0, 0)])) == ["ring_tangled"]
    assert time.perf_counter() - began < 6


def side(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def on(a, b, c):
    within = min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])
    return side(a, b, c) == 0 and within


def share_no_more(edge, other, shared):
    """Whether two edges share no point but *shared*, the corner of neighbours."""
    (a, b), (c, d) = edge, other
    proper = side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
    touch = {p for p in (a, b) if on(c, d, p)} | {p for p in (c, d) if on(a, b, p)}
    return not proper and not touch - shared


def is_simple(corners):
    """Whether no two edges meet but at their corner: every pair is looked at."""
    edges = list(pairwise(corners))
    last = len(edges) - 1
    return all(
        share_no_more(
            edges[i], edges[j], {edges[j][0]} if j == i + 1 else {edges[i][0]} if j - i == last else set()
        )
        for i in range(len(edges))
        for j in range(i + 1, len(edges))
    )


def test_crossings_are_what_an_all_pairs_look_finds():
    chance = random.Random(11)
    found = {True: 0, False: 0}
    for _ in range(3000):
        corners = [(chance.randrange(7), chance.randrange(7)) for _ in range(chance.randrange(4, 7))]
        corners.append(corners[0])
        if any(a == b for a, b in pairwise(corners)):
            continue
        expected = is_simple(corners)
        assert (crossing(corners, [10**6]) is None) == expected, corners
        found[expected] += 1
    assert min(found.values()) > 200


def test_the_map_and_the_projects_page_draw_it_with_its_system(site, keeper, browse):
    keep(keeper, site.zone, shape(SQUARE, name="</script><b>"), is_sample=True)
    keep(keeper, site.zone, shape(SQUARE, name="园区"), kind=LayerKind.BOUNDARY)
    type(site.project).objects.filter(pk=site.project.pk).update(longitude="106.105", latitude="38.405")
    for address, who in (
        (reverse("project-map", args=["yinchuan"]), "tongji"),
        (reverse("project", args=["yinchuan", site.project.code]), "qiantao"),
    ):
        page = browse(who).get(address).content.decode()
        told = re.search(r'<script id="map-ground" type="application/json">(.*?)</script>', page)[1]
        assert [(s["kind"], s["name"]) for s in json.loads(told)] == [
            ("plots", "</script><b>"), ("boundary", "园区"),
        ]  # fmt: skip
        assert json.loads(told)[0]["patches"][0][0][0] == [106.1, 38.4]
        assert "CGCS2000（度）" in page
        assert "没有换算" in page
        assert '<span class="mark sample">示例</span>' in page
        assert not re.search(r"https?://(?!127)[^\"' ]*(tile|map)", page)
    ground = reverse("zone-ground", args=["yinchuan"])
    assert (
        f'href="{ground}"'
        not in browse("qiantao")
        .get(reverse("project", args=["yinchuan", site.project.code]))
        .content.decode()
    )
    assert browse("qiantao").get(ground).status_code == 404


def test_supervision_hands_it_in_on_the_page(site, browse):
    ground = reverse("zone-ground", args=["yinchuan"])
    given = {"kind": "plots", "datum": "wgs84", "starts": "2020-09-01", "source": "批复〔2020〕8号"}
    boss = browse("ducha")
    text = "甲,106.1,38.4\n甲,106.11,38.4\n甲,106.11,38.41"
    assert boss.post(ground, given | {"text": text}).status_code == 302
    geo = json.dumps({"type": "Polygon", "coordinates": [[[float(x), float(y)] for x, y in ring(SQUARE)]]})
    file = SimpleUploadedFile("边界.geojson", geo.encode(), content_type="application/geo+json")
    assert boss.post(ground, given | {"kind": "boundary", "file": file}).status_code == 302
    assert [(r.kind, r.datum, r.corners) for r in PlanLayer.objects.order_by("id")] == [
        ("plots", "wgs84", 4), ("boundary", "wgs84", 5),
    ]  # fmt: skip
    answer = boss.post(ground, given | {"text": "甲,106.1,38.4\n甲,七,八"})
    assert (answer.status_code, "第 2 行“甲,七,八”" in answer.content.decode()) == (422, True)
    assert "甲,106.1,38.4\n" in answer.content.decode().replace("\r\n", "\n"), "what was typed stays"
    for wrong in (
        {"kind": "x"},
        {"datum": ""},
        {"starts": "2020-08-01", "text": text},
        {"source": "", "text": text},
    ):
        assert boss.post(ground, given | wrong).status_code in {409, 422}, wrong
    assert browse("jianhuan").post(ground, given | {"text": text}).status_code == 403
    assert "现行" in browse("jianhuan").get(ground, {"on": "2020-09-16"}).content.decode()


def test_illustrative_ground_is_taken_out(keeper, yinchuan):
    keep(keeper, yinchuan, shape(SQUARE), is_sample=True)
    real = keep(keeper, yinchuan, shape(SQUARE))
    services.remove_samples(actor=keeper, zone_id=yinchuan, at=AT)
    assert list(PlanLayer.objects.values_list("id", flat=True)) == [real]
