"""How a thing is measured: in a process of its own, on a database of its own, wall time beside processor time."""

from __future__ import annotations

import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measured:
    """One line of the table; times in seconds."""

    what: str
    size: str
    wall: float
    cpu: float
    promise: str
    memory: int = 0
    """The process's largest resident size so far, in MB, making the material included."""


def settle() -> None:
    """Point the program at a directory of its own and start Django; the database is the environment's choice."""
    os.environ["DUBAN_VAR"] = os.environ.get("DUBAN_BENCH_VAR") or tempfile.mkdtemp(prefix="duban-bench-")
    os.environ.pop("DUBAN_BENCH_VAR", None)
    os.environ.setdefault("DUBAN_FRONTEND", str(Path("var/frontend").resolve()))
    os.environ["DJANGO_SETTINGS_MODULE"] = "duban.config.settings"
    import django

    django.setup()


@contextmanager
def database() -> Iterator[str]:
    """Give an empty, migrated database: the file of the bench's own directory, or a test database of the server."""
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "sqlite":
        call_command("migrate", verbosity=0, interactive=False)
        yield "SQLite"
        return
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield "PostgreSQL"
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def once(work: Callable[[], object]) -> tuple[float, float]:
    """Return the wall and the processor time of doing it once."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def median(work: Callable[[], object], times: int) -> tuple[float, float]:
    """Return the median wall and processor time, after one turn that warms what is read once."""
    work()
    spans = [once(work) for _ in range(times)]
    return statistics.median(w for w, _ in spans), statistics.median(c for _, c in spans)


def nth_percentile(work: Callable[[], object], times: int, percent: int) -> tuple[float, float]:
    """Return a percentile of the wall time and of the processor time, after one turn."""
    work()
    spans = [once(work) for _ in range(times)]
    return tuple(statistics.quantiles(s, n=100)[percent - 1] for s in zip(*spans, strict=True))  # type: ignore[return-value]


def memory() -> int:
    """Return the largest resident size this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
