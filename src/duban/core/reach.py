"""Rows that belong to a zone or to one unit of it, who may see them, and who is let in to change them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Protocol, TypeVar

from django.db import models

from duban.core.errors import Forbidden, NotFound
from duban.engine.kernel import Problem

M = TypeVar("M", bound=models.Model)


class Reach(Protocol):
    """Whoever asks: the zones whose business is theirs to read, and the units they act for."""

    @property
    def zone_ids(self) -> AbstractSet[int]: ...  # noqa: D102

    @property
    def unit_ids(self) -> AbstractSet[int]: ...  # noqa: D102


def admit(actor: Reach, zone_id: int, verb: str, *, allowed: bool) -> None:
    """
    Let the actor do *verb* to what belongs to the zone.

    :raises NotFound: if the zone's business is not within reach
    :raises Forbidden: if it is, and the verb is not *allowed*
    """
    if zone_id not in actor.zone_ids:
        raise NotFound(Problem("core.not_found"))
    if not allowed:
        raise Forbidden(Problem("core.forbidden", "", (f"@{verb}",)))


class ZoneQuerySet(models.QuerySet[M]):
    """Rows that belong to a zone."""

    def visible_to(self, actor: Reach) -> ZoneQuerySet[M]:
        """Return the rows of the zones whose business the actor reads."""
        return self.filter(zone_id__in=actor.zone_ids)


class OwnQuerySet(models.QuerySet[M]):
    """Rows that belong to a zone and are one unit's own."""

    def visible_to(self, actor: Reach) -> OwnQuerySet[M]:
        """Return the rows of the zones the actor reads, and those of the units the actor acts for."""
        return self.filter(models.Q(zone_id__in=actor.zone_ids) | models.Q(unit_id__in=actor.unit_ids))
