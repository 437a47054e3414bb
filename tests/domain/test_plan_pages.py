"""The pages of plans, as forms are sent: a plan from a lagging indicator to its approval."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from duban.demo.people import PASSWORD
from duban.ledger.models import Item, Measure, Plan
from duban.orgs.models import Post, Unit


@pytest.fixture
def signed(client, yinchuan, person, at):
    def sign(username):
        client.logout()
        client.post(reverse("sign-in"), {"username": username, "password": PASSWORD})
        return client

    return sign


def at(name, *args):
    return reverse(name, args=["yinchuan", *args])


def moved(client, plan, edge, **words):
    version = Plan.objects.get(pk=plan).version
    return client.post(at("plan-move", plan), {"edge": edge, "version": version, **words})


def begun(client):
    """Start a plan from the indicator's page, and return it."""
    page = client.get(at("indicator", "funds_in_place"), {"as_of": "2020-08"}).content.decode()
    start = f"{at('plan-new')}?indicator=funds_in_place&amp;as_of=2020-08"
    assert start in page
    form = client.get(start.replace("&amp;", "&")).context["form"]
    posted = {name: value or "" for name, value in form.initial.items()} | {"version": 0}
    assert client.post(at("plan-new"), posted).status_code == 302
    return Plan.objects.get()


def caused(client, plan):
    """Write two causes, one below the other."""
    codes = client.get(at("plan-causes", plan.pk)).context["codes"]
    causes = {"version": 0, "primary": "1", "code-0": codes[1].code, "code-1": codes[0].code, "below-1": "0"}
    assert client.post(at("plan-causes", plan.pk), causes).status_code == 302
    assert [(c.parent_id is None, c.is_primary) for c in plan.causes.order_by("order")] == [
        (True, False),
        (False, True),
    ]


def measured(client, plan):
    """Add a measure and write its effects, the first time with a word for a number."""
    measure = {
        "version": 1, "title": "跟踪二期签约项目", "done_when": "到账凭证", "due": "2026-12-31", "confidence": "75",
    }  # fmt: skip
    assert client.post(at("plan-measure-new", plan.pk), measure).status_code == 302
    item = Item.objects.get()
    assert (item.plan_id, item.lead_id, item.origin) == (plan.pk, plan.owner_id, "plan")
    matrix = {"version": 2, "item": item.pk, f"sure-{item.pk}": "75", f"effect-{item.pk}-10": "四"}
    wrong = client.post(at("plan-measures", plan.pk), matrix)
    assert wrong.status_code == 422
    assert 'value="四"' in wrong.content.decode()
    matrix |= {f"effect-{item.pk}-10": "4", f"effect-{item.pk}-11": "2.0"}
    assert client.post(at("plan-measures", plan.pk), matrix).status_code == 302
    assert [str(e.amount) for e in Measure.objects.get().effects.order_by("month")] == ["4", "2.0"]


def exported(client):
    """Return what the board's file says of the indicator's plans: what its page says, exactly."""
    file = client.get(at("gap-export", "csv"), {"as_of": "2020-08"}).content.decode("utf-8-sig")
    heads, row = (
        next(line for line in csv.reader(io.StringIO(file)) if wanted in line)
        for wanted in ("措施补", "招商引资到位资金")
    )
    told = dict(zip(heads, row, strict=True))
    return told["措施补"], told["措施补缺口（%）"], told["专项方案"]


def test_from_a_lagging_indicator_to_an_approved_plan(signed):
    client = signed("zhaoshang")
    plan = begun(client)
    assert plan.owner_id == Unit.objects.get(code="promotion").pk
    assert plan.leader_id == Post.objects.get(code="deputy-promotion").pk
    refused = moved(client, plan.pk, "submit_plan")
    assert refused.status_code == 422
    assert "一个主要原因" in refused.content.decode()
    caused(client, plan)
    measured(client, plan)
    assert moved(client, plan.pk, "submit_plan").status_code == 302
    assert moved(client, plan.pk, "approve_plan").status_code == 403

    leader = signed("fuzhuren-zhaoshang")
    assert moved(leader, plan.pk, "return_plan").status_code == 422
    assert moved(leader, plan.pk, "approve_plan").status_code == 302
    # 4 and 2 at 75 %: 4.5 of 14.87 is 30 %, and 10.37 is left.
    shown = leader.get(at("plan", plan.pk), {"as_of": "2020-08"}).content.decode()
    assert "缺口 14.87 亿元，措施预计补 4.50 亿元（30%），还有 10.37 亿元 没有着落" in shown
    assert exported(leader) == ("4.5", "30.2623", plan.title)
    assert "30.3%" in leader.get(at("plans"), {"year": 2020, "state": "approved"}).content.decode()
    assert "没有符合条件的方案" in leader.get(at("plans"), {"state": "closed"}).content.decode()


def test_two_at_once_the_second_is_told(signed):
    client = signed("zhaoshang")
    form = client.get(f"{at('plan-new')}?indicator=funds_in_place").context["form"]
    client.post(at("plan-new"), {n: v or "" for n, v in form.initial.items()} | {"version": 0})
    plan = Plan.objects.get()
    Plan.objects.update(version=5)
    assert client.post(at("plan-causes", plan.pk), {"version": 0}).status_code == 409
    assert client.post(at("plan-move", plan.pk), {"edge": "submit_plan", "version": 0}).status_code == 409
