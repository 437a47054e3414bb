"""Values out of files: exact, typed, merged cells told apart; checked against another reader."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from duban.exchange.sheets.formats import format_of
from duban.exchange.sheets.grid import read
from duban.exchange.sheets.types import Kind, Shows, column_of, letters
from duban.exchange.sheets.values import decimal_of
from tests.exchange.sheets.makers import grid, opened, saved, sheet_xml, values, with_sheet, xls, xlsx

D = Decimal
NOON = datetime(2020, 8, 31, 12)


def first(content: bytes, ref: str, name: str = "a.xlsx"):
    return next(c for row in grid(content, name).rows() for c in row.cells.values() if c.ref == ref)


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("65.13", "65.13"),
        ("65.129999999999995", "65.13"),
        ("217.39999999999998", "217.4"),
        ("0.27000000000000002", "0.27"),
        ("1E-3", "0.001"),
        ("6.5E+1", "65"),
        ("1234567890123456", "1234567890123460"),
        ("-0", "0"),
        ("1e400", None),
        ("NaN", None),
        ("1_000", None),
        ("", None),
        ("٣", None),
    ],
)
def test_numbers_as_typed(stored, typed):
    found = decimal_of(stored)
    assert found == (None if typed is None else D(typed))


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False))
def test_a_double_gives_back_the_decimal_that_was_typed(number):
    assert decimal_of(repr(float(number))) == number


@given(st.integers(min_value=1, max_value=16_384))
def test_column_letters_go_there_and_back(column):
    assert column_of(letters(column) + "12") == column


@pytest.mark.parametrize(
    ("code", "shows", "unit"),
    [
        ("0%", Shows.PERCENT, ""),
        ("0.00%;[Red]-0.00%", Shows.PERCENT, ""),
        ('0.00"%"', Shows.PLAIN, "%"),
        ('0.00"亿元"', Shows.PLAIN, "亿元"),
        ("0.00亿元", Shows.PLAIN, "亿元"),
        ("0!.0,", Shows.SCALED, ""),
        ('0!.0000"万元"', Shows.SCALED, "万元"),
        ('0"."0,', Shows.SCALED, ""),
        ("#,##0,,", Shows.SCALED, ""),
        ("#,##0.00", Shows.PLAIN, ""),
        ('yyyy"年"m"月"', Shows.DATE, ""),
        ("[$-804]yyyy年m月d日", Shows.DATE, ""),
        ("m月", Shows.DATE, ""),
        ("h:mm AM/PM", Shows.DATE, ""),
        ("G/通用格式", Shows.PLAIN, ""),
        ("0.00E+00", Shows.PLAIN, ""),
        ("_ * #,##0.00_ ", Shows.PLAIN, ""),
        ("@", Shows.PLAIN, ""),
    ],
)
def test_formats(code, shows, unit):
    found = format_of(code)
    assert (found.shows, found.unit) == (shows, unit)


def test_types_of_xlsx():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["指标", 65.13, 65, True, None, date(2020, 8, 31), NOON, "=1+1", "#REF!", "  "])
    sheet["I1"].data_type = "e"
    sheet["K1"], sheet["K1"].number_format = 0.27, "0%"
    row = grid(saved(book)).head(1)[0]
    kinds = {c.ref: (c.kind, c.value) for c in row.cells.values()}
    assert kinds["A1"] == (Kind.TEXT, "指标")
    assert kinds["B1"] == (Kind.NUMBER, D("65.13"))
    assert kinds["C1"] == (Kind.NUMBER, D(65))
    assert kinds["D1"] == (Kind.BOOLEAN, True)
    assert kinds["F1"] == (Kind.DATE, date(2020, 8, 31))
    assert kinds["G1"] == (Kind.DATE, NOON)
    assert kinds["I1"] == (Kind.ERROR, "#REF!")
    assert row.cells[8].formula
    assert row.cells[11].percent
    assert row.cells[11].text == "27%"
    assert row.cell(10).kind is Kind.EMPTY


def test_types_of_xls():
    content = xls(
        [["指标", 65.13, 0.27], ["甲", "=2.5", 44075.0], ["乙", True, -5]], formats={(0, 2): 10, (1, 2): 14}
    )
    row, second, third = grid(content, "a.xls").head(3)
    assert row.cells[3].percent
    assert second.cells[2].formula
    assert second.cells[2].value == D("2.5")
    assert second.cells[3].value == date(2020, 9, 1)
    assert [c.value for c in third.cells.values()] == ["乙", True, D(-5)]


def test_rich_text_phonetics_and_escapes():
    sheet = sheet_xml(
        b"<row><c t='inlineStr'><is><r><t>\xe5\x88\xb0</t></r><r><t>\xe4\xbd\x8d</t></r><rPh><t>dao</t></rPh></is></c>"
        b"<c t='str'><f>A1</f><v>a_x000D_b</v></c></row>"
    )
    assert values(grid(with_sheet(sheet))) == [["到位", "a\rb"]]


def test_cells_without_references_and_with_prefixes():
    xml = (
        b"<x:worksheet xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><x:sheetData><x:row>"
        b"<x:c><x:v>1</x:v></x:c><x:c r='D1'><x:v>2</x:v></x:c></x:row><x:row><x:c><x:v>3</x:v></x:c></x:row>"
        b"</x:sheetData></x:worksheet>"
    )
    found = [(c.ref, c.value) for row in grid(with_sheet(xml)).rows() for c in row.cells.values()]
    assert found == [("A1", 1), ("D1", 2), ("A2", 3)]


def test_a_missing_shared_text_is_empty():
    assert values(
        grid(with_sheet(sheet_xml(b"<row><c t='s'><v>99</v></c><c t='s'><v>-1</v></c><c><v>1</v></c></row>")))
    ) == [[None, None, D(1)]]


def test_merged_cells_show_their_anchor():
    sheet = grid(xlsx([["部门", "数"], ["经发局", 5], [None, None], [None, 7]], merges=["A2:A4", "B2:B3"]))
    rows = {row.number: row for row in sheet.rows()}
    assert rows[4].cell(1).value == "经发局"
    assert rows[4].cell(1).anchor == "A2"
    assert rows[4].cell(1).ref == "A4"
    assert rows[4].cell(2).anchor == ""
    assert rows[2].cell(2).anchor == ""
    assert 3 not in rows  # nothing stands in it but what lies over it


def test_hidden_sheets_and_rows_are_read_and_told():
    book = openpyxl.Workbook()
    book.active.append(["甲"])
    book.active.row_dimensions[1].hidden = True
    other = book.create_sheet("底稿")
    other.sheet_state = "hidden"
    other.append(["乙"])
    one, two = read(opened(saved(book)))
    assert (one.hidden, two.hidden) == (False, True)
    assert one.head(1)[0].hidden


def test_years_since_1904():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.MAC_EPOCH
    book.active.append([date(2020, 8, 31)])
    assert values(grid(saved(book))) == [[date(2020, 8, 31)]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
@pytest.mark.parametrize("mark", [",", "\t", ";", "，"])
def test_csv(encoding, mark):
    text = f"指标{mark}累计{mark}同比\r\n到位资金{mark}65.13{mark}27%\r\n\r\n合计{mark}1{mark}\r\n"
    sheet = grid(text.encode(encoding), "a.csv")
    assert values(sheet) == [["指标", "累计", "同比"], ["到位资金", "65.13", "27%"], ["合计", "1"]]
    assert [row.number for row in sheet.rows()] == [1, 2, 4]


def test_csv_quotes():
    sheet = grid('指标,累计\n"固定资产投资,不含农户","1,234.5"\n'.encode(), "a.csv")
    assert values(sheet)[1] == ["固定资产投资,不含农户", "1,234.5"]


def oracle(content: bytes) -> dict[str, object]:
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    found = {}
    for r, line in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        for c, value in enumerate(line, start=1):
            if value != "":
                found[f"{letters(c)}{r}"] = D(repr(value)) if type(value) in {int, float} else value
    return found


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(10**9), max_value=10**9),
    st.decimals(min_value=-(10**6), max_value=10**6, places=3).map(float),
    st.text("甲乙丙丁abc 12", min_size=1, max_size=6).map(lambda t: f"字{t.strip()}"),
)


@given(st.lists(st.lists(SCALARS, min_size=1, max_size=5), min_size=1, max_size=6))
def test_agrees_with_another_reader(rows):
    for content, name in ((xlsx(rows), "a.xlsx"), (xls(rows), "a.xls")):
        ours = {c.ref: c.value for row in grid(content, name).rows() for c in row.cells.values()}
        assert ours == oracle(content)
