"""
``make bench``: every measurement in a process of its own, printed as one table beside its promise.

``python -m benchmarks gap-1 page-gap`` runs these alone. A room's measurements stand in a module of its own, as a
table ``BENCHES`` of named functions that return what they measured, a line or several; name the module in ``ROOMS``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module

from benchmarks.measuring import Measured, database, settle

ROOMS = ("imports", "gaps", "pages", "ledger", "days", "schedules", "kept_schedules", "projects")
_CHILD = "--child"


def main(names: list[str]) -> None:
    """Run the measurements named, or all, and print the table."""
    settle()
    if names[:1] == [_CHILD]:
        _, room, name = names
        with database():
            done = _benches(room)[name]()
            print(json.dumps([asdict(one) for one in (done if isinstance(done, list) else [done])]))
        return
    rooms = {name: room for room in ROOMS for name in _benches(room)}
    if unknown := set(names) - rooms.keys():
        sys.exit(f"no such measurement: {', '.join(sorted(unknown))}; there are {', '.join(rooms)}")
    _print([row for name in names or rooms for row in _run(rooms[name], name)])


def _benches(room: str) -> dict[str, Callable[[], Measured | list[Measured]]]:
    return dict(import_module(f"benchmarks.{room}").BENCHES)


def _run(room: str, name: str) -> list[Measured]:
    home = tempfile.mkdtemp(prefix="duban-bench-")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks", _CHILD, room, name],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"DUBAN_BENCH_VAR": home},
        )
    finally:
        shutil.rmtree(home)
    if done.returncode:
        sys.exit(f"{name}\n{done.stderr}")
    return [Measured(**one) for one in json.loads(done.stdout.strip().splitlines()[-1])]


def _print(rows: list[Measured]) -> None:
    from django.db import connection
    from rich.console import Console
    from rich.table import Table

    title = f"Duban benchmarks, {connection.vendor}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    table = Table(title=title, title_justify="left")
    for heading in ("what", "size"):
        table.add_column(heading)
    for heading in ("wall", "processor", "memory"):
        table.add_column(heading, justify="right")
    table.add_column("promise")
    for row in rows:
        table.add_row(row.what, row.size, _span(row.wall), _span(row.cpu), f"{row.memory} MB", row.promise)
    Console(width=130).print(table)


def _span(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


if __name__ == "__main__":
    main(sys.argv[1:])
