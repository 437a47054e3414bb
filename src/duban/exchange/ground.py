"""Boundaries and plots out of a file: GeoJSON, WKT, or a plain list of corners; degrees exactly as they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from duban.core.errors import Invalid
from duban.engine.kernel import Problem
from duban.projects.types import Datum, Patch, Ring, Shape

__all__ = ["LARGEST", "read_shapes"]

T = TypeVar("T")
LARGEST = 4 * 1024 * 1024
_DEEPEST = 12
"""Brackets within brackets: GeoJSON of land needs nine."""
_MOST_SAID = 20
_NAMES = ("name", "名称", "地块名称", "地块编号", "编号", "宗地号", "title", "code", "id")
_SYSTEMS: Mapping[str, Datum] = {
    "CRS84": Datum.WGS84,
    "4326": Datum.WGS84,
    "4490": Datum.CGCS2000,
}
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?"
_CORNER = re.compile(rf"\s*({_NUMBER})\s+({_NUMBER})((?:\s+{_NUMBER}){{0,2}})\s*\Z")
_HEADING = re.compile(r"经度|纬度|longitude|latitude|lng|lon", re.IGNORECASE)
_WKT = re.compile(
    r"\s*(?:SRID\s*=\s*(\d{1,6})\s*;)?\s*(POLYGON|MULTIPOLYGON)\s*(?:ZM?|M)?\s*\(", re.IGNORECASE
)
_BRACKET = re.compile(r"[()]")
_KNOWN_WKT = re.compile(r"\s*(?:SRID\s*=|[A-Z]{4,20}\s*(?:ZM?|M)?\s*(?:\(|EMPTY))", re.IGNORECASE)


def read_shapes(content: bytes, datum: Datum) -> tuple[Shape, ...]:
    """
    Return what a file draws; *datum* is the system the degrees are said to be of, and a file that says another is refused.

    A list of corners has a line for each: name, longitude, latitude; a name that changes begins another plot, and the
    last corner may be left out where it is the first again. Everything else has to be closed.

    :raises Invalid: with everything that is wrong with it; whether the land is land is for the service to say
    """
    if len(content) > LARGEST:
        raise Invalid(Problem("exchange.ground_large", "file", (str(LARGEST // 1024 // 1024),)))
    text = _text(content).strip()
    if not text:
        raise Invalid(Problem("exchange.ground_empty", "file"))
    if text[0] in "{[":
        return tuple(_geojson(text, datum))
    if _KNOWN_WKT.match(text):
        return tuple(_wkt(text, datum))
    return tuple(_corners(text))


def _text(content: bytes) -> str:
    if b"\x00" not in content:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise Invalid(Problem("exchange.ground_not_text", "file"))


def _each(read: Callable[[Any, int], T], given: Iterable[Any]) -> list[T]:
    """
    Return each thing read, with its number from one on.

    :raises Invalid: with what is wrong with each, as many as a person reads
    """
    problems: list[Problem] = []
    found = []
    for number, one in enumerate(given, 1):
        try:
            found.append(read(one, number))
        except Invalid as unfit:
            problems += unfit.problems
        if len(problems) >= _MOST_SAID:
            break
    if problems:
        raise Invalid(*problems)
    return found


def _refused(code: str, *args: str) -> Invalid:
    return Invalid(Problem(f"exchange.ground_{code}", "file", tuple(_printable(arg)[:60] for arg in args)))


def _printable(text: str) -> str:
    """Return a text without what cannot be seen, nor kept by every database."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def _same_system(said: str, datum: Datum) -> None:
    """
    Let a file say which system its degrees are of, as long as it is the one chosen.

    :raises Invalid: if it is another, or one of metres
    """
    code = re.split(r"[:/]+", said.strip())[-1].upper()
    if code not in _SYSTEMS:
        raise _refused("system", said)
    if _SYSTEMS[code] is not datum:
        raise _refused("other_system", said, f"@datum.{datum}")


# --- GeoJSON (RFC 7946)


def _geojson(text: str, datum: Datum) -> list[Shape]:
    told = _document(text)
    if (said := _named_system(told)) is not None:
        _same_system(said, datum)
    found = _each(_feature, _features(told))
    if not found:
        raise _refused("no_features")
    return found


def _document(text: str) -> dict[str, Any]:
    if _depth(text) > _DEEPEST:
        raise _refused("deep")
    try:
        told = json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise _refused("json") from error
    if not isinstance(told, dict):
        raise _refused("no_features")
    return told


def _depth(text: str) -> int:
    """Return how deep brackets stand in brackets; those within names only make it look deeper."""
    deepest = depth = 0
    for mark in re.findall(r"[\[\]{}]", text):
        depth += 1 if mark in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _no_number(text: str) -> Decimal:
    raise ValueError(text)


def _named_system(told: Mapping[str, Any]) -> str | None:
    crs = told.get("crs")
    if crs is None:
        return None
    inside = crs.get("properties") if isinstance(crs, dict) else None
    name = inside.get("name") if isinstance(inside, dict) else None
    return str(name)


