"""``duban plan``: special plans in the terminal, and how far they cover a gap."""

from __future__ import annotations

from decimal import Decimal

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.table import Table

from duban.cli.output import (
    as_json,
    console,
    expect_json,
    here,
    moment_of,
    newest_period,
    period_of,
    rounded,
    the_zone,
)
from duban.core import clock
from duban.core.sentences import sentence
from duban.core.sentences.terms import TERMS
from duban.engine.kernel import Period, plain
from duban.indicators.selectors import indicator_by_code
from duban.ledger.selectors import indicator_coverage, list_plans, plan_page
from duban.ledger.types import (
    IndicatorCoverage,
    MeasureCover,
    MeasureRow,
    PlanCover,
    PlanFilter,
    PlanPage,
    PlanRow,
    PlanState,
)

__all__ = ["app"]

app = typer.Typer(help=_("专项方案：为什么落后，怎么补，补得了多少。"), no_args_is_help=True)

_ZONE = typer.Option("", help=_("开发区编码，如 yinchuan；只有一个开发区时可不写"))
_AS_OF = typer.Option(None, "--as-of", help=_("数据期，如 2020-08 表示1—8月累计；不写为最近一期"))
_KNOWN = typer.Option(None, "--known-at", help=_("按哪一天所知，如 2020-09-16；不写为现在"))
_JSON = typer.Option(False, "--json", help=_("输出 JSON"))


@app.command("list", help=_("列出专项方案。"))
def list_(
    zone: str = _ZONE,
    state: PlanState | None = typer.Option(None, help=_("只看这个状态的")),
    indicator: str = typer.Option("", help=_("只看这项指标的，填指标编码")),
    json: bool = _JSON,
) -> None:
    """List special plans."""
    if json:
        expect_json()
    actor, (slug, zone_id) = here(), the_zone(zone)
    wanted = indicator_by_code(actor=actor, zone_id=zone_id, code=indicator).id if indicator else None
    rows = list_plans(
        actor=actor,
        zone_id=zone_id,
        on=clock.local_day(clock.now()),
        filter=PlanFilter(state=state, indicator_id=wanted),
    )
    if json:
        as_json({"zone": slug, "plans": [_row(row) for row in rows]})
        return
    table = Table(header_style="bold")
    for name in (_("编号"), _("方案"), _("针对"), _("状态"), _("牵头部门"), _("主要原因"), _("措施")):
        table.add_column(name)
    for row in rows:
        done = _("{done} / {all} 完成").format(done=row.measures_done, all=row.measures)
        table.add_row(
            str(row.id), row.title, row.subject_text, _state(row.state), row.owner, row.primary_cause, done
        )
    console.print(table if rows else _("没有专项方案。"))


@app.command(help=_("看一个方案：原因、措施、缺口补多少，以及还缺什么。"))
def show(
    plan: int,
    zone: str = _ZONE,
    as_of: str | None = _AS_OF,
    known_at: str | None = _KNOWN,
    json: bool = _JSON,
) -> None:
    """Show a plan: causes, measures, what it covers, and what is still missing."""
    if json:
        expect_json()
    actor, (slug, zone_id) = here(), the_zone(zone)
    period = _period(zone_id, as_of)
    page = plan_page(actor=actor, zone_id=zone_id, plan_id=plan, as_of=period, known_at=moment_of(known_at))
    if json:
        as_json({"zone": slug, **_page(page)})
        return
    row = page.row
    console.print(
        f"[bold]{row.title}[/bold]　{_state(row.state)}　{row.owner}　{row.leader}", highlight=False
    )
    for cause in page.causes:
        mark = f"【{_('主要原因')}】" if cause.is_primary else ""
        console.print(f"{'　' * cause.depth}· {cause.name} {cause.text}{mark}", highlight=False)
    if page.coverage is not None:
        console.print(
            _covered(page.coverage.missing, page.coverage.likely, page.coverage.covered_pct, page.unit)
        )
    for measure in page.measures:
        promised = f"{plain(measure.expected)} {page.unit}×{plain(measure.confidence_pct)}%"
        console.print(f"{measure.item.number} {measure.item.title}　{promised}", highlight=False)
    for edge, problems in page.missing.items():
        told = "；".join(sentence(p) for p in problems) or _("可以办理")
        console.print(f"{TERMS[f'ledger.plan.{edge}']}：{told}", highlight=False)


