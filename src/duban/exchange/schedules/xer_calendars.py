"""Primavera's calendars: the nested parentheses of ``clndr_data``."""

from __future__ import annotations

import re

from duban.engine.kernel import Problem, Unfit
from duban.engine.schedule import DAY, OFFICE, Calendar, Spans
from duban.exchange.schedules.texts import clock, whole

_TOKEN = re.compile(r"[()]|[^()]+")
_SERIAL_ZERO = 693_594
"""30 December 1899 as an ordinal: day 0 of the serial numbers."""
_DEEPEST = 50
_MIDNIGHT_ALMOST = DAY - 10

Node = tuple[str, str, list["Node"]]
"""Name, attributes, and what stands inside."""


def calendars(rows: list[dict[str, str]]) -> dict[str, Calendar]:
    """Return calendars by ``clndr_id``; one that rests on another takes its exceptions."""
    by_id = {r.get("clndr_id", ""): r for r in rows}
    made: dict[str, Calendar] = {}
    for key in by_id:
        _make(key, by_id, made, ())
    return made


def _make(
    key: str, by_id: dict[str, dict[str, str]], made: dict[str, Calendar], above: tuple[str, ...]
) -> Calendar | None:
    if key in made:
        return made[key]
    row = by_id.get(key)
    if row is None or key in above:
        return None
    base = _make(row.get("base_clndr_id", ""), by_id, made, (*above, key))
    week, days = parsed(row.get("clndr_data", ""))
    if week is None:
        week = base.week if base is not None else (OFFICE,) * 5 + ((), ())
    inherited = (base.days or {}) if base is not None else {}
    made[key] = Calendar(key, row.get("clndr_name", ""), week, (), {**inherited, **days})
    return made[key]


def parsed(text: str) -> tuple[tuple[Spans, ...] | None, dict[int, Spans]]:
    """
    Return the week (Monday first; nothing where the text has none) and the days that differ.

    :raises Unfit: ``schedules.too_deep``
    """
    week: list[Spans] | None = None
    days: dict[int, Spans] = {}
    for name, _attributes, inside in _walk(_tree(text.replace("\x7f", ""))):
        if name == "DaysOfWeek":
            week = [()] * 7
            for day, _, spans in inside:
                number = whole(day)
                if 1 <= number <= 7:
                    week[(number + 5) % 7] = _spans(spans)
        elif name == "Exceptions":
            for _, attributes, spans in inside:
                serial = whole(_attribute(attributes, "d"))
                if 0 < serial < 2_958_466:
                    days[serial + _SERIAL_ZERO] = _spans(spans)
    return (tuple(week) if week is not None else None), days


def _spans(nodes: list[Node]) -> Spans:
    found = []
    for _, attributes, _ in nodes:
        begin, end = clock(_attribute(attributes, "s")), clock(_attribute(attributes, "f"))
        if begin is None or end is None:
            continue
        if end in (0, _MIDNIGHT_ALMOST):
            end = DAY
        if end > begin:
            found.append((begin, end))
    return tuple(sorted(found))


def _attribute(text: str, name: str) -> str:
    parts = text.split("|")
    return parts[parts.index(name) + 1] if name in parts[:-1] else ""


def _tree(text: str) -> list[Node]:
    """Read ``(0||name(attributes)(inside))`` into nodes."""
    top: list[Node] = []
    stack: list[list[object]] = []
    for piece in _TOKEN.findall(text):
        if piece == "(":
            stack.append(["", []])
            if len(stack) > _DEEPEST:
                raise Unfit(Problem("schedules.too_deep"))
        elif piece == ")":
            if not stack:
                break
            label, groups = stack.pop()
            node = _node(str(label), groups)  # type: ignore[arg-type]
            if stack:
                stack[-1][1].append(node)  # type: ignore[attr-defined]
            else:
                top.append(node)
        elif stack:
            stack[-1][0] = str(stack[-1][0]) + piece.strip()
    return top


def _node(label: str, groups: list[Node]) -> Node:
    """Return a node: ``0||name`` with a group of attributes and a group of what is inside, or a plain group."""
    if "||" not in label:
        return ("", label, groups)
    name = label.split("||", 1)[1]
    attributes = groups[0][1] if groups else ""
    inside = groups[1][2] if len(groups) > 1 else []
    return (name, attributes, inside)


def _walk(nodes: list[Node]) -> list[Node]:
    found, open_ = [], list(nodes)
    while open_:
        node = open_.pop()
        found.append(node)
        open_ += node[2]
    return found
