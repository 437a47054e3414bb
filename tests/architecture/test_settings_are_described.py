"""Every setting the program reads is on the settings page, and the page names no other."""

import re

from duban.config import settings
from tests.architecture.tree import ROOT


def test_the_page_lists_what_is_read():
    page = (ROOT / "docs" / "reference" / "settings.md").read_text("utf8")
    read = {name.removeprefix("DUBAN_") for name in settings.env._asked if not name.endswith("_FILE")}
    assert set(re.findall(r"(?m)^\| `([A-Z_]+)` \|", page)) == read
