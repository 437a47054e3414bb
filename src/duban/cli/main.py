"""The ``duban`` command. Exit code 0: good; 1: refused, with every problem listed; 2: wrong usage."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Set Django up, then hand the command line to the verbs; a plan file is computed without it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")
    if sys.argv[1:2] == ["schedule"] and "--json" in sys.argv:
        from duban.cli import schedule  # noqa: PLC0415 - only where it is asked for

        asked = schedule.wanted(sys.argv[2:])
        if asked is not None:
            sys.exit(schedule.main(asked))
    if sys.argv[1:2] == ["manage"]:
        from django.core.management import execute_from_command_line  # noqa: PLC0415 - only where it is asked for

        execute_from_command_line(["duban manage", *sys.argv[2:]])
        return
    import django  # noqa: PLC0415 - half a second that computing a plan does not need
    from django.utils.translation import activate  # noqa: PLC0415

    django.setup()
    activate(_language(sys.argv))
    from duban.cli.app import run  # noqa: PLC0415 - needs the settings

    run()


def _language(words: list[str]) -> str:
    """Return the language asked for before the verb: help is worded while the verbs are being read."""
    for index, word in enumerate(words[1:], start=1):
        name, _equals, value = word.partition("=")
        if name == "--lang":
            return "en" if (value or " ".join(words[index + 1 : index + 2])) == "en" else "zh-hans"
        if not word.startswith("-"):
            break
    return "zh-hans"


if __name__ == "__main__":
    main()
