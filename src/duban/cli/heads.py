"""Heads of the record's chain kept beside the database: they uncover a chain cut short or written anew."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

__all__ = ["Heads"]


class Heads:
    """A file of heads, one a line, each with the mark of its database; lines are only ever added."""

    def __init__(self, path: Path, database: Mapping[str, object]) -> None:
        """Keep the heads of *database*, as settings describe it, in *path*."""
        address = "/".join(str(database.get(part, "")) for part in ("ENGINE", "HOST", "PORT", "NAME"))
        self._path, self._mark = path, hashlib.sha256(address.encode()).hexdigest()[:12]

    def kept(self) -> dict[int, str]:
        """Return the heads seen before: digest by number."""
        if not self._path.exists():
            return {}
        lines = (line.split() for line in self._path.read_text("utf8").splitlines())
        heads = (head.partition(":") for mark, head in lines if mark == self._mark)
        return {int(number): digest for number, _colon, digest in heads}

    def keep(self, head: str) -> None:
        """Add a head (``1234:9f86…``) unless it is there; only the owner may read the file."""
        number, _colon, digest = head.partition(":")
        if not digest or self.kept().get(int(number)) == digest:
            return
        with os.fdopen(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
            file.write(f"{self._mark} {head}\n")
