"""XML from strangers: no declarations, no endless marks, no endless depth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NoReturn
from xml.parsers import expat

from duban.engine.kernel import Problem
from duban.exchange.sheets.limits import Limits
from duban.exchange.sheets.types import Unreadable

Attributes = dict[str, str]


def local(name: str) -> str:
    """Return an XML name without its namespace."""
    return name.rpartition("}")[2]


class Watch:
    """
    Read XML piece by piece and refuse what an honest workbook never holds.

    A declaration of type or entity, a mark longer than ``limits.token``, nesting deeper than
    ``limits.depth``, more than ``limits.names`` names. ``on`` calls a function for the start of the named elements.
    """

    def __init__(
        self, limits: Limits, part: str, on: Mapping[str, Callable[[Attributes], None]] | None = None
    ) -> None:
        """Begin; ``part`` is the name told in problems."""
        self.counts: defaultdict[str, int] = defaultdict(int)
        self._limits, self._part, self._on = limits, part, on or {}
        self._ends: list[str] = []
        self._ended = self._fed = 0
        self._quiet: set[str] = set()
        self._names: dict[str, str] = {}
        self.parser = expat.ParserCreate(namespace_separator="}", intern=self._names)
        self.parser.StartDoctypeDeclHandler = self._declared
        self.parser.EntityDeclHandler = self._declared
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._ends.append

    def count(self, name: str) -> int:
        """Return how many elements of this local name were met."""
        return sum(n for full, n in self.counts.items() if local(full) == name)

    def feed(self, chunk: bytes) -> None:
        """
        Read on.

        :raises Unreadable: if the XML is broken or is not what a workbook holds
        """
        self._fed += len(chunk)
        self._parse(chunk, final=False)
        self._check()

    def close(self) -> None:
        """
        End the reading.

        :raises Unreadable: if the XML is cut off
        """
        self._parse(b"", final=True)

    def _parse(self, chunk: bytes, *, final: bool) -> None:
        try:
            self.parser.Parse(chunk, final)
        except (expat.ExpatError, UnicodeError, LookupError):
            self._refuse("exchange.broken")

    def _check(self) -> None:
        self._ended += len(self._ends)
        self._ends.clear()
        if self._fed - max(0, self.parser.CurrentByteIndex) > self._limits.token:
            self._refuse("exchange.malicious")
        if (
            sum(self.counts.values()) - self._ended > self._limits.depth
            or len(self._names) > self._limits.names
        ):
            self._refuse("exchange.malicious")

    def _start(self, name: str, attributes: Attributes) -> None:
        self.counts[name] += 1
        if name in self._quiet:
            return
        handler = self._on.get(local(name))
        if handler is None:
            self._quiet.add(name)
        else:
            handler(attributes)

    def ended(self, name: str) -> None:
        """Count the end of an element, for those who put their own end handler on the parser."""
        self._ends.append(name)

    def _declared(self, *_: object) -> NoReturn:
        self._refuse("exchange.declarations")

    def _refuse(self, code: str) -> NoReturn:
        raise Unreadable(Problem(code, "", (self._part,)))


def elements(
    chunks: Iterable[bytes], limits: Limits, part: str, *names: str
) -> Iterator[tuple[str, Attributes]]:
    """
    Return the named elements of a small part with their attributes, in order.

    :raises Unreadable: as ``Watch`` does
    """
    found: list[tuple[str, Attributes]] = []

    def keeper(name: str) -> Callable[[Attributes], None]:
        return lambda attributes: found.append((name, attributes))

    watch = Watch(limits, part, {name: keeper(name) for name in names})
    for chunk in chunks:
        watch.feed(chunk)
        yield from found
        found.clear()
    watch.close()
    yield from found
