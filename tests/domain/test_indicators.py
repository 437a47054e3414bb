"""Definitions that roll up, rank targets, bands, seasonal pace, completeness and punctuality, the organisation's sheet."""

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import openpyxl
import pytest

from duban.core.errors import Invalid
from duban.engine.kernel import Period
from duban.engine.series import Direction, Nature, TargetKind
from duban.exchange.imports import bring_in
from duban.exchange.types import Kind
from duban.indicators import selectors, services
from duban.indicators.types import (
    DefinitionDraft,
    Effect,
    FigureDraft,
    Issuer,
    Reported,
    Source,
    TargetDraft,
)
from duban.orgs.models import Post, Unit
from duban.orgs.selectors import list_units
from duban.orgs.services import reorganise

AUGUST = Period(2025, 8)


@pytest.fixture
def zone(yinchuan, operator, now):
    class Zone:
        def define(self, code, **more):
            facts = {"name": code, "unit": "亿元"} | more
            draft = DefinitionDraft(code=code, **facts)
            return services.define(actor=operator, zone_id=yinchuan, draft=draft, at=now)

        def report(self, indicator, period, later=0, **figures):
            row = Reported(indicator, period, Source.STATISTICS, reason="x", **figures)
            at = now + timedelta(minutes=later)
            return services.record_observations(actor=operator, zone_id=yinchuan, rows=[row], at=at)

        def target(self, indicator, kind, value, year=2025):
            draft = TargetDraft(indicator, year, kind, Decimal(value), Issuer.ZONE)
            services.set_targets(actor=operator, zone_id=yinchuan, drafts=[draft], at=now)

        def row(self, code, at=now):
            board = selectors.gap_board(actor=operator, zone_id=yinchuan, as_of=AUGUST, known_at=at)
            return next(r for r in board.rows if r.indicator.code == code)

        def checks(self, kind, at=now):
            found = selectors.data_checks(actor=operator, zone_id=yinchuan, as_of=AUGUST, known_at=at)
            return [(f.importance, f.problem.code, f.problem.args) for f in found if f.kind == kind]

    return Zone()


def test_parts_add_up_to_what_they_roll_up_to(zone, now):
    whole = zone.define("whole")
    parts = [zone.define(f"part_{n}", parent_id=whole) for n in range(2)]
    zone.report(parts[0], AUGUST, level=Decimal("40.2"))
    assert zone.checks("parts") == []  # not all of them are reported
    zone.report(parts[1], AUGUST, level=Decimal(25))
    assert zone.checks("parts") == [("note", "indicators.parts_alone", ("whole", "2", "65.2"))]
    assert zone.row("whole").gap.level is None  # a sum never stands in for a figure nobody published

    zone.report(whole, AUGUST, level=Decimal("65.13"))
    # 0.07 apart; 40.2 ± 0.05, 25 ± 0.5 and 65.13 ± 0.005 may be that far apart by rounding
    assert zone.checks("parts") == [
        ("note", "indicators.parts_differ", ("whole", "65.13", "2", "65.2", "+0.07"))
    ]
    later = now + timedelta(minutes=5)
    zone.report(parts[1], AUGUST, later=5, level=Decimal("27.00"))
    assert [c[0] for c in zone.checks("parts", later)] == ["explain"]


def test_what_rolls_up_to_itself_is_refused(zone, operator, yinchuan, now):
    whole = zone.define("whole")
    zone.define("part", parent_id=whole)
    found = selectors.indicator_by_code(actor=operator, zone_id=yinchuan, code="whole")
    part = selectors.indicator_by_code(actor=operator, zone_id=yinchuan, code="part")
    with pytest.raises(Invalid) as refusal:
        services.redefine(
            actor=operator, indicator_id=whole, version=found.version, at=now,
            draft=DefinitionDraft(code="whole", name="whole", unit="亿元", parent_id=part.id),
        )  # fmt: skip
    assert [p.code for p in refusal.value.problems] == ["indicators.ring"]


@pytest.mark.parametrize(("rank", "reached"), [(3, True), (5, True), (6, False)])
def test_a_rank_target(zone, rank, reached):
    made = zone.define("ranked")
    zone.target(made, TargetKind.RANK, "5")
    zone.report(made, AUGUST, rank=rank, level=Decimal(1))
    gap = zone.row("ranked").gap
    assert (gap.rank, gap.target_rank, gap.reached, gap.completion_pct) == (rank, 5, reached, None)
    assert zone.row("ranked").reason is not None


