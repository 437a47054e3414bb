"""Files that mean harm, brought in whole: a clear refusal within seconds and bounded memory, in every format."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from duban.core.sentences import sentence
from duban.engine.kernel import Problem
from duban.exchange.reading import open_tables
from duban.exchange.sheets.grid import read
from duban.exchange.sheets.guard import Inspected, inspect
from duban.exchange.types import Kind
from tests.exchange.sheets.makers import sheet_xml, with_sheet, xls, xlsx

ROOT = Path(__file__).parents[2]
HEAD = "指标,期别,累计（亿元）\n"

SCRIPT = """
import os, resource, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")
import django
django.setup()
import struct
from tests.exchange.sheets.makers import *
from duban.exchange.reading import open_tables
from duban.exchange.sheets.returned import mark_problems
from duban.exchange.types import Kind
HEAD = "指标,期别,累计（亿元）\\n"
{made}
spent = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (400 << 20),) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (spent + 20,) * 2)
opened = open_tables(Kind.OBSERVATIONS, name, content)
rows = sum(1 for table in opened.tables for _ in table.lines())
print(*(p.code.removeprefix("exchange.") for p in opened.problems), rows)
if {returned}:
    back = mark_problems(opened.inspected, {{"Sheet1!A1": ["x"]}})
    print("returned", len(back) < 200_000)
