"""The same projects in other shapes: by class and stage, on a map; and which stages the zone sorts them into."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from duban.core.errors import Forbidden, Refusal
from duban.core.sentences import sentences
from duban.engine.kernel import Problem
from duban.exchange import figures
from duban.exchange.project_words import CLASSES, CONDITIONS
from duban.exchange.wording import word
from duban.projects import selectors, services
from duban.projects.types import Condition, ProjectRow, Stage, StageSetDraft, YearClass
from duban.web.nav import address
from duban.web.parts import asked_day
from duban.web.projects import asking
from duban.web.projects.ground import underlay
from duban.web.projects.lists import years
from duban.web.projects.people import keeps
from duban.web.requests import ActorRequest
from duban.web.zones import in_business_zone
from duban.web.zones import in_working_zone as in_zone


@dataclass(frozen=True, slots=True)
class Column:
    """A class or a stage with its projects."""

    word: str
    hint: str
    count: int
    query: str
    rows: tuple[ProjectRow, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a source says, class by class, beside the register."""

    word: str
    stated: int | None
    registered: int


@require_GET
@in_zone
def board(request: ActorRequest) -> HttpResponse:
    asked = asking.read(request)
    by = "class" if request.GET.get("by") == "class" else "stage"
    reach: dict[str, Any] = {"actor": request.actor, "zone_id": request.zone.id}
    wanted = replace(asked.filter, year_class=None, stage="")
    counts = selectors.count_projects(**reach, filter=wanted)
    rows = selectors.all_projects(**reach, filter=wanted, on=asked.on)
    stages = selectors.stage_set(
        zone_id=request.zone.id, on=asked.on.replace(year=asked.filter.year, month=12, day=31)
    )
    stated = selectors.statements(**reach, year=asked.filter.year)
    context = {
        "asked": asked,
        "f": asked.filter,
        "by": by,
        "years": years(asked),
        "counts": counts,
        "stages": stages,
        "columns": by_class(asked, counts.by_class, rows) if by == "class" else by_stage(asked, stages, rows),
        "statements": [
            (
                one,
                [
                    Said(word("project_class", k), one.counts.get(k), counts.by_class[k])
                    for k in _shown(one.counts)
                ],
            )
            for one in stated
        ],
        "keeps": keeps(request),
    }
    return render(request, "projects/board.html", context)


def _shown(counts: dict[YearClass, int]) -> list[YearClass]:
    return [YearClass(k) for k in CLASSES if k in counts]


def by_class(asked: asking.Asked, counts: dict[YearClass, int], rows: tuple[ProjectRow, ...]) -> list[Column]:
    """Return the classes with their projects."""
    return [
        Column(
            str(said),
            "",
            counts[YearClass(klass)],
            asked.query(year_class=klass, stage=""),
            tuple(r for r in rows if r.year_class is klass),
        )
        for klass, said in CLASSES.items()
    ]


def by_stage(asked: asking.Asked, stages: Any, rows: tuple[ProjectRow, ...]) -> list[Column]:
    """Return the stages with their projects, and those in none."""
    columns = [
        Column(
            figures.name_of(stage),
            word("stage_condition", stage.condition),
            len(held := tuple(r for r in rows if r.stage == stage.code)),
            asked.query(stage=stage.code, year_class=None),
            held,
        )
        for stage in (stages.stages if stages else ())
    ]
    rest = tuple(r for r in rows if not r.stage)
    if rest:
        columns.append(Column(_("不在各批之内"), _("本年以前已竣工达产"), len(rest), "", rest))
    return columns


@require_GET
@in_zone
def map_page(request: ActorRequest) -> HttpResponse:
    asked = asking.read(request)
    reach: dict[str, Any] = {"actor": request.actor, "zone_id": request.zone.id, "filter": asked.filter}
    rows = selectors.all_projects(**reach, on=asked.on)
    placed = [row for row in rows if row.place.longitude is not None or row.place.outline]
    ground = underlay(request.zone.id, asked.on)
    found = selectors.place_findings(ground.plan, [row.place for row in placed])
    context = {
        "asked": asked,
        "f": asked.filter,
        "years": years(asked),
        "counts": selectors.count_projects(**reach),
        "classes": CLASSES.items(),
        "rows": rows,
        "astray": [one for one in zip(placed, found, strict=True) if one[1]],
        "placed": len(placed),
        "data": [on_map(request, row) for row in placed],
        "ground": ground,
    }
    return render(request, "projects/map.html", context)


def on_map(request: ActorRequest, row: ProjectRow) -> dict[str, Any]:
    """Return a project as the map's script draws it: its point and its outline, and where its page is."""
    # Data, not a link: the day the page stands at is not put in by itself.
    day = f"?on={request.asked_on}" if request.asked_on else ""
    point = row.place.longitude, row.place.latitude
    return {
        "name": figures.name_of(row),
        "class": row.year_class.value,
        "word": word("project_class", row.year_class),
        "href": address("project", request.zone.slug, row.code) + day,
        "point": None if point[0] is None else [float(x) for x in point if x is not None],
        "outline": [[float(x), float(y)] for x, y in row.place.outline],
    }


@require_http_methods(["GET", "POST"])
@in_business_zone
def stages(request: ActorRequest) -> HttpResponse:
    """Show the sets the zone had; its supervision office begins another from a day on."""
    told: list[str] = []
    status = 200
    if request.method == "POST":
        if not keeps(request):
            raise Forbidden(Problem("core.forbidden", "", ("@set_stages",)))
        try:
            _set(request)
        except Refusal as refusal:
            told, status = sentences(refusal.problems), refusal.status
        else:
            messages.success(request, _("新的阶段划分已登记。"))
            return redirect("project-stages", request.zone.slug)
    history = selectors.list_stage_sets(actor=request.actor, zone_id=request.zone.id)
    context = {
        "history": history,
        "now": selectors.stage_set(zone_id=request.zone.id, on=request.on),
        "presets": [(kind, one) for kind, one in services.STAGE_SETS.items()],
        "conditions": CONDITIONS.items(),
        "blank": range(2),
        "keeps": keeps(request),
        "told": told,
    }
    return render(request, "projects/stages.html", context, status=status)


def _set(request: ActorRequest) -> None:
    given = request.POST
    starts = asked_day(given.get("starts", "")) or request.today
    reach: dict[str, Any] = {
        "actor": request.actor,
        "zone_id": request.zone.id,
        "starts": starts,
        "at": request.at,
    }
    if preset := given.get("preset"):
        services.adopt_stage_set(**reach, kind=preset)
        return
    columns = (given.getlist(n) for n in ("stage-code", "stage-name", "stage-name-en", "stage-condition"))
    rows = [
        Stage(code.strip(), name.strip(), english.strip(), Condition(condition))
        for code, name, english, condition in zip(*columns, strict=False)
        if (code.strip() or name.strip()) and condition in set(Condition)
    ]
    draft = StageSetDraft(
        given.get("name", ""), given.get("name_en", ""), tuple(rows), given.get("basis", "")
    )
    services.set_stages(**reach, draft=draft)
