from datetime import UTC, date, datetime, timedelta

import pytest

from duban.exchange.imports import bring_in
from duban.exchange.types import Kind, Options
from duban.ledger import selectors, services
from duban.ledger.selectors import iter_sheets
from duban.ledger.types import (
    Frequency,
    ItemDraft,
    ItemFilter,
    MoveChange,
    Origin,
    ProgressDraft,
    StepDraft,
    View,
)
from duban.orgs.models import Post, Unit

START = datetime(2020, 9, 16, 2, tzinfo=UTC)


@pytest.fixture
def now():
    return START


@pytest.fixture
def yinchuan(db):
    """The demonstration's places and people and its rule, without its figures: what the ledger stands on."""
    from duban.demo import services as demo
    from duban.exchange.working_calendar import bring_in_calendar
    from duban.orgs.selectors import operator

    at = datetime(2020, 9, 1, 2, tzinfo=UTC)
    here = operator(name="测试")
    bring_in_calendar(actor=here, at=at)
    units = demo._places(here, at)
    here = operator(name="测试")
    demo._people(here, units, at)
    services.adopt_default_ledger_rule(actor=here, zone_id=units[demo.ZONE], starts=date(2009, 1, 1), at=at)
    return units[demo.ZONE]


class Ledger:
    """The demo's people at work on one ledger, on a day that only goes forward."""

    def __init__(self, zone, person):
        self.zone = zone
        self.at = START
        self.units = dict(Unit.objects.values_list("code", "pk"))
        self.posts = dict(Post.objects.values_list("code", "pk"))
        self.supervisor = person("ducha")
        self.director = person("zhuren")
        self.lead = person("jingfa")
        self.doer = person("zhaoshang")
        self.other = person("jianhuan")
        self.clerk = person("caizheng")

    @property
    def on(self):
        return self.at.date()

    def later(self, days=0, minutes=1):
        self.at += timedelta(days=days, minutes=minutes)
        return self.at

    def a_draft(self, **given):
        return ItemDraft(
            **{
                "title": "招商引资到位资金补短板",
                "task": "对接二期4家签约企业，落实到位资金",
                "done_when": "到位资金达到80亿元",
                "origin": Origin.MEETING,
                "basis": "2020年第三季度项目推进会",
                "lead_id": self.units["economy"],
                "responsible_id": self.units["promotion"],
                "person_id": self.posts["promotion-head"],
                "leader_id": self.posts["deputy-promotion"],
                "start": date(2020, 9, 16),
                "due": date(2020, 11, 14),
                "frequency": Frequency.WEEKLY,
                "steps": (
                    StepDraft("走访企业", date(2020, 9, 30)),
                    StepDraft("签订补充协议", date(2020, 10, 31)),
                ),
                **given,
            }
        )

    def draft(self, actor=None, **given):
        return services.draft_item(
            actor=actor or self.supervisor, zone_id=self.zone, draft=self.a_draft(**given), at=self.later()
        ).id

    def page(self, item, actor=None):
        return selectors.item_page(
            actor=actor or self.supervisor, zone_id=self.zone, item_id=item, on=self.on
        )

    def version(self, item):
        return self.page(item).row.version

    def state(self, item):
        return self.page(item).row.state

    def move(self, item, edge, actor, version=None, **change):
        return services.move_item(
            actor=actor,
            item_id=item,
            edge=edge,
            version=self.version(item) if version is None else version,
            at=self.later(),
            change=MoveChange(**change),
        )

    def report(self, item, percent=30, actor=None, uploads=(), **given):
        draft = ProgressDraft(**{"percent": percent, "text": "已走访12家", **given})
        return services.report_progress(
            actor=actor or self.doer, item_id=item, draft=draft, at=self.later(), uploads=uploads
        )

    def dispatched(self, **given):
        item = self.draft(**given)
        self.move(item, "register", self.supervisor)
        self.move(item, "dispatch", self.supervisor)
        return item

    def accepted(self, **given):
        item = self.dispatched(**given)
        self.move(item, "accept", self.doer)
        return item

    def under_way(self, **given):
        item = self.accepted(**given)
        self.report(item)
        return item

    def reported(self, **given):
        item = self.under_way(**given)
        self.move(item, "report_done", self.doer, result="资金已到位", reason="以到账凭证为准")
        return item

    def struck_off(self, **given):
        item = self.reported(**given)
        self.move(item, "verify", self.lead, finding="已核对到账凭证")
        self.move(item, "strike_off", self.supervisor)
        return item

    def list(self, view=View.OPEN, actor=None, **asked):
        return selectors.list_items(
            actor=actor or self.supervisor,
            zone_id=self.zone,
            on=self.on,
            filter=ItemFilter(view=view, **asked),
        )

    def ids(self, view=View.OPEN, **asked):
        return [row.id for row in self.list(view, **asked).rows]


@pytest.fixture
def ledger(yinchuan, person):
    return Ledger(yinchuan, person)


@pytest.fixture
def bring(ledger):
    def run(content, name="台账.xlsx", *, commit=True, actor=None, **options):
        return bring_in(
            actor=actor or ledger.supervisor,
            zone_id=ledger.zone,
            kind=Kind.LEDGER,
            name=name,
            content=content,
            at=ledger.later(),
            commit=commit,
            options=Options(**options),
        )

    return run


@pytest.fixture
def sheets(ledger):
    def read(view=View.ALL):
        found = iter_sheets(
            actor=ledger.supervisor, zone_id=ledger.zone, on=ledger.on, filter=ItemFilter(view=view)
        )
        return {sheet.row.title: sheet for sheet in found}

    return read
