"""The command as people type it: figures, exit codes, refusals in words and in JSON, both languages."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.db import connection

from duban.audit.models import Entry, Head
from duban.cli import app, main, output
from duban.core import clock
from duban.ledger.models import Item, Measure, Move, Plan, PlanRevision, Step
from tests.snapshots import _SAID, demonstration

ROOT = Path(__file__).parents[2]
CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture
def duban(monkeypatch, capsys, settings, tmp_path):
    """Run a command line in this process: exit code, what it printed, what it complained."""
    settings.VAR = tmp_path

    def run(*words):
        output._wants_json.clear()
        monkeypatch.setattr(sys, "argv", ["duban", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as done:
            app.run()
        told = capsys.readouterr()
        return done.value.code or 0, told.out, told.err

    return run


@pytest.fixture
def answer(duban):
    def run(*words):
        code, out, _err = duban(*words, "--json")
        return code, json.loads(out)

    return run


def sheet(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


GAP = ("gap", "--zone", "yinchuan", "--as-of", "2020-08")


@pytest.mark.usefixtures("yinchuan")
def test_the_gap_of_the_article(answer):
    code, told = answer(*GAP)
    assert code == 0
    assert (told["zone"], told["as_of"]) == ("yinchuan", "2020-08")
    assert datetime.fromisoformat(told["known_at"]).tzinfo is not None
    rows = {row["code"]: row for row in told["rows"]}
    assert rows.keys() >= {
        "gross_industrial_output",
        "value_added_above_scale",
        "fixed_asset_investment",
        "general_public_budget_revenue",
        "funds_in_place",
    }
    funds = rows["funds_in_place"]
    assert {name: funds[name] for name in ("name", "unit", "level", "growth_pct", "target")} == {
        "name": "招商引资到位资金",
        "unit": "亿元",
        "level": "65.13",
        "growth_pct": None,
        "target": "80",
    }
    assert {n: Decimal(funds[n]) for n in ("completion_pct", "schedule_pct", "lead_pp", "missing")} == {
        "completion_pct": Decimal("81.4125"),
        "schedule_pct": Decimal("66.6667"),
        "lead_pp": Decimal("14.7458"),
        "missing": Decimal("14.87"),
    }
    assert [Decimal(funds[n]) for n in ("per_month", "per_calendar_day", "per_working_day")] == [
        Decimal("3.7175"),
        Decimal("0.1219"),
        Decimal("0.1770"),
    ]
    growth = rows["value_added_above_scale"]
    assert (growth["growth_pct"], growth["level"], growth["completion_pct"]) == ("23", None, None)
    assert growth["reason"]
    for row in told["rows"]:
        assert {"class", "light", "reason"} <= row.keys()
        for name in ("completion_pct", "lead_pp", "missing", "per_month"):
            assert row[name] is None or re.fullmatch(r"-?\d+(\.\d{1,4})?", row[name])


@pytest.mark.usefixtures("yinchuan")
def test_a_growth_target_and_estimated_days_are_said(answer, duban):
    _code, told = answer(*GAP)
    growth = next(row for row in told["rows"] if row["code"] == "value_added_above_scale")
    assert (growth["target"], growth["target_growth_pct"], growth["target_rank"]) == (None, "20", None)
    assert "working_days_estimated" not in told
    line = next(one for one in duban(*GAP)[1].splitlines() if "规上工业增加值" in one)
    assert "+20%" in line
    later = ("gap", "--zone", "yinchuan", "--as-of", "2027-03")
    assert answer(*later)[1]["working_days_estimated"] is True
    assert "估算" in duban(*later)[1]


@pytest.mark.usefixtures("yinchuan")
def test_a_board_is_written_as_a_sheet_or_not_at_all(duban, tmp_path):
    code, _out, said = duban("export", "gap", tmp_path / "a.pdf", "--zone", "yinchuan", "--as-of", "2020-08")
    assert code == 2
    assert ".xlsx" in said
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.usefixtures("yinchuan")
def test_before_and_after_a_revision(answer, duban, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 1, 6, 2, tzinfo=UTC))
    file = sheet(
        tmp_path / "8月.xlsx", ["指标", "期别", "累计（亿元）"], ["招商引资到位资金", "2020-08", 66.2]
    )

    def level(known):
        _code, told = answer(*GAP, "--known-at", known)
        return next(row["level"] for row in told["rows"] if row["code"] == "funds_in_place")

    code, told = answer("import", "observations", file, "--dry-run")
    assert (code, told["revised"], told["written"]) == (0, 1, False)
    assert level("2026-01-06") == "65.13"
    code, told = answer("import", "observations", file)
    assert (code, told["revised"], told["written"]) == (0, 1, True)
    assert [level(day) for day in ("2020-09-15", "2020-09-16", "2026-01-05", "2026-01-06")] == [
        None,
        "65.13",
        "65.13",
        "66.2",
    ]
    assert level("2020-09-16T09:30:00+08:00") == "65"
    code, told = answer("import", "observations", file)
    assert (code, told["unchanged"], told["revised"]) == (0, 1, 0)
    assert duban("audit", "verify")[0] == 0


@pytest.mark.usefixtures("yinchuan")
def test_a_record_cut_short_with_its_head_is_found_the_next_time(answer, duban):
    code, told = answer("audit", "verify")
    assert (code, told["whole"]) == (0, True)
    number, _colon, digest = told["head"].partition(":")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM audit_entry WHERE number > %s", [int(number) - 2])
    kept = Entry.objects.order_by("number").last()
    Head.objects.update(number=kept.number, digest=kept.digest)
    code, told = answer("audit", "verify")
    assert code == 1
    assert [(p["code"], p["number"]) for p in told["problems"]] == [("audit.anchor", number)]
    code, _out, err = duban("audit", "verify", "--anchor", f"{number}:{digest}")
    assert code == 1
    assert digest[:12] in err


@pytest.mark.usefixtures("yinchuan")
def test_a_refused_import_lists_every_problem(answer, duban, tmp_path):
    bad = sheet(
        tmp_path / "坏.xlsx",
        ["指标", "期别", "累计（亿元）"],
        ["招商引资到位资金", "1月", 3],
        ["没有这项", "2020-08", 1],
        ["固定资产投资", "2020-08", "约85"],
    )
    back = tmp_path / "back.xlsx"
    code, told = answer("import", "observations", bad, "--returned", back)
    assert (code, told["written"]) == (1, False)
    assert {p["code"] for p in told["problems"]} == {
        "exchange.no_january",
        "indicators.unknown",
        "exchange.not_exact",
    }
    assert {p["where"] for p in told["problems"]} == {"Sheet!B2", "Sheet!A3", "Sheet!C4"}
    assert openpyxl.load_workbook(back).worksheets[0]["C4"].comment is not None
    code, _out, err = duban("import", "observations", bad)
    assert code == 1
    assert err.count("Sheet!") == 3


@pytest.mark.usefixtures("yinchuan")
def test_refusals_are_json_where_json_was_asked(answer, duban):
    code, told = answer("gap", "--zone", "nowhere", "--as-of", "2020-08")
    assert code == 1
    assert [(p["code"], p["where"]) for p in told["refused"]] == [("orgs.unknown_zone", "--zone")]
    code, told = answer("calendar", "count", "2020-11-14", "2020-09-16")
    assert (code, told["refused"][0]["code"]) == (1, "calendars.end_before_start")
    code, _out, err = duban("calendar", "add", "2020-09-16", "0")
    assert code == 1
    assert "没有办成" in err


@pytest.mark.parametrize(
    "words",
    [
        ("gap",),
        ("gap", "--zone", "yinchuan", "--as-of", "2020-13"),
        ("gap", "--zone", "yinchuan", "--as-of", "2020-01"),
        ("gap", "--zone", "yinchuan", "--known-at", "yesterday"),
        ("gap", "--zone", "yinchuan", "--known-at", "2020T"),
        ("calendar", "count", "2020-9-16", "2020-11-14"),
        ("calendar", "add", "2020-09-16", "sixty"),
        ("calendar", "add", "2020-09-16", "60", "--unit", "weeks"),
        ("import", "observations", "/nowhere.xlsx"),
        ("import", "everything", "x.xlsx"),
        ("audit", "verify", "--anchor", "x"),
        ("nothing",),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_two(duban, yinchuan, words):
    assert duban(*words)[0] == 2


@pytest.mark.django_db
def test_days(duban, answer):
    from duban.exchange.working_calendar import bring_in_calendar
    from duban.orgs.selectors import operator

    bring_in_calendar(actor=operator(name="测试"), at=datetime(2026, 1, 5, tzinfo=UTC))
    sixty = ("2020-09-16", "60")
    assert answer("calendar", "count", "2020-09-16", "2020-11-14")[1] == {
        "start": "2020-09-16", "end": "2020-11-14", "calendar": 60, "working": 39, "firm": True,
    }  # fmt: skip

    def due(*words):
        told = answer("calendar", "add", *words)[1]
        return told["due"], told["firm"]

    assert due(*sixty, "--unit", "working", "--count-first") == ("2020-12-14", True)
    assert due(*sixty, "--unit", "working") == ("2020-12-15", True)
    assert due(*sixty, "--unit", "calendar", "--count-first") == ("2020-11-14", True)
    assert due(*sixty, "--unit", "calendar") == ("2020-11-15", True)
    # A year whose days off are not published: working days are an estimate, calendar days are not.
    assert due("2060-03-01", "5", "--unit", "working") == ("2060-03-08", False)
    assert due("2060-03-01", "5", "--unit", "calendar") == ("2060-03-06", True)
    assert answer("calendar", "count", "2060-03-01", "2060-03-07")[1]["firm"] is False
    assert "估算" in duban("calendar", "add", "2060-03-01", "5")[1]
    assert "估算" in duban("calendar", "count", "2060-03-01", "2060-03-07")[1]
    assert "估算" not in duban("calendar", "count", "2020-09-16", "2020-11-14")[1]
    assert duban("calendar", "count", "2020-09-16", "2020-11-14")[1].strip() == "60 个自然日，39 个工作日"


@pytest.mark.usefixtures("yinchuan")
def test_the_board_leaves_as_a_file(duban, tmp_path):
    for name in ("gap.csv", "gap.xlsx"):
        assert duban("export", "gap", tmp_path / name, "--zone", "yinchuan", "--as-of", "2020-08")[0] == 0
    rows = list(csv.reader(io.StringIO((tmp_path / "gap.csv").read_text("utf-8-sig"))))
    assert any("招商引资到位资金" in cell for row in rows for cell in row)
    assert openpyxl.load_workbook(tmp_path / "gap.xlsx").worksheets


@pytest.mark.usefixtures("yinchuan")
def test_the_table_and_the_samples(duban, answer):
    code, out, _err = duban(*GAP)
    assert code == 0
    assert "招商引资到位资金" in out
    assert "示例" in out
    assert duban("demo", "load")[0] == 0
    assert duban("demo", "remove-samples")[0] == 0
    _code, told = answer(*GAP)
    assert not any(row["sample"] for row in told["rows"])
    assert next(r["level"] for r in told["rows"] if r["code"] == "funds_in_place") == "65.13"


def test_nothing_illustrative_is_left(duban, db):
    demonstration(work=True)
    made = Plan.objects.filter(is_sample=True).count() + Item.objects.filter(is_sample=True).count()
    assert made > 5
    kept = Item.objects.filter(is_sample=True).first()
    Item.objects.filter(pk=kept.pk).update(is_sample=False)
    real = set(Item.objects.filter(is_sample=False).values_list("pk", flat=True))
    code, out, _err = duban("demo", "remove-samples")
    assert code == 0, out
    assert not Plan.objects.exists()
    assert set(Item.objects.values_list("pk", "plan", "parent")) == {(item, None, None) for item in real}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT item_id FROM {_SAID}")
        assert {item for (item,) in cursor.fetchall()} == real
    for model in (Move, Step):
        assert not model.objects.exclude(item__in=real).exists()
    for model in (Measure, PlanRevision):
        assert not model.objects.exists()
    assert Entry.objects.filter(verb="ledger.remove_samples").count() == 1
    assert duban("audit", "verify")[0] == 0
    assert "已删去示例 0 行" in duban("demo", "remove-samples")[1]


def test_an_empty_zone_answers_for_the_period_that_is_due(duban, answer, db, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 1, 20, tzinfo=UTC))
    assert duban("zone", "add", "new", "新区")[0] == 0
    assert answer("gap", "--zone", "new")[1] | {"known_at": ""} == {
        "zone": "new",
        "as_of": "2025-12",
        "known_at": "",
        "rows": [],
    }
    code, out, _err = duban("people", "add", "new", "tongji1", "统计员", "--role", "statistician")
    assert code == 0
    assert re.search(r"\w{5}-\w{5}-\w{5}", out)
    assert duban("people", "reset", "new", "nobody")[0] == 1


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (["duban", "--lang", "en", "gap"], "en"),
        (["duban", "--lang=en", "gap"], "en"),
        (["duban", "gap", "--zone", "en"], "zh-hans"),
        (["duban", "--lang", "zh-hans", "people", "add", "en"], "zh-hans"),
        (["duban"], "zh-hans"),
        (["duban", "--lang"], "zh-hans"),
    ],
)
def test_the_language_is_asked_before_the_verb(words, language):
    assert main._language(words) == language


WALK = """
import sys
sys.argv = ["duban", "--lang", sys.argv[1]]
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")
import django
django.setup()
from django.utils.translation import activate
from duban.cli.main import _language
activate(_language(sys.argv))
import click, typer
from duban.cli.app import app

