"""Why a figure of the gap is not there. The field it is missing from is filled in by the answer."""

from __future__ import annotations

from duban.engine.kernel import Problem

NOT_REPORTED = Problem("series.not_reported")
GROWTH_ONLY = Problem("series.growth_only")
NO_GROWTH = Problem("series.no_growth")
NO_RANK = Problem("series.no_rank")
NO_TARGET = Problem("series.no_target")
TARGET_NOT_POSITIVE = Problem("series.target_not_positive")
NO_CURVE = Problem("series.no_curve")
RATE = Problem("series.rate")
BAND = Problem("series.band")
RANK_ONLY = Problem("series.rank_only")
NOT_IN_PERCENT = Problem("series.not_in_percent")
CEILING = Problem("series.ceiling")
CEILING_OPEN = Problem("series.ceiling_open")
NOT_A_FLOW = Problem("series.not_a_flow")
NO_TIME_LEFT = Problem("series.no_time_left")
NO_WORKING_DAYS_LEFT = Problem("series.no_working_days_left")
NO_LAST_YEAR = Problem("series.no_last_year")
LAST_YEAR_NOT_POSITIVE = Problem("series.last_year_not_positive")
LAST_YEAR_REST_NOT_POSITIVE = Problem("series.last_year_rest_not_positive")
ALREADY_REACHED = Problem("series.already_reached")
FIRST_PERIOD = Problem("series.first_period")
NO_FIGURE_BEFORE = Problem("series.no_figure_before")
GAP_UNKNOWN = Problem("series.gap_unknown")
NOTHING_MISSING = Problem("series.nothing_missing")
CEILING_BROKEN = Problem("series.ceiling_broken")
BAND_MOVES_EITHER_WAY = Problem("series.band_moves_either_way")
