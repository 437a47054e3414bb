"""A target split to departments, and each department's part to months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duban.core.errors import NotFound, Refusal
from duban.engine.kernel import FIRST_MONTH, Period, Problem, plain
from duban.exchange import figures
from duban.indicators import selectors, services
from duban.indicators.types import Definition, TargetRow
from duban.orgs.selectors import list_units
from duban.orgs.types import UnitKind, UnitRow
from duban.web.parts import Figure
from duban.web.requests import ActorRequest
from duban.web.zones import in_business_zone as in_zone

_MONTHS = range(FIRST_MONTH, 13)


@dataclass(frozen=True, slots=True)
class Part:
    """One field: a department's part of the year, or of a month."""

    name: str
    label: str
    typed: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """A department's fields."""

    unit: UnitRow
    year: Part
    months: tuple[Part, ...]

    @property
    def is_open(self) -> bool:
        """Whether anything stands in its months."""
        return any(part.typed for part in self.months)


@require_http_methods(["GET", "POST"])
@in_zone
def target_split(request: ActorRequest, code: str, target: int) -> HttpResponse:
    row = selectors.indicator_by_code(actor=request.actor, zone_id=request.zone.id, code=code)
    found = _target(request, row, target)
    units = list_units(actor=request.actor, zone_id=request.zone.id, on=request.today)
    units = [u for u in units if u.kind is UnitKind.DEPARTMENT]
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        parts, problems = _parts(request.POST, units)
        try:
            if not problems:
                services.split_target(
                    actor=request.actor,
                    target_id=target,
                    parts=parts,
                    allow_excess=bool(request.POST.get("excess")),
                    at=request.at,
                )
                messages.success(request, _("目标已分解。"))
                return redirect("indicator", request.zone.slug, code)
        except Refusal as refusal:
            problems = refusal.problems
        typed: Mapping[str, str] = {name: str(text) for name, text in request.POST.items()}
    else:
        shares = selectors.target_shares(actor=request.actor, target_id=target)
        typed = {_name(unit, month): plain(value) for (unit, month), value in shares.items()}
    context = {"row": row, "target": found, "lines": list(_lines(units, typed)), "problems": problems}
    return render(request, "indicators/split.html", context, status=422 if problems else 200)


def _name(unit_id: int, month: int) -> str:
    return f"unit-{unit_id}-{month}" if month else f"unit-{unit_id}"


def _lines(units: list[UnitRow], typed: Mapping[str, str]) -> Iterator[PartLine]:
    for unit in units:
        parts = []
        for month in _MONTHS:
            label = figures.period(Period(2000, month), short=True) if month == FIRST_MONTH else _month(month)
            parts.append(Part(_name(unit.id, month), label, typed.get(_name(unit.id, month), "")))
        year = Part(_name(unit.id, 0), figures.name_of(unit), typed.get(_name(unit.id, 0), ""))
        yield PartLine(unit, year, tuple(parts))


def _month(month: int) -> str:
    return _("%(n)s月") % {"n": month}


def _parts(
    posted: Mapping[str, str], units: list[UnitRow]
) -> tuple[list[tuple[int, int, Decimal]], tuple[Problem, ...]]:
    """Return what was typed, and what of it is no figure."""
    parts: list[tuple[int, int, Decimal]] = []
    problems: list[Problem] = []
    for unit in units:
        for month in (0, *_MONTHS):
            text = posted.get(_name(unit.id, month), "")
            try:
                figure = Figure(required=False).clean(text)
            except ValidationError:
                problems.append(Problem("core.not_a_number", figures.name_of(unit), (text,)))
                continue
            if figure is not None:
                parts.append((unit.id, month, figure))
    return parts, tuple(problems)


def _target(request: ActorRequest, row: Definition, target: int) -> TargetRow:
    found = selectors.list_targets(actor=request.actor, indicator_id=row.id, known_at=request.at)
    for one in found:
        if one.id == target:
            return one
    raise NotFound(Problem("core.not_found"))
