"""What is wrong with an entry of the register, all of it at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields as dataclass_fields
from datetime import date
from decimal import Decimal

from duban.engine.kernel import Problem, plain
from duban.engine.land import TangledError, crossing, twice_area, whole
from duban.enterprises.selectors import enterprise_names
from duban.orgs.selectors import posts_in, unit_names
from duban.projects.models import Money
from duban.projects.services._days import unfit_days
from duban.projects.types import DATE_FIELDS, RESERVED_CODES, Place, ProjectDates, ProjectDraft

__all__ = ["unfit", "unfit_dates"]

_MOST_LOOKS = 1_000_000
"""Pairs of edges of an outline looked at; land as it is drawn needs a fraction of that."""
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_LENGTHS = (
    ("name", 120),
    ("name_en", 160),
    ("national_code", 32),
    ("industry", 64),
    ("capacity", 120),
    ("address", 120),
    ("source", 200),
    ("content", 2000),
)
_FIGURES = ("land", "total_investment", "expected_output", "expected_tax")
_HAPPENED = (
    "signed_on",
    "ceremony_on",
    "started_on",
    "finished_on",
    "trial_on",
    "producing_on",
    "capacity_on",
)
_IN_ORDER = (
    ("planned_start", "planned_finish"),
    ("planned_start", "planned_production"),
    ("started_on", "finished_on"),
    ("started_on", "trial_on"),
    ("started_on", "producing_on"),
    ("producing_on", "capacity_on"),
)


def unfit(draft: ProjectDraft, zone_id: int, on: date) -> Iterator[Problem]:
    """Yield everything wrong with a draft of a zone's project on a day."""
    yield from _unfit_words(draft)
    yield from _unfit_people(draft, zone_id, on)
    yield from _unfit_figures(draft)
    yield from _unfit_money(draft)
    yield from _unfit_place(draft.place)
    yield from unfit_dates(draft.dates, on)


def unfit_dates(dates: ProjectDates, on: date) -> Iterator[Problem]:
    """Yield what is wrong with a project's days: what has happened lies not ahead, and an end not before its start."""
    yield from unfit_days(dates, "project", on, happened=_HAPPENED, in_order=_IN_ORDER)


def _unfit_words(draft: ProjectDraft) -> Iterator[Problem]:
    if not draft.name:
        yield Problem("core.required", "name", ("@project.name",))
    for name, most in _LENGTHS:
        if len(getattr(draft, name)) > most:
            yield Problem("core.too_long", name, (f"@project.{name}", str(most)))
    fields = {f.name for f in dataclass_fields(ProjectDraft)} | DATE_FIELDS
    for name in sorted(draft.illustrative - fields):
        yield Problem("core.not_a_choice", "illustrative", (name, "、".join(sorted(fields))))
    if draft.code and (not _CODE.match(draft.code) or len(draft.code) > 48 or draft.code in RESERVED_CODES):
        yield Problem("projects.bad_code", "code", (draft.code[:60],))


def _unfit_people(draft: ProjectDraft, zone_id: int, on: date) -> Iterator[Problem]:
    firm = draft.enterprise_id
    if firm is not None and firm not in enterprise_names(zone_id=zone_id, ids=[firm]):
        yield Problem("projects.unknown_enterprise", "enterprise_id", (str(firm),))
    units = unit_names(zone_ids=[zone_id], on=on)[0]
    if draft.lead_id is not None and draft.lead_id not in units:
        yield Problem("projects.unknown_unit", "lead_id", (str(draft.lead_id),))
    for unit in sorted(draft.assisting_ids - units.keys()):
        yield Problem("projects.unknown_unit", "assisting_ids", (str(unit),))
    if draft.lead_id is not None and draft.lead_id in draft.assisting_ids:
        yield Problem("projects.assists_itself", "assisting_ids")
    posts = posts_in(zone_id=zone_id)
    for name in ("backer_id", "head_id"):
        post = getattr(draft, name)
        if post is not None and post not in posts:
            yield Problem("projects.unknown_post", name, (str(post),))


def _unfit_figures(draft: ProjectDraft) -> Iterator[Problem]:
    for name in _FIGURES:
        figure = getattr(draft, name)
        if figure is not None and figure < 0:
            yield Problem("projects.negative", name, (f"@project.{name}",))
    if draft.expected_jobs is not None and not 0 <= draft.expected_jobs < 2**31:
        yield Problem("projects.negative", "expected_jobs", ("@project.expected_jobs",))


def _unfit_money(draft: ProjectDraft) -> Iterator[Problem]:
    for source, amount in draft.money.items():
        if source not in Money.Source.values:
            yield Problem("core.not_a_choice", "money", (source, "、".join(Money.Source.values)))
        elif amount < 0:
            yield Problem("projects.negative", f"money.{source}", (f"@money.{source}",))
    given = sum(draft.money.values(), Decimal(0))
    if draft.money and draft.total_investment is None:
        yield Problem("projects.money_without_total", "total_investment")
    elif draft.total_investment is not None and given > draft.total_investment:
        yield Problem("projects.money_exceeds", "money", (plain(given), plain(draft.total_investment)))


def _unfit_place(place: Place) -> Iterator[Problem]:
    if (place.longitude is None) != (place.latitude is None):
        yield Problem("projects.half_a_point", "longitude")
    points = [*place.outline]
    if place.longitude is not None and place.latitude is not None:
        points.append((place.longitude, place.latitude))
    if any(abs(x) > 180 or abs(y) > 90 for x, y in points):
        yield Problem("projects.off_the_globe", "longitude")
        return
    yield from _unfit_outline(place.outline)


def _unfit_outline(outline: Sequence[tuple[Decimal, Decimal]]) -> Iterator[Problem]:
    if not outline:
        return
    closed = (*outline, outline[0])
    corners = whole(closed)
    if twice_area(corners) == 0:
        yield Problem("projects.no_area", "outline")
        return
    try:
        place = crossing(corners, [_MOST_LOOKS])
    except TangledError:
        place = 0
    if place is not None:
        yield Problem("projects.outline_crosses", "outline", tuple(map(plain, closed[place])))
