"""The wall chart of a project's schedule, its history, and its answers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duban.blockers.selectors import cause_names
from duban.core.errors import Invalid, NotFound
from duban.engine.kernel import Problem
from duban.engine.schedule import moment
from duban.exchange import figures
from duban.exchange.kept_schedules import schedule_mspdi, schedule_sheet
from duban.exchange.schedule_words import CAUSES, FIELDS
from duban.papers.cells import XLSX
from duban.projects import selectors
from duban.projects.types import (
    ChainStep,
    ChanceRow,
    Chances,
    Forecast,
    SchedulePage,
    Slip,
    SpreadFrom,
    Standing,
    WorkRow,
)
from duban.web.nav import address
from duban.web.parts import number
from duban.web.projects.frame import frame
from duban.web.projects.schedule_lines import Beside, chart_data, days, table_rows
from duban.web.requests import ActorRequest
from duban.web.serving import attached
from duban.web.zones import in_working_zone as in_zone

__all__ = ["answers", "cause_words", "export", "forecast_line", "history", "schedule", "show"]

_TENTH, _HUNDREDTH = Decimal("0.1"), Decimal("0.01")
_CHAIN = 12
"""Steps of the chain said in one line; the chart shows them all."""


@dataclass(frozen=True, slots=True)
class Said:
    """A schedule against its deadline, in words."""

    start: str
    finish: str
    deadline: str
    verdict: str
    tone: str
    """``late``, ``ok`` or ``none``."""
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """When a project will be finished, in words, and what that rests on."""

    said: Said
    is_sample: bool


def forecast_line(forecast: Forecast | None) -> ForecastLine | None:
    """Say when a project will be finished; nothing where it has no schedule."""
    return None if forecast is None else ForecastLine(standing_said(forecast.standing), forecast.is_sample)


def standing_said(standing: Standing) -> Said:
    """Say how a schedule stands."""
    chain = chain_said(standing.chain)
    start, finish = day_said(standing.start), day_said(standing.finish)
    if standing.deadline is None or standing.late_by is None:
        return Said(start, finish, "", _("还没有完成期限，无从倒排。"), "none", chain)
    if standing.late_by > 0:
        verdict = _("比期限晚 {n} 个工作日").format(n=days(standing.late_by))
        return Said(start, finish, day_said(standing.deadline), verdict, "late", chain)
    verdict = (
        _("比期限早 {n} 个工作日").format(n=days(standing.late_by))
        if standing.late_by
        else _("正好在期限完成")
    )
    return Said(start, finish, day_said(standing.deadline), verdict, "ok", chain)


def chain_said(chain: tuple[ChainStep, ...]) -> tuple[str, ...]:
    """Return the names of the chain's last steps, from its beginning."""
    names = tuple(figures.name_of(step) for step in chain)
    return names if len(names) <= _CHAIN else ("…", *names[-_CHAIN:])


def cause_words(zone_id: int) -> dict[str, str]:
    """Return what each coded cause is called: as the zone has it, else as it is called everywhere."""
    return {code: str(word) for code, word in CAUSES.items()} | cause_names(zone_id=zone_id)


def day_said(at: int | None) -> str:
    """Write the day of a tick."""
    return figures.DASH if at is None else figures.day(moment(at).date())


@require_GET
@in_zone
def schedule(request: ActorRequest, code: str) -> HttpResponse:
    return show(request, code)


def show(
    request: ActorRequest, code: str, problems: tuple[str, ...] = (), status: int = 200, posted: Any = None
) -> HttpResponse:
    """Render a project's schedule, with what was refused."""
    head, context = frame(request, code, "project-schedule")
    asked = request.GET
    page = selectors.schedule_page(
        actor=request.actor,
        zone_id=request.zone.id,
        code=code,
        number=number(asked.get("number", "")),
        baseline_id=number(asked.get("baseline", "")),
    )
    context |= {
        "page": page,
        "title": figures.name_of(head),
        "problems": problems,
        "posted": posted or {},
        "templates": selectors.list_templates(actor=request.actor, zone_id=request.zone.id)
        if page.revision is None and page.may_edit
        else (),
    }
    if page.schedule is not None:
        context |= drawn(request, page)
        context["works"] = _works(request, page)
        context["now"] = _now(request, page) if page.is_current else None
    return render(request, "projects/schedule.html", context, status=status)


