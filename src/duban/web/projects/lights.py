"""The board of four lights: filters in the address, counts, who has not started, what is not in the library, who is silent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_http_methods

from duban.core.errors import Invalid, NotFound, Refusal
from duban.engine.kernel import Problem
from duban.engine.series import FourLightsRule, Lamp, LampKind
from duban.exchange import lamp_sheet, listing
from duban.exchange.site_words import LAMP_KINDS, LAMPS, LISTS, REPORT_KINDS, TONES
from duban.orgs.types import Role
from duban.papers.cells import CSV, XLSX
from duban.projects import selectors, services
from duban.projects.types import LampBoard, LampFilter, LampRow, ReportKind, ReportRule
from duban.web.ledger.people import choices_in
from duban.web.parts import Figure, Form, choices, number
from duban.web.projects.lamps import Line, lamp_line
from duban.web.requests import ActorRequest
from duban.web.serving import attached
from duban.web.zones import in_working_zone as in_zone

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Chip:
    """A light's colour with how many projects it has, or a list."""

    word: str
    count: int | None
    query: str
    here: bool
    light: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A project with its lights as drawn."""

    row: LampRow
    lamps: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter and the day it is asked of."""

    filter: LampFilter
    on: date

    def query(self, **changes: Any) -> str:
        """Return the address's query with some of it changed."""
        wanted = replace(self.filter, **changes)
        pairs = [
            ("lamp", wanted.lamp.value if wanted.lamp else ""),
            ("light", wanted.kind.value if wanted.kind else ""),
            ("list", wanted.list),
            ("lead", str(wanted.lead_id or "")),
            ("q", wanted.words),
        ]
        return urlencode([(name, value) for name, value in pairs if value])

    @property
    def filters(self) -> str:
        """The whole query: what an export keeps."""
        return self.query()

    @property
    def clear(self) -> str:
        """The query with nothing asked."""
        return self.query(lamp=None, kind=None, list="", lead_id=None, words="")


@require_GET
@in_zone
def board(request: ActorRequest) -> HttpResponse:
    asked = _read(request)
    found = _board(request, asked)
    context = {
        "asked": asked,
        "f": asked.filter,
        "board": found,
        "rows": [Row(r, tuple(map(lamp_line, r.ordered))) for r in found.rows],
        "grid": _grid(asked, found),
        "lists": _lists(request, asked, found),
        "silent": selectors.silent_projects(actor=request.actor, zone_id=request.zone.id, on=asked.on),
        "units": choices_in(request).units,
    }
    return render(request, "projects/lights.html", context)


@require_GET
@in_zone
def export(request: ActorRequest, fmt: str) -> HttpResponseBase:
    """Return exactly the rows the board shows."""
    if fmt not in {"csv", "xlsx"}:
        raise Http404
    asked = _read(request)
    found = _board(request, asked)
    columns, rows = lamp_sheet.headings(), lamp_sheet.sheet_rows(found.rows)
    name = f"lights-{request.zone.slug}-{asked.on:%Y%m%d}.{fmt}"
    if fmt == "csv":
        return attached(listing.csv_parts(columns, rows), name=name, mime=CSV)
    made = listing.xlsx_file(_("四色灯"), columns, rows)
    return attached(listing.file_parts(made), name=name, mime=XLSX)


@require_http_methods(["GET", "POST"])
@in_zone
def rule(request: ActorRequest) -> HttpResponse:
    """Show the legend: the rule in force, what the published rule leaves open, its history; supervision sets a new one."""
    on = request.on
    held = selectors.progress_rule_on(zone_id=request.zone.id, on=on)
    form = RuleForm(request.POST or None, initial=RuleForm.initial_of(held.lights, held.reports))
    if request.method == "POST" and form.is_valid():
        try:
            services.set_progress_rule(
                actor=request.actor, zone_id=request.zone.id, at=request.at, **form.given()
            )
        except NotFound:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("新规则已登记，自施行日起按它亮灯。"))
            return redirect("project-lights-rule", request.zone.slug)
    context = {
        "rule": held,
        "form": form,
        "allowed": request.actor.has(request.zone.id, Role.SUPERVISOR),
        "history": selectors.list_progress_rules(actor=request.actor, zone_id=request.zone.id),
        "excusable": [LAMP_KINDS[kind] for kind in LampKind if kind in held.lights.excusable],
        "weekday": _WEEKDAYS[held.reports.weekday - 1],
        "silent": [(REPORT_KINDS[kind], held.reports.silent_after[kind]) for kind in ReportKind],
    }
    return render(request, "projects/lights_rule.html", context, status=form.status)


_WEEKDAYS = (_l("周一"), _l("周二"), _l("周三"), _l("周四"), _l("周五"), _l("周六"), _l("周日"))


