"""An annual target split on screen into department × month items, with the sum checked before anything is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from duban.core.errors import Forbidden, NotFound, Refusal
from duban.core.sentences import sentences
from duban.engine.kernel import Problem, decimals
from duban.engine.series import TargetKind
from duban.indicators.selectors import list_indicators, list_targets
from duban.indicators.types import Definition, TargetRow
from duban.ledger import services
from duban.web.ledger.people import choices_in, decomposes
from duban.web.parts import number
from duban.web.requests import ActorRequest
from duban.web.zones import in_business_zone as in_zone

_MONTHS = tuple(range(1, 13))


@dataclass(frozen=True, slots=True)
class Cell:
    """A month of a department."""

    month: int
    name: str
    typed: str


@dataclass(frozen=True, slots=True)
class Row:
    """A department's months."""

    unit_id: int
    unit: str
    cells: tuple[Cell, ...]


@require_GET
@in_zone
def targets(request: ActorRequest) -> HttpResponse:
    """Return the year's targets that can be split."""
    _may(request)
    year = request.GET.get("year", "")
    rows = _targets(request, int(year) if year.isdecimal() and len(year) == 4 else None)
    return render(request, "ledger/targets.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@in_zone
def decompose(request: ActorRequest, target: int) -> HttpResponse:
    """Split one target; what was typed stays where it does not add up."""
    _may(request)
    definition, goal = _target(request, target)
    if request.method == "GET":
        return _matrix(request, definition, goal)
    try:
        parts = _parts(request)
        made = services.decompose(
            actor=request.actor, zone_id=request.zone.id, target_id=target, parts=parts, at=request.at
        )
    except InvalidOperation:
        bad = Problem("core.not_a_number", "", (_first_bad(request),))
        return _matrix(request, definition, goal, sentences([bad]), 422)
    except NotFound:
        raise
    except Refusal as refusal:
        return _matrix(request, definition, goal, sentences(refusal.problems), refusal.status)
    said = ngettext(
        "已分解成 %(n)s 个事项，请逐项补齐后交办。", "已分解成 %(n)s 个事项，请逐项补齐后交办。", len(made)
    )
    messages.success(request, said % {"n": len(made)})
    return redirect("item", request.zone.slug, made[0].id)


def _matrix(
    request: ActorRequest,
    definition: Definition,
    goal: TargetRow,
    told: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = [
        Row(unit, name, tuple(_cell(request, unit, month) for month in _MONTHS))
        for unit, name in choices_in(request).units
    ]
    context: dict[str, Any] = {
        "definition": definition,
        "goal": goal,
        "rows": rows,
        "months": _MONTHS,
        "places": max(definition.decimals, decimals(goal.value)),
        "told": told or [],
        "sums": _sums(request, goal),
    }
    return render(request, "ledger/decompose.html", context, status=status)


def _cell(request: ActorRequest, unit: int, month: int) -> Cell:
    name = f"p-{unit}-{month}"
    return Cell(month, name, request.POST.get(name, "").strip())


def _parts(request: ActorRequest) -> Mapping[tuple[int, int], Decimal]:
    parts = {}
    for name, text in request.POST.items():
        kind, _dash, rest = name.partition("-")
        unit, _dash, month = rest.partition("-")
        clean = str(text).replace("，", "").replace(",", "").strip()
        if kind == "p" and clean and number(unit) is not None and number(month) is not None:
            value = Decimal(clean)
            if not value.is_finite():
                raise InvalidOperation
            parts[int(unit), int(month)] = value
    return parts


def _first_bad(request: ActorRequest) -> str:
    for name, text in request.POST.items():
        if name.startswith("p-") and str(text).strip():
            try:
                Decimal(str(text).replace("，", "").replace(",", "").strip())
            except InvalidOperation:
                return str(text)
    return ""


def _sums(request: ActorRequest, goal: TargetRow) -> tuple[Decimal, Decimal] | None:
    """Return the sum typed and what is left of the target; none where something is no number."""
    try:
        whole = sum(_parts(request).values(), Decimal(0))
    except InvalidOperation:
        return None
    return whole, goal.value - whole


def _targets(request: ActorRequest, year: int | None) -> list[tuple[Definition, TargetRow]]:
    """Return the newest version of every level target of a year, the latest year where none is named."""
    newest: dict[tuple[int, int, str, str], tuple[Definition, TargetRow]] = {}
    for definition, row in _known(request):
        newest.setdefault((row.indicator_id, row.year, row.tier, row.issuer), (definition, row))
    latest = max((row.year for _name, row in newest.values()), default=0) if year is None else year
    return [(name, row) for name, row in newest.values() if row.year == latest]


def _target(request: ActorRequest, target: int) -> tuple[Definition, TargetRow]:
    for definition, row in _known(request):
        if row.id == target:
            return definition, row
    raise NotFound(Problem("core.not_found"))


def _known(request: ActorRequest) -> list[tuple[Definition, TargetRow]]:
    actor, zone_id = request.actor, request.zone.id
    return [
        (definition, row)
        for definition in list_indicators(actor=actor, zone_id=zone_id)
        for row in list_targets(actor=actor, indicator_id=definition.id, known_at=request.at)
        if row.kind is TargetKind.LEVEL and row.unit_id == zone_id
    ]


def _may(request: ActorRequest) -> None:
    if not decomposes(request):
        raise Forbidden(Problem("core.forbidden", "", ("@decompose",)))