def test_a_rank_that_cannot_be(zone):
    made = zone.define("ranked")
    for value in ("0", "2.5"):
        with pytest.raises(Invalid):
            zone.target(made, TargetKind.RANK, value)


@pytest.mark.parametrize(("level", "inside"), [("39.9", False), ("40", True), ("60", True), ("60.1", False)])
def test_a_band(zone, level, inside):
    made = zone.define(
        "share",
        unit="%",
        nature=Nature.RATE,
        direction=Direction.BAND,
        band_low=Decimal(40),
        band_high=Decimal(60),
    )
    zone.target(made, TargetKind.LEVEL, "50")
    zone.report(made, AUGUST, level=Decimal(level))
    assert zone.row("share").gap.reached is inside


def test_a_band_needs_both_ends_in_order(zone):
    for low, high in ((None, Decimal(1)), (Decimal(2), Decimal(1))):
        with pytest.raises(Invalid):
            zone.define("band", direction=Direction.BAND, band_low=low, band_high=high)


def test_pace_from_the_zone_s_own_history(zone, operator, now):
    made = zone.define("seasonal")
    shares = {m: Decimal(m * m) for m in range(2, 13)}  # half the year is not half the work: 36 of 144
    with pytest.raises(Invalid):
        services.pace_from_history(actor=operator, indicator_id=made, year=2025, at=now)
    for year in (2022, 2023, 2024):
        for month, level in shares.items():
            zone.report(made, Period(year, month), level=level)
    pace = services.pace_from_history(actor=operator, indicator_id=made, year=2025, at=now)
    assert pace[5] == Decimal("0.25")
    assert pace[11] == 1


def test_completeness_and_punctuality_by_unit(operator, yinchuan, person, now):
    finance = Unit.objects.get(code="finance").pk
    december, clerk = Period(2025, 12), person("caizheng")

    def row(at=now):
        board = selectors.filing_board(actor=operator, zone_id=yinchuan, period=december, on=at.date())
        return next(r for r in board.rows if r.unit_id == finance), board

    before, _board = row()
    assert (before.completeness_pct, before.on_time) == (0, None)
    asked = {"zone_id": yinchuan, "unit_id": finance, "period": december, "at": now}
    [line] = selectors.filing_page(actor=clerk, **asked).figures
    figure = FigureDraft(line.indicator.id, level=Decimal(15))
    made = services.save_figures(actor=clerk, version=0, figures=[figure], **asked)
    assert row()[0].completeness_pct == 100
    services.move_filing(actor=clerk, filing_id=made, edge="submit", version=1, at=now)
    assert (row()[0].on_time, row()[1].on_time) == (True, 1)


def test_a_late_return_is_late_for_good(operator, yinchuan, person, now):
    finance = Unit.objects.get(code="finance").pk
    november = Period(2025, 11)
    services.give_exception(
        actor=person("tongji"), zone_id=yinchuan, unit_id=finance, period=november, until=date(2026, 2, 1),
        reason="补报", at=now,
    )  # fmt: skip
    clerk, asked = (
        person("caizheng"),
        {"zone_id": yinchuan, "unit_id": finance, "period": november, "at": now},
    )
    [line] = selectors.filing_page(actor=clerk, **asked).figures
    made = services.save_figures(
        actor=clerk, version=0, figures=[FigureDraft(line.indicator.id, level=Decimal(14))], **asked
    )
    services.move_filing(actor=clerk, filing_id=made, edge="submit", version=1, at=now)
    board = selectors.filing_board(actor=operator, zone_id=yinchuan, period=november, on=now.date())
    assert next(r.on_time for r in board.rows if r.unit_id == finance) is False


