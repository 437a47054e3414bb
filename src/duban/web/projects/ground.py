"""The zone's plan: its boundary and plots as the map draws them, and the page where supervision keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duban.core.errors import Forbidden, Invalid, NotFound, Refusal
from duban.core.sentences import sentences
from duban.engine.kernel import Problem
from duban.exchange.ground import LARGEST, read_shapes
from duban.exchange.project_words import DATUMS, LAYERS
from duban.exchange.wording import word
from duban.projects import selectors, services
from duban.projects.types import Datum, Ground, LayerDraft, LayerKind, LayerRow, Shape
from duban.web.nav import address
from duban.web.parts import asked_day
from duban.web.projects.people import keeps
from duban.web.requests import ActorRequest
from duban.web.uploads import uploads
from duban.web.zones import in_business_zone

__all__ = ["Underlay", "ground", "underlay"]


@dataclass(frozen=True, slots=True)
class Underlay:
    """The zone's plan under a map: what the script draws, and what the legend says of it."""

    data: list[dict[str, Any]]
    layers: tuple[LayerRow, ...]
    plan: Ground


def underlay(zone_id: int, on: date) -> Underlay:
    """Return the zone's plan on a day; its degrees are drawn as they are, whichever system they are of."""
    plan = selectors.ground_on(zone_id=zone_id, on=on)
    layers = plan.layers
    data = [
        {"kind": layer.row.kind.value, "name": shape.name, "patches": _drawn(shape)}
        for layer in layers
        for shape in layer.shapes
    ]
    return Underlay(data, tuple(layer.row for layer in layers), plan)


def _drawn(shape: Shape) -> list[list[list[list[float]]]]:
    """Return the pieces of a shape for the script, to a tenth of a metre."""
    return [
        [[[round(float(x), 6), round(float(y), 6)] for x, y in ring] for ring in patch]
        for patch in shape.patches
    ]


@require_http_methods(["GET", "POST"])
@in_business_zone
def ground(request: ActorRequest) -> HttpResponse:
    """Show the boundaries and plots the zone had; its supervision office keeps another from a day on."""
    told: list[str] = []
    status = 200
    if request.method == "POST":
        if not keeps(request):
            raise Forbidden(Problem("core.forbidden", "", ("@keep_layer",)))
        try:
            starts = _keep(request)
        except NotFound:
            raise
        except Refusal as refusal:
            told, status = sentences(refusal.problems), refusal.status
        else:
            return _kept(request, starts)
    plan = selectors.ground_on(zone_id=request.zone.id, on=request.on)
    in_force = {layer.row.id for layer in plan.layers}
    rows = selectors.list_layers(actor=request.actor, zone_id=request.zone.id)
    context = {
        "layers": [(row, row.id in in_force) for row in rows],
        "kinds": LAYERS.items(),
        "datums": DATUMS.items(),
        "keeps": keeps(request),
        "told": told,
        "findings": selectors.ground_findings(plan),
        "posted": request.POST,
        "starts": request.POST.get("starts") or request.today.isoformat(),
        "upload_mb": LARGEST // 1024 // 1024,
    }
    return render(request, "projects/ground.html", context, status=status)


def _kept(request: ActorRequest, starts: date) -> HttpResponse:
    """Say that it is kept; where it does not fit the boundary or its neighbours, go where that is told, at its day."""
    messages.success(request, _("已登记，自起用日起画在地图上。"))
    found = selectors.ground_findings(selectors.ground_on(zone_id=request.zone.id, on=starts))
    if not found:
        return redirect("project-map", request.zone.slug)
    messages.warning(request, _("图形已照原样登记；与边界或相邻地块有不合之处，见下。"))
    return redirect(f"{address('zone-ground', request.zone.slug)}?on={starts.isoformat()}")


def _keep(request: ActorRequest) -> date:
    given = request.POST
    kind, datum = given.get("kind", ""), given.get("datum", "")
    problems = [
        Problem("core.not_a_choice", field, (value[:20], _("、").join(word(field_word, v) for v in choices)))
        for field, value, field_word, choices in (
            ("kind", kind, "layer", list(LayerKind)),
            ("datum", datum, "datum", list(Datum)),
        )
        if value not in set(choices)
    ]
    if problems:
        raise Invalid(*problems)
    files = uploads(request, "file")
    content = files[0].content if files else given.get("text", "").encode()
    starts = asked_day(given.get("starts", "")) or request.today
    shapes = read_shapes(content, Datum(datum))
    draft = LayerDraft(LayerKind(kind), Datum(datum), starts, given.get("source", ""), shapes)
    services.keep_layer(actor=request.actor, zone_id=request.zone.id, draft=draft, at=request.at)
    return starts