def _now(request: ActorRequest, page: SchedulePage) -> Said | None:
    """Say when it will be finished seen from the day shown, where that is another day than its progress being as it was gives."""
    found = selectors.forecasts(
        actor=request.actor, zone_id=request.zone.id, ids=[page.project_id], on=request.on
    )
    forecast = found.get(page.project_id)
    if forecast is None or page.standing is None or forecast.standing.finish == page.standing.finish:
        return None
    return standing_said(forecast.standing)


def _works(request: ActorRequest, page: SchedulePage) -> list[WorkRow]:
    """Return what of the newest revision is counted, as reviewed reports up to the page's day have it."""
    assert page.schedule is not None  # noqa: S101
    if not page.is_current or not any(a.quantity is not None for a in page.schedule.activities):
        return []
    found = selectors.counted_work(
        actor=request.actor, zone_id=request.zone.id, code=page.code, on=request.on
    )
    return [work for work in found if work.plan is not None]


def drawn(request: ActorRequest, page: SchedulePage) -> dict[str, Any]:
    """Return what the chart's template draws of a kept schedule."""
    assert page.schedule is not None and page.standing is not None  # noqa: S101, PT018
    href = address("schedule-activity", request.zone.slug, page.code) + "?id="
    progressed = page.progressed
    there = address("project-progress", request.zone.slug, page.code)
    beside = Beside(there, page.sources, page.waiting, page.pictures)
    return {
        "rows": table_rows(page.schedule, page.lines, href, beside),
        "data": chart_data(page.schedule, page.lines, page.standing),
        "said": standing_said(page.standing),
        "ahead": figures.figure(abs(progressed.ahead_days), 1) if progressed else "",
        "is_behind": progressed is not None and progressed.ahead_days < 0,
        "approved": [b for b in page.baselines if b.decided_at],
        "told": len(page.sources),
        "leaves": sum(1 for line in page.lines if not line.activity.heading),
    }


@require_GET
@in_zone
def export(request: ActorRequest, code: str, fmt: str) -> HttpResponseBase:
    asked: dict[str, Any] = {"actor": request.actor, "zone_id": request.zone.id, "code": code}
    asked["number"] = number(request.GET.get("number", ""))
    name = get_valid_filename(f"{code}-{_('进度计划')}")
    if fmt == "xlsx":
        with schedule_sheet(**asked) as made:
            return attached(made.read(), name=f"{name}.{fmt}", mime=XLSX)
    if fmt == "xml":
        return attached(schedule_mspdi(**asked), name=f"{name}.{fmt}", mime="application/xml")
    raise Invalid(Problem("core.not_a_choice", "fmt", (fmt, "xml、xlsx")))


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One step of the slippage list, in words."""

    slip: Slip
    start: str
    finish: str
    tone: str
    why: str


@require_GET
@in_zone
def history(request: ActorRequest, code: str) -> HttpResponse:
    return show_history(request, code)


def show_history(
    request: ActorRequest, code: str, problems: tuple[str, ...] = (), status: int = 200
) -> HttpResponse:
    """Render a schedule's revisions, baselines and slips, with what was refused."""
    _head, context = frame(request, code, "project-schedule")
    reach: dict[str, Any] = {"actor": request.actor, "zone_id": request.zone.id, "code": code}
    page = selectors.schedule_page(**reach)
    revisions = selectors.list_revisions(**reach)
    newest = revisions[0].number if revisions else 0
    since, until = _since(request, page, newest)
    slips = selectors.slippage(**reach, since=since, until=until) if newest else []
    context |= {
        "page": page,
        "revisions": revisions,
        "newest": newest,
        "since": since,
        "until": until,
        "slips": [_slip_line(s) for s in slips],
        "points": [(r.number, f"{r.number} · {figures.day(r.at)} · {r.by}") for r in revisions],
        "problems": problems,
    }
    return render(request, "projects/schedule_history.html", context, status=status)


def _since(request: ActorRequest, page: SchedulePage, newest: int) -> tuple[int, int]:
    """Return the two revisions compared: those asked for, else from the baseline's to the newest."""
    first = page.against.revision if page.against is not None else max(1, newest - 1)
    since = number(request.GET.get("since", "")) or min(first, newest)
    until = number(request.GET.get("until", "")) or newest
    if newest and not 1 <= since <= until <= newest:
        raise NotFound(Problem("core.not_found", f"{since}–{until}"))
    return since, until