class RuleForm(Form):
    """The parameters of the four lights and of reports."""

    start_red_months = forms.IntegerField(label=_l("应开工未开工满几个整月亮红灯"), min_value=1, max_value=24)
    progress_yellow_pp = Figure(label=_l("进度落后几个百分点起亮黄灯"))
    progress_red_pp = Figure(label=_l("进度落后超过几个百分点亮红灯"))
    slight = forms.ChoiceField(
        label=_l("落后不足黄灯界限时"),
        choices=[(Lamp.SLIGHT.value, _l("另设“略慢”")), (Lamp.GREEN.value, _l("并入绿灯"))],
    )
    library_yellow_months = forms.IntegerField(
        label=_l("开工满几个月未入库亮黄灯"), min_value=1, max_value=24
    )
    library_red_months = forms.IntegerField(label=_l("开工超过几个月未入库亮红灯"), min_value=1, max_value=24)
    library_least = Figure(label=_l("入库的总投资起点（万元）"))
    excuse_start = forms.BooleanField(label=_l("开工灯适用正当理由"), required=False)
    excuse_progress = forms.BooleanField(label=_l("进度灯适用正当理由"), required=False)
    excuse_payment = forms.BooleanField(label=_l("支付灯适用正当理由"), required=False)
    excuse_library = forms.BooleanField(label=_l("入库灯适用正当理由"), required=False)
    weekday = forms.ChoiceField(
        label=_l("周报截止"), choices=choices((str(n), day) for n, day in enumerate(_WEEKDAYS, start=1))
    )
    month_days = forms.IntegerField(label=_l("月报在月后几个工作日内"), min_value=1, max_value=20)
    usual = forms.ChoiceField(label=_l("没有另定的项目按"), choices=choices(REPORT_KINDS.items()))
    silent_weekly = forms.IntegerField(label=_l("周报项目几天没有消息算久无消息"), min_value=1, max_value=366)
    silent_monthly = forms.IntegerField(
        label=_l("月报项目几天没有消息算久无消息"), min_value=1, max_value=366
    )
    starts = forms.DateField(label=_l("自哪天起施行"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_l("事由"), max_length=200)

    @staticmethod
    def initial_of(lights: FourLightsRule, reports: ReportRule) -> dict[str, Any]:
        """Return the rule in force as the form's beginning."""
        return {
            "start_red_months": lights.start_red_months,
            "progress_yellow_pp": lights.progress_yellow_pp,
            "progress_red_pp": lights.progress_red_pp,
            "slight": lights.slight.value,
            "library_yellow_months": lights.library_yellow_months,
            "library_red_months": lights.library_red_months,
            "library_least": lights.library_least,
            **{f"excuse_{kind}": kind in lights.excusable for kind in LampKind},
            "weekday": str(reports.weekday),
            "month_days": reports.month_days,
            "usual": reports.usual.value,
            "silent_weekly": reports.silent_after[ReportKind.WEEKLY],
            "silent_monthly": reports.silent_after[ReportKind.MONTHLY],
        }

    def given(self) -> dict[str, Any]:
        """Return what was typed as the service takes it; call after ``is_valid``."""
        data = self.cleaned_data
        return {
            "lights": FourLightsRule(
                start_red_months=data["start_red_months"],
                progress_yellow_pp=data["progress_yellow_pp"],
                progress_red_pp=data["progress_red_pp"],
                slight=Lamp(data["slight"]),
                library_yellow_months=data["library_yellow_months"],
                library_red_months=data["library_red_months"],
                library_least=data["library_least"],
                excusable=frozenset(kind for kind in LampKind if data[f"excuse_{kind}"]),
            ),
            "reports": ReportRule(
                weekday=int(data["weekday"]),
                month_days=data["month_days"],
                usual=ReportKind(data["usual"]),
                silent_after={
                    ReportKind.WEEKLY: data["silent_weekly"],
                    ReportKind.MONTHLY: data["silent_monthly"],
                },
            ),
            "starts": data["starts"],
            "reason": data["reason"],
        }


def _board(request: ActorRequest, asked: Asked) -> LampBoard:
    return selectors.lamp_board(
        actor=request.actor, zone_id=request.zone.id, on=asked.on, filter=asked.filter
    )


def _read(request: ActorRequest) -> Asked:
    given = request.GET
    problems = []
    lamp, kind, which = given.get("lamp", ""), given.get("light", ""), given.get("list", "")
    for name, text, known in (
        ("lamp", lamp, list(Lamp)),
        ("light", kind, list(LampKind)),
        ("list", which, list(LISTS)),
    ):
        if text and text not in known:
            problems.append(Problem("core.not_a_choice", name, (text[:20], "、".join(known))))
    lead = given.get("lead", "").strip()
    if lead and number(lead) is None:
        problems.append(Problem("core.not_a_number", "lead", (lead[:20],)))
    if problems:
        raise Invalid(*problems)
    wanted = LampFilter(
        lamp=Lamp(lamp) if lamp else None,
        kind=LampKind(kind) if kind else None,
        lead_id=number(lead),
        list=which,
        words=given.get("q", "").strip()[:_LONGEST],
    )
    return Asked(wanted, request.on)


def _grid(asked: Asked, board: LampBoard) -> list[tuple[str, list[Chip]]]:
    """Return each light with how many projects show which colour; a row adds to all of them."""
    return [
        (
            str(said),
            [
                Chip(
                    word=str(LAMPS[lamp]),
                    count=board.counts[LampKind(kind)].get(lamp, 0),
                    query=asked.query(lamp=lamp, kind=LampKind(kind), list=""),
                    here=(asked.filter.kind, asked.filter.lamp) == (kind, lamp),
                    light=TONES[lamp],
                )
                for lamp in Lamp
            ],
        )
        for kind, said in LAMP_KINDS.items()
    ]


def _lists(request: ActorRequest, asked: Asked, board: LampBoard) -> list[Chip]:
    silent = selectors.silent_projects(actor=request.actor, zone_id=request.zone.id, on=asked.on)
    counts = {
        "unstarted": len(board.unstarted),
        "not_in_library": len(board.not_in_library),
        "silent": len(silent),
    }
    return [
        Chip(str(said), counts[name], asked.query(list=name, lamp=None, kind=None), asked.filter.list == name)
        for name, said in LISTS.items()
    ]
