"""Primavera's XER as a network."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from duban.engine.kernel import Problem, Unfit
from duban.engine.schedule import (
    CLOCK,
    HOUR,
    MINUTE,
    Activity,
    Bound,
    Crew,
    FloatOf,
    Kind,
    Link,
    LinkKind,
    Network,
    Options,
    Progress,
    Rules,
)
from duban.exchange.schedules.texts import number, stamp
from duban.exchange.schedules.xer_calendars import calendars

Row = dict[str, str]
_WANTED = {"PROJECT", "CALENDAR", "SCHEDOPTIONS", "PROJWBS", "TASK", "TASKPRED", "TASKRSRC", "RSRC"}
KINDS = {
    "TT_Task": Kind.TASK,
    "TT_Rsrc": Kind.TASK,
    "TT_Mile": Kind.START_MILESTONE,
    "TT_FinMile": Kind.FINISH_MILESTONE,
    "TT_LOE": Kind.EFFORT,
    "TT_WBS": Kind.SPAN,
}
BOUNDS = {
    "CS_ALAP": Bound.AS_LATE_AS_POSSIBLE,
    "CS_MSO": Bound.START_ON,
    "CS_MEO": Bound.FINISH_ON,
    "CS_MSOA": Bound.START_NO_EARLIER,
    "CS_MSOB": Bound.START_NO_LATER,
    "CS_MEOA": Bound.FINISH_NO_EARLIER,
    "CS_MEOB": Bound.FINISH_NO_LATER,
    "CS_MANDSTART": Bound.MUST_START,
    "CS_MANDFIN": Bound.MUST_FINISH,
}
LINKS = {
    "PR_FS": LinkKind.FINISH_START,
    "PR_SS": LinkKind.START_START,
    "PR_FF": LinkKind.FINISH_FINISH,
    "PR_SF": LinkKind.START_FINISH,
}
_FROM_OUTSIDE, _TO_OUTSIDE = ("", "SD_Both", "SD_Pred"), ("", "SD_Both", "SD_Succ")
_MATERIAL = "RT_Mat"
_LEAST_UNITS = 1e-5
"""Units per hour below this are nobody."""


@dataclass(slots=True)
class _Book:
    """What activities are read against."""

    tables: dict[str, list[Row]]
    crews: dict[str, list[Row]] = field(default_factory=dict)
    resources: dict[str, Row] = field(default_factory=dict)
    projects: dict[str, Row] = field(default_factory=dict)
    outside: str = ""
    """Which relationships to other projects count."""


def tables(text: str) -> dict[str, list[Row]]:
    """
    Return the rows of the tables that matter.

    A row shorter than its header leaves the rest out, unless the next line goes on with it: a text with a line break in it.
    """
    found: dict[str, list[Row]] = {}
    rows: list[Row] | None = None
    header: list[str] = []
    cells: list[str] = []
    for line in text.split("\n"):
        mark = line[:2]
        if mark == "%R" and rows is not None:
            cells = line.rstrip("\r").split("\t")[1:]
            rows.append(dict(zip(header, cells, strict=False)))
        elif mark == "%T":
            name = line[2:].strip()
            rows = found.setdefault(name, []) if name in _WANTED else None
        elif mark == "%F":
            header = [name.strip() for name in line.rstrip("\r").split("\t")[1:]]
        elif mark != "%E" and rows and len(cells) < len(header):
            first, *rest = line.rstrip("\r").split("\t")
            cells = [*cells[:-1], f"{cells[-1] if cells else ''} {first}".strip(), *rest]
            rows[-1] = dict(zip(header, cells, strict=False))
    return found


def decoded(data: bytes) -> str:
    """
    Return the text: marked UTF-16 or UTF-8, then UTF-8, Chinese or Western, whichever the bytes allow.

    :raises Unfit: ``schedules.bad_encoding``
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode(data, "utf-16")
    if data.startswith(b"\xef\xbb\xbf"):
        return _decode(data, "utf-8-sig")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode(data, "gb18030" if _looks_chinese(data) else "cp1252")


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, errors="replace" if encoding == "cp1252" else "strict")
    except UnicodeDecodeError as error:
        raise Unfit(Problem("schedules.bad_encoding")) from error


