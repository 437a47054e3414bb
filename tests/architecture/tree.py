"""The repository as the architecture tests read it."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "duban"

_MADE = {".git", ".venv", "venv", "var", "node_modules", "site", "build", "dist", "__pycache__"}
_BINARY = {".png", ".jpg", ".ico", ".woff2", ".xlsx", ".xls", ".mo", ".db", ".sqlite3", ".pyc", ".gz", ".br"}


def files() -> Iterator[Path]:
    """Yield every text file somebody wrote."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            f for f in folders if f not in _MADE and not f.endswith(("_cache", ".egg-info", ".hypothesis"))
        ]
        for name in names:
            path = Path(folder, name)
            if path.suffix not in _BINARY and not name.endswith((".stamp", ".tmp")) and name != ".coverage":
                yield path


def text_of(path: Path) -> str:
    return path.read_text("utf8", errors="replace")


def sources(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield name and syntax tree of each Python file of these rooms, or of all; migrations are left out."""
    for base in [SRC / room for room in rooms] or [SRC]:
        for path in sorted(base.rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(SRC).as_posix(), ast.parse(path.read_text("utf8"))
