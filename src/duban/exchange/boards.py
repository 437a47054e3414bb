"""The board as a sheet of paper: the same rows, in the same words, with every figure exact."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from duban.core.sentences import sentence, sentences
from duban.engine.kernel import decimals, shown
from duban.engine.series import Light
from duban.exchange import figures
from duban.exchange.wording import word
from duban.indicators.types import GapBoard, GapRow, RuleView, TargetRow
from duban.ledger.types import IndicatorCoverage
from duban.orgs.types import ZoneRow
from duban.papers.cells import Value
from duban.papers.gap import Column, GapSheet, Kind, to_csv, to_xlsx


def sheet(
    board: GapBoard, rows: list[GapRow], zone: ZoneRow, covered: Mapping[int, IndicatorCoverage]
) -> GapSheet:
    """Return the rows shown as a sheet, ranked by their place on the whole board; *covered* by indicator."""
    ranks = {row.indicator.code: n for n, row in enumerate(board.rows, start=1)}
    days = {"calendar": board.days_calendar, "working": board.days_working}
    return GapSheet(
        name=_("找差距"),
        title=_("%(zone)s %(period)s 差距表")
        % {"zone": figures.name_of(zone), "period": figures.period(board.as_of)},
        facts=(
            _("数据截止 %(day)s，按 %(known)s 所知")
            % {"day": figures.day(board.as_of.end), "known": figures.moment(board.known_at)},
            _("数据截止日之后全年还剩 %(calendar)s 天，%(working)s 个工作日") % days,
        ),
        columns=_columns(),
        rows=tuple(_row(row, ranks[row.indicator.code], covered.get(row.indicator.id)) for row in rows),
        legend=legend(board.rule),
    )


def legend(rule: RuleView) -> tuple[str, ...]:
    """Return the lights' rule in words, best first."""
    said = []
    for step in rule.steps:
        light = word("light", step.light)
        if step.at_least is None:
            said.append(_("%(light)s：其余") % {"light": light})
        else:
            least = figures.signed(step.at_least)
            said.append(_("%(light)s：领先 %(least)s 个百分点及以上") % {"light": light, "least": least})
    return tuple(said)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("序"), Kind.NUMBER, 5),
        Column(_("指标"), Kind.TEXT, 24),
        Column(_("状态"), Kind.TEXT, 9),
        Column(_("类别"), Kind.TEXT, 7),
        Column(_("牵头部门"), Kind.TEXT, 15),
        Column(_("单位"), Kind.TEXT, 7),
        Column(_("累计")),
        Column(_("同比（%）")),
        Column(_("全年目标")),
        Column(_("完成率（%）")),
        Column(_("序时进度（%）")),
        Column(_("领先（百分点）")),
        Column(_("尚缺")),
        Column(_("措施补")),
        Column(_("措施补缺口（%）")),
        Column(_("专项方案"), Kind.TEXT, 28),
        Column(_("每月需")),
        Column(_("每个自然日需")),
        Column(_("每个工作日需")),
        Column(_("总量比上月")),
        Column(_("领先比上月（百分点）")),
        Column(_("年底达标可能（%）")),
        Column(_("说明"), Kind.TEXT, 40),
    )


def _row(row: GapRow, rank: int, cover: IndicatorCoverage | None) -> tuple[Value, ...]:
    gap = row.gap
    covers = cover.coverage if cover is not None and cover.plans else None
    said = [why_bare(row), *sentences(row.notes), _("有更新的数已提交，尚未审核。") if row.pending else ""]
    return (
        rank,
        figures.name_of(row.indicator),
        light_word(row),
        word("class", row.class_) if row.class_ != "none" else "",
        row.owner,
        word("unit", row.indicator.unit),
        gap.level,
        gap.growth_pct,
        gap.target,
        _four(gap.completion_pct),
        _four(gap.schedule_pct),
        _four(gap.lead_pp),
        _four(gap.missing),
        _four(covers.likely) if covers else None,
        _four(covers.covered_pct) if covers else None,
        plans_word(cover),
        _four(gap.per_month),
        _four(gap.per_calendar_day),
        _four(gap.per_working_day),
        gap.level_change,
        _four(gap.lead_change_pp),
        None if gap.nowcast is None else _four(gap.nowcast.chance * 100),
        " ".join(filter(None, (sample_word(row), *said))),
    )


def plans_word(cover: IndicatorCoverage | None) -> str:
    """Return the plans behind what is covered, or that they are not approved; nothing where there are none."""
    if cover is None or not (cover.plans or cover.drafts):
        return ""
    return "、".join(plan.title for plan in cover.plans) or _("方案未批准")


def _four(value: Decimal | None) -> Decimal | None:
    """Return a computed figure with four decimals at most, as the command line prints it."""
    return value if value is None or decimals(value) <= 4 else shown(value, 4)


def light_word(row: GapRow) -> str:
    """Return the light's word; without a light, what is wanting."""
    if row.light is not Light.NONE:
        return word("light", row.light)
    if row.target is None:
        return _("未设目标")
    return _("未报数") if row.vintage is None else word("light", row.light)


def why_bare(row: GapRow) -> str:
    """Return why the row has no completion, and what it has instead."""
    if row.gap.completion_pct is not None:
        return ""
    if row.last_reported is not None:
        return _("本期未报，最近一期为%(period)s。") % {"period": figures.period(row.last_reported)}
    if row.reason is None:
        return ""
    goal = _goal(row.target)
    return f"{sentence(row.reason)}{goal}"


def sample_word(row: GapRow) -> str:
    """Return what of the row is illustrative."""
    if row.indicator.is_sample:
        return _("示例")
    if row.vintage is not None and row.vintage.is_sample:
        return _("示例数据")
    return _("示例目标") if row.is_sample else ""


def _goal(target: TargetRow | None) -> str:
    if target is None or target.kind == "level":
        return ""
    if target.kind == "growth":
        return _("目标增长%(value)s。") % {"value": figures.pct(target.value)}
    return _("目标位次第%(value)s。") % {"value": figures.figure(target.value)}


def gap_sheet(
    board: GapBoard, zone: ZoneRow, covered: Mapping[int, IndicatorCoverage], *, csv: bool
) -> bytes:
    """Return the whole board as a file, .csv or .xlsx."""
    made = sheet(board, list(board.rows), zone, covered)
    return to_csv(made) if csv else to_xlsx(made)
