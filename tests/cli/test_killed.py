"""An import killed while it writes leaves nothing half done; two at once leave one result. On a database of its own."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CODES = (
    "gross_industrial_output",
    "value_added_above_scale",
    "fixed_asset_investment",
    "general_public_budget_revenue",
    "funds_in_place",
)
YEARS = range(1930, 2000)
ROWS = len(CODES) * len(YEARS) * 11

KILLED_AFTER = """
import os, signal, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")
import django
django.setup()
from django.db import connection
words, nth = sys.argv[1], int(sys.argv[2])
sys.argv = ["duban", *sys.argv[3:]]
seen = 0

def watch(execute, sql, params, many, context):
    global seen
    done = execute(sql, params, many, context)
    seen += sql.startswith(words)
    if seen == nth:
        os.kill(os.getpid(), signal.SIGKILL)
    return done

connection.execute_wrappers.append(watch)
from duban.cli.main import main
main()
"""
"""The real command in a process that is killed right after the nth statement beginning so."""


class Place:
    """A database of its own, filled with the demonstration."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder, self.address = folder, address
        self.env = os.environ | {
            "DUBAN_VAR": str(folder),
            "DUBAN_DATABASE_URL": address,
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUTF8": "1",
        }
        self.env.pop("DJANGO_SETTINGS_MODULE", None)
        self.file = folder / "历年.xlsx"

    def start(
        self, *words: object, script: tuple[str, ...] = ("-m", "duban.cli.main")
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *script, *map(str, words)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.env, cwd=self.folder,
        )  # fmt: skip

    def run(self, *words: object) -> str:
        process = self.start(*words)
        out, err = process.communicate(timeout=180)
        assert process.returncode == 0, err[-2000:]
        return out

    def asked(self) -> tuple[object, ...]:
        return "import", "observations", self.file, "--json"

    def killed_after(self, sql: str, nth: int) -> int:
        process = self.start(sql, nth, *self.asked(), script=("-c", KILLED_AFTER))
        process.communicate(timeout=180)
        return process.returncode

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        if self.address.startswith("sqlite"):
            with sqlite3.connect(self.folder / "own.sqlite3", timeout=30) as connection:
                return connection.execute(sql).fetchall()
        import psycopg

        with psycopg.connect(self.address) as connection:
            return connection.execute(sql).fetchall()

    def state(self) -> tuple[object, ...]:
        """Everything an import writes, counted, and where the chain ends."""
        tables = ("indicators_observation", "indicators_target", "indicators_indicator", "audit_entry")
        counts = tuple(self.rows(f"SELECT count(*), max(id) FROM {table}")[0] for table in tables)
        return counts, self.rows("SELECT number, digest FROM audit_head")[0]

    def whole(self) -> bool:
        return json.loads(self.run("audit", "verify", "--json"))["whole"]

    def is_writing(self) -> bool:
        """Whether somebody holds the right to write."""
        if self.address.startswith("sqlite"):
            with sqlite3.connect(self.folder / "own.sqlite3", timeout=0) as connection:
                try:
                    connection.execute("BEGIN IMMEDIATE")
                    connection.execute("ROLLBACK")
                except sqlite3.OperationalError:
                    return True
                return False
        name = self.address.rpartition("/")[2]
        inside = f"FROM pg_stat_activity WHERE datname = '{name}' AND backend_xid IS NOT NULL"
        return bool(self.rows(f"SELECT 1 {inside}"))


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        yield folder, f"sqlite:///{folder / 'own.sqlite3'}"
        return
    import psycopg

    name = f"duban_killed_{os.getpid()}"
    server = f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield folder, f"{server}/{name}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def place(address):
    found = Place(*address)
    found.run("migrate")
    found.run("demo", "load")
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("历年")
    page.append(["指标", "期别", "累计（亿元）", "同比（%）"])
    for n, (code, year, month) in enumerate((c, y, m) for y in YEARS for m in range(2, 13) for c in CODES):
        only_growth = code == "value_added_above_scale"
        page.append([code, f"{year}-{month:02d}", None if only_growth else 100 + n, 7.5])
    book.save(found.file)
    return found


def test_killed_at_any_step_then_in_full(place):
    before = place.state()
    for sql, nth in (
        ('INSERT INTO "indicators_observation"', 1),
        ('INSERT INTO "indicators_observation"', 2),
        ('INSERT INTO "audit_entry"', 1),
        ('UPDATE "audit_head"', 1),
    ):
        assert place.killed_after(sql, nth) == -signal.SIGKILL, sql
        assert place.state() == before, sql

    for pause in (0.0, 0.4):
        process = place.start(*place.asked())
        while process.poll() is None and not place.is_writing():
            time.sleep(0.005)
        time.sleep(pause)
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        assert place.state() == before

    assert place.whole()
    first, second = [place.start(*place.asked()) for _ in range(2)]
    told = [json.loads(p.communicate(timeout=240)[0]) for p in (first, second)]
    assert [first.returncode, second.returncode] == [0, 0]
    assert sorted((t["added"], t["unchanged"]) for t in told) == [(0, ROWS), (ROWS, 0)]
    assert place.state()[0][0][0] == before[0][0][0] + ROWS
    assert place.whole()

    again = json.loads(place.run(*place.asked()))
    assert (again["added"], again["revised"], again["unchanged"]) == (0, 0, ROWS)