def _features(told: Mapping[str, Any]) -> list[Any]:
    if told.get("type") == "FeatureCollection":
        features = told.get("features")
        if not isinstance(features, list):
            raise _refused("no_features")
        return features
    return [told if told.get("type") == "Feature" else {"geometry": told}]


def _feature(feature: object, n: int) -> Shape:
    if not isinstance(feature, dict) or not isinstance(geometry := feature.get("geometry"), dict):
        raise _refused("no_geometry", str(n))
    name = _name(feature.get("properties"))
    said = name or str(n)
    kind, given = str(geometry.get("type")), geometry.get("coordinates")
    if kind not in {"Polygon", "MultiPolygon"}:
        raise _refused("not_land", said, kind)
    patches = [given] if kind == "Polygon" else given
    return Shape(name, tuple(_patch(patch, said) for patch in _list(patches, said)))


def _name(properties: object) -> str:
    if not isinstance(properties, dict):
        return ""
    known = {str(key).strip().lower(): value for key, value in properties.items()}
    for key in _NAMES:
        value = known.get(key)
        if isinstance(value, str | Decimal) and str(value).strip():
            return _printable(str(value))
    return ""


def _list(given: object, said: str) -> list[Any]:
    if not isinstance(given, list) or not given:
        raise _refused("bad_corner", said)
    return given


def _patch(given: object, said: str) -> Patch:
    return tuple(tuple(_position(one, said) for one in _list(ring, said)) for ring in _list(given, said))


def _position(given: object, said: str) -> tuple[Decimal, Decimal]:
    if not isinstance(given, list) or not 2 <= len(given) <= 4:
        raise _refused("bad_corner", said)
    x, y = given[:2]
    if not (isinstance(x, Decimal) and isinstance(y, Decimal)):
        raise _refused("bad_corner", said)
    return _sane(x, said), _sane(y, said)


def _sane(figure: Decimal, said: str) -> Decimal:
    """Return a figure that is one: endless digits are no place on earth."""
    if not figure.is_finite() or abs(figure.adjusted()) > 20 or len(figure.as_tuple().digits) > 30:
        raise _refused("bad_corner", said)
    return figure


# --- WKT


def _wkt(text: str, datum: Datum) -> Iterator[Shape]:
    """Yield the polygons of a text, one after another; each may say its system before it."""
    n, at = 0, 0
    while at < len(text):
        head = _WKT.match(text, at)
        if head is None:
            raise _refused("not_wkt", text[at : at + 40].strip())
        n += 1
        if head[1]:
            _same_system(f"EPSG:{head[1]}", datum)
        end = _closing(text, head.end() - 1)
        body = text[head.end() : end]
        patches = [body] if head[2].upper() == "POLYGON" else list(_groups(body))
        yield Shape("", tuple(_wkt_patch(patch, str(n)) for patch in patches))
        at = len(text) - len(text[end + 1 :].lstrip(" \t\r\n;,"))


def _closing(text: str, start: int) -> int:
    depth = 0
    for mark in _BRACKET.finditer(text, start):
        depth += 1 if mark[0] == "(" else -1
        if depth == 0:
            return mark.start()
    raise _refused("not_wkt", text[start : start + 40])


def _groups(body: str) -> Iterator[str]:
    """Yield what stands in each pair of outermost brackets."""
    at = 0
    while (start := body.find("(", at)) >= 0:
        end = _closing(body, start)
        yield body[start + 1 : end]
        at = end + 1


def _wkt_patch(body: str, said: str) -> Patch:
    rings = [tuple(_wkt_corner(one, said) for one in ring.split(",")) for ring in _groups(body)]
    if not rings:
        raise _refused("bad_corner", said)
    return tuple(rings)


def _wkt_corner(text: str, said: str) -> tuple[Decimal, Decimal]:
    found = _CORNER.match(text)
    if found is None:
        raise _refused("bad_corner", said)
    return _sane(Decimal(found[1]), said), _sane(Decimal(found[2]), said)


# --- a list of corners


def _corners(text: str) -> Iterator[Shape]:
    """Yield a shape for each run of lines of one name."""
    lines = [line.strip() for line in text.splitlines()]
    if _HEADING.search(lines[0]) and not lines[0][-1].isdigit():
        lines[0] = ""
    read = [one for one in _each(_line, lines) if one is not None]
    for name, run in groupby(read, key=itemgetter(0)):
        yield Shape(name, ((_closed([corner for _name, corner in run]),),))


def _line(line: str, number: int) -> tuple[str, tuple[Decimal, Decimal]] | None:
    if not line:
        return None
    cells = [cell.strip() for cell in re.split(r"[,，;；\t]", line)]
    cells = cells if len(cells) > 1 else line.split()
    if len(cells) not in {2, 3}:
        raise _refused("bad_line", str(number), line)
    try:
        x, y = (Decimal(cell) for cell in cells[-2:])
    except InvalidOperation as error:
        raise _refused("bad_line", str(number), line) from error
    said = str(number)
    return (_printable(cells[0]) if len(cells) == 3 else ""), (_sane(x, said), _sane(y, said))


def _closed(corners: list[tuple[Decimal, Decimal]]) -> Ring:
    return tuple(corners if corners[0] == corners[-1] else [*corners, corners[0]])
