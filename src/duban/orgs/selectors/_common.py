"""What every question of people and places uses."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import get_language

from duban.core.reading import kept_with

__all__ = ["held_on", "in_their_words", "kept"]

# People and places rest on nothing else: what is done with items or figures leaves them as they are.
kept = kept_with("orgs")


def in_their_words(name: str, english: str) -> str:
    """Return the name in the reader's language."""
    return english if english and (get_language() or "").startswith("en") else name


def held_on(day: date) -> Q:
    """Return the condition that a dated row holds on the day."""
    return Q(starts__lte=day) & (Q(ends__isnull=True) | Q(ends__gte=day))
