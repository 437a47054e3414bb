"""A plan on the desk: who writes it, who approves it, and the items that are its measures."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from duban.engine.kernel import Period
from duban.indicators.selectors import indicator_by_code
from duban.ledger import selectors, services
from duban.ledger.models import Item, Plan
from duban.ledger.types import (
    CauseDraft,
    ItemDraft,
    MeasureDraft,
    MoveChange,
    Origin,
    PlanDraft,
    PlanSubject,
    StepDraft,
)
from duban.orgs.models import Post, Unit

AUGUST = Period(2020, 8)
D = Decimal
EFFECTS = {9: "3", 10: "4", 11: "3", 12: "2.5"}
CONFIDENCE = ("80", "75", "70", "71")
"""2.4 + 3 + 2.1 + 1.775 = 9.275 of 14.87: 62.37… %."""


_WAYS = {
    ("draft", "registered"): ("register",),
    ("draft", "dispatched"): ("register", "dispatch"),
    ("draft", "cancelled"): ("register", "cancel"),
    ("draft", "under_way"): ("register", "dispatch", "accept", "begin"),
    ("registered", "dispatched"): ("dispatch",),
    ("registered", "under_way"): ("dispatch", "accept", "begin"),
    ("registered", "cancelled"): ("cancel",),
    ("cancelled", "under_way"): ("reopen",),
}


class Desk:
    """The promotion bureau writes, its deputy director approves."""

    def __init__(self, zone, actor_of, at):
        self.zone, self.at = zone, at
        self.writer = actor_of("zhaoshang")
        self.leader = actor_of("fuzhuren-zhaoshang")
        self.director = actor_of("zhuren")
        self.supervisor = actor_of("ducha")
        self.outsider = actor_of("jianhuan")
        self.owner = Unit.objects.get(code="promotion").pk
        self.post = Post.objects.get(code="deputy-promotion").pk
        self.head = Post.objects.get(code="promotion-head").pk

    def later(self, **kwargs):
        return self.at + timedelta(**kwargs)

    def draft(self, **changes):
        given = {
            "title": "到位资金补短板方案",
            "year": 2020,
            "subject": PlanSubject.INDICATOR,
            "owner_id": self.owner,
            "indicator_id": indicator_by_code(actor=self.writer, zone_id=self.zone, code="funds_in_place").id,
            "leader_id": self.post,
            "aim": "全年到位80亿元",
            "base": AUGUST,
        }
        return PlanDraft(**(given | changes))

    def begin(self, actor=None, **changes):
        return services.draft_plan(
            actor=actor or self.writer, zone_id=self.zone, draft=self.draft(**changes), at=self.at
        )

    def version(self, plan):
        return Plan.objects.values_list("version", flat=True).get(pk=plan)

    def causes(self, plan, *causes, actor=None, version=None):
        return services.set_causes(
            actor=actor or self.writer,
            plan_id=plan,
            version=self.version(plan) if version is None else version,
            causes=causes or (CauseDraft("intent", "企业观望", is_primary=True),),
            at=self.at,
        )

    def item(self, title="跟踪签约项目", state="registered", at=None):
        """Return an item of the ledger, standing in *state*."""
        card = services.draft_item(
            actor=self.supervisor,
            zone_id=self.zone,
            draft=ItemDraft(
                title,
                done_when="资金到账凭证齐备",
                origin=Origin.PLAN,
                basis="2020年第三季度项目推进会",
                lead_id=self.owner,
                responsible_id=self.owner,
                person_id=self.head,
                leader_id=self.post,
                start=date(2020, 9, 21),
                due=date(2020, 12, 20),
                steps=(StepDraft("到账", date(2020, 12, 18)),),
            ),
            at=at or self.at,
        )
        self.put(card.id, state, at)
        return card.id

    def put(self, item, state, at=None):
        """Take an item along the life of items until it stands in *state*."""
        for edge in _WAYS[Item.objects.values_list("state", flat=True).get(pk=item), state]:
            services.move_item(
                actor=self.writer if edge in {"accept", "begin"} else self.supervisor,
                item_id=item,
                edge=edge,
                version=Item.objects.values_list("version", flat=True).get(pk=item),
                at=at or self.at,
                change=MoveChange(reason="调整", person_id=self.head if edge == "reopen" else None),
            )

    def measures(self, plan, *measures, actor=None, version=None):
        return services.set_measures(
            actor=actor or self.writer,
            plan_id=plan,
            version=self.version(plan) if version is None else version,
            measures=measures,
            at=self.at,
        )

    def four(self, plan):
        """Give the plan four measures, one a month, and return their items."""
        items = [self.item(f"措施{n}") for n in range(1, 5)]
        self.measures(
            plan,
            *(
                MeasureDraft(item, None, D(sure), {month: D(amount)})
                for item, sure, (month, amount) in zip(items, CONFIDENCE, EFFECTS.items(), strict=True)
            ),
        )
        return items

    def move(self, plan, edge, actor, *, at=None, version=None, **words):
        return services.move_plan(
            actor=actor,
            plan_id=plan,
            edge=edge,
            version=self.version(plan) if version is None else version,
            at=at or self.at,
            **words,
        )

    def approved(self, **changes):
        plan = self.begin(**changes)
        self.causes(plan)
        items = self.four(plan)
        self.move(plan, "submit_plan", self.writer)
        self.move(plan, "approve_plan", self.leader)
        return plan, items

    def page(self, plan, as_of=AUGUST, known_at=None, actor=None):
        return selectors.plan_page(
            actor=actor or self.writer,
            zone_id=self.zone,
            plan_id=plan,
            as_of=as_of,
            known_at=known_at or self.at,
        )

    def coverage(self, as_of=AUGUST, known_at: datetime | None = None):
        return selectors.coverage_of(
            actor=self.writer, zone_id=self.zone, as_of=as_of, known_at=known_at or self.at
        )
