"""The accounts the sign-in page names in a demonstration."""

from __future__ import annotations

DEMO_ACCOUNTS: tuple[tuple[str, str], ...] = ()
DEMO_PASSWORD = ""
