from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.core.errors import Forbidden, Invalid, NotFound
from duban.engine.kernel import Period
from duban.engine.series import Light, TargetKind
from duban.indicators import selectors, services
from duban.indicators.types import DefinitionDraft, Effect, Issuer, Reported, Source, TargetDraft

AUGUST = Period(2020, 8)
SEPTEMBER = datetime(2020, 9, 30, 12, tzinfo=UTC)


def row_of(actor, zone, code, known_at, as_of=AUGUST):
    board = selectors.gap_board(actor=actor, zone_id=zone, as_of=as_of, known_at=known_at)
    return next(r for r in board.rows if r.indicator.code == code)


def indicator(actor, zone, code="funds_in_place"):
    return selectors.indicator_by_code(actor=actor, zone_id=zone, code=code)


def report(actor, zone, now, **kwargs):
    found = indicator(actor, zone, kwargs.pop("code", "funds_in_place"))
    row = Reported(indicator_id=found.id, period=kwargs.pop("period", AUGUST), source=found.source, **kwargs)
    return services.record_observations(actor=actor, zone_id=zone, rows=[row], at=now)


def test_the_article_s_own_figures(operator, yinchuan, now):
    gap = row_of(operator, yinchuan, "funds_in_place", now).gap

    assert gap.level == Decimal("65.13")
    assert gap.completion_pct == Decimal("81.4125")
    assert round(gap.lead_pp, 4) == Decimal("14.7458")
    assert gap.missing == Decimal("14.87")
    assert gap.per_month == Decimal("3.7175")
    assert round(gap.per_calendar_day, 4) == Decimal("0.1219")
    assert round(gap.per_working_day, 4) == Decimal("0.1770")


def test_growth_without_level_says_so(operator, yinchuan, now):
    row = row_of(operator, yinchuan, "value_added_above_scale", now)

    assert (row.gap.level, row.gap.growth_pct, row.gap.completion_pct) == (None, Decimal(23), None)
    assert row.reason.code == "series.growth_only"


def test_worst_first(operator, yinchuan, now):
    board = selectors.gap_board(actor=operator, zone_id=yinchuan, as_of=AUGUST, known_at=now)
    order = [Light.LATE, Light.WATCH, Light.NONE, Light.OK, Light.AHEAD]

    assert [order.index(r.light) for r in board.rows] == sorted(order.index(r.light) for r in board.rows)


def test_two_precisions_are_two_vintages_known_hours_apart(operator, yinchuan):
    first = datetime(2020, 9, 16, 1, 30, tzinfo=UTC)
    assert row_of(operator, yinchuan, "funds_in_place", first).gap.level == Decimal(65)
    assert row_of(operator, yinchuan, "funds_in_place", SEPTEMBER).gap.level == Decimal("65.13")


def test_a_revision_leaves_what_was_known(operator, yinchuan, now):
    [outcome] = report(operator, yinchuan, now, level=Decimal("66.2"), reason="上级认定")

    assert outcome.effect is Effect.REVISED
    assert row_of(operator, yinchuan, "funds_in_place", now).gap.level == Decimal("66.2")
    assert row_of(operator, yinchuan, "funds_in_place", SEPTEMBER).gap.level == Decimal("65.13")


def test_a_revision_without_a_reason_is_refused(operator, yinchuan, now):
    with pytest.raises(Invalid) as refusal:
        report(operator, yinchuan, now, level=Decimal("66.2"))
    assert [p.code for p in refusal.value.problems] == ["indicators.reason_needed"]


def test_the_past_cannot_be_slipped_in(operator, yinchuan, now):
    with pytest.raises(Invalid) as refusal:
        report(
            operator, yinchuan, now, level=Decimal(70), reason="x", known_at=datetime(2020, 9, 1, tzinfo=UTC)
        )
    assert refusal.value.problems[0].code == "indicators.known_before"


def test_the_coarser_figure_is_no_news(operator, yinchuan, now):
    [outcome] = report(operator, yinchuan, now, level=Decimal(65))
    assert outcome.effect is Effect.UNCHANGED
    assert outcome.notes[0].code == "indicators.coarser"


def test_missing_must_be_said(operator, yinchuan, now):
    with pytest.raises(Invalid):
        report(operator, yinchuan, now, period=Period(2020, 9))
    report(operator, yinchuan, now, period=Period(2020, 9), absent_because="认定未完成")
    row = row_of(operator, yinchuan, "funds_in_place", now, Period(2020, 9))
    assert (row.gap.level, row.reason.args) == (None, ("认定未完成",))


def test_no_figures_of_the_future(operator, yinchuan, now):
    with pytest.raises(Invalid) as refusal:
        report(operator, yinchuan, now, period=Period(2026, 8), level=Decimal(1))
    assert refusal.value.problems[0].code == "indicators.future"


