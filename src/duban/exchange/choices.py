"""What the choices in a sheet may be called."""

from __future__ import annotations

from duban.engine.series import Direction, Nature, TargetKind
from duban.indicators.types import Basis, Carries, Issuer, Source, Status, Tier

SOURCES = {
    "统计": Source.STATISTICS, "统计局": Source.STATISTICS, "统计部门": Source.STATISTICS,
    "税务": Source.TAX, "税务局": Source.TAX, "部门": Source.DEPARTMENT, "部门自报": Source.DEPARTMENT,
    "企业": Source.FIRM, "企业直报": Source.FIRM, **{s.value: s for s in Source},
}  # fmt: skip
STATUSES = {
    "申报": Status.DECLARED, "初步": Status.PRELIMINARY, "快报": Status.PRELIMINARY, "最终": Status.FINAL,
    "修订": Status.REVISED, "认定": Status.CERTIFIED, **{s.value: s for s in Status},
}  # fmt: skip
KINDS = {
    "总量": TargetKind.LEVEL, "增速": TargetKind.GROWTH, "位次": TargetKind.RANK, **{k.value: k for k in TargetKind}
}  # fmt: skip
ISSUERS = {
    "国家": Issuer.NATION, "自治区": Issuer.REGION, "省": Issuer.REGION, "自治区(省)": Issuer.REGION, "市": Issuer.CITY,
    "管委会": Issuer.ZONE, **{i.value: i for i in Issuer},
}  # fmt: skip
TIERS = {"目标值": Tier.TARGET, "奋斗值": Tier.STRETCH, **{t.value: t for t in Tier}}
NATURES = {"累计量": Nature.FLOW, "时点数": Nature.STOCK, "比率": Nature.RATE, **{n.value: n for n in Nature}}
DIRECTIONS = {
    "越高越好": Direction.HIGHER, "越低越好": Direction.LOWER, "区间内为好": Direction.BAND,
    **{d.value: d for d in Direction},
}  # fmt: skip
CARRIES = {
    "总量和增速": Carries.BOTH, "只有总量": Carries.LEVEL, "只有增速": Carries.GROWTH, **{c.value: c for c in Carries}
}  # fmt: skip
BASES = {
    "现价": Basis.NOMINAL,
    "可比价": Basis.REAL,
    "可比口径": Basis.COMPARABLE,
    **{b.value: b for b in Basis},
}
