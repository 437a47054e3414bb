"""Illustrative rows (示例), so that no page is empty. They are made up, say so wherever they show, and can be removed."""

from __future__ import annotations

from decimal import Decimal

WHY = "示例：非公布数据，仅供演示"

TARGETS_2020 = {
    "gross_industrial_output": Decimal(320),
    "fixed_asset_investment": Decimal(130),
    "general_public_budget_revenue": Decimal("14.5"),
}
GROWTH_TARGET_2020 = {"value_added_above_scale": Decimal(20)}

SEASON = ("0.115", "0.195", "0.275", "0.36", "0.455", "0.535", "0.62", "0.71", "0.80", "0.895", "1")
"""An invented season, cumulative shares from 1—2月 to 1—12月."""

YEAR_TOTALS = {
    "gross_industrial_output": {2018: "251.5", 2019: "276.1"},
    "fixed_asset_investment": {2018: "116.5", 2019: "124.9"},
    "general_public_budget_revenue": {2018: "11.9", 2019: "12.69"},
    "funds_in_place": {2018: "66", 2019: "73.5"},
}

MONTHS_2020 = {
    "gross_industrial_output": ("26.1", "46.9", "73.2", "102.4", "134.0", "160.8"),
    "fixed_asset_investment": ("4.6", "13.9", "26.0", "39.5", "55.8", "69.9"),
    "general_public_budget_revenue": ("1.9", "2.9", "4.0", "5.1", "6.4", "7.5"),
    "funds_in_place": ("8.2", "16.4", "25.9", "36.2", "47.1", "56.0"),
}
"""1—2月 to 1—7月."""

GROWTH_2020 = {"value_added_above_scale": ("9.2", "12.5", "16.1", "18.8", "20.6", "21.9")}

DEPARTMENT_FIGURE = ("fixed_asset_investment", "88.6")
"""A department's own figure beside the statistics bureau's, for sources side by side."""

SPLIT_2020 = {"funds_in_place": (("promotion", "62"), ("economy", "10"), ("construction", "8"))}
