"""Every rule of a zone is set alike: from a day on, with a reason that fits, never before one that holds already."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from duban.blockers.services import set_service_rule
from duban.blockers.types import ServiceRule
from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.engine.series import Light, LightBand
from duban.indicators.services import set_rule
from duban.ledger.selectors.rules import DEFAULT_RULE
from duban.ledger.services import set_ledger_rule

MAY = date(2027, 5, 1)


def lights(**how):
    bands = (LightBand(Light.OK, Decimal(0)), LightBand(Light.LATE, None))
    return set_rule(steps=bands, strong_at_least=Decimal(5), weak_below=Decimal(0), key_first=True, **how)


def ledger(**how):
    rule = DEFAULT_RULE
    return set_ledger_rule(due=rule.due, accept_days=rule.accept_days, number_form=rule.number_form, **how)


def blockers(**how):
    return set_service_rule(rule=ServiceRule(), **how)


@pytest.fixture(params=[lights, ledger, blockers])
def setting(request, yinchuan, person, now):
    """Return how one of the rules is set, by the supervisor unless told otherwise."""

    supervisor = person("ducha")

    def ruled(reason="按区里通知", starts=MAY, actor=supervisor):
        return request.param(actor=actor, zone_id=yinchuan, starts=starts, reason=reason, at=now)

    return ruled


def codes(refused):
    return [problem.code for problem in refused.value.problems]


def test_a_later_rule_is_the_next_version_and_an_earlier_one_is_refused(setting):
    first = setting()
    assert setting(starts=MAY) == first + 1
    with pytest.raises(Conflict) as refused:
        setting(starts=date(2027, 4, 30))
    assert codes(refused) == ["core.later_rule"]


@pytest.mark.parametrize(
    ("reason", "code"), [("  ", "core.required"), ("长" * 201, "core.too_long")], ids=["none", "long"]
)
def test_a_reason_is_given_and_fits(setting, reason, code):
    with pytest.raises(Invalid) as refused:
        setting(reason=reason)
    assert codes(refused) == [code]
    assert setting(reason=f" {'长' * 200} ")


def test_a_rule_is_set_by_those_who_may_and_a_foreign_zone_is_not_there(setting, person, stranger):
    with pytest.raises(Forbidden):
        setting(actor=person("jianhuan"))
    with pytest.raises(NotFound):
        setting(actor=stranger)
