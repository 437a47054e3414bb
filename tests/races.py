"""Several people at the same moment, in real threads, each with a connection of their own."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from duban.core.errors import Refusal


def at_once(*works):
    """Run each at the same moment and return what each returned or was refused with."""
    start = threading.Barrier(len(works))

    def run(work):
        try:
            start.wait(timeout=30)
            return work()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def refused(results):
    return [r for r in results if isinstance(r, Refusal)]
