from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duban.boards.selectors import gap_board_with_coverage, waiting
from duban.engine.series import Light
from duban.exchange.boards import sheet
from duban.exchange.wording import CLASSES, TIERS, word
from duban.indicators import selectors
from duban.indicators.types import GapBoard, GapRow
from duban.ledger.types import IndicatorCoverage
from duban.orgs.types import Role
from duban.papers import cells
from duban.papers import gap as paper
from duban.web.gap import asking, formulas
from duban.web.gap.covers import covers_of
from duban.web.gap.lines import lines
from duban.web.ledger.people import drafts
from duban.web.nav import address
from duban.web.requests import ActorRequest
from duban.web.serving import attached
from duban.web.waiting import lines_of
from duban.web.zones import in_business_zone as in_zone

_LIGHTS = (Light.LATE, Light.WATCH, Light.OK, Light.AHEAD, Light.NONE)
_FINDINGS = 5
_KNOWN_DAYS = 6
_WAITING = 8


@dataclass(frozen=True, slots=True)
class Chip:
    """A light to filter by, with how many there are."""

    light: str
    word: str
    count: int
    query: str
    here: bool


@require_GET
@in_zone
def index(request: ActorRequest) -> HttpResponse:
    periods = selectors.periods_reported(actor=request.actor, zone_id=request.zone.id)
    asked, board, newer = asking.opened(request, periods)
    rows = asking.shown(asked, board.rows)
    ranks = {row.indicator.code: n for n, row in enumerate(board.rows, start=1)}
    filings = selectors.filing_board(
        actor=request.actor,
        zone_id=request.zone.id,
        period=asked.as_of,
        on=request.on,
        definitions=[row.indicator for row in board.rows],
    )
    findings = selectors.data_checks(
        actor=request.actor,
        zone_id=request.zone.id,
        as_of=asked.as_of,
        known_at=asked.known_at,
        board=board,
    )
    home = waiting(actor=request.actor, zone_id=request.zone.id, on=request.on)
    covers = covers_of(rows, _covered(request, asked, board), asked, request.zone, may_draft=drafts(request))
    drawn = lines(rows, asked, request.zone, ranks, covers)
    change = None if board.late_before is None else board.late - board.late_before
    context = {
        "asked": asked,
        "periods": periods if asked.as_of in periods else [asked.as_of, *periods],
        "newer": newer,
        "known_days": _known(request, asked),
        "board": board,
        "lines": drawn,
        "noted": [line for line in drawn if line.notes],
        "chips": _chips(asked, board),
        "classes": CLASSES.items(),
        "tiers": TIERS.items(),
        "owners": sorted({row.owner for row in board.rows if row.owner}),
        "schedule": Decimal(100 * asked.as_of.month) / 12,
        "biggest": biggest(board),
        "late_change": change,
        "late_fewer": -change if change is not None else None,
        "filings": filings,
        "waits": home,
        "waiting": lines_of(request, home, home.tasks[:_WAITING]),
        "findings": findings[:_FINDINGS],
        "findings_more": max(0, len(findings) - _FINDINGS),
        "entry_href": address("entry", request.zone.slug) if _files(request) else "",
        "may_define": request.actor.has(request.zone.id, Role.STATISTICIAN),
    }
    return render(request, "gap/board.html#board" if request.htmx else "gap/board.html", context)


@require_GET
@in_zone
def why(request: ActorRequest) -> HttpResponse:
    periods = selectors.periods_reported(actor=request.actor, zone_id=request.zone.id)
    asked = asking.read(request, periods)
    explained = selectors.explain(
        actor=request.actor,
        zone_id=request.zone.id,
        code=request.GET.get("code", ""),
        field=request.GET.get("field", ""),
        as_of=asked.as_of,
        known_at=asked.known_at,
        tier=asked.tier,
    )
    context = {"asked": asked, "explained": explained, "answer": formulas.answer(explained)}
    return render(request, "gap/why.html#answer" if request.htmx else "gap/why.html", context)


@require_GET
@in_zone
def export(request: ActorRequest, fmt: str) -> HttpResponseBase:
    made = {"xlsx": (paper.to_xlsx, cells.XLSX), "csv": (paper.to_csv, cells.CSV)}
    if fmt not in made:
        raise Http404
    periods = selectors.periods_reported(actor=request.actor, zone_id=request.zone.id)
    asked = asking.read(request, periods)
    board = asking.board(request, asked)
    write, mime = made[fmt]
    rows = asking.shown(asked, board.rows)
    content = write(sheet(board, rows, request.zone, _covered(request, asked, board)))
    known = asked.known_day or request.on
    name = f"gap-{request.zone.slug}-{asked.as_of}-known-{known:%Y%m%d}.{fmt}"
    return attached(content, name=name, mime=mime)


def _covered(request: ActorRequest, asked: asking.Asked, board: GapBoard) -> dict[int, IndicatorCoverage]:
    """Return how far the plans cover each gap of the board, by indicator."""
    found = gap_board_with_coverage(
        actor=request.actor,
        zone_id=request.zone.id,
        as_of=asked.as_of,
        known_at=asked.known_at,
        tier=asked.tier,
        board=board,
    )
    return dict(found.coverage)


def biggest(board: GapBoard) -> GapRow | None:
    """Return the row that lacks the largest part of its target: amounts in different units do not compare."""
    short = [r for r in board.rows if r.gap.missing and r.gap.target and r.gap.completion_pct is not None]
    return min(short, key=lambda r: r.gap.completion_pct or Decimal(0), default=None)


def _known(request: ActorRequest, asked: asking.Asked) -> list[tuple[date, str]]:
    """Return the newest days on which something became known, each with the address of the board as of then."""
    days = selectors.known_days(actor=request.actor, zone_id=request.zone.id, as_of=asked.as_of)
    return [(day, asked.query(known_day=day)) for day in days[:_KNOWN_DAYS]]


def _chips(asked: asking.Asked, board: GapBoard) -> list[Chip]:
    counts = Counter(row.light for row in board.rows)
    every = Chip("", _("全部"), len(board.rows), asked.query(light=""), not asked.light)
    lit = (
        Chip(light, word("light", light), counts[light], asked.query(light=light.value), asked.light == light)
        for light in _LIGHTS
        if counts[light] or asked.light == light
    )
    return [every, *lit]


def _files(request: ActorRequest) -> bool:
    return request.actor.has(request.zone.id, Role.DEPARTMENT_HEAD, Role.RESPONSIBLE, Role.STATISTICIAN)
