"""Sets of stages as places publish them (domain.md 4.1); data from the day a zone adopts one."""

from __future__ import annotations

from duban.projects.types import Condition, Stage, StageSetDraft

__all__ = ["STAGE_SETS"]

_SEVEN = StageSetDraft(
    "七个一批",  # zh: data
    "Seven batches",
    (
        Stage("concept", "谋划", "Concept", Condition.CONCEPT),  # zh: data
        Stage("negotiating", "洽谈", "Negotiating", Condition.NEGOTIATING),  # zh: data
        Stage("signed", "签约", "Signed", Condition.SIGNED),  # zh: data
        Stage("starting", "开工", "Starting", Condition.STARTING),  # zh: data
        Stage("building", "建设", "Building", Condition.BUILDING),  # zh: data
        Stage("completing", "投产", "Completing", Condition.COMPLETING),  # zh: data
        Stage("ramping", "达产", "Ramping up", Condition.RAMPING),  # zh: data
    ),
    "融安县七个一批的定义",  # zh: data
)
_FIVE = StageSetDraft(
    "五个一批",  # zh: data
    "Five batches",
    (
        Stage("reserve", "谋划", "Reserve", Condition.RESERVE),  # zh: data
        Stage("signed", "签约", "Signed", Condition.SIGNED),  # zh: data
        Stage("starting", "开工", "Starting", Condition.UNDER_WAY),  # zh: data
        Stage("completing", "投产", "Completing", Condition.COMPLETING),  # zh: data
        Stage("ramping", "达效", "Ramping up", Condition.RAMPING),  # zh: data
    ),
    "各地不一，没有统一的定义",  # zh: data
)
_THREE = StageSetDraft(
    "三个一批",  # zh: data
    "Three batches",
    (
        Stage("reserve", "谋划储备", "Reserve", Condition.RESERVE),  # zh: data
        Stage("under-way", "开工建设", "Under way", Condition.UNDER_WAY),  # zh: data
        Stage("delivered", "竣工达产", "Delivered", Condition.DELIVERED),  # zh: data
    ),
    "宁夏：谋划储备、开工建设、竣工达产",  # zh: data
)

STAGE_SETS = {"seven": _SEVEN, "five": _FIVE, "three": _THREE}