def test_leaders_do_not_record_figures(person, yinchuan, now):
    with pytest.raises(Forbidden):
        report(person("zhuren"), yinchuan, now, level=Decimal(70), reason="x")


def test_a_foreign_zone_is_not_there(stranger, yinchuan, now):
    with pytest.raises(NotFound):
        selectors.gap_board(actor=stranger, zone_id=yinchuan, as_of=AUGUST, known_at=now)
    with pytest.raises(NotFound):
        services.record_observations(actor=stranger, zone_id=yinchuan, rows=[], at=now)


def test_a_target_s_change_is_a_new_version(operator, yinchuan, now):
    found = indicator(operator, yinchuan)
    draft = TargetDraft(
        found.id, 2020, TargetKind.LEVEL, Decimal(90), Issuer.REGION, reason="调增", known_at=now
    )
    [outcome] = services.set_targets(actor=operator, zone_id=yinchuan, drafts=[draft], at=now)

    assert outcome.effect is Effect.REVISED
    assert row_of(operator, yinchuan, "funds_in_place", now).gap.target == Decimal(90)
    assert row_of(operator, yinchuan, "funds_in_place", SEPTEMBER).gap.target == Decimal(80)


def test_parts_of_a_target_must_add_up(operator, yinchuan, now, person):
    found = indicator(operator, yinchuan)
    [target] = selectors.list_targets(actor=operator, indicator_id=found.id, known_at=now)
    with pytest.raises(Invalid) as refusal:
        services.split_target(
            actor=operator, target_id=target.id, parts=[(found.owner_id, 0, Decimal(79))], at=now
        )
    assert refusal.value.problems[0].args[:3] == ("79", "80", "-1")
    services.split_target(
        actor=person("kaohe"), target_id=target.id, parts=[(found.owner_id, 0, Decimal(80))], at=now
    )


def test_sources_side_by_side_and_agreed(operator, yinchuan, now):
    [cell] = selectors.source_cells(actor=operator, zone_id=yinchuan, as_of=AUGUST, known_at=now)
    assert (cell.indicator.code, cell.difference) == ("fixed_asset_investment", Decimal("3.4"))

    department = next(v for v in cell.vintages if v.source is Source.DEPARTMENT)
    services.agree(actor=operator, observation_id=department.id, explanation="未入库项目", at=now)
    assert row_of(operator, yinchuan, "fixed_asset_investment", now).gap.level == Decimal("88.6")


def test_checks_name_the_article_s_two_figures(operator, yinchuan, now):
    found = selectors.data_checks(actor=operator, zone_id=yinchuan, as_of=AUGUST, known_at=now)
    assert "indicators.two_precisions" in {f.problem.code for f in found}


def test_every_number_says_where_it_comes_from(operator, yinchuan, now):
    asked = {
        "actor": operator,
        "zone_id": yinchuan,
        "code": "funds_in_place",
        "as_of": AUGUST,
        "known_at": now,
    }
    told = selectors.explain(**asked, field="missing")
    assert told.value == Decimal("14.87")
    assert {i.name: i.value for i in told.inputs} == {"target": Decimal(80), "now": Decimal("65.13")}
    [level] = [i for i in told.inputs if i.name == "now"]
    assert (level.vintage.number, level.vintage.of) == (2, 2)


def test_queries_do_not_grow_with_indicators(operator, yinchuan, now):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            selectors.gap_board(actor=operator, zone_id=yinchuan, as_of=AUGUST, known_at=now)
        return len(seen)

    few = queries()
    for n in range(20):
        draft = DefinitionDraft(code=f"more_{n}", name=f"更多{n}", unit="亿元")
        made = services.define(actor=operator, zone_id=yinchuan, draft=draft, at=now)
        row = Reported(made, AUGUST, Source.STATISTICS, level=Decimal(n + 1))
        services.record_observations(actor=operator, zone_id=yinchuan, rows=[row], at=now)
    assert queries() == few <= 14


def test_rules_are_dated(operator, person, yinchuan, now):
    rule = selectors.rule_on(actor=operator, zone_id=yinchuan, day=now.date())
    with pytest.raises(Forbidden):
        change_rule(person("tongji"), yinchuan, rule, now)
    change_rule(person("ducha"), yinchuan, rule, now)
    later = datetime(2026, 3, 1, tzinfo=UTC)
    assert row_of(operator, yinchuan, "funds_in_place", now).light is Light.AHEAD
    assert row_of(operator, yinchuan, "funds_in_place", later).light is Light.OK


def change_rule(actor, zone, rule, now):
    from duban.engine.series import LightBand

    steps = (LightBand(Light.AHEAD, Decimal(20)), *rule.steps[1:])
    services.set_rule(
        actor=actor,
        zone_id=zone,
        steps=steps,
        strong_at_least=rule.strong_at_least,
        weak_below=rule.weak_below,
        key_first=True,
        starts=date(2026, 2, 1),
        reason="收紧",
        at=now,
    )
