"""An .xlsx: which sheets it has, how its cells are shown, and what it must not hold."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NoReturn

from duban.engine.kernel import Problem
from duban.exchange.sheets.formats import built_in, format_of
from duban.exchange.sheets.limits import Limits
from duban.exchange.sheets.packages import Package
from duban.exchange.sheets.types import Format, Merge, Unreadable, column_of
from duban.exchange.sheets.watch import Attributes, Watch, elements, local

_REL = "}id"
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?")
_DANGEROUS = re.compile(r"[\w.)]\s*\||\b(?:WEBSERVICE|CALL|REGISTER|REGISTER\.ID|EXEC)\s*\(", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"")
_XML = (".xml", ".rels", ".vml")
_LONGEST_FORMULA = 16_384


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet of an .xlsx: its name, where it lies in the package, and what was counted in it."""

    name: str
    part: str
    hidden: bool
    merges: tuple[Merge, ...] = ()
    cells: int = 0


@dataclass(frozen=True, slots=True)
class Workbook:
    """What must be known of an .xlsx before its rows are read."""

    sheets: tuple[SheetPart, ...]
    formats: tuple[Format, ...]
    strings: str
    since_1904: bool


def survey(package: Package, limits: Limits) -> Workbook:
    """
    Look through every part of the package, within the limits, and return what the reading needs.

    :raises Unreadable: if the package is not a workbook, or holds macros, links outside, commands, bombs
    """
    main = _main_part(package, limits)
    _refuse_names(package.names)
    sheets, since_1904, styles, strings = _parts(package, limits, main)
    wanted = {sheet.part for sheet in sheets}
    counted: dict[str, _SheetWatch] = {}
    inflated = 0
    for name in package.names:
        watch = _SheetWatch(limits, name) if name in wanted else _PartWatch(limits, name)
        for chunk in package.chunks(name, limits.strings if name == strings else None):
            inflated += len(chunk)
            if inflated > limits.inflated:
                _refuse("exchange.bomb", name)
            watch.feed(chunk)
        watch.close()
        if isinstance(watch, _SheetWatch):
            counted[name] = watch
    if sum(w.cells for w in counted.values()) > limits.cells:
        _refuse("exchange.too_many_cells", str(limits.cells))
    return Workbook(
        tuple(
            SheetPart(s.name, s.part, s.hidden, tuple(counted[s.part].merges), counted[s.part].cells)
            for s in sheets
        ),
        _formats(package, limits, styles),
        strings,
        since_1904,
    )


def _main_part(package: Package, limits: Limits) -> str:
    if "_rels/.rels" not in package:
        _refuse("exchange.not_workbook")
    main = next((t for t, kind, _ in _relations(package, limits, "") if kind == "officeDocument"), "")
    if main.endswith(".bin"):
        _refuse("exchange.xlsb")
    if main not in package or not main.startswith("xl/"):
        _refuse("exchange.not_workbook")
    return main


def _refuse_names(names: Iterable[str]) -> None:
    for name in names:
        if "vbaproject" in name or "/macrosheets/" in name or "/activex/" in name:
            _refuse("exchange.macros", name)
        if "/externallinks/" in name or "/querytables/" in name or name == "xl/connections.xml":
            _refuse("exchange.external_links", name)


def _parts(package: Package, limits: Limits, main: str) -> tuple[list[SheetPart], bool, str, str]:
    relations = {ident: (target, kind) for target, kind, ident in _relations(package, limits, main)}
    sheets: list[SheetPart] = []
    since_1904 = False
    for name, attributes in elements(
        package.chunks(main, limits.strings), limits, main, "sheet", "workbookPr"
    ):
        if name == "workbookPr":
            since_1904 = attributes.get("date1904", "0") in {"1", "true"}
            continue
        ident = next((v for k, v in attributes.items() if k.endswith(_REL)), "")
        target, kind = relations.get(ident, ("", ""))
        if kind == "worksheet" and target in package and target not in {s.part for s in sheets}:
            sheets.append(
                SheetPart(attributes.get("name", ""), target, attributes.get("state", "visible") != "visible")
            )
    if not sheets:
        _refuse("exchange.no_sheets")
    if len(sheets) > limits.sheets:
        _refuse("exchange.too_many_sheets", str(limits.sheets))
    by_kind = {kind: target for target, kind in relations.values() if target in package}
    return sheets, since_1904, by_kind.get("styles", ""), by_kind.get("sharedStrings", "")