def _slip_line(slip: Slip) -> SlipLine:
    days_late = slip.finish_days
    tone = "late" if days_late is not None and days_late > 0 else "ok" if days_late else "none"
    if slip.change != "moved":
        why = _("新增") if slip.change == "added" else _("删除")
    elif slip.direct:
        why = _("改了{fields}").format(fields=_("、").join(str(FIELDS.get(f, f)) for f in slip.direct))
    else:
        why = _("前置任务推动")
    return SlipLine(slip, _moved(slip.start_days), _moved(slip.finish_days), tone, why)


@require_GET
@in_zone
def answers(request: ActorRequest, code: str) -> HttpResponse:
    """Show what presses in this project, what shortening buys, and the chance of finishing."""
    _head, context = frame(request, code, "project-schedule")
    reach: dict[str, Any] = {"actor": request.actor, "zone_id": request.zone.id}
    page = selectors.schedule_page(**reach, code=code)
    on = context["on"]
    has_deadline = page.schedule is not None and page.schedule.deadline is not None
    board = selectors.last_start_board(**reach, on=on, within=30, code=code)
    chances = selectors.chances_of(**reach, code=code, on=on)
    context |= {
        "page": page,
        "board": board,
        "last_rows": [(r, day_said(r.latest), days(r.days_left), r.days_left < 0) for r in board.rows],
        "late": [(p, day_said(p.finish), days(p.late_by), chain_said(p.chain)) for p in board.late],
        "crashes": selectors.crashes(**reach, code=code, on=on) if has_deadline else (),
        "has_deadline": has_deadline,
        "rule": selectors.chance_rule_on(zone_id=request.zone.id, on=on),
    }
    if chances is not None:
        context |= said_chances(request, chances)
    return render(request, "projects/schedule_answers.html", context)


def said_chances(request: ActorRequest, chances: Chances) -> dict[str, Any]:
    """Return what the page says of the chances."""
    words = cause_words(request.zone.id)
    return {
        "chances": chances,
        "curve": chance_curve(chances),
        "percentiles": [(q, day_said(at)) for q, at in chances.percentiles],
        "probability": "" if chances.probability is None else _percent(chances.probability),
        "error": "" if chances.error is None else _percent(chances.error),
        "by": day_said(chances.by),
        "causes": [
            (
                words.get(c.cause, c.cause) if c.cause else _("未注明原因"),
                c,
                "" if c.probability is None else _percent(c.probability),
                figures.signed(c.gained.quantize(_TENTH) + 0, 1).lstrip("+"),
            )
            for c in chances.causes
        ],
        "weights": [
            (w, words.get(w.cause, w.cause), _source(w), w.sensitivity.quantize(_HUNDREDTH) + 0)
            for w in chances.weights[:10]
        ],
        "history": chances.sources[SpreadFrom.NAME] + chances.sources[SpreadFrom.CAUSE],
        "points": chances.sources[SpreadFrom.POINTS],
        "ruled": chances.sources[SpreadFrom.RULE],
    }


def _source(weight: ChanceRow) -> str:
    if weight.source is SpreadFrom.POINTS:
        return _("最短、最长工期")
    if weight.source is SpreadFrom.NAME:
        return _("同名任务 {n} 例").format(n=weight.samples)
    if weight.source is SpreadFrom.CAUSE:
        return _("同因任务 {n} 例").format(n=weight.samples)
    return _("默认")


def _moved(value: Decimal | None) -> str:
    return "0" if value == 0 else figures.signed(value, 1)


def _percent(share: Decimal) -> str:
    return figures.pct(share * 100, 1)


@dataclass(frozen=True, slots=True)
class Curve:
    """The probability curve as a drawing 600 by 160: a line, the deadline, and what stands at the ends."""

    line: str
    by: float | None
    first: str
    last: str


def chance_curve(chances: Chances) -> Curve:
    """Return the curve's points; a finish shared by all stands in the middle."""
    points = chances.curve
    low, high = points[0][0], points[-1][0]
    width = max(1, high - low)
    drawn_ = " ".join(
        f"{(at - low) * 600 / width:.1f},{160 - float(share) * 150:.1f}" for at, share in points
    )
    by = None
    if chances.by is not None:
        by = min(600.0, max(0.0, (chances.by - low) * 600 / width))
    return Curve(drawn_, by, day_said(low), day_said(high))
