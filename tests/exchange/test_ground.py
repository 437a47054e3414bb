"""Boundaries and plots out of files: what each form says, and what hostile ones are told."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from duban.core.errors import Invalid
from duban.core.sentences import sentences
from duban.exchange.ground import LARGEST, read_shapes
from duban.projects.types import Datum

SQUARE = [[106.1, 38.4], [106.2, 38.4], [106.2, 38.5], [106.1, 38.5], [106.1, 38.4]]
RING = tuple((Decimal(str(x)), Decimal(str(y))) for x, y in SQUARE)


def feature(ring=SQUARE, kind="Polygon", **properties):
    coordinates = [ring] if kind == "Polygon" else [[ring]]
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def collection(*features, **more):
    return json.dumps(
        {"type": "FeatureCollection", "features": list(features)} | more, ensure_ascii=False
    ).encode()


def refused(content, datum=Datum.WGS84):
    with pytest.raises(Invalid) as found:
        read_shapes(content, datum)
    assert sentences(found.value.problems), "said in words"
    return [p.code.removeprefix("exchange.ground_") for p in found.value.problems]


def test_geojson_is_read_with_names_and_digits_as_they_are():
    ring = "[[106.1234567890123,38.40],[106.2,38.40,1200],[106.2,38.5],[106.1234567890123,38.40]]"
    polygon = f'{{"type":"Polygon","coordinates":[{ring}]}}'
    written = f'{{"type":"Feature","properties":{{"地块编号":" A-01 "}},"geometry":{polygon}}}'
    [shape] = read_shapes(written.encode(), Datum.CGCS2000)
    assert shape.name == "A-01"
    assert shape.patches[0][0][0] == (Decimal("106.1234567890123"), Decimal("38.40"))
    assert str(shape.patches[0][0][0][1]) == "38.40"
    assert len(shape.patches[0][0]) == 4
    both = read_shapes(collection(feature(name="甲"), feature(kind="MultiPolygon", id=7)), Datum.WGS84)
    assert [(s.name, s.patches) for s in both] == [("甲", ((RING,),)), ("7", ((RING,),))]
    bare = json.dumps(feature()["geometry"]).encode()
    assert read_shapes("\ufeff".encode() + bare, Datum.WGS84)[0].patches == ((RING,),)


def test_a_file_that_says_its_system_is_believed():
    def crs(name):
        return {"crs": {"type": "name", "properties": {"name": name}}}

    assert read_shapes(collection(feature(), **crs("urn:ogc:def:crs:OGC:1.3:CRS84")), Datum.WGS84)
    assert read_shapes(collection(feature(), **crs("urn:ogc:def:crs:EPSG::4490")), Datum.CGCS2000)
    assert refused(collection(feature(), **crs("EPSG:4490"))) == ["other_system"]
    assert refused(collection(feature(), **crs("urn:ogc:def:crs:EPSG::4547"))) == ["system"]
    assert refused(collection(feature(), crs="x")) == ["system"]


def test_wkt_is_read_with_holes_and_its_system():
    hole = "(106.12 38.42, 106.14 38.42, 106.14 38.44, 106.12 38.42)"
    ring = "(106.1 38.4, 106.2 38.4, 106.2 38.5, 106.1 38.5, 106.1 38.4)"
    [one] = read_shapes(f"SRID=4490;polygon ({ring}, {hole})".encode(), Datum.CGCS2000)
    assert one.patches[0][0] == RING
    assert len(one.patches[0]) == 2
    text = f"POLYGON Z (({ring[1:-1].replace(' 38', ' 38').replace(',', ' 5,')} 5));\nMULTIPOLYGON((({ring[1:-1]})),(({ring[1:-1]})))"
    first, second = read_shapes(text.encode(), Datum.WGS84)
    assert first.patches == ((RING,),)
    assert len(second.patches) == 2
    assert refused(f"SRID=4490;POLYGON({ring})".encode()) == ["other_system"]
    for text in (f"POLYGON({ring}", "POINT(106 38)", "POLYGON EMPTY", f"POLYGON({ring}) and more"):
        assert refused(text.encode()) == ["not_wkt"]
    assert refused(b"POLYGON((106,38))") == ["bad_corner"]
    assert refused(b"POLYGON()") == ["bad_corner"]


def test_a_list_of_corners_is_closed_and_split_by_name():
    sheet = "名称，经度，纬度\n甲,106.1,38.4\n甲,106.2,38.4\n甲,106.2,38.5\n\n乙 \t106.1\t38.4\n乙\t106.2\t38.4\n乙\t106.2\t38.5\n乙\t106.1\t38.4\n"
    for encoding in ("utf-8", "gb18030"):
        first, second = read_shapes(sheet.encode(encoding), Datum.WGS84)
        assert (first.name, second.name) == ("甲", "乙")
        assert len(first.patches[0][0]) == len(second.patches[0][0]) == 4
        assert first.patches[0][0][0] == first.patches[0][0][-1]
    [bare] = read_shapes(b"106.1 38.4\n106.2 38.4\n106.2 38.5", Datum.WGS84)
    assert bare.name == ""
    [shape] = read_shapes(b"longi-1,106.1,38.4\nlongi-1,106.2,38.4\nlongi-1,106.2,38.5", Datum.WGS84)
    assert shape.corners == 4, "a name with lon in it is no heading"
    assert refused("甲,106.1,三十八\n甲\n甲,1,2,3,4".encode()) == ["bad_line"] * 3
    assert len(refused(b"x\n" * 1000)) == 20, "as many as a person reads"


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (b"", ["empty"]),
        (b"  \n ", ["empty"]),
        (b"PK\x03\x04\x00\x00", ["not_text"]),
        (b"\xff\xfe\xff", ["not_text"]),
        (b"{", ["json"]),
        (b"[1, 2]", ["no_features"]),
        (b"{}", ["not_land"]),
        (b'{"type":"FeatureCollection","features":{}}', ["no_features"]),
        (b'{"type":"FeatureCollection","features":[]}', ["no_features"]),
        (b'{"type":"FeatureCollection","features":[1,null,{"geometry":null}]}', ["no_geometry"] * 3),
        (b'{"type":"Point","coordinates":[106,38]}', ["not_land"]),
        (b'{"type":["Polygon"],"coordinates":[]}', ["not_land"]),
        (b'{"type":"Polygon","coordinates":[]}', ["bad_corner"]),
        (b'{"type":"Polygon","coordinates":{"a":1}}', ["bad_corner"]),
        (b'{"type":"Polygon","coordinates":[[["106",38]]]}', ["bad_corner"]),
        (b'{"type":"Polygon","coordinates":[[[true,38]]]}', ["bad_corner"]),
        (b'{"type":"Polygon","coordinates":[[[NaN,38]]]}', ["json"]),
        (b'{"type":"Polygon","coordinates":[[[Infinity,38]]]}', ["json"]),
        (b'{"type":"Polygon","coordinates":[[[1e999999999,38]]]}', ["bad_corner"]),
        (b'{"type":"Polygon","coordinates":[[[1e9999999999999999999999,38]]]}', ["json"]),
        (b'{"type":"Polygon","coordinates":[[[' + b"1" * 5000 + b',38]]]}', ["bad_corner"]),
        (b"[" * 100_000, ["deep"]),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, ["deep"]),
        (b'{"type":"\\ud800<script>","coordinates":[]}', ["not_land"]),
        (b"x" * (LARGEST + 1), ["large"]),
    ],
)  # fmt: skip
def test_hostile_files_are_told_in_words(content, codes):
    assert refused(content) == codes


def test_names_lose_what_cannot_be_kept():
    content = json.dumps(feature(name="甲\u0000\u202e\ud800 乙")).encode()
    [shape] = read_shapes(content, Datum.WGS84)
    assert shape.name == "甲 乙"
