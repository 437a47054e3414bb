"""An annual target split on its page: department by month, and nothing made until it adds up."""

from __future__ import annotations

import re

from django.urls import reverse

from duban.demo.people import PASSWORD
from duban.ledger.models import Item
from duban.orgs.models import Unit


def test_a_target_is_split_where_it_adds_up(client, yinchuan):
    client.post(reverse("sign-in"), {"username": "ducha", "password": PASSWORD})
    listed = client.get(reverse("ledger-targets", args=["yinchuan"])).content.decode()
    assert "招商引资到位资金" in listed
    target = re.search(r"招商引资到位资金.*?/ledger/targets/(\d+)/", listed, re.DOTALL)[1]
    place = reverse("ledger-decompose", args=["yinchuan", target])
    units = dict(Unit.objects.values_list("code", "pk"))
    promotion, finance = units["promotion"], units["finance"]
    typed = {f"p-{promotion}-11": "70", f"p-{finance}-12": "9"}
    page = client.post(place, typed)
    assert page.status_code == 422
    assert 'value="70"' in page.content.decode()
    assert Item.objects.count() == 0
    assert client.post(place, typed | {f"p-{finance}-12": "x"}).status_code == 422
    made = client.post(place, typed | {f"p-{finance}-12": "10"})
    assert made.status_code == 302
    assert Item.objects.filter(parent__isnull=False).count() == 2
