"""More rows than one turn of the import takes: nothing is lost, doubled or held at the seams."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.db import transaction

from duban.audit.models import Entry
from duban.audit.selectors import verify
from duban.core.bulk import append
from duban.engine.kernel import Period, Problem
from duban.exchange.imports import bring_in
from duban.exchange.tally import Tally
from duban.exchange.types import Kind, Options
from duban.indicators.models import Observation
from duban.indicators.selectors import list_indicators
from duban.indicators.types import Effect, Outcome

ROWS = 2_300
SOURCES = ("统计", "税务", "部门", "企业")


def workbook(levels, repeated=()):
    """Return a workbook of 2,300 figures over 288 periods, a row for each of two indicators and four sources."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, ["指标", "期别", "累计（亿元）", "来源"])
    for line, n in enumerate((*range(ROWS), *repeated), start=1):
        rest, source = divmod(n, len(SOURCES))
        rest, which = divmod(rest, 2)
        back, month = divmod(rest, 11)
        name = ("招商引资到位资金", "固定资产投资")[which]
        page.write_row(line, 0, [name, f"{1999 - back}-{month + 2:02d}", levels(n), SOURCES[source]])
    book.close()
    return stream.getvalue()


@pytest.fixture
def bring(operator, yinchuan, now):
    def run(content, *, days=0, commit=True, **options):
        return bring_in(
            actor=operator,
            zone_id=yinchuan,
            kind=Kind.OBSERVATIONS,
            name="many.xlsx",
            content=content,
            at=now + timedelta(days=days),
            commit=commit,
            options=Options(**options),
        )

    return run


def test_every_row_is_a_vintage_and_a_line_of_the_record(bring):
    vintages, lines = Observation.objects.count(), Entry.objects.count()
    plain = workbook(lambda n: n + 0.5)

    assert bring(plain, commit=False).count(Effect.ADDED) == ROWS
    assert (Observation.objects.count(), Entry.objects.count()) == (vintages, lines)
    report = bring(plain)
    assert (report.written, report.count(Effect.ADDED), report.rows) == (True, ROWS, ROWS)
    assert Observation.objects.count() == vintages + ROWS
    assert Entry.objects.count() == lines + ROWS
    assert verify().problems == ()
    told = Entry.objects.filter(verb="indicators.observe").values_list("thing", flat=True)
    assert {f"observation:{pk}" for pk in Observation.objects.values_list("pk", flat=True)} == set(told)


def test_the_same_again_changes_nothing_and_one_change_revises_one(bring):
    bring(workbook(lambda n: n + 0.5))
    assert bring(workbook(lambda n: n + 0.5), days=1).count(Effect.UNCHANGED) == ROWS

    report = bring(workbook(lambda n: n + 0.5 + (n == 2_222)), days=1, reason="核实")
    assert (report.count(Effect.REVISED), report.count(Effect.UNCHANGED)) == (1, ROWS - 1)
    newest = Observation.objects.latest("id")
    assert (newest.level, newest.reason) == (Decimal("2223.5"), "核实")
    line = Entry.objects.latest("number")
    assert (line.thing, '"level":"2222.5"' in line.before, '"level":"2223.5"' in line.after) == (
        f"observation:{newest.pk}",
        True,
        True,
    )


def test_a_figure_named_twice_far_apart_is_refused(bring):
    report = bring(workbook(lambda n: n + 0.5, repeated=(3,)))
    [problem] = report.problems
    assert (problem.code, problem.where, problem.args[-1]) == (
        "indicators.twice",
        f"Sheet1!A{ROWS + 2}",
        "Sheet1!A5",
    )
    assert not report.written


def test_the_report_is_bounded_and_counts_everything():
    tally = Tally()
    for n in range(20_000):
        tally.take(Outcome(f"A{n}", Effect.REFUSED, problems=(Problem("a"), Problem("b"))))
        tally.take(Outcome(f"B{n}", Effect.ADDED, after="1"))
        tally.take(Outcome(f"C{n}", Effect.UNCHANGED, notes=(Problem("n"),)))
        tally.take(Outcome(f"D{n}", Effect.UNCHANGED))
    report = tally.report(Kind.OBSERVATIONS, "x", (), written=False)

    assert len(report.outcomes) < 10_000
    assert [report.count(e) for e in Effect] == [20_000, 0, 40_000, 20_000]
    assert (report.rows, report.problem_count) == (80_000, 40_000)
    assert report.problems[0] == Problem("a")


@pytest.mark.parametrize(
    "level", ["65", "65.0", "65.13", "0.000000001", "-3E+5", "123456789012345678901234567890"]
)
def test_rows_appended_are_as_those_created(operator, yinchuan, now, level):
    definition = list_indicators(actor=operator, zone_id=yinchuan)[0]
    values = {
        "zone_id": yinchuan,
        "indicator_id": definition.id,
        "unit_id": yinchuan,
        "source": "statistics",
        "level": Decimal(level),
        "basis": "nominal",
        "status": "final",
        "document": "%s 100% ' \"",
        "known_at": now,
        "recorded_at": now,
        "entered_by": "甲",
        "approved_by": "乙",
        "is_sample": True,
    }
    [one] = Observation.objects.bulk_create([Observation(period=Period(1990, 2).key, **values)])
    two, three = append(
        Observation, [*values, "period"], [[*values.values(), 199003], [*values.values(), 199004]]
    )
    assert two < three
    rows = list(Observation.objects.filter(pk__in=[one.pk, two, three]).order_by("pk").values())
    assert [row.pop("period") for row in rows] == [199002, 199003, 199004]
    assert [row.pop("id") for row in rows] == [one.pk, two, three]
    assert rows[0] == rows[1] == rows[2]
    assert {str(row["level"]) for row in rows} == {str(rows[0]["level"])}


def test_what_a_field_refuses_is_not_appended(yinchuan):
    with pytest.raises(ValueError, match="no such columns"):
        append(Observation, ["levels"], [[1]])
    with pytest.raises(ValidationError), transaction.atomic():
        append(Observation, ["level"], [[1.5]])
