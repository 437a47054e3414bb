"""What is written: templates, the workbook sent back, texts made safe."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.exchange.sheets import returned
from duban.exchange.sheets.grid import read
from duban.exchange.sheets.headers import Table, Why, find_table
from duban.exchange.sheets.headings import ColumnSpec
from duban.exchange.sheets.returned import mark_problems
from duban.exchange.sheets.template import TemplateColumn, TemplateSpec, draw_template
from duban.papers.cells import safe_text
from duban.papers.gap import Column, GapSheet, to_csv
from tests.exchange.sheets.makers import changed, opened, saved, xls, xlsx

REASON = "“约65”不是确数。请填确切的数。"


def loaded(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def template() -> bytes:
    return draw_template(
        TemplateSpec(
            sheet="指标数据",
            title="指标数据导入表",
            unit_line="单位：亿元",
            columns=(
                TemplateColumn(
                    "指标名称",
                    "从下拉框里选",
                    tuple(f"指标{i}" for i in range(100)),
                    required=True,
                    example="工业总产值",
                ),
                TemplateColumn("期别", "如 2020年1—8月", number_format="@", example="2020年1—8月"),
                TemplateColumn("累计（亿元）", number_format="0.00", example=Decimal("217.4")),
            ),
            notes=("一行一个指标", "=SUM(A1)"),
            prefilled=(("固定资产投资", "2020年1—8月"),),
            rows=50,
        )
    )


def test_a_template_is_read_back_and_its_example_left_out():
    sheets = read(opened(template()))
    assert [(s.name, s.hidden) for s in sheets] == [("指标数据", False), ("说明", False), ("选项", True)]
    found = find_table(
        sheets[0],
        (
            ColumnSpec("indicator", ("指标名称",), required=True),
            ColumnSpec("level", ("累计",), required=True),
        ),
    )
    assert isinstance(found, Table)
    lines = list(found.lines())
    assert lines[0].why is Why.EXAMPLE
    assert [line.cells["indicator"].text for line in lines[1:]] == ["固定资产投资"]
    assert found.unit == "亿元"


def test_a_template_has_choices_notes_and_formats():
    book = loaded(template())
    sheet = book["指标数据"]
    assert sheet["A3"].comment.text == "从下拉框里选"
    rule = sheet.data_validations.dataValidation[0]
    assert rule.formula1 == "'选项'!$A$1:$A$100"
    assert "A4" in rule.sqref
    assert sheet["B20"].number_format == "@"
    assert book["说明"]["A3"].value == "'=SUM(A1)"
    assert sheet["C4"].value == 217.4


def marked_book() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["指标", "累计"])
    book.active.append(["到位资金", "约65"])
    book.active.append(["合计", "=1+1"])
    other = book.create_sheet("底稿")
    other["B2"] = "不动"
    return saved(book)


def test_bad_cells_are_coloured_and_told():
    where = {"Sheet!B2": [REASON, "第二条"], "Sheet": ["缺少“同比”列。"]}
    book = loaded(mark_problems(opened(marked_book()), where))
    cell = book["Sheet"]["B2"]
    assert cell.fill.fgColor.rgb.endswith("FFC7CE")
    assert cell.comment.text == f"{REASON}\n第二条"
    assert cell.value == "约65"
    assert book["底稿"]["B2"].value == "不动"
    assert book["Sheet"]["B3"].value == "=1+1"
    assert [[c.value for c in row] for row in book["问题清单"].iter_rows()] == [
        ["工作表", "单元格", "原值", "原因"],
        ["Sheet", "B2", "约65", REASON],
        ["Sheet", "B2", "约65", "第二条"],
        ["Sheet", None, None, "缺少“同比”列。"],
    ]


def test_marks_of_an_earlier_return_are_taken_off():
    once = mark_problems(opened(marked_book()), {"Sheet!B2": [REASON]})
    book = loaded(mark_problems(opened(once), {"Sheet!A2": ["没有这个指标"]}))
    assert book["Sheet"]["B2"].comment is None
    assert book["Sheet"]["B2"].fill.fill_type is None
    assert book["Sheet"]["A2"].comment.text == "没有这个指标"
    assert book.sheetnames == ["Sheet", "底稿", "问题清单"]


def test_a_merged_cell_is_marked_at_its_anchor():
    content = xlsx([["部门", "数"], ["经发局", 5], [None, None]], merges=["B2:B3"])
    assert (
        loaded(mark_problems(opened(content), {"Sheet1!B3": [REASON]}))["Sheet1"]["B2"].comment.text == REASON
    )


def test_what_is_written_runs_nothing():
    content = xlsx([["a"], ["x"]])
    book = loaded(mark_problems(opened(content), {"Sheet1!A2": ["=HYPERLINK(1)"], "=cmd": ["@x"]}))
    assert [cell.value for row in book["问题清单"]["A2:D3"] for cell in row if cell.value] == [
        "Sheet1", "A2", "x", "'=HYPERLINK(1)", "'=cmd", "'@x",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "name", "sheet"),
    [
        (xls([["指标", "累计", "同比"], ["=65.13", 65.13, 0.27]], formats={(1, 2): 10}), "a.xls", "表一"),
        ("指标,累计,同比\n=1+1,65.13,27%\n".encode("gb18030"), "a.csv", "CSV"),
    ],
)
def test_other_kinds_come_back_as_xlsx(content, name, sheet):
    book = loaded(mark_problems(opened(content, name), {f"{sheet}!B2": [REASON]}))
    assert book.sheetnames == [sheet, "问题清单"]
    assert book[sheet]["B2"].comment.text == REASON
    assert book[sheet]["B2"].fill.fgColor.rgb.endswith("FFC7CE")
    assert book[sheet]["A2"].data_type != "f"
    assert str(book["问题清单"]["C2"].value) == "65.13"


def test_very_large_and_odd_workbooks_come_back_with_their_values(monkeypatch):
    monkeypatch.setattr(returned, "_LARGE", 1)
    assert (
        loaded(mark_problems(opened(marked_book()), {"Sheet!B2": [REASON]}))["Sheet"]["B2"].comment.text
        == REASON
    )


def test_styles_openpyxl_cannot_take():
    def spoil(name: str, data: bytes) -> bytes:
        return data.replace(b'fontId="0"', b'fontId="x"') if name == "xl/styles.xml" else data

    content = changed(marked_book(), spoil)
    assert (
        loaded(mark_problems(opened(content), {"Sheet!B2": [REASON]}))["Sheet"]["B2"].comment.text == REASON
    )


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd",
        "-cmd|' /C calc'!A0",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1+1",
        "-1+2",
        "=",
        "%x",
        "|x",
        "\u3000=1",
    ],
)
def test_texts_that_would_run_get_a_mark(text):
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["工业总产值", "-5.2", "+27%", "-1,234.5", "—", "-", "", "a=b", "1—8月", "'x"]
)
def test_texts_that_run_nothing_stay(text):
    assert safe_text(text) == text


@given(st.text())
def test_safe_texts_can_be_written_and_never_begin_a_formula(text):
    made = safe_text(text)
    book = openpyxl.Workbook()
    book.active.append([made])
    assert book.active["A1"].data_type != "f"
    assert not made.startswith(("=", "@", "\t", "\r"))


def test_a_board_in_csv_runs_nothing_and_keeps_every_decimal():
    sheet = GapSheet(
        "找差距", "差距表", (), (Column("指标"), Column(" =完成")), ((" =1+1", Decimal("65.0")), ("@x", None))
    )
    assert to_csv(sheet).decode("utf-8-sig").splitlines() == ["指标,' =完成", "' =1+1,65.0", "'@x,—"]
