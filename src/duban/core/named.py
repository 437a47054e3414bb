"""
Names within kept sentences: written as they were, with the id by which a reader of English finds the other name.

``@unit:12:投资促进局`` reads 投资促进局 where nobody looks it up; history keeps the name it was told with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["POST", "UNIT", "Named", "named", "read_named"]

UNIT, POST = "unit", "post"
_NAMED = re.compile(r"@(unit|post):(\d{1,18}):(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Named:
    """A unit or a post, as it was called."""

    kind: str
    id: int
    name: str


def named(kind: str, id_: int | None, name: str) -> str:
    """Write a name with whose it is, as an argument of a sentence; nameless or nobody's stays plain."""
    return f"@{kind}:{id_}:{name}" if name and id_ is not None else name


def read_named(arg: str) -> Named | None:
    """Return whose name an argument is; none where it is plain."""
    found = _NAMED.fullmatch(arg)
    return None if found is None else Named(found[1], int(found[2]), found[3])
