"""``duban gap``: the gap board in the terminal."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import typer
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rich.table import Table
from rich.text import Text

from duban.cli.output import (
    as_json,
    console,
    expect_json,
    here,
    moment_of,
    period_of,
    rounded,
    zone_of,
)
from duban.core import clock
from duban.core.sentences import sentence
from duban.core.sentences.terms import TERMS
from duban.engine.kernel import Period, plain
from duban.engine.series import Gap, Light
from duban.indicators.selectors import gap_board, periods_reported
from duban.indicators.types import GapBoard, GapRow

__all__ = ["gap", "print_board"]

_MARKS = {
    Light.AHEAD: ("◆", "blue"),
    Light.OK: ("●", "green"),
    Light.WATCH: ("▲", "yellow"),
    Light.LATE: ("■", "red"),
    Light.NONE: ("○", "dim"),
}


def gap(
    zone: str = typer.Option(..., help=_("开发区编码，如 yinchuan")),
    as_of: str | None = typer.Option(
        None, "--as-of", help=_("数据期，如 2020-08 表示1—8月累计；不写为最近一期")
    ),
    known_at: str | None = typer.Option(
        None, "--known-at", help=_("按哪一天所知，如 2020-09-16；不写为现在")
    ),
    json: bool = typer.Option(False, "--json", help=_("输出 JSON")),
) -> None:
    """Print each indicator's gap to its target, worst first."""
    if json:
        expect_json()
    actor, zone_id = here(), zone_of(zone)
    if as_of is None:
        reported = periods_reported(actor=actor, zone_id=zone_id)
        asked = reported[0] if reported else Period.containing(clock.local_day(clock.now()))
    else:
        asked = period_of(as_of)
    board = gap_board(actor=actor, zone_id=zone_id, as_of=asked, known_at=moment_of(known_at))
    if json:
        as_json(_answer(zone, board))
    else:
        print_board(board)


def _answer(zone: str, board: GapBoard) -> dict[str, object]:
    return {
        "zone": zone,
        "as_of": str(board.as_of),
        "known_at": timezone.localtime(board.known_at).isoformat(timespec="seconds"),
        **({} if board.days_firm else {"working_days_estimated": True}),
        "rows": [_row(row) for row in board.rows],
    }


def _row(row: GapRow) -> dict[str, object]:
    gap_ = row.gap
    return {
        "code": row.indicator.code,
        "name": row.indicator.name,
        "unit": row.indicator.unit,
        "level": _published(gap_.level),
        "growth_pct": _published(gap_.growth_pct),
        "target": _published(gap_.target) if _is_published_target(row) else rounded(gap_.target),
        "target_growth_pct": _published(gap_.target_growth_pct),
        "target_rank": gap_.target_rank,
        "completion_pct": rounded(gap_.completion_pct),
        "schedule_pct": rounded(gap_.schedule_pct),
        "lead_pp": rounded(gap_.lead_pp),
        "missing": rounded(gap_.missing),
        "per_month": rounded(gap_.per_month),
        "per_calendar_day": rounded(gap_.per_calendar_day),
        "per_working_day": rounded(gap_.per_working_day),
        "class": row.class_.value,
        "light": row.light.value,
        "reason": sentence(row.reason) if row.reason else None,
        "sample": row.is_sample,
        "notes": [sentence(note) for note in row.notes],
    }


def _published(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _is_published_target(row: GapRow) -> bool:
    return row.target is not None and row.gap.target == row.target.value


def print_board(board: GapBoard) -> None:
    """Print the board as a table."""
    head = (
        _("找差距　{year}年1—{month}月　序时按下达的进度安排；全年还剩 {days} 天、{working} 个工作日")
        if board.days_firm
        else _(
            "找差距　{year}年1—{month}月　序时按下达的进度安排；全年还剩 {days} 天、约 {working} 个工作日（放假安排尚未公布，估算）"
        )
    )
    title = head.format(
        year=board.as_of.year, month=board.as_of.month, days=board.days_calendar, working=board.days_working
    )
    table = Table(title=title, title_justify="left", header_style="bold", row_styles=["", "dim"][:1])
    table.add_column(_("指标"), no_wrap=True)
    table.add_column(_("状态"), no_wrap=True)
    for name in (
        _("累计"),
        _("同比"),
        _("目标"),
        _("完成率"),
        _("序时"),
        _("领先(百分点)"),
        _("尚缺"),
        _("每月需"),
    ):
        table.add_column(name, justify="right", no_wrap=True)
    for row in board.rows:
        table.add_row(*_cells(row))
    console.print(table)
    for row in board.rows:
        if row.reason is not None:
            console.print(f"  {_name(row)}：{sentence(row.reason)}", style="dim", highlight=False)


def _cells(row: GapRow) -> tuple[str | Text, ...]:
    mark, colour = _MARKS[row.light]
    gap_ = row.gap
    sample = f" {_('示例')}" if row.is_sample else ""
    return (
        _name(row) + sample,
        Text(f"{mark} {TERMS[f'light.{row.light.value}']}", style=colour),
        f"{_published(gap_.level)} {row.indicator.unit}" if gap_.level is not None else "—",
        f"{gap_.growth_pct:+f}%" if gap_.growth_pct is not None else "—",
        _target(gap_),
        _shown(gap_.completion_pct, "%"),
        _shown(gap_.schedule_pct, "%"),
        _shown(gap_.lead_pp, "", sign=True),
        _shown(gap_.missing, ""),
        _shown(gap_.per_month, ""),
    )


def _target(gap_: Gap) -> str:
    """Write the target as it was set: 80, a growth +20%, a rank."""
    if gap_.target_growth_pct is not None:
        return f"{gap_.target_growth_pct:+f}%"
    if gap_.target_rank is not None:
        return _("第{rank}位").format(rank=gap_.target_rank)
    return _published(gap_.target) or "—"


def _name(row: GapRow) -> str:
    english = (get_language() or "").startswith("en")
    return row.indicator.name_en or row.indicator.name if english else row.indicator.name


def _shown(value: Decimal | None, unit: str, *, sign: bool = False) -> str:
    if value is None:
        return "—"
    two = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return (f"{two:+f}" if sign else f"{two:f}") + unit
