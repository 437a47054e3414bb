"""Words for ``duban schedule``: sentences need Django, which the computing does without."""

from __future__ import annotations

from collections.abc import Iterable

import django

from duban.engine.kernel import Problem

__all__ = ["told"]


def told(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Return each problem with its sentence."""
    django.setup()
    from duban.core.sentences import sentence  # noqa: PLC0415 - needs the settings

    return [{"code": p.code, "where": p.where, "message": sentence(p)} for p in problems]
