"""What a report's form asks of the plan's activities, and reads back: tapped, typed, or chosen from the rest of the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duban.core.errors import Invalid
from duban.engine.kernel import Problem
from duban.exchange import figures
from duban.projects.types import (
    ActivityDraft,
    CountDraft,
    CountRow,
    FormActivity,
    ReportForm,
    ReportRow,
    Turn,
)
from duban.web.parts import number
from duban.web.projects.reading import day_of, figure_of

__all__ = [
    "Asked",
    "OtherActivity",
    "asked_activities",
    "other_activities",
    "other_choices",
    "read_activities",
]

_MOST = 30
"""Activities asked about one by one; the rest are chosen from a list."""
_OTHERS = 2
_FIELDS = ("count", "percent", "begun", "begun_on", "ended", "ended_on")


@dataclass(frozen=True, slots=True)
class Asked:
    """One activity on the form, with what its fields hold."""

    row: FormActivity
    key: str
    """What its fields' names end in."""
    values: Mapping[str, str]

    @property
    def count_field(self) -> str:
        """What the field of its count is called."""
        return self.row.field or f"count_{self.key}"


@dataclass(frozen=True, slots=True)
class OtherActivity:
    """A line for an activity that is neither under way nor due, chosen from the plan."""

    key: str
    chosen: str
    values: Mapping[str, str]


def _one_by_one(form: ReportForm) -> tuple[FormActivity, ...]:
    begun = {a.activity for a in form.report.activities} if form.report else set()
    counted = {c.work_id for c in form.report.counts} if form.report else set()
    fields = {f"work_{pk}" for pk in counted}
    near = (Turn.UNDER_WAY, Turn.DUE, Turn.SOON)
    kept = [a for a in form.activities if a.id in begun or a.field in fields]
    return (*kept, *[a for a in form.activities if a.turn in near and a not in kept][:_MOST])


def asked_activities(form: ReportForm, posted: Mapping[str, str] | None) -> list[Asked]:
    """Return the activities asked about: what was typed; else what was begun; else nothing said yet."""
    rows = []
    for row in _one_by_one(form):
        typed = _posted(posted, row.id, row.field) if posted is not None else _begun(row, form.report)
        rows.append(Asked(row, row.id, typed))
    return rows


def other_activities(form: ReportForm, posted: Mapping[str, str] | None) -> list[OtherActivity]:
    """Return the lines for whatever else of the plan is to be reported."""
    keys = [f"other_{n}" for n in range(1, _OTHERS + 1)]
    given = posted or {}
    return [OtherActivity(key, given.get(key, ""), _posted(given, key, "")) for key in keys]


def other_choices(form: ReportForm) -> list[tuple[str, str]]:
    """Return the activities that are not asked about one by one: id, and number with name."""
    asked = {row.id for row in _one_by_one(form)}
    return [(a.id, f"{a.number} {figures.name_of(a)}") for a in form.activities if a.id not in asked]


def _posted(given: Mapping[str, str], key: str, count: str) -> dict[str, str]:
    values = {name: given.get(f"{name}_{key}", "").strip() for name in _FIELDS}
    return values | ({"count": given.get(count, "").strip()} if count else {})


def _begun(row: FormActivity, report: ReportRow | None) -> dict[str, str]:
    """Return what a report that was begun, or sent back, says of an activity."""
    values = dict.fromkeys(_FIELDS, "")
    if report is None:
        return values
    said = next((a for a in report.activities if a.activity == row.id), None)
    if said is not None:
        values["percent"] = "" if said.percent is None else str(said.percent)
        for name, day in (("begun", said.started), ("ended", said.finished)):
            if day is not None:
                values |= {name: "1", f"{name}_on": day.isoformat()}
    count = _counted(row, report)
    return values if count is None else values | {"count": figures.figure(count.done)}


def _counted(row: FormActivity, report: ReportRow | None) -> CountRow | None:
    counts: Sequence[CountRow] = () if report is None else report.counts
    return next((c for c in counts if row.field == f"work_{c.work_id}"), None)


def read_activities(
    form: ReportForm, posted: Mapping[str, str], on: date
) -> tuple[tuple[ActivityDraft, ...], tuple[CountDraft, ...]]:
    """
    Read what is said of activities: a box ticked without a day means the report's day.

    :raises Invalid: with everything that cannot be read
    """
    problems: list[Problem] = []
    said: list[ActivityDraft] = []
    counts: list[CountDraft] = []
    for row, values in _lines(form, posted):
        try:
            draft, count = _draft(row, values, on), _count(row, values, form.report)
        except Invalid as unfit:
            problems += unfit.problems
            continue
        said += [draft] if draft is not None else []
        counts += [count] if count is not None else []
    if problems:
        raise Invalid(*problems)
    return tuple(said), tuple(counts)


def _lines(form: ReportForm, posted: Mapping[str, str]) -> Iterator[tuple[FormActivity, Mapping[str, str]]]:
    """Yield every activity with what its fields hold; one is found wherever the page put it."""
    known = {a.id: a for a in form.activities}
    for row in form.activities:
        yield row, _posted(posted, row.id, row.field)
    for other in other_activities(form, posted):
        if other.chosen in known:
            yield known[other.chosen], other.values


def _draft(row: FormActivity, values: Mapping[str, str], on: date) -> ActivityDraft | None:
    text = values["percent"].rstrip("%％").strip()
    percent = number(text)
    if text and percent is None:
        raise Invalid(Problem("core.not_a_number", f"percent_{row.id}", (text[:40],)))
    days = [(day_of(values[f"{name}_on"]) or on) if values[name] else None for name in ("begun", "ended")]
    if percent is None and days == [None, None]:
        return None
    return ActivityDraft(row.id, None if percent is None else min(percent, 999), *days)


def _count(row: FormActivity, values: Mapping[str, str], report: ReportRow | None) -> CountDraft | None:
    """Return a count as typed; one that was not touched keeps what its source said of it."""
    done: Decimal | None = figure_of(values["count"], row.field or f"count_{row.id}")
    if done is None:
        return None
    work = number(row.field.removeprefix("work_"))
    before = _counted(row, report)
    same = before is not None and before.done == done
    least, said = (before.at_least, before.said) if before is not None and same else (False, "")
    return CountDraft(work, done, least, said, row.id)
