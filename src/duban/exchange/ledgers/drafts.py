"""A line of a work ledger becomes a draft; whatever was taken from words is told as a note."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from duban.engine.calendars import DayUnit
from duban.engine.kernel import Problem
from duban.exchange.ledger_columns import TOLD_IN_TASK
from duban.exchange.ledgers import coded
from duban.exchange.ledgers.deadlines import Deadline, Setting, deadline_of, term_of
from duban.exchange.ledgers.names import Named, Names, PartAs
from duban.exchange.ledgers.routes import route_of
from duban.exchange.reading import Line
from duban.exchange.sheets import cells
from duban.exchange.sheets.headers import Skipped, Why
from duban.exchange.sheets.words import folded
from duban.indicators.types import Effect, Outcome
from duban.ledger.types import Frequency, ItemDraft, Origin, StepDraft, Urgency

__all__ = ["MAJOR", "STARRED", "Desk", "drafts_of"]

C = TypeVar("C", bound=StrEnum)
STARRED, MAJOR = "关注", "重大"
_LONGEST_TITLE, _LONGEST_TAG = 120, 24
_LONGEST = 8000
_ORDINAL = re.compile(r"^\s*(?:[(（]?\d{1,3}[)）.、．]|[(（]?[一二三四五六七八九十]{1,3}[)）、.])\s*(?!\d)")
_SECTION = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])")
_BARE_NUMBER = re.compile(r"\d{1,4}(?:\.0)?")
_CLAUSE = re.compile(r"[。；;\n]")
_DONE = re.compile(r"已?(?:办结|完成|销号|归档)|完结")
_MONEY = ("total", "year_total")
_CODED = ("origin", "unit", "frequency", "weight", "urgency")
"""Fields with a value of their own where nothing is said."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a ledger's lines are read against."""

    names: Names
    setting: Setting
    seen: dict[tuple[object, ...], str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Reader:
    """One line being read into a draft."""

    line: Line
    desk: Desk
    notes: list[Problem] = field(default_factory=list)

    def where(self, key: str) -> str:
        cell = self.line.cell(key)
        return cell.where if cell is not None else self.line.where

    def text(self, key: str, longest: int = _LONGEST) -> str:
        return self.line.text(key, longest)

    def note(self, code: str, key: str, *args: str) -> None:
        self.notes.append(Problem(code, self.where(key), args))

    def problem(self, code: str, key: str, *args: str) -> None:
        self.line.problems.append(Problem(code, self.where(key), args))


def drafts_of(
    lines: Iterable[Line], desk: Desk, tell: Callable[[Outcome], None], skip: Callable[[Skipped], None]
) -> Iterator[tuple[ItemDraft, tuple[Problem, ...]]]:
    """Return what can be read with its notes, streamed; *tell* takes the lines that cannot, *skip* those that say nothing."""
    told: set[str] = set()
    for line in lines:
        if _says_nothing(line):
            skip(Skipped(line.row.number, Why.SECTION, line.text("title")))
            continue
        reader = _Reader(line, desk)
        draft = _draft(reader)
        _once(draft, reader)
        if line.table.grid.name not in told:
            told.add(line.table.grid.name)
            _left_out(reader)
        if line.problems:
            tell(
                Outcome(line.where, Effect.REFUSED, problems=tuple(line.problems), notes=tuple(reader.notes))
            )
        else:
            yield draft, tuple(reader.notes)


def _says_nothing(line: Line) -> bool:
    """Whether a line is a section's title: a numeral, and nothing in any other column of its own."""
    own = [key for key, cell in line.row.cells.items() if cell.text.strip() and not cell.anchor]
    if "title" not in own:
        return not own
    return own == ["title"] and _SECTION.match(line.row.cells["title"].text.strip()) is not None


def _draft(reader: _Reader) -> ItemDraft:
    title, task = _title(reader)
    lead, responsible, assisting = _units(reader)
    setting = _setting(reader)
    start, due = _dates(reader, setting)
    origin, origin_text = _origin(reader)
    among = [unit for unit in (responsible, lead, *assisting) if unit is not None]
    rest = due.rest if reader.line.cell("done_when") is None else ""
    return ItemDraft(
        title=title,
        task=_whole_task(reader, task),
        done_when=reader.text("done_when") or rest,
        origin=origin,
        origin_text=origin_text,
        basis=reader.text("basis", 200),
        parent=reader.text("parent", 120),
        lead_id=lead,
        responsible_id=responsible,
        assisting_ids=tuple(assisting),
        person_id=_post(reader, "person", among),
        leader_id=_post(reader, "leader", ()),
        start=start,
        due=due.day,
        unit=_choice(reader, "unit", coded.day_units(), due.unit or DayUnit.CALENDAR),
        frequency=_choice(reader, "frequency", coded.frequencies(), due.frequency or Frequency.NONE),
        weight=reader.line.whole("weight") or 1,
        urgency=_choice(reader, "urgency", coded.urgencies(), Urgency.NORMAL),
        tags=_tags(reader),
        steps=_steps(reader, setting, due.day),
        number=_number(reader),
        is_sample=_ticked(reader, "sample", "示例"),
        where=reader.line.where,
        said=frozenset(name for name in _CODED if _says(reader, name)),
    )


def _says(reader: _Reader, key: str) -> bool:
    cell = reader.line.cell(key)
    return cell is not None and bool(cell.text.strip())


def _title(reader: _Reader) -> tuple[str, str]:
    """Return the title and the task: a numeral before is no part of it, a long text is shortened and kept whole."""
    written = reader.text("title")
    task = reader.text("task")
    bare = _ORDINAL.sub("", written)
    if not bare and not reader.line.problems:
        reader.problem("exchange.required", "title", "")
    head, newline, below = bare.partition("\n")
    if newline and not task and len(head) <= _LONGEST_TITLE:
        return head.strip(), below.strip()
    bare = " ".join(bare.split())
    again = reader.desk.titles.get(bare, task) != task and not _says(reader, "number")
    if reader.line.row.cells["title"].anchor or again:
        bare = f"{bare}：{_CLAUSE.split(_ORDINAL.sub('', task))[0].strip()}" if task else bare
    else:
        reader.desk.titles[bare] = task
    if len(bare) <= _LONGEST_TITLE:
        return bare, task
    reader.note("exchange.long_title", "title", str(_LONGEST_TITLE))
    clause = _CLAUSE.split(bare)[0]
    short = clause if len(clause) <= _LONGEST_TITLE else f"{bare[: _LONGEST_TITLE - 1]}…"
    return short, f"{written}\n{task}".strip()


def _whole_task(reader: _Reader, task: str) -> str:
    """Return the task with the columns that have no place of their own, each under its name."""
    parts = [task] if task else []
    for key, label in TOLD_IN_TASK.items():
        said = reader.text(key) if reader.line.cell(key) is not None else ""
        if said:
            unit = reader.line.table.columns[key].unit or (reader.line.table.unit if key in _MONEY else "")
            behind = unit if unit and re.fullmatch(r"[\d.,]+", said) else ""
            parts.append(f"{label}：{said}{behind}")
    return "\n".join(parts)


def _units(reader: _Reader) -> tuple[int | None, int | None, list[int]]:
    """
    Return lead, responsible and assisting units.

    Marks come first (经发局（牵头）). With no lead column the first-listed responsible unit leads and is responsible, the
    others assist (Hangzhou's rule, domain.md 3.5), unless the line is part of another: then that one's lead leads; with no responsible column a lead not marked as no more than that is
    responsible too.
    """
    found = {key: _named(reader, key) for key in ("lead", "responsible", "assisting")}
    everyone = [*found["lead"], *found["responsible"], *found["assisting"]]
    lead = _marked(everyone, PartAs.LEAD) or _first(found["lead"])
    responsible = _marked(everyone, PartAs.RESPONSIBLE) or _first(found["responsible"])
    inherits = _says(reader, "parent") and not _says(reader, "lead")
    if (
        lead is None
        and responsible is not None
        and _marked(everyone, PartAs.RESPONSIBLE) is None
        and not inherits
    ):
        lead = responsible
        if len(found["responsible"]) > 1:
            reader.note("exchange.first_leads", "responsible", lead.name)
    elif len(found["lead"]) > 1 and lead is not None:
        reader.note("exchange.one_leads", "lead", lead.name)
    if responsible is None and lead is not None and lead.part is PartAs.NONE:
        responsible = lead if reader.line.cell("responsible") is None else None
    parts = {unit.id for unit in (lead, responsible) if unit is not None}
    assisting = dict.fromkeys(unit.id for unit in everyone if unit.id not in parts)
    return lead.id if lead else None, responsible.id if responsible else None, list(assisting)


def _named(reader: _Reader, key: str) -> list[Named]:
    text = reader.text(key) if reader.line.cell(key) is not None else ""
    units, problems, notes = reader.desk.names.units(text, reader.where(key))
    reader.line.problems += problems
    reader.notes += notes
    return units


def _first(units: Sequence[Named]) -> Named | None:
    return next((unit for unit in units if unit.part is PartAs.NONE), None)


def _marked(units: Sequence[Named], part: PartAs) -> Named | None:
    return next((unit for unit in units if unit.part is part), None)


def _post(reader: _Reader, key: str, among: Sequence[int]) -> int | None:
    text = reader.text(key) if reader.line.cell(key) is not None else ""
    post, problems, notes = reader.desk.names.post(text, reader.where(key), among)
    reader.line.problems += problems
    reader.notes += notes
    return post


def _setting(reader: _Reader) -> Setting:
    """Return the sheet's year and the day from which terms run, as this line has them."""
    setting, table = reader.desk.setting, reader.line.table
    received = _day(reader, "received", setting) or _day(reader, "start", setting)
    if table.year is not None:
        return replace(setting, year=table.year, year_said=True, received=received)
    if received is not None:
        return replace(setting, year=received.year, year_said=True, received=received)
    return replace(setting, received=None)


def _day(reader: _Reader, key: str, setting: Setting) -> date | None:
    cell = reader.line.cell(key)
    if cell is None:
        return None
    found = cells.date_value(cell)
    if isinstance(found, Problem):
        read = deadline_of(cell.text, setting)
        if read.day is not None and "exchange.due_month" not in read.notes:
            return read.day
    return reader.line.keep(found)


def _dates(reader: _Reader, setting: Setting) -> tuple[date | None, Deadline]:
    start = _plain_day(reader, "start") or _plain_day(reader, "received")
    begun, due = _deadline(reader, setting)
    start = start or begun
    if due.unit is DayUnit.WORKING and start is None:
        start = setting.received
    return start, due


def _plain_day(reader: _Reader, key: str) -> date | None:
    cell = reader.line.cell(key)
    found = cells.date_value(cell) if cell is not None else None
    return found if isinstance(found, date) and not isinstance(found, datetime) else None


def _deadline(reader: _Reader, setting: Setting) -> tuple[date | None, Deadline]:
    key = next(
        (k for k in ("due", "term") if (c := reader.line.cell(k)) is not None and c.text.strip()), None
    )
    if key is None:
        return None, Deadline()
    cell = reader.line.row.cells[key]
    exact = cells.date_value(cell)
    if isinstance(exact, Problem) and exact.code != "exchange.not_a_date":
        return None, Deadline(reader.line.keep(exact))
    if not isinstance(exact, Problem):
        return None, Deadline(reader.line.keep(exact))
    said = reader.text(key)
    begun, due = term_of(said, setting) if key == "term" else (None, deadline_of(said, setting))
    if due.question:
        reader.problem(due.question, key, said[:40])
    for code in due.notes:
        reader.note(code, key, said[:40], due.day.isoformat() if due.day else "")
    return begun, replace(due, rest=said if due.rest else "")


def _origin(reader: _Reader) -> tuple[Origin, str]:
    """Return the kind of source and its words. A kind's own name, alone or before a colon, is that kind."""
    said, described = reader.text("origin", 200), reader.text("origin_text", 200)
    proposer = reader.text("proposer", 80)
    head, colon, rest = said.partition("：")
    origin = coded.origins().get(folded(head).lower())
    if origin is not None:
        said = rest.strip() if colon else ""
    else:
        origin = coded.origin_in(f"{said} {described}") if said or described else None
    words = "；".join(dict.fromkeys(filter(None, (said, described, f"提出：{proposer}" if proposer else ""))))
    return origin or ItemDraft("").origin, words[:200]


def _tags(reader: _Reader) -> tuple[str, ...]:
    said = [folded(tag) for tag in re.split(r"[、，,;；/\s]+", reader.text("tags", 400)) if tag.strip()]
    said += [STARRED] if _ticked(reader, "starred", STARRED) else []
    said += [MAJOR] if _ticked(reader, "major", MAJOR) else []
    long = [tag for tag in said if len(tag) > _LONGEST_TAG]
    if long:
        reader.problem("exchange.too_long", "tags", long[0][:20] + "…", str(_LONGEST_TAG))
    return tuple(dict.fromkeys(said))


def _ticked(reader: _Reader, key: str, itself: str) -> bool:
    cell = reader.line.cell(key)
    if cell is None or not cell.text.strip():
        return False
    if folded(cell.text) in {itself, "★", "☆", "*"}:
        return True
    return bool(reader.line.keep(cells.yes_no(cell)))


def _steps(reader: _Reader, setting: Setting, due: date | None) -> tuple[StepDraft, ...]:
    said = reader.text("steps") if reader.line.cell("steps") is not None else ""
    steps, undated = route_of(said, setting)
    for title in undated:
        reader.note("exchange.step_no_day", "steps", title[:40])
    if due is not None and any(step.due is not None and step.due > due for step in steps):
        reader.note("exchange.step_late", "steps", due.isoformat())
    return tuple(steps)


def _number(reader: _Reader) -> str:
    """Return the number given. A bare 1, 2, 3 counts the sheet's lines: it is no number an item keeps."""
    said = reader.text("number", 40)
    if _BARE_NUMBER.fullmatch(said):
        reader.note("exchange.line_number", "number", said)
        return ""
    return said


def _choice(reader: _Reader, key: str, among: Mapping[str, C], default: C) -> C:
    """Return the choice a cell names; a word that is none is told and left, for such columns say all sorts of things."""
    said = folded(reader.text(key, 80)) if reader.line.cell(key) is not None else ""
    if not said:
        return default
    found = among.get(said.lower())
    if found is None:
        reader.note("exchange.word_left", key, said)
    return found or default


def _once(draft: ItemDraft, reader: _Reader) -> None:
    """Refuse a line that is another of this file again: the second would rewrite the first."""
    key = (draft.number,) if draft.number else (draft.title, draft.lead_id, draft.due)
    if reader.line.problems:
        return
    first = reader.desk.seen.setdefault(key, reader.line.where)
    if first != reader.line.where:
        reader.problem("exchange.same_item", "title", draft.number or draft.title[:40], first)


def _left_out(reader: _Reader) -> None:
    """Tell once for a sheet which of its columns say how an item stands: that is walked, not brought in."""
    table = reader.line.table
    names = [table.columns[key].name for key in ("state", "finished", "result") if key in table.columns]
    if names:
        first = reader.line.where
        reader.notes.insert(0, Problem("exchange.states_left", first, ("、".join(names),)))
