"""Turning an annual target into a list 清单化: an item for each department, a step for each month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from duban.core.errors import Invalid
from duban.engine.kernel import Problem, plain
from duban.engine.series import TargetKind, check_split
from duban.indicators.selectors import target_by_id
from duban.indicators.types import TargetOfIndicator
from duban.ledger.models import Item, Step
from duban.ledger.services._common import allow, today
from duban.ledger.services._drafts import ground_of
from duban.ledger.services.items import put_in
from duban.ledger.types import Frequency, ItemCard, ItemDraft, Origin, StepDraft
from duban.orgs.selectors import unit_heads, unit_names
from duban.orgs.types import Actor

__all__ = ["decompose"]

Parts = Mapping[tuple[int, int], Decimal]
"""(unit, month 1 to 12) → what that month is to bring, in the indicator's unit."""


@transaction.atomic
def decompose(
    *,
    actor: Actor,
    zone_id: int,
    target_id: int,
    parts: Parts,
    at: datetime,
    start: date | None = None,
    is_sample: bool = False,
) -> list[ItemCard]:
    """
    Split an annual target into items, the whole first: one for each department, with a step for each month's part.

    The parts must add up to the target exactly. The same split again makes nothing new and returns what there is.

    :raises NotFound: if the zone or the target is not within reach
    :raises Forbidden: unless the actor supervises or keeps the statistics there
    :raises Invalid: if the sum differs (with the difference), a part is not positive, a unit or month is unknown, the
        target is no level, or it has been split otherwise
    """
    allow(actor, "decompose", zone_id)
    target = target_by_id(actor=actor, zone_id=zone_id, target_id=target_id)
    names, _posts = unit_names(zone_ids=[zone_id], on=today(at))
    if problems := _mistakes(target, parts, names):
        raise Invalid(*problems)
    split = _Split(target, parts, names, start or _start(target.year, today(at)), is_sample)
    held = (
        Item.objects.filter(zone_id=zone_id, title=split.title, parent=None)
        .exclude(state="cancelled")
        .first()
    )
    if held is not None:
        return _same_again(held, split)
    ground = ground_of(actor, zone_id, at)
    whole = put_in(ground, split.whole(), parent=None)
    parent = Item.objects.get(pk=whole.id)
    heads = unit_heads(zone_id=zone_id, on=today(at))
    drafts = [replace(split.part(unit, heads.get(unit)), parent_id=whole.id) for unit in split.units]
    cards = [put_in(ground, draft, parent=parent) for draft in drafts]
    return [whole, *cards]


@dataclass(frozen=True, slots=True)
class _Split:
    target: TargetOfIndicator
    parts: Parts
    names: Mapping[int, str]
    start: date
    is_sample: bool

    @property
    def units(self) -> list[int]:
        return sorted({unit for unit, _month in self.parts})

    @property
    def title(self) -> str:
        t = self.target
        return f"{t.name}{t.year}年目标{_amount(t.value)}{t.unit}"  # zh: data

    def whole(self) -> ItemDraft:
        """Return the item that stands for the target."""
        t = self.target
        return ItemDraft(
            title=self.title,
            task=f"按部门、按月分解，共{len(self.units)}个部门",  # zh: data
            done_when=f"全年累计达到{_amount(t.value)}{t.unit}",  # zh: data
            origin=Origin.INDICATOR,
            origin_text=t.issuer_name,
            basis=t.document[:200] or self.title,
            lead_id=t.owner_id,
            responsible_id=t.owner_id,
            leader_id=t.leader_id,
            start=self.start,
            due=date(t.year, 12, 31),
            frequency=Frequency.MONTHLY,
            steps=tuple(
                self._step(
                    month, sum((self.parts.get((unit, month), Decimal(0)) for unit in self.units), Decimal(0))
                )
                for month in sorted({month for _unit, month in self.parts})
            ),
            is_sample=self.is_sample,
        )

    def part(self, unit: int, head: int | None) -> ItemDraft:
        """Return a department's item: its months are the steps of its route map."""
        t, months = self.target, {m: amount for (u, m), amount in self.parts.items() if u == unit}
        amount = f"{_amount(sum(months.values(), Decimal(0)))}{t.unit}"
        return ItemDraft(
            title=f"{t.name}{t.year}年任务：{self.names[unit]}{amount}",  # zh: data
            task=f"{self.title}，其中{self.names[unit]}{amount}",  # zh: data
            done_when=f"累计完成{amount}",  # zh: data
            origin=Origin.INDICATOR,
            origin_text=t.issuer_name,
            responsible_id=unit,
            person_id=head,
            start=self.start,
            due=_month_end(t.year, max(months)),
            frequency=Frequency.MONTHLY,
            steps=tuple(self._step(month, months[month]) for month in sorted(months)),
            is_sample=self.is_sample,
        )

    def _step(self, month: int, amount: Decimal) -> StepDraft:
        title = f"{month}月完成{_amount(amount)}{self.target.unit}"  # zh: data
        return StepDraft(title, _month_end(self.target.year, month))


def _same_again(held: Item, split: _Split) -> list[ItemCard]:
    children = list(
        Item.objects.filter(parent=held).exclude(state="cancelled").order_by("responsible_id", "id")
    )
    wanted = [split.part(unit, None) for unit in split.units]
    if [_shape(child) for child in children] != [_wanted(draft) for draft in wanted]:
        raise Invalid(Problem("ledger.decomposed_otherwise", "parts", (held.number,)))
    return [ItemCard(item.pk, item.number, item.title, item.version) for item in (held, *children)]


def _shape(item: Item) -> tuple[object, ...]:
    steps = Step.objects.filter(item=item).order_by("order", "id").values_list("title", "due")
    return item.responsible_id, item.title, list(steps)


def _wanted(draft: ItemDraft) -> tuple[object, ...]:
    return draft.responsible_id, draft.title, [(step.title, step.due) for step in draft.steps]


def _mistakes(target: TargetOfIndicator, parts: Parts, names: Mapping[int, str]) -> list[Problem]:
    if target.kind is not TargetKind.LEVEL:
        return [Problem("ledger.only_levels", "target")]
    if not parts:
        return [Problem("ledger.no_parts", "parts")]
    problems: list[Problem] = []
    for (unit, month), amount in sorted(parts.items()):
        if unit not in names:
            problems.append(Problem("ledger.unknown_unit", "parts", (str(unit),)))
        if not 1 <= month <= 12:
            problems.append(Problem("ledger.bad_month", "parts", (str(month),)))
        if amount <= 0:
            named = names.get(unit, str(unit))
            problems.append(Problem("ledger.bad_part", "parts", (named, str(month), plain(amount))))
    check = check_split(target.value, {f"{unit}/{month}": amount for (unit, month), amount in parts.items()})
    if not check.holds:
        args = (plain(check.total), plain(target.value), format(check.difference, "+f"))
        problems.append(Problem("ledger.sum", "parts", args))
    return problems


def _start(year: int, on: date) -> date:
    """Return today where the target's year is running, its first day otherwise."""
    return on if on.year == year else date(year, 1, 1)


def _amount(value: Decimal) -> str:
    """Return a sum as it is written in a title: 40, not 40.0."""
    text = plain(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
