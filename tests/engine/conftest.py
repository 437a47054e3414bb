"""Laws are tried without a stopwatch: a loaded machine is no counter-example."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("engine", deadline=None)
settings.load_profile("engine")
