"""Every verb of the command line is on the commands page, and the page names no other."""

from __future__ import annotations

import re

import typer

from duban.cli.app import app
from tests.architecture.tree import ROOT

BY_DJANGO = {"manage"}


def verbs(command, said=()):
    """Return the words of every command below this one, as they are typed."""
    if not hasattr(command, "commands"):
        return {" ".join(said)}
    return {verb for name, one in command.commands.items() for verb in verbs(one, (*said, name))}


def test_the_page_lists_every_verb():
    page = (ROOT / "docs" / "reference" / "commands.md").read_text("utf8")
    told = {verb.strip() for verb in re.findall(r"`duban ((?:[a-z][a-z-]* ?)+)", page)}
    known = verbs(typer.main.get_command(app)) | BY_DJANGO
    assert {verb for verb in known if not any(f"{one} ".startswith(f"{verb} ") for one in told)} == set()
    assert {one for one in told if not any(f"{one} ".startswith(f"{verb} ") for verb in known)} == set()
