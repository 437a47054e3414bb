"""Units and people as ledgers write them: several in a cell, short for their names, a post or whoever holds it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from duban.engine.kernel import Problem
from duban.exchange.sheets.words import folded
from duban.orgs.types import PostRow, UnitRow

__all__ = ["Named", "Names", "PartAs"]

_BETWEEN = re.compile(r"[、，,;；/\n\r]+")
_AND = re.compile(r"[和及与]")
_MARK = re.compile(r"[(]?(牵头|主办|责任|主体责任|承办|配合|协办)(?:单位|部门)?[)]?$")
_HEAD = re.compile(r"^(牵头|主办|责任|承办|配合|协办)(?:单位|部门)?:")
_VAGUE = re.compile(
    r"(?:各|有关|相关|其他|其它|所有|全体)+(?:相关|有关)?(?:责任)?(?:单位|部门|处室|科室|企业|园区)|.*等(?:部门|单位)?"
)
_PHONE = re.compile(r"[(]?\+?\d[\d\s-]{6,}[)]?")
_BRACKETED = re.compile(r"[(][^()]*[)]")
_NEAR, _MOST_NEAR = 0.5, 3


class PartAs(StrEnum):
    """What a mark behind a unit's name makes of it: 经发局（牵头）."""

    NONE = ""
    LEAD = "lead"
    RESPONSIBLE = "responsible"
    ASSISTING = "assisting"


_MARKS = {
    "牵头": PartAs.LEAD,
    "主办": PartAs.LEAD,
    "责任": PartAs.RESPONSIBLE,
    "主体责任": PartAs.RESPONSIBLE,
    "承办": PartAs.RESPONSIBLE,
    "配合": PartAs.ASSISTING,
    "协办": PartAs.ASSISTING,
}


@dataclass(frozen=True, slots=True)
class Named:
    """A unit found in a cell, and what a mark makes of it."""

    id: int
    name: str
    part: PartAs = PartAs.NONE


