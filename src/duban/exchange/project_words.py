"""What the enumerations of projects are called on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from duban.projects.types import Ownership, ProjectOrder, ProjectState, Regime, YearClass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from django.utils.functional import _StrPromise

CLASSES: dict[StrEnum, _StrPromise] = {
    YearClass.CARRIED_OVER: _("续建"),
    YearClass.NEW_START: _("新开工"),
    YearClass.PRODUCING: _("竣工投产"),
    YearClass.RESERVE: _("预备"),
    YearClass.DONE: _("已竣工"),
}
OWNERSHIPS: dict[StrEnum, _StrPromise] = {
    Ownership.GOVERNMENT: _("政府投资"),
    Ownership.PRIVATE: _("社会投资"),
}
REGIMES: dict[StrEnum, _StrPromise] = {
    Regime.APPROVAL: _("审批制"),
    Regime.VERIFICATION: _("核准制"),
    Regime.FILING: _("备案制"),
}
STATES: dict[StrEnum, _StrPromise] = {
    ProjectState.ACTIVE: _("推进中"),
    ProjectState.SUSPENDED: _("停工"),
    ProjectState.TERMINATED: _("终止"),
}
ORDERS: dict[StrEnum, _StrPromise] = {
    ProjectOrder.CODE: _("编号"),
    ProjectOrder.NAME: _("项目名称"),
    ProjectOrder.TOTAL: _("总投资从大到小"),
    ProjectOrder.START: _("开工先后"),
}
EDGES: dict[str, _StrPromise] = {
    "suspend": _("停工"),
    "resume": _("复工"),
    "terminate": _("终止"),
    "revive": _("恢复"),
}

WORDS: dict[str, Mapping[StrEnum, _StrPromise] | Mapping[str, _StrPromise]] = {
    "project_class": CLASSES,
    "ownership": OWNERSHIPS,
    "regime": REGIMES,
    "project_state": STATES,
    "project_order": ORDERS,
    "project_edge": EDGES,
}
