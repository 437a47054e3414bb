"""The gap board with what the plans cover."""

from __future__ import annotations

from datetime import datetime

from duban.boards.types import CoveredGaps
from duban.engine.kernel import Period
from duban.indicators.selectors import gap_board
from duban.indicators.types import GapBoard, Tier
from duban.ledger.selectors import coverage_of
from duban.orgs.types import Actor

__all__ = ["gap_board_with_coverage"]


def gap_board_with_coverage(
    *,
    actor: Actor,
    zone_id: int,
    as_of: Period,
    known_at: datetime,
    tier: Tier = Tier.TARGET,
    board: GapBoard | None = None,
) -> CoveredGaps:
    """
    Return the gap of a zone, worst first, and how far the plans cover each gap against the same tier.

    Who has the board already may hand it in.

    :raises NotFound: if the zone is not within reach
    """
    board = board or gap_board(actor=actor, zone_id=zone_id, as_of=as_of, known_at=known_at, tier=tier)
    found = coverage_of(actor=actor, zone_id=zone_id, as_of=as_of, known_at=known_at, board=board)
    return CoveredGaps(board, found)
