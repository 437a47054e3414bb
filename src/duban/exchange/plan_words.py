"""What the words of special plans and of questions over all rooms are called on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from duban.boards.types import HoleKind, TaskKind
from duban.core.sentences.terms import TERMS
from duban.ledger.types import PlanState, PlanSubject, Shortfall

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from django.utils.functional import _StrPromise

STATES: dict[StrEnum, _StrPromise] = {state: TERMS[f"ledger.plan.{state.value}"] for state in PlanState}
SUBJECTS: dict[StrEnum, _StrPromise] = {
    PlanSubject.INDICATOR: _("指标"),
    PlanSubject.PROJECT: _("项目"),
    PlanSubject.SHORTFALL: _("短板"),
}
SHORTFALLS: dict[StrEnum, _StrPromise] = {
    Shortfall.INDUSTRY: _("产业短板"),
    Shortfall.INVESTMENT: _("投资短板"),
    Shortfall.PROMOTION: _("招商短板"),
    Shortfall.ENVIRONMENT: _("环境短板"),
    Shortfall.TRANSITION: _("转型短板"),
}
EDGES: dict[str, _StrPromise] = {
    edge: TERMS[f"ledger.plan.{edge}"]
    for edge in (
        "draft_plan",
        "submit_plan",
        "return_plan",
        "approve_plan",
        "enforce",
        "revise",
        "close_plan",
    )
}
HOLES: dict[StrEnum, _StrPromise] = {kind: TERMS[f"hole.{kind.value}"] for kind in HoleKind}
TASKS: dict[StrEnum, _StrPromise] = {kind: TERMS[f"task.{kind.value}"] for kind in TaskKind}

WORDS: dict[str, Mapping[StrEnum, _StrPromise] | Mapping[str, _StrPromise]] = {
    "plan_state": STATES,
    "plan_subject": SUBJECTS,
    "shortfall": SHORTFALLS,
    "plan_edge": EDGES,
    "hole": HOLES,
    "task": TASKS,
}