def _relations(package: Package, limits: Limits, part: str) -> Iterator[tuple[str, str, str]]:
    folder, name = posixpath.split(part)
    rels = f"{folder}/_rels/{name}.rels" if folder else "_rels/.rels"
    if rels not in package:
        return
    for _, a in elements(package.chunks(rels, limits.strings), limits, rels, "Relationship"):
        target = a.get("Target", "").replace("\\", "/")
        path = (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(posixpath.join(folder, target))
        )
        yield path.lower(), a.get("Type", "").rpartition("/")[2], a.get("Id", "")


def _formats(package: Package, limits: Limits, styles: str) -> tuple[Format, ...]:
    if not styles:
        return ()
    codes: dict[int, Format] = {}
    found: list[Format] = []
    inside = False
    chunks = package.chunks(styles, limits.strings)
    for name, a in elements(chunks, limits, styles, "numFmt", "cellXfs", "cellStyles", "xf", "dxfs"):
        if name == "numFmt":
            codes.setdefault(_int(a.get("numFmtId")), format_of(a.get("formatCode", "")))
        elif name == "xf" and inside:
            number = _int(a.get("numFmtId"))
            found.append(codes.get(number) or built_in(number))
        elif name != "xf":
            inside = name == "cellXfs"
    return tuple(found)


class _PartWatch:
    """Look through a part that is not a sheet: XML is watched, pictures only measured."""

    def __init__(self, limits: Limits, name: str) -> None:
        self._name = name
        on = {"Relationship": self._relation} if name.endswith(".rels") else {}
        self._watch = Watch(limits, name, on) if name.endswith(_XML) and not name.endswith(".vml") else None
        self._tail = b""

    def feed(self, chunk: bytes) -> None:
        if self._watch is not None:
            self._watch.feed(chunk)
        elif self._name.endswith(".vml"):
            # drawings of comments are often not well-formed, so they are searched rather than parsed
            text = (self._tail + chunk).replace(b"\0", b"").upper()
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                _refuse("exchange.declarations", self._name)
            self._tail = chunk[-64:]

    def close(self) -> None:
        if self._watch is not None:
            self._watch.close()

    def _relation(self, attributes: Attributes) -> None:
        outside = attributes.get("TargetMode", "").lower() == "external"
        if outside and not attributes.get("Type", "").endswith("/hyperlink"):
            _refuse("exchange.external_links", self._name)


class _SheetWatch:
    """Look through a sheet: count, gather merged ranges, refuse commands in formulas."""

    def __init__(self, limits: Limits, name: str) -> None:
        self._limits, self._name = limits, name
        self.merges: list[Merge] = []
        self.cells = 0
        self._formula: list[str] | None = None
        self._watch = Watch(limits, name, {"mergeCell": self._merge, "f": self._formula_begins})

    def feed(self, chunk: bytes) -> None:
        self._watch.feed(chunk)
        if self._watch.count("row") > self._limits.rows:
            _refuse("exchange.too_many_rows", str(self._limits.rows))
        if self._watch.count("c") > self._limits.cells:
            _refuse("exchange.too_many_cells", str(self._limits.cells))

    def close(self) -> None:
        self._watch.close()
        self.cells = self._watch.count("c")

    def _merge(self, attributes: Attributes) -> None:
        found = _RANGE.fullmatch(attributes.get("ref", ""))
        if found is None:
            return
        if len(self.merges) >= self._limits.merges:
            _refuse("exchange.too_many_merges", str(self._limits.merges))
        top, left = int(found[2]), column_of(found[1])
        self.merges.append(Merge(top, left, int(found[4] or top), column_of(found[3]) if found[3] else left))

    def _formula_begins(self, _: Attributes) -> None:
        self._formula = []
        self._watch.parser.CharacterDataHandler = self._formula_goes_on
        self._watch.parser.EndElementHandler = self._ends

    def _formula_goes_on(self, text: str) -> None:
        if self._formula is not None and sum(map(len, self._formula)) < _LONGEST_FORMULA:
            self._formula.append(text)

    def _ends(self, name: str) -> None:
        self._watch.ended(name)
        if self._formula is not None and local(name) == "f":
            if _DANGEROUS.search(_QUOTED.sub("", "".join(self._formula))):
                _refuse("exchange.commands", self._name)
            self._formula = None
            self._watch.parser.CharacterDataHandler = None


def _int(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _refuse(code: str, *args: str) -> NoReturn:
    raise Unreadable(Problem(code, "", args))
