"""The worker: takes the turns that have come, does what is queued, and waits."""

from __future__ import annotations

import os
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils.crypto import get_random_string

from duban.core import clock
from duban.jobs.schedule import tick

_PAUSE = 5.0


class Command(BaseCommand):
    """Run the background tasks until stopped. Several may run, on one machine or on many."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how often to look, whether once is enough, and beside which process to live."""
        parser.add_argument("--pause", type=float, default=_PAUSE)
        parser.add_argument("--once", action="store_true")
        parser.add_argument("--beside", type=int, default=0)

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Look, work, wait; stop with the process one lives beside."""
        me = get_random_string(32)
        while True:
            close_old_connections()
            tick(clock.now())
            # Takes the signals too: an ordinary stop lets the task in hand finish.
            call_command(
                "db_worker",
                batch=True,
                interval=0,
                startup_delay=False,
                reload=False,
                worker_id=me,
                verbosity=0,
            )
            if options["once"] or options["beside"] not in {0, os.getppid()}:
                return
            time.sleep(options["pause"])
