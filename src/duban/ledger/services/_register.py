"""What a register being brought in is held against: the zone's items by all they are named by, and its counters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from duban.engine.kernel import Problem
from duban.indicators.types import Outcome
from duban.ledger.models import Counter, Item
from duban.ledger.services._drafts import Ground, number_of
from duban.ledger.types import ItemDraft

__all__ = ["Entry", "Known", "Numbers", "in_levels", "name_parents"]

_SEVERAL = 0
"""Stands for the id of an item where a title is that of several."""


@dataclass(slots=True)
class Entry:
    """A row of the register on its way to an item."""

    place: int
    draft: ItemDraft
    above: Entry | int | None = None
    """The row or the item it is a part of; none where the row names none."""
    held: int | None = None
    """The item it already is."""
    item: Item | None = None
    """The item it becomes, once it is known to be fit."""
    outcome: Outcome | None = None
    wanted: ItemDraft | None = None
    """The whole item as the row would have it; none where nothing is to be written."""
    before: ItemDraft | None = None
    """The whole item as it was."""

    @property
    def key(self) -> int:
        """The item's id, or a number below zero of its own while it has none."""
        return -self.place - 1 if self.held is None else self.held


class Known:
    """The zone's items by number, by title, and by title, lead department and deadline; and what each is a part of."""

    def __init__(self, zone_id: int) -> None:
        """Read them in one query."""
        self.numbers: dict[str, int] = {}
        self.keys: dict[tuple[object, ...], int] = {}
        self.titles: dict[str, int] = {}
        self.serials: set[tuple[int, int]] = set()
        self.parents: dict[int, int | None] = {}
        columns = ("pk", "number", "year", "serial", "parent_id", "title", "lead_id", "due")
        rows = Item.objects.filter(zone_id=zone_id).order_by("-pk").values_list(*columns)
        for pk, number, year, serial, parent, *key in rows:
            self.numbers[number] = pk
            self.serials.add((year, serial))
            self.parents[pk] = parent
            self.keys[tuple(key)] = pk
            self.titles[key[0]] = _SEVERAL if key[0] in self.titles else pk

    def find(self, draft: ItemDraft) -> int | None:
        """Return the item a row is: that of its number, or else of its title, lead department and deadline."""
        if draft.number.strip():
            return self.numbers.get(draft.number.strip())
        return self.keys.get((draft.title.strip(), draft.lead_id, draft.due))

    def is_above(self, key: int, below: int) -> bool:
        """Return whether the item *key* is *below* itself, or above it."""
        seen: set[int] = set()
        at: int | None = below
        while at is not None and at not in seen:
            if at == key:
                return True
            seen.add(at)
            at = self.parents.get(at)
        return False


@dataclass(slots=True)
class Numbers:
    """The zone's numbers being given out: each year's counter is locked once and written once."""

    ground: Ground
    form: str
    _counters: dict[int, Counter] = field(default_factory=dict)

    def lock(self) -> None:
        """Lock the year's counter, so that nobody takes a number until this is done."""
        self._of(self.ground.on.year)

    def take(self, given: str, known: Known) -> tuple[int, int, str]:
        """Return year, serial and number: the zone's next, or the register's own, past which the counter then goes."""
        given = given.strip()
        read = number_of(given) if given else None
        if read is not None and read not in known.serials:
            counter = self._of(read[0])
            counter.last = max(counter.last, read[1])
            return _given(known, *read, given)
        year = self.ground.on.year
        counter = self._of(year)
        while True:
            counter.last += 1
            number = given or self.form.format(year=year, serial=counter.last)
            if (year, counter.last) not in known.serials and (given or number not in known.numbers):
                return _given(known, year, counter.last, number)

    def keep(self) -> None:
        """Write down how far each counter has gone."""
        Counter.objects.bulk_update(self._counters.values(), ["last"])

    def _of(self, year: int) -> Counter:
        if year not in self._counters:
            rows = Counter.objects.select_for_update()
            self._counters[year], _made = rows.get_or_create(
                zone_id=self.ground.zone_id, kind="item", year=year
            )
        return self._counters[year]


def _given(known: Known, year: int, serial: int, number: str) -> tuple[int, int, str]:
    known.serials.add((year, serial))
    known.numbers.setdefault(number, _SEVERAL)
    return year, serial, number


def name_parents(entries: Sequence[Entry], known: Known) -> Iterator[tuple[Entry, Problem]]:
    """
    Find what each row is a part of, by number and then by title, in the register first and then in the ledger.

    Returns what cannot be found, or is not one.
    """
    by_number = {e.draft.number.strip(): e for e in entries if e.draft.number.strip()}
    by_title: dict[str, list[Entry]] = {}
    for entry in entries:
        by_title.setdefault(entry.draft.title.strip(), []).append(entry)
    for entry in entries:
        named = entry.draft.parent.strip()
        if not named:
            entry.above = entry.draft.parent_id
            continue
        alike = by_title.get(named, [])
        found: Entry | int | None = by_number.get(named) or known.numbers.get(named)
        if found is None and alike:
            found = alike[0] if len(alike) == 1 else _SEVERAL
        if found is None:
            found = known.titles.get(named)
        if found is None:
            yield entry, Problem("ledger.unknown_parent", "parent", (named,))
        elif found == _SEVERAL:
            yield entry, Problem("ledger.several_parents", "parent", (named,))
        else:
            entry.above = found


def in_levels(entries: Iterable[Entry]) -> tuple[list[list[Entry]], list[Entry]]:
    """Return the rows in levels, what is above before what is below; and those that are above themselves."""
    levels: list[list[Entry]] = []
    ringed: list[Entry] = []
    for entry in entries:
        depth, at, seen = 0, entry, {entry.place}
        while isinstance(at.above, Entry) and at.above.place not in seen:
            at = at.above
            seen.add(at.place)
            depth += 1
        if isinstance(at.above, Entry):
            ringed.append(entry)
            continue
        levels += [[] for _ in range(depth + 1 - len(levels))]
        levels[depth].append(entry)
    return levels, ringed