class Names:
    """A zone's units and posts by every name they go by."""

    def __init__(self, units: Sequence[UnitRow], posts: Sequence[PostRow]) -> None:
        """Take the units and posts as they are on a day."""
        self._names = {unit.id: unit.name for unit in units}
        self._units = {
            folded(label).lower(): unit.id
            for unit in units
            for label in (unit.code, unit.name, unit.name_en)
            if label
        }
        self._bare = {folded(unit.name): unit.id for unit in units}
        self._posts: dict[str, set[int]] = defaultdict(set)
        self._homes = {post.id: post.unit_id for post in posts}
        self._titles = {post.id: post.title for post in posts}
        for post in posts:
            for label in (post.code, post.title, post.title_en, post.holder):
                if label:
                    self._posts[folded(label).lower()].add(post.id)
                    self._posts[_BRACKETED.sub("", folded(label).lower())].add(post.id)

    def units(self, text: str, where: str) -> tuple[list[Named], list[Problem], list[Problem]]:
        """Return the units a cell names, in its order; the names that are no unit's; and how short names were taken."""
        found: list[Named] = []
        problems: list[Problem] = []
        notes: list[Problem] = []
        for piece in self._pieces(text):
            name, part = _marked(piece)
            unit = self._unit(name)
            if isinstance(unit, Problem):
                problems.append(Problem(unit.code, where, unit.args))
                continue
            if unit not in {other.id for other in found}:
                found.append(Named(unit, self._names[unit], part))
            if name.lower() not in self._units:
                notes.append(Problem("exchange.short_unit", where, (name, self._names[unit])))
        return found, problems, notes

    def post(
        self, text: str, where: str, among: Iterable[int] = ()
    ) -> tuple[int | None, list[Problem], list[Problem]]:
        """
        Return the post a cell names by its title or by who holds it, the problems and the notes.

        Somebody in two posts is taken in the one that lies in a unit of *among*.
        """
        people = [piece for piece in map(_person, _BETWEEN.split(text)) if piece]
        if not people:
            return None, [], []
        notes = []
        posts = self._posts.get(_person(text).lower())
        first = _person(text)
        if posts is None:
            first = people[0]
            posts = self._posts.get(first.lower()) or self._posts.get(_BRACKETED.sub("", first).lower())
            if len(people) > 1:
                notes.append(Problem("exchange.first_person", where, (first, "、".join(people[1:]))))
        if not posts:
            return None, [self._nobody(first, where)], []
        homes = frozenset(among)
        best = posts if len(posts) == 1 else {post for post in posts if self._homes[post] in homes} or posts
        if len(best) > 1:
            titles = "、".join(self._titles[post] for post in sorted(best)[:_MOST_NEAR])
            return None, [Problem("exchange.unclear_person", where, (first, titles))], []
        return next(iter(best)), [], notes

    def _nobody(self, name: str, where: str) -> Problem:
        near = _near(name, self._posts)
        if near:
            said = "、".join(dict.fromkeys(self._titles[min(self._posts[one])] for one in near))
            return Problem("exchange.unknown_person_near", where, (name, said))
        return Problem("exchange.unknown_person", where, (name,))

    def _pieces(self, text: str) -> Iterable[str]:
        """Part a cell at its marks of enumeration; at 和 only where the whole is no unit's name."""
        for piece in filter(None, map(folded, _BETWEEN.split(text))):
            name, _part = _marked(piece)
            halves = [half for half in _AND.split(piece) if half]
            if len(halves) > 1 and isinstance(self._unit(name), Problem):
                yield from halves
            else:
                yield piece

    def _unit(self, name: str) -> int | Problem:
        known = self._units.get(name.lower())
        if known is not None:
            return known
        short = [unit for full, unit in self._bare.items() if _is_short_for(name, full)]
        return short[0] if len(short) == 1 else self._no_unit(name, short)

    def _no_unit(self, name: str, short: Sequence[int]) -> Problem:
        """Return what to ask about a name that is no unit's, or short for several."""
        if _VAGUE.fullmatch(name):
            return Problem("exchange.vague_unit", "", (name,))
        if short:
            return Problem(
                "exchange.unclear_unit", "", (name, "、".join(self._names[unit] for unit in short))
            )
        near = _near(name, self._bare)
        if near:
            said = "、".join(self._names[self._bare[one]] for one in near)
            return Problem("exchange.unknown_unit_near", "", (name, said))
        return Problem("ledger.unknown_unit", "", (name,))


def _person(text: str) -> str:
    """Return a person's name without a telephone number behind it."""
    return _PHONE.sub("", folded(text)).strip(":：")


def _marked(piece: str) -> tuple[str, PartAs]:
    """Part a unit's name from the mark before or behind it: 牵头单位：经发局, 投促局（配合）."""
    if head := _HEAD.match(piece):
        return piece[head.end() :], _MARKS[head[1]]
    if mark := _MARK.search(piece):
        return piece[: mark.start()], _MARKS[mark[1]]
    return piece, PartAs.NONE


def _is_short_for(short: str, full: str) -> bool:
    """
    Return whether a name may be short for another: 投促局 for 投资促进局, 督查室 for 党政办公室（督查室）.

    Its characters stand in the full name in their order, from its first to its last; or it is what stands in brackets,
    or what stands before them.
    """
    if len(short) < 2:
        return False
    before, bracket, inside = full.partition("(")
    if bracket and short in {before, inside.rstrip(")")}:
        return True
    return _runs_through(short, before)


def _runs_through(short: str, full: str) -> bool:
    if not short or not full or short[0] != full[0]:
        return False
    if short[-1] != full[-1] and not full.startswith(short):
        return False
    letters = iter(full)
    return all(letter in letters for letter in short)


def _near(name: str, among: Mapping[str, object]) -> list[str]:
    return get_close_matches(name, [one for one in among if one], n=_MOST_NEAR, cutoff=_NEAR)
