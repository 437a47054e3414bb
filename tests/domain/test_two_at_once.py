"""Two people at the same moment, in real threads, each with a connection of their own."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from duban.audit.models import Entry
from duban.audit.selectors import verify
from duban.audit.services import record
from duban.audit.types import Act
from duban.blockers.models import ServiceRule
from duban.core.errors import Conflict, Invalid, Refusal
from duban.engine.kernel import Period
from duban.engine.series import TargetKind
from duban.indicators import selectors, services
from duban.indicators.models import Filing, FilingMove, Indicator, Observation, Rule, Target
from duban.indicators.types import DefinitionDraft, Effect, FigureDraft, Issuer, Reported, Source, TargetDraft
from duban.ledger.models import LedgerRule
from duban.orgs.models import Unit, User
from duban.orgs.services import create_account, establish, grant
from duban.orgs.types import Role, UnitKind
from tests.domain.test_dated_rules import MAY, blockers, ledger, lights
from tests.races import at_once, refused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.slow]

DECEMBER = Period(2025, 12)


@pytest.fixture
def filing(yinchuan, person, now):
    finance = Unit.objects.get(code="finance").pk
    asked = {"zone_id": yinchuan, "unit_id": finance, "period": DECEMBER, "at": now}
    clerk = person("caizheng")
    [line] = selectors.filing_page(actor=clerk, **asked).figures
    draft = FigureDraft(line.indicator.id, level=Decimal("15.1"))
    made = services.save_figures(actor=clerk, version=0, figures=[draft], **asked)
    return Filing.objects.get(pk=made)


def move(filing, actor, edge, now, **more):
    version = Filing.objects.get(pk=filing.pk).version

    def run():
        services.move_filing(
            actor=actor,
            filing_id=filing.pk,
            edge=edge,
            version=version,
            at=now + timedelta(minutes=1),
            **more,
        )

    return run


def test_one_of_two_submits(filing, person, now):
    clerk = person("caizheng")
    [lost] = refused(at_once(*[move(filing, clerk, "submit", now)] * 2))
    assert isinstance(lost, Conflict)
    assert FilingMove.objects.filter(filing=filing).count() == 1


def test_one_of_two_approves_and_the_figure_is_there_once(filing, person, now):
    move(filing, person("caizheng"), "submit", now)()
    [lost] = refused(at_once(*(move(filing, person(p), "approve", now) for p in ("tongji", "jingfa"))))
    assert isinstance(lost, Conflict)
    assert Observation.objects.filter(period=DECEMBER.key, filing=filing).count() == 1


def test_approval_and_return_never_both_hold(filing, person, now):
    move(filing, person("caizheng"), "submit", now)()
    results = at_once(
        move(filing, person("tongji"), "approve", now),
        move(filing, person("jingfa"), "return", now, reason="与国库数不符"),
    )
    [lost] = refused(results)
    assert isinstance(lost, Conflict)
    filing.refresh_from_db()
    made = Observation.objects.filter(period=DECEMBER.key, filing=filing).count()
    assert (filing.state, made) in {("approved", 1), ("returned", 0)}


def test_approval_and_an_import_of_the_same_cell_stand_in_one_order(filing, person, yinchuan, now):
    move(filing, person("caizheng"), "submit", now)()
    found = Indicator.objects.get(code="general_public_budget_revenue")
    row = Reported(found.pk, DECEMBER, Source(found.source), level=Decimal("15.4"), reason="决算")

    def bring():
        return services.record_observations(
            actor=person("jingfa"), zone_id=yinchuan, rows=[row], at=now + timedelta(minutes=1)
        )

    results = at_once(move(filing, person("tongji"), "approve", now), bring)
    cell = Observation.objects.filter(period=DECEMBER.key, indicator=found).order_by("known_at", "id")
    moments = [o.known_at for o in cell]
    assert len(refused(results)) == 1
    assert len(moments) == len(set(moments)) == 1


@pytest.mark.parametrize("levels", [("70", "70"), ("70", "71")])
def test_two_record_the_same_cell(yinchuan, operator, now, levels):
    found = Indicator.objects.get(code="funds_in_place")

    def bring(level, seconds):
        row = Reported(found.pk, DECEMBER, Source(found.source), level=Decimal(level), reason="")
        return lambda: services.record_observations(
            actor=operator, zone_id=yinchuan, rows=[row], at=now + timedelta(seconds=seconds)
        )

    results = at_once(*(bring(level, n) for n, level in enumerate(levels)))
    effects = [r[0].effect for r in results if not isinstance(r, Refusal)]
    assert Observation.objects.filter(period=DECEMBER.key, indicator=found).count() == 1
    if levels[0] == levels[1]:
        assert sorted(effects) == [Effect.ADDED, Effect.UNCHANGED]
    else:
        [lost] = refused(results)
        assert effects == [Effect.ADDED]
        assert {p.code for p in lost.problems} <= {"indicators.reason_needed", "indicators.known_before"}


def test_two_change_one_target(yinchuan, operator, now):
    found = Indicator.objects.get(code="funds_in_place")
    versions = Target.objects.filter(indicator=found, year=2020).count()

    def change(value, seconds):
        draft = TargetDraft(found.pk, 2020, TargetKind.LEVEL, Decimal(value), Issuer.REGION, reason="调整")
        return lambda: services.set_targets(
            actor=operator, zone_id=yinchuan, drafts=[draft], at=now + timedelta(seconds=seconds)
        )

    results = at_once(change(90, 1), change(91, 2))
    made = Target.objects.filter(indicator=found, year=2020, issuer="region").values_list(
        "version", flat=True
    )
    assert len(made) == len(set(made)) == versions + 2 - len(refused(results))


def test_two_take_one_code(yinchuan, operator, now):
    draft = DefinitionDraft(code="park_tax", name="园区税收", unit="亿元")
    works = {
        "define": lambda: services.define(actor=operator, zone_id=yinchuan, draft=draft, at=now),
        "account": lambda: create_account(
            actor=operator, zone_id=yinchuan, username="tongming", name="同名", at=now
        ),
        "establish": lambda: establish(
            actor=operator, kind=UnitKind.DEPARTMENT, code="tax", name="税务分局", zone_id=yinchuan,
            parent_id=yinchuan, starts=now.date(), at=now,
        ),
    }  # fmt: skip
    for name, work in works.items():
        [lost] = refused(at_once(work, work))
        assert isinstance(lost, Invalid), name
        assert lost.problems[0].code.endswith("_taken")
    assert Indicator.objects.filter(code="park_tax").count() == 1
    user = User.objects.get(username="tongming").pk

    def give(role):
        return lambda: grant(
            actor=operator, user_id=user, unit_id=yinchuan, role=role, starts=now.date(), at=now
        )

    assert len(refused(at_once(give(Role.READER), give(Role.READER)))) == 1
    assert len(refused(at_once(give(Role.SYSTEM_ADMIN), give(Role.AUDIT_ADMIN)))) == 1


def test_the_record_never_forks(yinchuan, operator, now):
    before = Entry.objects.count()

    def write(name):
        def run():
            for n in range(20):
                record(actor=operator, act=Act("test", f"{name}/{n}", yinchuan), at=now)

        return run

    assert at_once(*(write(name) for name in "甲乙丙丁")) == [None] * 4
    assert Entry.objects.count() == before + 80
    assert verify().problems == ()
    numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, before + 81))


@pytest.mark.parametrize("first", [True, False], ids=["the first rule", "a later rule"])
@pytest.mark.parametrize("setting", [lights, ledger, blockers])
def test_of_two_rules_at_once_the_second_is_told(setting, first, yinchuan, person, now):
    how = {"actor": person("ducha"), "zone_id": yinchuan, "reason": "按区里通知", "at": now}
    if first:
        for rules in (Rule, LedgerRule, ServiceRule):
            rules.objects.filter(zone_id=yinchuan).delete()
    results = at_once(*[lambda: setting(starts=MAY, **how)] * 2)
    made = sorted(r for r in results if isinstance(r, int))
    told = [p.code for r in refused(results) for p in r.problems]
    # They may come one after the other all the same; what never happens is a refusal without words.
    assert made == list(range(made[0], made[0] + len(made)))
    assert told == ["core.ruled_meanwhile"] * (2 - len(made))
