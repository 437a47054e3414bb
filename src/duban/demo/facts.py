"""What is published of the zone: the article of 16 September 2020 and later reports. Nothing here is estimated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duban.engine.kernel import Period
from duban.engine.series import Nature
from duban.indicators.types import Basis, Carries, Source, Status

ARTICLE = "宁夏财经网 2020年9月16日报道"
PROMOTION_PART = f"{ARTICLE}，招商引资部分"
OPENING_PART = f"{ARTICLE}，首段（取整）"
ARTICLE_DAY = date(2020, 9, 16)


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """An indicator the article names."""

    code: str
    name: str
    name_en: str
    owner: str
    nature: Nature
    carries: Carries
    basis: Basis
    source: Source
    source_office: str
    meaning: str
    is_key: bool


INDICATORS = (
    IndicatorFact(
        "gross_industrial_output",
        "工业总产值",
        "Gross industrial output",
        "economy",
        Nature.FLOW,
        Carries.BOTH,
        Basis.NOMINAL,
        Source.STATISTICS,
        "统计局",
        "园区工业企业以货币形式表现的工业最终产品和提供工业劳务活动的总价值，按现价计算，1—本月累计。",
        False,
    ),
    IndicatorFact(
        "value_added_above_scale",
        "规上工业增加值",
        "Value added of industry above designated size",
        "economy",
        Nature.FLOW,
        Carries.GROWTH,
        Basis.REAL,
        Source.STATISTICS,
        "统计局",
        "年主营业务收入2000万元及以上工业企业的增加值，只公布可比价增速，不公布总量。",
        True,
    ),
    IndicatorFact(
        "fixed_asset_investment",
        "固定资产投资",
        "Fixed-asset investment",
        "construction",
        Nature.FLOW,
        Carries.BOTH,
        Basis.NOMINAL,
        Source.STATISTICS,
        "统计局",
        "计划总投资500万元及以上项目和房地产开发投资，以统计部门认定的入库数为准，1—本月累计。",
        True,
    ),
    IndicatorFact(
        "general_public_budget_revenue",
        "一般公共预算收入",
        "General public budget revenue",
        "finance",
        Nature.FLOW,
        Carries.BOTH,
        Basis.NOMINAL,
        Source.DEPARTMENT,
        "财政局",
        "地方一般公共预算收入中的本级部分，1—本月累计。",
        False,
    ),
    IndicatorFact(
        "funds_in_place",
        "招商引资到位资金",
        "Investment-promotion funds in place",
        "promotion",
        Nature.FLOW,
        Carries.BOTH,
        Basis.NOMINAL,
        Source.DEPARTMENT,
        "投资促进局",
        "当年实际到位的区外、市外资金。先由部门申报，后由上级认定；各地口径不同，以下达任务的文件为准。",
        False,
    ),
)


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure and where it stands."""

    code: str
    period: Period
    level: str | None
    growth: str | None
    document: str
    known: date
    hour: int = 9
    stated_completion: str | None = None
    status: Status = Status.PRELIMINARY
    reason: str = ""


_AUGUST = Period(2020, 8)
_JULY_21 = Period(2021, 7)
_REPORT_21 = "人民网 2021年8月报道"
_DAY_21 = date(2021, 8, 31)
_REPORT_09 = "2009年8月当地报刊（转载）"
_DAY_09 = date(2009, 8, 31)

OBSERVATIONS = (
    Published("gross_industrial_output", _AUGUST, "217.4", "27", ARTICLE, ARTICLE_DAY),
    Published("value_added_above_scale", _AUGUST, None, "23", ARTICLE, ARTICLE_DAY),
    Published("fixed_asset_investment", _AUGUST, "85.2", "10", ARTICLE, ARTICLE_DAY),
    Published(
        "general_public_budget_revenue", _AUGUST, "8.5", "8", ARTICLE, ARTICLE_DAY, status=Status.DECLARED
    ),
    Published("funds_in_place", _AUGUST, "65", None, OPENING_PART, ARTICLE_DAY, status=Status.DECLARED),
    Published(
        "funds_in_place",
        _AUGUST,
        "65.13",
        None,
        PROMOTION_PART,
        ARTICLE_DAY,
        hour=10,
        stated_completion="81.4",
        status=Status.DECLARED,
        reason="同一数据，文中另一处更精确",
    ),
    Published("gross_industrial_output", _JULY_21, "277.5", "55", _REPORT_21, _DAY_21),
    Published("fixed_asset_investment", _JULY_21, "31.5", "-56.9", _REPORT_21, _DAY_21),
    Published("funds_in_place", _JULY_21, "56.5", "6.8", _REPORT_21, _DAY_21, status=Status.DECLARED),
    Published(
        "gross_industrial_output", Period(2009, 7), "66", "4.9", _REPORT_09, _DAY_09, stated_completion="50.7"
    ),
)
"""As in the public record; the day of the month on which the 2009 and 2021 reports appeared is not known."""

TARGET_CODE = "funds_in_place"
TARGET_LEVEL = Decimal(80)
TARGET_ISSUER = "自治区、银川市"
TARGET_DERIVED = "65.13 ÷ 81.4% ≈ 80.01，取 80"
