"""What others may hold of the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from duban.engine.kernel import Problem

ALGORITHM = "sha256"
"""What new lines are sealed with; each line names its own."""


class Doer(Protocol):
    """Whoever does something: a person at a terminal, or the command line."""

    @property
    def user_id(self) -> int | None: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def origin(self) -> str: ...  # noqa: D102


class Reader(Protocol):
    """Whoever reads the record."""

    @property
    def is_operator(self) -> bool: ...  # noqa: D102
    @property
    def audited_zone_ids(self) -> frozenset[int]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done, before it is written down."""

    verb: str
    thing: str
    zone_id: int | None = None
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""


class Sealed(Protocol):
    """A line of the record, read or about to be written: all that its digest covers."""

    @property
    def number(self) -> int: ...  # noqa: D102
    @property
    def at(self) -> datetime: ...  # noqa: D102
    @property
    def user_id(self) -> int | None: ...  # noqa: D102
    @property
    def user_name(self) -> str: ...  # noqa: D102
    @property
    def origin(self) -> str: ...  # noqa: D102
    @property
    def zone_id(self) -> int | None: ...  # noqa: D102
    @property
    def verb(self) -> str: ...  # noqa: D102
    @property
    def thing(self) -> str: ...  # noqa: D102
    @property
    def before(self) -> str: ...  # noqa: D102
    @property
    def after(self) -> str: ...  # noqa: D102
    @property
    def reason(self) -> str: ...  # noqa: D102
    @property
    def algorithm(self) -> str: ...  # noqa: D102
    @property
    def previous(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One written line of the record."""

    number: int
    at: datetime
    user_name: str
    origin: str
    verb: str
    thing: str
    zone_id: int | None
    before: Mapping[str, object]
    after: Mapping[str, object]
    reason: str
    digest: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking the whole chain found."""

    checked: int
    head: str
    problems: tuple[Problem, ...]