@app.command(help=_("缺口多大，各方案的措施预计补多少。"))
def coverage(
    indicator: str = typer.Option(..., help=_("指标编码，如 funds_in_place")),
    zone: str = _ZONE,
    as_of: str | None = _AS_OF,
    known_at: str | None = _KNOWN,
    json: bool = _JSON,
) -> None:
    """Say how wide a gap is and what the measures are expected to bring."""
    if json:
        expect_json()
    slug, zone_id = the_zone(zone)
    period, moment = _period(zone_id, as_of), moment_of(known_at)
    found = indicator_coverage(actor=here(), zone_id=zone_id, code=indicator, as_of=period, known_at=moment)
    if json:
        as_json(
            {
                "zone": slug,
                "indicator": indicator,
                "as_of": str(period),
                "known_at": timezone.localtime(moment).isoformat(timespec="seconds"),
                **_answer(found),
            }
        )
        return
    said = found.coverage
    console.print(_covered(said.missing, said.likely, said.covered_pct, found.unit), highlight=False)
    if said.why_not is not None:
        console.print(sentence(said.why_not), style="dim", highlight=False)
    for plan in (*found.plans, *found.drafts):
        likely = f"{rounded(plan.coverage.likely)} {found.unit}"
        console.print(f"  {plan.id} {plan.title}　{_state(plan.state)}　{likely}", highlight=False)


def _period(zone_id: int, as_of: str | None) -> Period:
    return period_of(as_of) if as_of else newest_period(zone_id)


def _state(state: PlanState) -> str:
    return str(TERMS[f"ledger.plan.{state.value}"])


def _covered(missing: Decimal | None, likely: Decimal, share: Decimal | None, unit: str) -> str:
    amount = rounded(likely)
    if missing is None:
        return _("缺口未知，措施预计补 {likely} {unit}").format(likely=amount, unit=unit)
    if share is None:
        return _("没有缺口；措施预计还能带来 {likely} {unit}").format(likely=amount, unit=unit)
    return _("缺口 {missing} {unit}，措施预计补 {likely} {unit}（{share}%）").format(
        missing=plain(missing), likely=amount, unit=unit, share=rounded(share)
    )


def _answer(found: IndicatorCoverage) -> dict[str, object]:
    said = found.coverage
    return {
        "missing": rounded(said.missing),
        "unit": found.unit,
        "expected": rounded(said.expected),
        "likely": rounded(said.likely),
        "covered_pct": rounded(said.covered_pct),
        "uncovered": rounded(said.uncovered),
        "plans": [_plan(plan) for plan in found.plans],
        "drafts": [_plan(plan) for plan in found.drafts],
        "reason": sentence(said.why_not) if said.why_not else None,
    }


def _plan(plan: PlanCover) -> dict[str, object]:
    return {
        "id": plan.id,
        "title": plan.title,
        "state": plan.state.value,
        "revision": plan.revision,
        "owner": plan.owner,
        "leader": plan.leader,
        "expected": rounded(plan.coverage.expected),
        "likely": rounded(plan.coverage.likely),
        "measures": [_measure(measure) for measure in plan.measures],
        "reason": sentence(plan.coverage.why_not) if plan.coverage.why_not else None,
        "sample": plan.is_sample,
    }


def _measure(measure: MeasureCover) -> dict[str, object]:
    return {
        "number": measure.number,
        "title": measure.title,
        "state": measure.state.value,
        "confidence_pct": plain(measure.confidence_pct),
        "effects": {str(month): plain(amount) for month, amount in measure.effects.items()},
        "counts": measure.counts,
    }


def _row(row: PlanRow) -> dict[str, object]:
    return {
        "id": row.id,
        "title": row.title,
        "year": row.year,
        "subject": row.subject.value,
        "about": row.subject_text or (row.shortfall.value if row.shortfall else ""),
        "state": row.state.value,
        "owner": row.owner,
        "leader": row.leader,
        "primary_cause": row.primary_cause,
        "measures": row.measures,
        "measures_done": row.measures_done,
        "revision": row.revision,
        "sample": row.is_sample,
    }


def _page(page: PlanPage) -> dict[str, object]:
    said = page.coverage
    return {
        **_row(page.row),
        "as_of": str(page.as_of),
        "aim": page.aim,
        "base": str(page.base) if page.base else None,
        "base_level": None if page.base_level is None else plain(page.base_level),
        "unit": page.unit,
        "causes": [
            {"name": c.name, "text": c.text, "primary": c.is_primary, "depth": c.depth} for c in page.causes
        ],
        "measures": [_measure_row(m) for m in page.measures],
        "missing": rounded(said.missing) if said else None,
        "likely": rounded(said.likely) if said else None,
        "covered_pct": rounded(said.covered_pct) if said else None,
        "kept": [
            {
                "month": k.month,
                "expected": rounded(k.expected),
                "likely": rounded(k.likely),
                "moved": rounded(k.moved) if isinstance(k.moved, Decimal) else None,
            }
            for k in page.kept
        ],
        "still_missing": {edge: [sentence(p) for p in problems] for edge, problems in page.missing.items()},
    }


def _measure_row(measure: MeasureRow) -> dict[str, object]:
    return {
        "number": measure.item.number,
        "title": measure.item.title,
        "state": measure.item.state.value,
        "confidence_pct": plain(measure.confidence_pct),
        "effects": {str(e.month): plain(e.amount) for e in measure.effects},
        "counts": measure.counts,
    }