def _looks_chinese(data: bytes) -> bool:
    """Return whether what is not ASCII reads as Chinese: pairs of bytes, most of them in the common area."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    foreign = [c for c in text if ord(c) > 0x7F]
    chinese = sum(
        1
        for c in foreign
        if "\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef"
    )
    common = sum(1 for byte in data if 0xB0 <= byte <= 0xD7)
    return chinese * 10 >= len(foreign) * 9 and common * 3 >= len(foreign)


def network(data: bytes) -> Network:
    """
    Read a file; several projects in it are computed together, each from its own data date.

    :raises Unfit: ``schedules.bad_encoding``, ``schedules.no_activities``, …
    """
    read = tables(decoded(data))
    if not read.get("TASK"):
        raise Unfit(Problem("schedules.no_activities"))
    book = _Book(read)
    for row in read.get("TASKRSRC", ()):
        book.crews.setdefault(row.get("task_id", ""), []).append(row)
    book.resources = {r.get("rsrc_id", ""): r for r in read.get("RSRC", ())}
    book.projects = {r.get("proj_id", ""): r for r in read.get("PROJECT", ())}
    options = _scheduling(book)
    book.outside = options.get("sched_outer_depend_type", "")
    activities = [_activity(row, book) for row in read["TASK"] if row.get("task_id")]
    if any(a.kind is Kind.SPAN for a in activities):
        activities += _branches(read.get("PROJWBS", ()))
    return Network(
        tuple(activities),
        tuple(_links(book, {a.id: a for a in activities}, options)),
        tuple(calendars(read.get("CALENDAR", [])).values()),
        _options(book, options),
    )


def _scheduling(book: _Book) -> Row:
    """Return the scheduling options of the project with the most activities."""
    rows = book.tables.get("SCHEDOPTIONS", [])
    counts = Counter(r.get("proj_id", "") for r in book.tables["TASK"])
    return max(rows, key=lambda r: counts[r.get("proj_id", "")], default={})


def hours(text: str | None) -> int:
    """Read hours as ticks, to the whole minute."""
    return round(number(text) * 60) * MINUTE


def _options(book: _Book, options: Row) -> Options:
    counts = Counter(r.get("proj_id", "") for r in book.tables["TASK"])
    main = book.projects.get(max(counts, key=lambda p: counts[p]), {})
    data = stamp(main.get("last_recalc_date"))
    start = stamp(main.get("plan_start_date"))
    days = {
        r.get("clndr_id", ""): hours(r.get("day_hr_cnt")) or 8 * HOUR for r in book.tables.get("CALENDAR", ())
    }
    return Options(
        rules=Rules.PRIMAVERA,
        start=start if start is not None else data or _first_start(book),
        data_date=data,
        start_of=_dated(book, "plan_start_date"),
        data_date_of=_dated(book, "last_recalc_date"),
        finish_by_project=_dated(book, "plan_end_date"),
        day=days.get(main.get("clndr_id", ""), 8 * HOUR),
        day_of=tuple(days.items()),
        critical_limit=hours(main.get("critical_drtn_hr_cnt")),
        longest_path=main.get("critical_path_type") == "CT_DrivPath",
        progress=_progress(options),
        float_of=_float_of(options.get("sched_float_type", "")),
        float_per_project=options.get("sched_use_project_end_date_for_float", "Y") != "N",
        open_ends_critical=options.get("sched_open_critical_flag") == "Y",
        expected_finish=options.get("sched_use_expect_end_flag", "Y") != "N",
        lag_from_actual_start=options.get("sched_lag_early_start_flag", "Y") == "N",
    )


def _progress(options: Row) -> Progress:
    """Return what predecessors mean to begun work: with neither flag ("actual dates") it goes on as it did."""
    kept = options.get("sched_retained_logic", "Y") != "N"
    override = options.get("sched_progress_override", "N") == "Y"
    return Progress.OVERRIDE if override or not kept else Progress.RETAINED


def _dated(book: _Book, column: str) -> tuple[tuple[str, int], ...]:
    found = ((p, stamp(row.get(column))) for p, row in book.projects.items())
    return tuple((p, at) for p, at in found if at is not None)


def _first_start(book: _Book) -> int:
    columns = ("early_start_date", "target_start_date", "act_start_date")
    found = [at for r in book.tables["TASK"] for c in columns if (at := stamp(r.get(c))) is not None]
    return min(found, default=0)


def _float_of(text: str) -> FloatOf:
    kind = text.upper().removeprefix("FT_")
    if kind.startswith(("SS", "START")):
        return FloatOf.START
    return FloatOf.FINISH if kind.startswith("F") or not kind else FloatOf.SMALLEST


def _activity(row: Row, book: _Book) -> Activity:
    get = row.get
    kind = KINDS.get(get("task_type", ""), Kind.TASK)
    begun, ended = _actuals(row)
    duration = (
        0 if kind in (Kind.START_MILESTONE, Kind.FINISH_MILESTONE) else hours(get("target_drtn_hr_cnt"))
    )
    remaining = (
        0
        if ended is not None or (duration == 0 and kind is not Kind.TASK)
        else hours(get("remain_drtn_hr_cnt"))
    )
    return Activity(
        id=row["task_id"],
        code=get("task_code", ""),
        name=get("task_name", ""),
        kind=kind,
        parent=f"wbs {get('wbs_id', '')}",
        calendar=get("clndr_id", ""),
        duration=duration,
        remaining=remaining,
        bound=BOUNDS.get(get("cstr_type") or "", Bound.NONE),
        bound_at=stamp(get("cstr_date")),
        second=BOUNDS.get(get("cstr_type2") or "", Bound.NONE),
        second_at=stamp(get("cstr_date2")),
        actual_start=begun,
        actual_finish=ended,
        resume=stamp(get("resume_date")) if begun is not None and get("suspend_date") else None,
        stopped=stamp(get("suspend_date")) if begun is not None and ended is None else None,
        expected_finish=stamp(get("expect_end_date")),
        crews=_crews(row, book) if get("task_type") == "TT_Rsrc" and ended is None else (),
        project=get("proj_id", ""),
        milestone=kind in (Kind.START_MILESTONE, Kind.FINISH_MILESTONE),
        no_earlier=stamp(get("external_early_start_date")) if book.outside in _FROM_OUTSIDE else None,
        no_later=stamp(get("external_late_end_date")) if book.outside in _TO_OUTSIDE else None,
        staffed=row["task_id"] in book.crews,
    )


def _actuals(row: Row) -> tuple[int | None, int | None]:
    begun, ended = stamp(row.get("act_start_date")), stamp(row.get("act_end_date"))
    status = row.get("status_code")
    if status == "TK_NotStart":
        return None, None
    if status == "TK_Complete":
        begun = begun if begun is not None else ended
        ended = ended if ended is not None else begun
    elif status == "TK_Active":
        ended = None
        if begun is None:
            begun = stamp(row.get("early_start_date"))
    return begun, ended


def _crews(row: Row, book: _Book) -> tuple[Crew, ...]:
    """Return the assignments that drive a resource-dependent activity."""
    found = []
    for each in book.crews.get(row["task_id"], ()):
        resource = book.resources.get(each.get("rsrc_id", ""), {})
        pace = number(each.get("remain_qty_per_hr") or each.get("target_qty_per_hr"))
        left = number(each.get("remain_qty"))
        if resource.get("rsrc_type") == _MATERIAL or pace < _LEAST_UNITS or left <= 0:
            continue
        calendar = resource.get("clndr_id") or row.get("clndr_id", "")
        span = round(left / pace * 60) * MINUTE
        found.append(Crew(calendar, span, span))
    return tuple(found)


def _branches(rows: Iterable[Row]) -> Iterable[Activity]:
    for row in rows:
        parent = row.get("parent_wbs_id", "")
        yield Activity(
            id=f"wbs {row.get('wbs_id', '')}",
            code=row.get("wbs_short_name", ""),
            name=row.get("wbs_name", ""),
            kind=Kind.BRANCH,
            parent=f"wbs {parent}" if parent else None,
        )


def _links(book: _Book, by_id: dict[str, Activity], options: Row) -> Iterable[Link]:
    each = {r.get("proj_id", ""): r for r in book.tables.get("SCHEDOPTIONS", ())}
    for row in book.tables.get("TASKPRED", ()):
        before, after = row.get("pred_task_id", ""), row.get("task_id", "")
        if before not in by_id and row.get("pred_proj_id") not in book.projects:
            continue
        if after not in by_id or (book.outside == "SD_None" and _crosses(by_id, before, after)):
            continue
        asked = each.get(by_id[after].project, options)
        whose = asked.get("sched_calendar_on_relationship_lag") or "rcal_Predecessor"
        yield Link(
            before,
            after,
            LINKS.get(row.get("pred_type", ""), LinkKind.FINISH_START),
            hours(row.get("lag_hr_cnt")),
            _lag_calendar(whose, by_id.get(before), by_id[after], book),
        )


def _crosses(by_id: dict[str, Activity], before: str, after: str) -> bool:
    return before in by_id and by_id[before].project != by_id[after].project


def _lag_calendar(whose: str, before: Activity | None, after: Activity, book: _Book) -> str:
    """Return the calendar a lag is counted in; later versions write ``Successor`` for ``rcal_Successor``."""
    whose = re.sub("[^a-z0-9]", "", whose.lower().removeprefix("rcal_"))
    if whose.startswith("succ") or before is None:
        return after.calendar
    if whose.startswith("24"):
        return CLOCK
    if whose.startswith("proj"):
        return book.projects.get(before.project, {}).get("clndr_id") or before.calendar
    return before.calendar