def test_a_locked_period_takes_no_import_unless_leave_is_given(operator, yinchuan, person, now):
    finance = Unit.objects.get(code="finance").pk
    december, clerk, signer = Period(2025, 12), person("caizheng"), person("tongji")
    asked = {"zone_id": yinchuan, "unit_id": finance, "period": december, "at": now}
    [line] = selectors.filing_page(actor=clerk, **asked).figures
    figure = FigureDraft(line.indicator.id, level=Decimal(15))
    made = services.save_figures(actor=clerk, version=0, figures=[figure], **asked)
    for version, (actor, edge) in enumerate(
        ((clerk, "submit"), (signer, "approve"), (signer, "lock")), start=1
    ):
        services.move_filing(
            actor=actor, filing_id=made, edge=edge, version=version, at=now + timedelta(minutes=version)
        )
    later = now + timedelta(hours=1)
    row = Reported(line.indicator.id, december, line.indicator.source, level=Decimal("15.2"), reason="决算")

    def bring():
        return services.record_observations(actor=signer, zone_id=yinchuan, rows=[row], at=later)

    with pytest.raises(Invalid) as refusal:
        bring()
    assert [p.code for p in refusal.value.problems] == ["indicators.locked"]
    services.give_exception(
        actor=signer,
        zone_id=yinchuan,
        unit_id=finance,
        period=december,
        until=date(2026, 2, 1),
        reason="决算",
        at=now,
    )
    assert [o.effect for o in bring()] == [Effect.REVISED]


def sheet(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_organisation_s_sheet_renames_and_moves(operator, yinchuan, now):
    def bring(*rows):
        return bring_in(
            actor=operator, zone_id=yinchuan, kind=Kind.ORGANISATION, name="机构.xlsx",
            content=sheet(["编码", "名称", "上级", "负责人", "分管领导", "自"], *rows), at=now, commit=True,
        )  # fmt: skip

    head = Post.objects.get(code="construction-head").title
    rows = (
        ["finance", "财政局", None, head, "deputy-construction", "2025-07-01"],
        ["treasury", "国库科", "财政局", None, None, "2025-07-01"],
    )
    report = bring(*rows)
    assert report.is_clean, report.problems
    assert [report.count(e) for e in (Effect.ADDED, Effect.REVISED)] == [1, 1]
    units = {u.code: u for u in list_units(actor=operator, zone_id=yinchuan, on=date(2025, 7, 1))}
    assert (units["finance"].name, units["treasury"].parent_id) == ("财政局", units["finance"].id)
    assert (units["finance"].head, units["finance"].leader) == (head, "管委会副主任（分管建设）")
    before = {u.code: u for u in list_units(actor=operator, zone_id=yinchuan, on=date(2025, 6, 30))}
    assert (before["finance"].name, before["finance"].leader) == ("财政审计局", "管委会副主任（分管经济）")
    assert bring(*rows).count(Effect.UNCHANGED) == 2
    odd = bring(["finance", "财政局", None, "没有这个岗位", None, "2025-08-01"])
    assert [p.code for p in odd.problems] == ["exchange.unknown_post"]


def test_definitions_come_with_what_they_roll_up_to(operator, yinchuan, now):
    content = sheet(
        ["编码", "名称", "计量单位", "汇总到"],
        ["tax_all", "园区税收", "亿元", None],
        ["tax_local", "地方税收", "亿元", "园区税收"],
        ["tax_odd", "某税", "亿元", "没有这项"],
    )
    report = bring_in(
        actor=operator,
        zone_id=yinchuan,
        kind=Kind.DEFINITIONS,
        name="指标.xlsx",
        content=content,
        at=now,
        commit=False,
    )
    assert [p.code for p in report.problems] == ["indicators.unknown"]
    assert report.count(Effect.ADDED) == 2


def test_what_was_known_when_the_organisation_changed(operator, yinchuan, now):
    """A board printed for September 2020 names the leader of then."""
    finance = Unit.objects.get(code="finance").pk
    post = Post.objects.get(code="deputy-construction").pk
    reorganise(
        actor=operator,
        unit_id=finance,
        starts=date(2021, 1, 1),
        changes={"name": "财政局", "leader_id": post},
        at=now,
    )

    def owner(day):
        board = selectors.gap_board(actor=operator, zone_id=yinchuan, as_of=Period(2020, 8), known_at=day)
        return next(r.owner for r in board.rows if r.indicator.code == "general_public_budget_revenue")

    assert owner(datetime(2020, 9, 30, tzinfo=UTC)) == "财政审计局"
    assert owner(now) == "财政局"