"""


def bounded(made: str, *, returned: bool = False) -> str:
    """Bring a file in, in a process that may take 400 MB and 20 seconds of work more; return what it says."""
    script = SCRIPT.format(made=textwrap.dedent(made), returned=returned)
    env = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=120, env=env
    )
    assert done.returncode == 0, done.stderr[-1500:]
    return done.stdout.strip()


FILES = {
    "a zip bomb": (
        "name, content = 'a.xlsx', changed(xlsx([['x']]), lambda n, d: d + b' ' * 200_000_000 if n.endswith('sheet1.xml') else d)",
        "bomb 0",
    ),
    "a shared-text bomb": (
        "name, content = 'a.xlsx', with_sheet(sheet_xml(b''), b'<sst>' + b'<si><t>' + b'x' * 90_000_000 + b'</t></si></sst>')",
        "bomb 0",
    ),
    "billion laughs in the shared texts": (
        """
        entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
        strings = b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY l0 "ha">' + entities + b"]><sst><si><t>&l9;</t></si></sst>"
        name, content = "a.xlsx", with_sheet(sheet_xml(b"<row><c t='s'><v>0</v></c></row>"), strings)
        """,
        "declarations 0",
    ),
    "billion laughs in the workbook": (
        """
        bad = lambda n, d: d.replace(b"<workbook", b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><workbook', 1)
        name, content = "a.xlsx", changed(xlsx([["x"]]), lambda n, d: bad(n, d) if n == "xl/workbook.xml" else d)
        """,
        "declarations 0",
    ),
    "a million empty rows, .xlsx": (
        """
        rows = b"".join(b'<row r="%d" spans="1:10"/>' % r for r in range(1, 1048577))
        name, content = "a.xlsx", with_sheet(sheet_xml(rows))
        """,
        "too_many_rows 0",
    ),
    "a million empty rows, .csv": ("name, content = 'a.csv', HEAD.encode() + b',,\\n' * 1_000_000", "too_many_rows 0"),
    "a million line ends, .csv": ("name, content = 'a.csv', HEAD.encode() + b'\\n' * 1_000_000", "too_many_rows 0"),
    "blank cells to the brim, .xls": (
        """
        rows = b"".join(record(0x0201, struct.pack("<3H", r, c, 0)) for r in range(40_000) for c in range(10))
        name, content = "a.xls", with_records(rows)
        """,
        "no_header 0",
    ),
    "texts that state four thousand million, .xls": (
        """
        whole = xls([["指标"]])
        at = whole.index(struct.pack("<II", 1, 1))
        name, content = "a.xls", whole[:at] + struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF) + whole[at + 8:]
        """,
        "0",
    ),
    "one line of 50 MB, .csv": ("name, content = 'a.csv', b'x' * 50_000_000", "too_large 0"),
    "one line as long as is let in, .csv": ("name, content = 'a.csv', b'x' * (20 << 20)", "broken 0"),
    "one line of ten million cells, .csv": ("name, content = 'a.csv', b'1,' * 10_000_000", "too_many_cells 0"),
    "a quote never closed, .csv": (
        "name, content = 'a.csv', HEAD.encode() + b'\"' + b'a,b\\n' * 4_000_000", "broken 0",
    ),
    "16,384 columns": (
        "name, content = 'a.xlsx', xlsx([['指标', '期别', '累计（亿元）', *range(16_381)], *[['固定资产投资', '2020-08', 1]] * 5])",
        "5",
    ),
    "16,384 months as columns": (
        "name, content = 'a.xlsx', xlsx([['指标', *['2020年1-8月'] * 16_383], *[['固定资产投资', *range(16_383)]] * 5])",
        "5",
    ),
    "headings merged over everything": (
        """
        texts = b"".join(b"<c t='inlineStr'><is><t>%s</t></is></c>" % t.encode() for t in ("指标", "期别", "累计（亿元）", "合"))
        merges = b"<mergeCells><mergeCell ref='A1:A2'/><mergeCell ref='D1:XFD1048576'/></mergeCells>"
        name, content = "a.xlsx", with_sheet(sheet_xml(b"<row r='1'>" + texts + b"</row><row r='3'>" + texts + b"</row>", merges))
        """,
        "no_header 0",
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("case", FILES, ids=str)
def test_in_bounded_memory_and_time(case):
    made, told = FILES[case]
    assert bounded(made) == told


@pytest.mark.slow
def test_a_cell_in_the_last_corner_is_sent_back_without_filling_the_sheet():
    made = """
    cells = b"<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    name, content = "a.xlsx", with_sheet(sheet_xml(cells))
    """
    assert bounded(made, returned=True).endswith("returned True")


def told(name: str, content: bytes) -> list[str]:
    opened = open_tables(Kind.OBSERVATIONS, name, content)
    for problem in opened.problems:
        assert "{" not in sentence(problem), problem
    return [p.code.removeprefix("exchange.") for p in opened.problems]


WHOLE = xls(
    [
        ["2020年1—8月主要指标", None, None],
        ["指标", "累计（亿元）", "同比（%）"],
        *[[f"指标{n}", n + 0.13, n / 7] for n in range(40)],
        ["合计", "=65.13", True],
    ],
    merges=[(0, 0, 0, 2)],
    formats={(3, 2): 10},
)


@pytest.mark.parametrize("made", ["xls", "xlsx"])
def test_cut_anywhere_it_is_read_or_refused_in_words(made):
    dice = random.Random(733)
    whole = WHOLE if made == "xls" else xlsx([["指标", "累计"], *[[f"甲{n}", n] for n in range(200)]])
    cuts = [*range(0, min(len(whole), 1200), 7), *(dice.randrange(len(whole)) for _ in range(300))]
    for cut in cuts:
        found = inspect(f"a.{made}", whole[:cut])
        if isinstance(found, Inspected):
            for sheet in read(found):
                list(sheet.rows())
        else:
            assert all(isinstance(p, Problem) and sentence(p) for p in found)


@pytest.mark.parametrize("damage", ["zeros", "shuffled", "repeated"])
def test_an_xls_whose_sectors_are_mixed_up(damage):
    dice = random.Random(damage)
    for _ in range(100):
        sectors = [WHOLE[at : at + 512] for at in range(512, len(WHOLE), 512)]
        match damage:
            case "zeros":
                sectors[dice.randrange(len(sectors))] = bytes(512)
            case "shuffled":
                dice.shuffle(sectors)
            case "repeated":
                sectors[dice.randrange(len(sectors))] = dice.choice(sectors)
        found = inspect("a.xls", WHOLE[:512] + b"".join(sectors))
        if isinstance(found, Inspected):
            for sheet in read(found):
                list(sheet.rows())


@pytest.mark.parametrize("number", ["-1", "0", "1048577", "99999999999999999999", "1e9", "x", "", "٣"])
def test_row_numbers_no_sheet_has(number):
    row = f"<row r='{number}'><c r='A{number}' t='inlineStr'><is><t>指标</t></is></c></row>".encode()
    found = inspect("a.xlsx", with_sheet(sheet_xml(row)))
    if isinstance(found, Inspected):
        rows = [r.number for sheet in read(found) for r in sheet.rows()]
        assert all(0 <= n < 10**8 for n in rows)


@pytest.mark.parametrize("ref", ["ZZZZ1", "XFE1", "A", "1", "a1", "-A1", "甲1"])
def test_columns_no_sheet_has(ref):
    row = f"<row r='1'><c r='{ref}'><v>5</v></c><c><v>6</v></c></row>".encode()
    found = inspect("a.xlsx", with_sheet(sheet_xml(row)))
    if isinstance(found, Inspected):
        assert sum(len(r.cells) for sheet in read(found) for r in sheet.rows()) <= 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (HEAD.encode() + b"\0\0\0\0", "not_text"),
        (HEAD.encode("utf-8") + "固定资产投资,2020-08,1\n".encode("gbk"), "encoding"),
        (HEAD.encode("gbk") + b"\xff\xfe\xff", "encoding"),
        (b"\xff\xfe" + HEAD.encode(), "encoding"),
        (b"\xef\xbb\xbf" + HEAD.encode("gbk"), "encoding"),
        (b"\xff\xfe" + (HEAD.encode("utf-16-le"))[:-1], "encoding"),
        ("指标\x01,期别".encode(), "not_text"),
        (b"\0" * 4096, "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
    ],
    ids=["NULs", "UTF-8 then GBK", "GBK then rubbish", "mark of another", "BOM over GBK", "cut UTF-16", "control", "zeros", "BOM"],
)  # fmt: skip
def test_csv_in_mixed_and_broken_encodings(content, code):
    assert told("a.csv", content) in ([code], ["no_header"] if code == "encoding" else [code])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le-bom"])
def test_csv_in_honest_encodings(encoding):
    text = (
        HEAD + "固定资产投资,2020-08,85.2\n𠮷林,2020-08,1\n"
        if "gbk" not in encoding
        else HEAD + "固定资产投资,2020-08,85.2\n"
    )
    content = b"\xff\xfe" + text.encode("utf-16-le") if encoding.endswith("bom") else text.encode(encoding)
    opened = open_tables(Kind.OBSERVATIONS, "a.csv", content)
    assert opened.problems == ()
    assert next(opened.tables[0].rows()).cells["indicator"].text == "固定资产投资"
