import csv
import io
import json

import openpyxl
import pytest
from typer.testing import CliRunner

from duban.core.errors import Refusal
from duban.ledger.models import Item, Slip
from tests.ledger import books
from tests.snapshots import demonstration


@pytest.fixture
def run(db):
    from duban.cli.app import app
    from duban.cli.output import _wants_json

    demonstration(work=True)

    def call(*words):
        _wants_json.clear()
        return CliRunner().invoke(app, [str(word) for word in words])

    yield call
    _wants_json.clear()


def answer(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


FIELDS = {
    "number", "title", "state", "light", "lead", "responsible", "person", "leader", "start", "due", "days_left",
    "percent", "schedule_pct", "lag_pp", "accept_due", "report_due", "sample",
    "task", "done_when", "origin", "origin_text", "basis", "parent", "assisting", "frequency", "urgency", "weight", "tags",
    "steps", "days_unit",
}  # fmt: skip


def test_what_is_overdue_on_a_day(run):
    told = answer(run("ledger", "list", "--zone", "yinchuan", "--overdue", "--on", "2020-10-10", "--json"))
    assert (told["zone"], told["on"], told["total"]) == ("yinchuan", "2020-10-10", 2)
    row = told["rows"][0]
    assert row.keys() >= FIELDS
    # Ten calendar days after 30 September; fifteen days of work, all gone; 67 done of 100.
    assert (row["title"], row["due"], row["days_left"]) == (
        "智能终端产业园一期3家企业9月底投产",
        "2020-09-30",
        -10,
    )
    assert (row["schedule_pct"], row["lag_pp"], row["percent"]) == ("100.0000", "-33.0000", 67)
    assert row["to_act"] == "投资促进局企业服务负责人"


def test_views_units_and_words_narrow_the_list(run):
    near = answer(run("ledger", "list", "--near", "--on", "2020-10-10", "--json"))
    assert {row["light"] for row in near["rows"]} == {"near"}
    unit = answer(run("ledger", "list", "--unit", "财政局", "--on", "2020-10-10", "--json"))
    assert unit["total"]
    found = answer(run("ledger", "list", "--q", "规划三路", "--view", "all", "--on", "2020-10-10", "--json"))
    assert [row["state"] for row in found["rows"]] == ["struck_off"]
    assert run("ledger", "list", "--near", "--overdue").exit_code == 2


def test_an_item_with_its_moves_and_what_is_missing(run):
    number = Item.objects.get(title="督促推进：银川中讯产业园项目").number
    told = answer(run("ledger", "show", number, "--zone", "yinchuan", "--on", "2020-10-10", "--json"))
    assert [move["edge"] for move in told["moves"]] == ["register"]
    lacks = {p["where"] for p in told["edges"]["dispatch"]["missing"]}
    assert lacks == {"responsible", "person", "start", "route_map"}
    assert all(p["message"] for p in told["edges"]["dispatch"]["missing"])
    year, serial = Item.objects.values_list("year", "serial").get(number=number)
    assert answer(run("ledger", "show", f"{year}-{serial}", "--json"))["number"] == number
    assert (
        "可以办"
        in run("ledger", "show", Item.objects.get(title="规划三路".join(("督促推进：", ""))).number).output
    )


def test_an_item_that_is_not_there_is_refused(run):
    result = run("ledger", "show", "2020-9999", "--json")
    assert isinstance(result.exception, Refusal)


def test_a_ledger_brought_in(run, tmp_path):
    file = tmp_path / "台账.xlsx"
    file.write_bytes(books.SYSTEM)
    before = Item.objects.count()
    dry = answer(run("ledger", "import", file, "--zone", "yinchuan", "--dry-run", "--json"))
    assert (dry["added"], dry["written"], Item.objects.count()) == (1, False, before)
    assert answer(run("import", "ledger", file, "--json"))["written"]
    assert answer(run("ledger", "import", file, "--json"))["unchanged"] == 1
    assert Item.objects.count() == before + 1


def test_a_bad_ledger_is_refused_and_handed_back(run, tmp_path):
    file, back = tmp_path / "台账.xlsx", tmp_path / "标红.xlsx"
    file.write_bytes(books.book(["事项", "责任单位", "完成时限"], ["甲", "投资促进处", "长期坚持"]))
    result = run("ledger", "import", file, "--returned", back, "--json")
    assert result.exit_code == 1
    told = json.loads(result.output)
    assert {p["code"] for p in told["problems"]} == {"exchange.unknown_unit_near", "exchange.due_no_day"}
    assert openpyxl.load_workbook(back)["Sheet1"]["C2"].comment


@pytest.mark.parametrize("layout", ["list", "full", "1", "2", "3", "4", "5"])
def test_an_export_holds_the_rows_of_the_list(run, tmp_path, layout):
    out = tmp_path / "台账.csv"
    result = run(
        "ledger", "export", "--zone", "yinchuan", "--layout", layout, "--out", out, "--on", "2020-10-10"
    )
    assert result.exit_code == 0, result.output
    rows = list(csv.reader(io.StringIO(out.read_text("utf-8-sig"))))
    total = answer(run("ledger", "list", "--on", "2020-10-10", "--json"))["total"]
    assert len(rows) == total + 1
    # What goes out comes in again and changes nothing.
    told = answer(run("ledger", "import", out, "--json"))
    assert (told["unchanged"], told["added"], told["revised"]) == (total, 0, 0)


def test_a_layout_that_is_none_is_refused(run, tmp_path):
    result = run("ledger", "export", "--layout", "8", "--out", tmp_path / "x.xlsx")
    assert isinstance(result.exception, Refusal)


def test_slips_of_a_day(run):
    before = Slip.objects.count()
    dry = answer(run("ledger", "slips", "--zone", "yinchuan", "--on", "2020-10-13", "--dry-run", "--json"))
    assert Slip.objects.count() == before
    made = answer(run("ledger", "slips", "--on", "2020-10-13", "--json"))
    assert len(made["slips"]) == len(dry["slips"]) == Slip.objects.count() - before
    assert answer(run("ledger", "slips", "--on", "2020-10-13", "--json"))["slips"] == []
