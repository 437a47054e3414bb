"""``duban schedule``, as it is called."""

import json
import subprocess
import sys

import pytest

from tests.exchange.schedules.test_mspdi import after, project, task
from tests.exchange.schedules.test_xer import file as xer_file
from tests.exchange.schedules.test_xer import row

KEYS = [
    "id", "code", "name", "early_start", "early_finish", "late_start", "late_finish", "total_float_days",
    "free_float_days", "critical",
]  # fmt: skip


def duban(*words):
    done = subprocess.run(
        [sys.executable, "-m", "duban.cli.main", "schedule", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.xml"
    path.write_bytes(project(task(1, 24, "<WBS>1.1</WBS>") + task(2, 8) + task(3, 8, after(1) + after(2))))
    return str(path)


def test_the_answer(plan):
    code, out, _ = duban(plan, "--json")
    answer = json.loads(out)
    assert code == 0
    assert list(answer) == ["start", "finish", "problems", "activities"]
    assert (answer["start"], answer["finish"], answer["problems"]) == (
        "2020-09-07T08:00:00",
        "2020-09-10T17:00:00",
        [],
    )
    assert [list(a) for a in answer["activities"]] == [KEYS] * 3
    assert answer["activities"][1] == {
        "id": "2", "code": "", "name": "T2", "early_start": "2020-09-07T08:00:00",
        "early_finish": "2020-09-07T17:00:00", "late_start": "2020-09-09T08:00:00",
        "late_finish": "2020-09-09T17:00:00", "total_float_days": 2.0, "free_float_days": 2.0, "critical": False,
    }  # fmt: skip


def test_against_a_deadline_and_from_a_data_date(plan):
    answer = json.loads(duban(plan, "--deadline", "2020-09-09", "--json")[1])
    assert [a["total_float_days"] for a in answer["activities"]] == [-1, 1, -1]
    moved = json.loads(duban(plan, "--data-date", "2020-09-14T08:00", "--json")[1])
    assert moved["finish"] == "2020-09-17T17:00:00"


def test_risk_is_the_same_for_the_same_seed(plan):
    words = (plan, "--risk", "500", "--seed", "4", "--by", "2020-09-11", "--json")
    one, other = duban(*words), duban(*words)
    assert one == other
    answer = json.loads(one[1])
    assert 0 < answer["probability"] < 1
    assert list(answer["percentiles"]) == ["p10", "p50", "p80", "p90"]
    assert [a["id"] for a in answer["activities"]] == ["1", "2", "3"]


def test_an_xer_answers_with_its_own_ids_and_its_calendars_days(tmp_path):
    path = tmp_path / "plan.xer"
    path.write_bytes(xer_file([row("4711", 24), row("4712", 8)]))
    answer = json.loads(duban(str(path), "--json")[1])
    assert [(a["id"], a["code"], a["total_float_days"]) for a in answer["activities"]] == [
        ("4711", "A4711", 0), ("4712", "A4712", 2),
    ]  # fmt: skip


def test_broken_links_are_told_beside_the_answer(tmp_path):
    path = tmp_path / "plan.xml"
    path.write_bytes(project(task(1, 8, after(99))))
    answer = json.loads(duban(str(path), "--json")[1])
    assert [(p["code"], p["where"]) for p in answer["problems"]] == [("schedules.unknown_link", "1")]
    assert "99" in answer["problems"][0]["message"]


def test_a_ring_is_refused_in_words(tmp_path):
    path = tmp_path / "plan.xml"
    path.write_bytes(project(task(1, 8, after(2)) + task(2, 8, after(1))))
    code, out, _ = duban(str(path), "--json")
    assert code == 1
    assert json.loads(out)["refused"][0]["code"] == "schedules.ring"


def test_beside_a_ring_what_does_not_wait_for_it_is_answered(tmp_path):
    """2 and 3 wait for one another, 4 for them; 1 and 5 do not: when they can begin is known, when they must is not."""
    path = tmp_path / "plan.xml"
    tasks = task(1, 16) + task(2, 8, after(1) + after(3)) + task(3, 8, after(2)) + task(4, 8, after(3))
    path.write_bytes(project(tasks + task(5, 8, after(1))))
    code, out, _ = duban(str(path), "--json")
    answer = json.loads(out)
    assert code == 1
    assert answer["refused"] == answer["problems"]
    assert "T2" in answer["problems"][0]["message"]
    assert (answer["start"], answer["finish"]) == (None, None)
    early = {a["id"]: (a["early_start"], a["early_finish"]) for a in answer["activities"]}
    assert early == {
        "1": ("2020-09-07T08:00:00", "2020-09-08T17:00:00"),
        "2": (None, None),
        "3": (None, None),
        "4": (None, None),
        "5": ("2020-09-09T08:00:00", "2020-09-09T17:00:00"),
    }
    assert {a["late_finish"] for a in answer["activities"]} == {None}
    assert not any(a["critical"] for a in answer["activities"])


def test_a_heading_over_a_ring_has_no_dates(tmp_path):
    path = tmp_path / "plan.xml"
    heads = "<Summary>1</Summary>"
    tasks = (
        task(1, 8, heads)
        + task(2, 8, level=2)
        + task(3, 8, heads)
        + task(4, 8, after(5), 2)
        + task(5, 8, after(4), 2)
    )
    path.write_bytes(project(tasks))
    early = {a["id"]: a["early_finish"] for a in json.loads(duban(str(path), "--json")[1])["activities"]}
    assert early == {"1": "2020-09-07T17:00:00", "2": "2020-09-07T17:00:00", "3": None, "4": None, "5": None}


def test_wrong_usage_and_words(plan):
    assert duban(plan, "--deadline", "someday", "--json")[0] == 2
    code, out, _ = duban(plan)
    assert code == 0
    assert "T2" in out
