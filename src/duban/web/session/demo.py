"""The accounts the sign-in page names in a demonstration."""

from __future__ import annotations

from duban.demo.people import PASSWORD, PEOPLE
from duban.exchange.figures import in_chinese

__all__ = ["PASSWORD", "accounts"]


def accounts() -> list[tuple[str, str]]:
    """Return each account with its post, in the reader's language."""
    return [(one.username, one.title if in_chinese() else one.title_en) for one in PEOPLE]