def walk(command, path, parent=None):
    print("==", " ".join(path))
    context = command.context_class(command, info_name=path[-1], parent=parent)
    for parameter in command.params:
        print(parameter.name, getattr(parameter, "help", "") or "")
    print(command.help or "")
    print(command.short_help or "")
    for name, sub in getattr(command, "commands", {}).items():
        walk(sub, [*path, name], context)

walk(typer.main.get_command(app), ["duban"])
"""


def fresh(*words, tmp_path):
    env = os.environ | {
        "DUBAN_VAR": str(tmp_path), "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1", "COLUMNS": "200",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, check=True, env=env, timeout=120
    ).stdout


def test_every_help_speaks_the_language_asked_for(tmp_path):
    english = fresh("-c", WALK, "en", tmp_path=tmp_path)
    assert english.count("==") >= 17
    assert not CHINESE.search(english), CHINESE.search(english)
    chinese = fresh("-c", WALK, "zh-hans", tmp_path=tmp_path)
    told = [part for part in chinese.split("== ") if part and not CHINESE.search(part)]
    assert told == [], told
    printed = fresh("-m", "duban.cli.main", "--lang", "en", "import", "--help", tmp_path=tmp_path)
    assert "Usage" in printed
    assert not CHINESE.search(printed)


def test_a_day_is_corrected_by_command_only_when_that_is_confirmed(answer, db):
    demonstration(work=True)
    words = ("calendar", "correct", "2020-10-10", "--rests", "--name", "不调休", "--source", "通知")
    code, told = answer(*words)
    assert (code, told["corrected"], told["moved"]) == (0, False, None)
    assert {"longi-15gw"} <= {p["code"] for p in told["projects"]}
    assert all(p["days"] and p["before"] != p["after"] for p in told["projects"])
    assert answer(*words)[1]["projects"] == told["projects"]
    confirmed = answer(*words, "--yes")[1]
    assert (confirmed["corrected"], confirmed["moved"]) == (True, len(told["projects"]))
    assert answer(*words)[1]["projects"] == []
