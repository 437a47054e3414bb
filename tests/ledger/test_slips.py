from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from duban.core.errors import Forbidden, Invalid
from duban.core.sentences import sentence
from duban.engine.series import TargetKind
from duban.indicators.models import Target
from duban.indicators.services import define, set_targets
from duban.indicators.types import DefinitionDraft, Issuer, TargetDraft
from duban.ledger import services
from duban.ledger.models import Item, Slip
from duban.ledger.types import StepDraft


def issue(ledger, **given):
    return services.issue_slips(
        actor=ledger.supervisor, zone_id=ledger.zone, on=ledger.on, at=ledger.later(), **given
    )


def test_a_slip_is_issued_once_for_a_colour_and_a_deadline(ledger):
    item = ledger.under_way()
    assert issue(ledger) == []
    # 60 days from 16 September; on 26 September 11 days are gone, 18.33 %, and 30 % is reported.
    ledger.later(days=14)
    assert issue(ledger) == []
    # On 10 October 25 of 60 days are gone: 41.67 %, 11.67 points behind.
    ledger.later(days=10)
    assert ledger.on == date(2020, 10, 10)
    planned = issue(ledger, dry_run=True)
    assert [(s.id, s.number) for s in planned] == [(None, "")]
    assert Slip.objects.count() == 0
    [slip] = issue(ledger)
    assert (slip.item_id, slip.colour, slip.number) == (item, "yellow", "督办单〔2020〕1号")
    assert sentence(slip.reason) == "时间已过 41.7%，进度 30%，落后 11.7 个百分点，请查明原因、赶上进度。"
    assert issue(ledger) == []
    ledger.report(item, 95)
    ledger.later(days=32)
    assert ledger.on == date(2020, 11, 11)
    [slip] = issue(ledger)
    assert (slip.colour, slip.number) == ("blue", "督办单〔2020〕2号")
    assert sentence(slip.reason) == "距完成时限 2020年11月14日 还有 3 个自然日，请抓紧办理。"
    ledger.later(days=6)
    [slip] = issue(ledger)
    assert sentence(slip.reason) == "完成时限 2020年11月14日 已过 3 个自然日，请说明原因并限期办结。"
    assert [s.colour for s in ledger.page(item).slips] == ["yellow", "blue", "red"]
    with pytest.raises(Forbidden):
        services.issue_slips(actor=ledger.lead, zone_id=ledger.zone, on=ledger.on, at=ledger.at)


@pytest.fixture
def target(ledger, operator):
    at = datetime(2020, 9, 2, 2, tzinfo=UTC)
    indicator = define(
        actor=operator,
        zone_id=ledger.zone,
        draft=DefinitionDraft("funds", "招商引资到位资金", "亿元", owner_id=ledger.units["promotion"]),
        at=at,
    )
    draft = TargetDraft(
        indicator, 2020, TargetKind.LEVEL, Decimal(80), Issuer.REGION, "自治区、银川市", document="任务书"
    )
    set_targets(actor=operator, zone_id=ledger.zone, drafts=[draft], at=at)
    return Target.objects.get().pk


def test_a_target_becomes_a_list_whose_parts_add_up(ledger, target):
    promotion, economy = ledger.units["promotion"], ledger.units["economy"]
    parts = {
        (promotion, 9): Decimal("20.5"),
        (promotion, 10): Decimal("19.5"),
        (economy, 9): Decimal(15),
        (economy, 12): Decimal("24.99"),
    }

    def split(parts, actor=ledger.supervisor):
        return services.decompose(
            actor=actor, zone_id=ledger.zone, target_id=target, parts=parts, at=ledger.later()
        )

    with pytest.raises(Invalid) as refused:
        split(parts)
    assert sentence(refused.value.problems[0]) == "各部门各月之和 79.99 与目标 80 不符，差 -0.01。"
    with pytest.raises(Invalid) as refused:
        split({(promotion, 13): Decimal(81), (9999, 1): Decimal(-1)})
    assert {p.code for p in refused.value.problems} == {
        "ledger.bad_month", "ledger.bad_part", "ledger.unknown_unit",
    }  # fmt: skip
    parts[economy, 12] = Decimal(25)
    cards = split(parts)
    assert {c.title for c in cards} == {
        "招商引资到位资金2020年目标80亿元",
        "招商引资到位资金2020年任务：经济发展局40亿元",
        "招商引资到位资金2020年任务：投资促进局40亿元",
    }
    whole = ledger.page(cards[0].id)
    assert [(s.title, s.due) for s in whole.steps] == [
        ("9月完成35.5亿元", date(2020, 9, 30)),
        ("10月完成19.5亿元", date(2020, 10, 31)),
        ("12月完成25亿元", date(2020, 12, 31)),
    ]
    parts_by_unit = {row.responsible_id: row for row in whole.children}
    assert parts_by_unit.keys() == {promotion, economy}
    assert parts_by_unit[promotion].person == "投资促进局局长"
    assert parts_by_unit[promotion].due == date(2020, 10, 31)
    assert split(parts) == cards
    assert Item.objects.count() == 3
    moved = {**parts, (economy, 9): Decimal(16), (economy, 12): Decimal(24)}
    with pytest.raises(Invalid) as refused:
        split(moved)
    assert [p.code for p in refused.value.problems] == ["ledger.decomposed_otherwise"]


def test_steps_of_an_item_are_its_own(ledger):
    one = ledger.draft()
    other = ledger.draft(title="另一项")
    foreign = ledger.page(other).steps[0].id
    with pytest.raises(Invalid) as refused:
        services.edit_item(
            actor=ledger.supervisor, item_id=one, version=1,
            draft=ledger.a_draft(steps=(StepDraft("夺来", date(2020, 10, 1), "", foreign),)), at=ledger.later(),
        )  # fmt: skip
    assert refused.value.problems[0].code == "ledger.unknown_step"
