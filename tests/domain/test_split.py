"""A target split to departments and months, on its page."""

from decimal import Decimal

import pytest
from django.urls import reverse

from duban.core.errors import Invalid
from duban.demo.people import PASSWORD
from duban.indicators import selectors, services
from duban.indicators.models import Target
from duban.orgs.models import Unit


@pytest.fixture
def target(yinchuan):
    return Target.objects.filter(indicator__code="funds_in_place").latest("version")


@pytest.fixture
def ids(yinchuan):
    return {code: Unit.objects.get(code=code).pk for code in ("promotion", "economy")}


def test_months_and_departments_on_the_page(client, target, ids, operator):
    client.post(reverse("sign-in"), {"username": "kaohe", "password": PASSWORD})
    page = reverse("target-split", args=["yinchuan", "funds_in_place", target.pk])
    one, two = ids["promotion"], ids["economy"]
    typed = {f"unit-{one}": "60", f"unit-{two}": "20", f"unit-{one}-2": "10", f"unit-{one}-12": "50"}
    assert client.get(page).status_code == 200
    assert client.post(page, typed | {f"unit-{one}-12": "49"}).status_code == 422
    assert client.post(page, typed | {f"unit-{two}": "19"}).status_code == 422
    assert client.post(page, typed | {f"unit-{two}": "二十"}).status_code == 422
    assert client.post(page, typed).status_code == 302
    assert selectors.target_shares(actor=operator, target_id=target.pk) == {
        (one, 0): Decimal(60), (one, 2): Decimal(10), (one, 12): Decimal(50), (two, 0): Decimal(20),
    }  # fmt: skip
    again = client.get(page).content.decode()
    assert f'name="unit-{one}-12" value="50"' in again


def test_more_may_be_handed_out_than_there_is_to_reach_but_never_less(client, target, ids):
    client.post(reverse("sign-in"), {"username": "kaohe", "password": PASSWORD})
    page = reverse("target-split", args=["yinchuan", "funds_in_place", target.pk])
    assert client.post(page, {f"unit-{ids['promotion']}": "88"}).status_code == 422
    assert client.post(page, {f"unit-{ids['promotion']}": "88", "excess": "on"}).status_code == 302
    assert client.post(page, {f"unit-{ids['promotion']}": "79", "excess": "on"}).status_code == 422


@pytest.mark.parametrize("month", [1, 13])
def test_there_is_no_such_month(operator, target, ids, now, month):
    parts = [(ids["promotion"], 0, Decimal(80)), (ids["promotion"], month, Decimal(80))]
    with pytest.raises(Invalid) as refusal:
        services.split_target(actor=operator, target_id=target.pk, parts=parts, at=now)
    assert [p.code for p in refusal.value.problems] == ["indicators.bad_month"]
