"""Several people at the same moment, in real threads, each with a connection of their own."""

from __future__ import annotations

import os
import sys
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


class OwnDatabase:
    """A database of its own for the processes of a test: a file, or one made on the server and taken away after."""

    def __init__(self, folder):
        self.folder = folder
        self.name = f"killed_{os.getpid()}"

    def __enter__(self):
        environment = {k: v for k, v in os.environ.items() if k != "DUBAN_DATABASE_URL"}
        environment |= {"DUBAN_VAR": str(self.folder), "DJANGO_SETTINGS_MODULE": "duban.config.settings"}
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
        if connection.vendor == "postgresql":
            self.on_server(f"CREATE DATABASE {self.name}")
            base = os.environ["DUBAN_DATABASE_URL"].rsplit("/", 1)[0]
            environment["DUBAN_DATABASE_URL"] = f"{base}/{self.name}"
        return environment

    def __exit__(self, *_error):
        if connection.vendor == "postgresql":
            self.on_server(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def on_server(self, statement):
        import psycopg

        base = os.environ["DUBAN_DATABASE_URL"].rsplit("/", 1)[0]
        with psycopg.connect(f"{base}/postgres", autocommit=True) as server:
            server.execute(statement)
