"""Open items like the one being registered: no repeated, many-headed supervision (domain.md 3.1, article 15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import log

from duban.ledger import search
from duban.ledger.models import Item
from duban.ledger.selectors.lists import reach
from duban.ledger.selectors.rows import names_on
from duban.ledger.types import Similar
from duban.orgs.types import Actor

__all__ = ["similar_items"]

_LEAST, _MOST_SHOWN = 0.35, 5
_TITLE_SHARE = 0.75
_SAME_UNIT = 0.15
"""What one and the same lead, or responsible, department takes away of the unlikeness that is left."""


def similar_items(  # noqa: PLR0913
    *,
    actor: Actor,
    zone_id: int,
    on: date,
    title: str,
    task: str = "",
    lead_id: int | None = None,
    responsible_id: int | None = None,
    but_id: int | None = None,
) -> list[Similar]:
    """
    Return the open items most like this one, the likest first; *but_id* is the item itself.

    Likeness is the share of pairs of characters two titles have in common, rare pairs counting more (a weighted
    Jaccard index), with a quarter for the tasks; one lead or responsible department brings it nearer to 1.

    :raises NotFound: if nothing of the zone is within reach
    """
    reach(actor, zone_id)
    wanted = search.pieces(search.folded(title))
    if not wanted:
        return []
    weights = _weights(wanted)
    rows = Item.objects.of_zone(actor, zone_id).filter(is_open=1, pk__in=search.near(wanted, weights))
    names = names_on(zone_id, on)
    words = search.pieces(search.folded(task))
    found = []
    columns = ("id", "number", "title", "task", "lead_id", "responsible_id", "due")
    for pk, number, other, other_task, lead, responsible, due in rows.values_list(*columns):
        same = int(lead_id is not None and lead == lead_id)
        same += int(responsible_id is not None and responsible == responsible_id)
        likeness = _nearer(_likeness(wanted, weights, words, other, other_task), same=same)
        if pk != but_id and likeness >= _LEAST:
            found.append(Similar(pk, number, other, names.unit(lead), due, round(likeness, 3)))
    return sorted(found, key=lambda s: (-s.likeness, s.id))[:_MOST_SHOWN]


def _weights(wanted: Sequence[str]) -> dict[str, float]:
    """Return how much each pair says: the rarer, the more."""
    shares = search.shares(wanted)
    return {piece: log(1 / max(share, 1e-5)) + 0.1 for piece, share in shares.items()}


def _likeness(
    wanted: Sequence[str], weights: Mapping[str, float], words: Sequence[str], title: str, task: str
) -> float:
    of_titles = _overlap(wanted, search.pieces(search.folded(title)), weights)
    if not words or not task:
        return of_titles
    of_tasks = _overlap(words, search.pieces(search.folded(task)), {})
    return _TITLE_SHARE * of_titles + (1 - _TITLE_SHARE) * of_tasks


def _overlap(one: Sequence[str], other: Sequence[str], weights: Mapping[str, float]) -> float:
    usual = sum(weights.values()) / len(weights) if weights else 1.0
    both = set(one) & set(other)
    shared = sum(weights.get(piece, usual) for piece in both)
    whole = sum(weights.get(piece, usual) for piece in {*one, *other})
    return shared / whole if whole else 0.0


def _nearer(likeness: float, *, same: int) -> float:
    return likeness + (1 - likeness) * _SAME_UNIT * same if likeness >= _LEAST / 2 else likeness
