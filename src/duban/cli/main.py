"""The ``duban`` command. Exit code 0: good; 1: refused, with every problem listed; 2: wrong usage."""

from __future__ import annotations

import os
import sys

import django


def main() -> None:
    """Set Django up, then hand the command line to the verbs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")
    if sys.argv[1:2] == ["manage"]:
        from django.core.management import execute_from_command_line  # noqa: PLC0415 - only where it is asked for

        execute_from_command_line(["duban manage", *sys.argv[2:]])
        return
    django.setup()
    from duban.cli.app import run  # noqa: PLC0415 - needs the settings

    run()


if __name__ == "__main__":
    main()
