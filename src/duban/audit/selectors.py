"""Reading the record, and proving that it is whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import UTC

from django.db import connection, models

from duban.audit.models import Entry, Head
from duban.audit.types import EntryRow, Reader, Sealed, Verdict
from duban.engine.kernel import Problem

__all__ = ["SettledRecord", "canonical", "count_entries", "digest_of", "list_entries", "verify"]

_BETWEEN = 200
_CHUNK = 2000
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def canonical(facts: Mapping[str, object]) -> str:
    """Write facts so that equal facts give equal text."""
    return _ENCODER.encode(dict(facts)) if facts else "{}"


def digest_of(entry: Sealed) -> str:
    """Return the digest of a line: SHA-256 over every field and the previous digest."""
    content = _ENCODER.encode(
        [
            entry.number,
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            entry.user_id,
            entry.user_name,
            entry.origin,
            entry.zone_id,
            entry.verb,
            entry.thing,
            entry.before,
            entry.after,
            entry.reason,
            entry.previous,
        ]
    )
    return hashlib.new(entry.algorithm, content.encode()).hexdigest()


class SettledRecord:
    """The record as a reading asks of it (``core.reading``): where it stands, and who did something since."""

    def stand(self) -> tuple[int, str] | None:
        """
        Return the number and the digest of the last line; None inside a transaction, and where nothing was ever done.

        Every service writes a line and holds the head until it commits, so no act is ever missed. What a transaction
        has written and not yet recorded, or takes back, has no head of its own.
        """
        if not self.is_settled():
            return None
        return Head.objects.filter(pk=1).values_list("number", "digest").first()

    def is_settled(self) -> bool:
        """Return whether no transaction is open: what is written in one may yet be taken back."""
        return not connection.in_atomic_block

    def acted(self, since: tuple[int, str], until: tuple[int, str]) -> frozenset[str] | None:
        """Return the rooms whose acts stand between two lines; None where there are many, or it is another record."""
        if not 0 < until[0] - since[0] <= _BETWEEN:
            return None
        lines = Entry.objects.filter(number__gt=since[0], number__lte=until[0]).order_by("number")
        acts = list(lines.values_list("verb", "previous"))
        if not acts or acts[0][1] != since[1]:
            return None
        return frozenset(verb.partition(".")[0] for verb, _previous in acts)


def list_entries(
    *,
    actor: Reader,
    text: str = "",
    verbs: Collection[str] = (),
    zone_id: int | None = None,
    offset: int = 0,
    limit: int = 50,
) -> list[EntryRow]:
    """
    Return lines within the reader's zones, newest first, whose verb, thing or person contains *text*.

    *verbs* are acts that *text* means as well: what they are called in the reader's language.
    """
    lines = _matching(actor, text, zone_id, verbs).order_by("-number")[offset : offset + limit]
    return [_row(e) for e in lines]


def count_entries(
    *, actor: Reader, text: str = "", verbs: Collection[str] = (), zone_id: int | None = None
) -> int:
    """Return how many lines :func:`list_entries` would go through."""
    return _matching(actor, text, zone_id, verbs).count()


def verify(*, anchors: Mapping[int, str] | None = None) -> Verdict:
    """
    Walk the whole chain and name every altered, removed or inserted line.

    *anchors* are heads (number and digest) noted outside the database earlier; they also uncover a chain that
    was rebuilt from scratch, or cut short together with its head.
    """
    head = Head.objects.filter(pk=1).first() or Head(number=0, digest="")
    walk = _Walk(anchors or {})
    for entry in Entry.objects.order_by("number", "id").iterator(_CHUNK):
        walk.step(entry)
    walk.finish(head)
    return Verdict(checked=walk.count, head=f"{head.number}:{head.digest}", problems=tuple(walk.problems))


def _is_intact(entry: Entry) -> bool:
    return entry.algorithm in hashlib.algorithms_guaranteed and digest_of(entry) == entry.digest


class _Walk:
    def __init__(self, anchors: Mapping[int, str]) -> None:
        self.anchors = anchors
        self.count = 0
        self.number = 0
        self.digest = ""
        self.problems: list[Problem] = []

    def step(self, entry: Entry) -> None:
        self.count += 1
        gap = range(self.number + 1, entry.number)
        for missing in gap:
            self._tell("audit.removed", missing)
        if not _is_intact(entry):
            self._tell("audit.altered", entry.number)
        elif not gap and entry.previous != self.digest:
            self._tell("audit.inserted", self.number, entry.number)
        self.number, self.digest = entry.number, entry.digest
        if self.anchors.get(entry.number, entry.digest) != entry.digest:
            self._miss(entry.number)

    def finish(self, head: Head) -> None:
        for missing in range(self.number + 1, head.number + 1):
            self._tell("audit.removed", missing)
        if self.number > head.number:
            self._tell("audit.inserted", head.number, self.number)
        elif self.number == head.number and self.digest != head.digest:
            self._tell("audit.tail", head.number)
        for number in sorted(n for n in self.anchors if n > self.number):
            self._miss(number)

    def _miss(self, number: int) -> None:
        self.problems.append(Problem("audit.anchor", str(number), (str(number), self.anchors[number])))

    def _tell(self, code: str, *numbers: int) -> None:
        self.problems.append(Problem(code, str(numbers[0]), tuple(map(str, numbers))))


def _matching(
    actor: Reader, text: str, zone_id: int | None, verbs: Collection[str] = ()
) -> models.QuerySet[Entry]:
    lines: models.QuerySet[Entry] = Entry.objects.visible_to(actor)
    if zone_id is not None:
        lines = lines.filter(zone_id=zone_id)
    if text:
        lines = lines.filter(
            models.Q(verb__contains=text)
            | models.Q(thing__contains=text)
            | models.Q(user_name__contains=text)
            | models.Q(verb__in=list(verbs))
        )
    return lines


def _row(entry: Entry) -> EntryRow:
    return EntryRow(
        number=entry.number,
        at=entry.at,
        user_name=entry.user_name,
        origin=entry.origin,
        verb=entry.verb,
        thing=entry.thing,
        zone_id=entry.zone_id,
        before=json.loads(entry.before),
        after=json.loads(entry.after),
        reason=entry.reason,
        digest=entry.digest,
    )
