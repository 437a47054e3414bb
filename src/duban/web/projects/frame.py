"""The frame of every page of a project: its head, its tabs, and where one is among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from duban.engine.series import Lamp
from duban.projects.selectors import lamps_of, project_head
from duban.projects.types import ProjectHead
from duban.web.nav import address
from duban.web.projects.lamps import lamp_line
from duban.web.requests import ActorRequest

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TABS: tuple[tuple[str, _StrPromise], ...] = (
    ("project", _("概况")),
    ("project-schedule", _("进度计划")),
    ("project-progress", _("形象进度")),
    ("project-permits", _("手续")),
    ("project-responsibility", _("终身责任")),
    ("project-investment", _("投资")),
)
"""Pages of a project by the name of their address, which takes the zone and the project's code."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of the project as linked."""

    href: str
    label: _StrPromise
    here: bool


def day(request: ActorRequest) -> date:
    """Return the day a page shows."""
    return request.on


def frame(request: ActorRequest, code: str, here: str) -> tuple[ProjectHead, dict[str, Any]]:
    """
    Return the project's head and what templates/projects/head.html draws: include it with this context.

    *here* names the tab one is on. Of the four lights those that are lit stand beside the name.

    :raises NotFound: if there is no such project within reach
    """
    on = day(request)
    head = project_head(actor=request.actor, zone_id=request.zone.id, code=code, on=on)
    tabs = [
        Tab(href, label, name == here)
        for name, label in TABS
        if (href := address(name, request.zone.slug, code))
    ]
    lamps = lamps_of(actor=request.actor, zone_id=request.zone.id, code=code, on=on)
    lights = [lamp_line(view) for view in lamps.ordered if view.excuse or view.shown is not Lamp.NONE]
    return head, {
        "lights": lights,
        "lamps": lamps,
        "head": head,
        "project_tabs": tabs,
        "on": on,
    }
