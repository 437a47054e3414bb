"""Questions that cross rooms."""

from duban.boards.selectors.calendar import feed_entries
from duban.boards.selectors.gaps import gap_board_with_coverage
from duban.boards.selectors.home import waiting
from duban.boards.selectors.leaders import overview
from duban.boards.selectors.owners import ownerless

__all__ = ["feed_entries", "gap_board_with_coverage", "overview", "ownerless", "waiting"]
