"""What is let in at the door, and what is sent back and why."""

from __future__ import annotations

import io
import random
import re
import struct
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest

from duban.core.sentences.exchange import SENTENCES
from duban.exchange.sheets import guard
from duban.exchange.sheets.grid import read
from duban.exchange.sheets.guard import FileKind, Inspected, inspect
from duban.exchange.sheets.limits import Limits
from tests.exchange.sheets import makers
from tests.exchange.sheets.makers import (
    changed,
    codes,
    opened,
    record,
    sheet_xml,
    with_part,
    with_sheet,
    xls,
    xlsx,
)

GOOD = xlsx([["指标", "累计"], ["到位资金", 65.13]], merges=["D1:E1"])
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relation(kind: str, target: str, *, external: bool = False) -> bytes:
    mode = ' TargetMode="External"' if external else ""
    return (
        f'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELS}/{kind}" Target="{target}"{mode}/></Relationships>'
    ).encode()


def lying(size: int) -> bytes:
    """A zip whose directory states other sizes than its parts have."""
    data = bytearray(
        changed(GOOD, lambda n, d: d + b" " * 40_000_000 if n == "xl/worksheets/sheet1.xml" else d)
    )
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/worksheets/sheet1.xml"))
    data[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(data)


def encrypted() -> bytes:
    data = bytearray(GOOD)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(magic, at + 4)
    return bytes(data)


def doubled() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate"):
        return with_part(GOOD, "xl/worksheets/sheet1.xml", sheet_xml(b""))


def other_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("a.txt", "x")
    return out.getvalue()


def sheet_with(before: bytes) -> bytes:
    return with_sheet(sheet_xml(b"").replace(b"<worksheet", before + b"<worksheet"))


XXE = b'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'

REFUSED = {
    "nothing": ("a.xlsx", b"", "empty_file"),
    "only spaces": ("a.csv", b"\xef\xbb\xbf \r\n", "empty_file"),
    "no extension": ("报表", GOOD, "extension"),
    "an open document": ("a.ods", GOOD, "extension"),
    "picture": ("a.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "wrong_type"),
    "pdf": ("a.xlsx", b"%PDF-1.7 ...", "wrong_type"),
    "rar": ("a.xls", b"Rar!\x1a\x07\0", "wrong_type"),
    "workbook named csv": ("a.csv", GOOD, "wrong_type"),
    "web page": (
        "a.xls",
        b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table><tr><td>1",
        "html_renamed",
    ),
    "web page with mark": ("a.xls", b"\xef\xbb\xbf\r\n<TABLE border=1><tr><td>1", "html_renamed"),
    "web page in UTF-16": ("a.xls", "\ufeff<html><body>".encode("utf-16-le"), "html_renamed"),
    "web archive": ("a.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "html_renamed"),
    "XML table": (
        "a.xls",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "xml_table",
    ),
    "text renamed": ("a.xls", "指标\t累计\n甲\t1\n".encode("gb18030"), "text_renamed"),
    "Excel 4": ("a.xls", b"\x09\x04\x06\x00\x00\x00\x10\x00", "too_old"),
    "other zip": ("a.xlsx", other_zip(), "not_workbook"),
    "Word's zip": (
        "a.xlsx",
        changed(GOOD, lambda n, d: d.replace(b"xl/workbook.xml", b"word/document.xml")),
        "not_workbook",
    ),
    "binary workbook": (
        "a.xlsx",
        changed(GOOD, lambda n, d: d.replace(b"xl/workbook.xml", b"xl/workbook.bin")),
        "xlsb",
    ),
    "cut off": ("a.xlsx", GOOD[: len(GOOD) // 2], "broken"),
    "broken sheet": ("a.xlsx", with_sheet(b"<worksheet><sheetData>"), "broken"),
    "encrypted parts": ("a.xlsx", encrypted(), "password"),
    "password, OLE": ("a.xlsx", makers.ole({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}), "password"),
    "password, xls": ("a.xls", xls([["甲"]], extra=record(0x002F, b"\1\0" + b"\0" * 52)), "password"),
    "Word 97": ("a.xls", makers.ole({"WordDocument": b"x"}), "wrong_type"),
    "OLE of another kind": ("a.xls", makers.ole({"Contents": b"x"}), "not_workbook"),
    "macros, xlsx": ("a.xlsm", with_part(GOOD, "xl/vbaProject.bin", b"x"), "macros"),
    "macros, xls": ("a.xls", xls([["甲"]], extra=record(0x00D3)), "macros"),
    "linked book": (
        "a.xlsx",
        with_part(GOOD, "xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
        "external_links",
    ),
    "linked picture": (
        "a.xlsx",
        with_part(
            GOOD, "xl/drawings/_rels/drawing1.xml.rels", relation("image", "http://a/b.png", external=True)
        ),
        "external_links",
    ),
    "query": ("a.xlsx", with_part(GOOD, "xl/connections.xml", b"<connections/>"), "external_links"),
    "linked book, xls": (
        "a.xls",
        xls([["甲"]], extra=record(0x01AE, b"\1\0\3\0\0\1b.xls")),
        "external_links",
    ),
    "entity": ("a.xlsx", sheet_with(XXE), "declarations"),
    "entities in entities": ("a.xlsx", sheet_with(LAUGHS), "declarations"),
    "entity in UTF-16": (
        "a.xlsx",
        with_sheet((XXE + sheet_xml(b"").split(b"?>")[1]).decode().encode("utf-16")),
        "declarations",
    ),
    "entity in a part nobody asks for": (
        "a.xlsx",
        with_part(GOOD, "docProps/x.xml", LAUGHS + b"<a/>"),
        "declarations",
    ),
    "entity in a drawing": ("a.xlsx", with_part(GOOD, "xl/drawings/v.vml", b"<xml>" + XXE), "declarations"),
    "command": (
        "a.xlsx",
        with_sheet(sheet_xml(b"<row r='1'><c r='A1'><f>IF(1,cmd|'/C calc'!A0)</f><v>1</v></c></row>")),
        "commands",
    ),
    "web call": (
        "a.xlsx",
        with_sheet(sheet_xml(b"<row r='1'><c r='A1'><f>WEBSERVICE(\"http://a\")</f><v>1</v></c></row>")),
        "commands",
    ),
    "doubled part": ("a.xlsx", doubled(), "malicious"),
    "states too much": ("a.xlsx", lying(0xF0000000), "bomb"),
    "states too little": ("a.xlsx", lying(100), "broken"),
    "swells": (
        "a.xlsx",
        changed(GOOD, lambda n, d: d + b" " * 40_000_000 if n.endswith("sheet1.xml") else d),
        "bomb",
    ),
    "too many parts": ("a.xlsx", changed(GOOD, None, **{f"xl__m{i}": b"" for i in range(2100)}), "bomb"),
    "endless mark": (
        "a.xlsx",
        with_sheet(sheet_xml(b"").replace(b"<sheetData>", b"<!--" + b"x-" * 900_000 + b"-->")),
        "malicious",
    ),
    "endless depth": ("a.xlsx", with_sheet(sheet_xml(b"<a>" * 50_000 + b"</a>" * 50_000)), "malicious"),
    "endless names": (
        "a.xlsx",
        with_sheet(sheet_xml(b"".join(b"<n%d/>" % i for i in range(20_000)))),
        "malicious",
    ),
    "no sheets": (
        "a.xlsx",
        changed(GOOD, lambda n, d: d.replace(b"<sheet ", b"<other ") if n == "xl/workbook.xml" else d),
        "no_sheets",
    ),
    "binary named csv": ("a.csv", b"\0\1\2\3" * 20, "not_text"),
    "csv in no encoding": ("a.csv", b"\xff\xff\xff\x81\x20,1\n", "encoding"),
    "csv with an endless field": ("a.csv", b'"' + b"x" * 200_000 + b'"', "broken"),
}


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_refuses(case):
    name, content, code = REFUSED[case]
    problems = inspect(name, content)
    assert isinstance(problems, tuple)
    assert [p.code for p in problems] == [f"exchange.{code}"]
    assert "{" not in str(SENTENCES[problems[0].code]).format(*problems[0].args)


def test_every_code_has_its_sentence():
    package = Path(guard.__file__).parent
    used = {
        code
        for file in package.glob("*.py")
        for code in re.findall(r'"(exchange\.\w+)"', file.read_text("utf-8"))
    }
    assert used <= SENTENCES.keys()


def test_names_the_file_in_the_problem():
    found = inspect("八月.xlsx", b"")
    assert isinstance(found, tuple)
    assert found[0].where == "八月.xlsx"


@pytest.mark.parametrize(
    ("limits", "content", "code"),
    [
        (Limits(upload=1000), GOOD, "too_large"),
        (Limits(rows=10), xlsx([[1]] * 20), "too_many_rows"),
        (Limits(cells=10), xlsx([[1]] * 20), "too_many_cells"),
        (Limits(merges=1), xlsx([[1]], merges=["A2:B2", "A3:B3"]), "too_many_merges"),
        (Limits(inflated=2000), GOOD, "bomb"),
    ],
)
def test_limits_hold(limits, content, code):
    assert codes("a.xlsx", content, limits) == [f"exchange.{code}"]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.xlsx", GOOD, FileKind.XLSX),
        ("A.XLSX", GOOD, FileKind.XLSX),
        ("新版误存.xls", GOOD, FileKind.XLSX),
        ("a.xls", xls([["甲", 1]]), FileKind.XLS),
        ("旧版误存.xlsx", xls([["甲", 1]]), FileKind.XLS),
        ("a.xls", xls([["甲"]], extra=record(0x01AE, b"\1\0\1\4")), FileKind.XLS),
        ("a.csv", "指标,累计\n甲,1\n".encode("gb18030"), FileKind.CSV),
        ("a.txt", "指标\t累计\n甲\t1\n".encode("utf-16"), FileKind.CSV),
    ],
)
def test_lets_in(name, content, kind):
    assert opened(content, name).kind is kind


def test_hyperlinks_are_no_links_outside():
    rels = relation("hyperlink", "https://www.stats.gov.cn", external=True)
    assert codes("a.xlsx", with_part(GOOD, "xl/worksheets/_rels/sheet1.xml.rels", rels)) == []


def test_a_bar_within_quotes_is_no_command():
    sheet = sheet_xml(b"<row r='1'><c r='A1' t='str'><f>A2&amp;\"x|y\"</f><v>x|y</v></c></row>")
    assert codes("a.xlsx", with_sheet(sheet)) == []


def bounded(made: str) -> str:
    """Inspect and read a file made by the code in another process of 600 MB and 20 s of work; return what it says."""
    script = f"""
import io, resource, sys
sys.path[:0] = ["src", "."]
from tests.exchange.sheets.makers import *
from tests.exchange.sheets.makers import with_sheet, sheet_xml
{textwrap.dedent(made)}
spent = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
resource.setrlimit(resource.RLIMIT_AS, (600 << 20, 600 << 20))
resource.setrlimit(resource.RLIMIT_CPU, (spent + 20, spent + 20))
found = inspect(name, content)
if isinstance(found, Inspected):
    print("read", sum(len(row.cells) for sheet in read(found) for row in sheet.rows()))
else:
    print(found[0].code)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


def test_a_million_empty_rows_are_sent_back():
    assert (
        bounded("""
        rows = b"".join(b'<row r="%d" spans="1:10" s="1" customFormat="1"/>' % r for r in range(1, 1048577))
        name, content = "a.xlsx", with_sheet(sheet_xml(rows))
        del rows
    """)
        == "exchange.too_many_rows"
    )


def test_ten_million_empty_cells_are_sent_back():
    assert (
        bounded("""
        row = b"<row>" + b"<c s='1'/>" * 16000 + b"</row>"
        name, content = "a.xlsx", with_sheet(sheet_xml(row * 700))
    """)
        == "exchange.too_many_cells"
    )


def test_one_cell_in_the_last_corner_costs_nothing():
    assert (
        bounded("""
        row = b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
        name, content = "a.xlsx", with_sheet(sheet_xml(row))
    """)
        == "read 1"
    )


def test_one_long_text_in_many_cells_is_held_once():
    assert (
        bounded("""
        strings = b"<sst><si><t>" + b"x" * 1000000 + b"</t></si></sst>"
        row = b"<row>" + b"<c t='s'><v>0</v></c>" * 100 + b"</row>"
        name, content = "a.xlsx", with_sheet(sheet_xml(row * 2000), strings)
    """)
        == "read 200000"
    )


def test_a_bomb_of_zeros_is_sent_back():
    assert (
        bounded("""
        name, content = "a.xlsx", with_part(xlsx([["x"]]), "xl/media/image1.png", b"\\0" * 300_000_000)
    """)
        == "exchange.bomb"
    )


@pytest.mark.parametrize("made", ["xlsx", "xls"])
def test_random_damage_never_breaks_the_reader(made):
    whole = (
        GOOD
        if made == "xlsx"
        else xls([["指标", "累计"], ["甲", 65.13], ["合计", "=65.13"]], merges=[(0, 0, 0, 1)])
    )
    dice = random.Random(20200916)
    for _ in range(400):
        damaged = bytearray(whole)
        for _ in range(dice.choice((1, 3, 10))):
            damaged[dice.randrange(len(damaged))] = dice.choice((0, 255, dice.randrange(256)))
        found = inspect(f"a.{made}", bytes(damaged))
        if isinstance(found, Inspected):
            for sheet in read(found):
                list(sheet.rows())
