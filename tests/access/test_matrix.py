"""Every page × every role × own and foreign zone; and no page without a row."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from duban.demo.people import PASSWORD
from duban.indicators.models import Target
from duban.orgs.models import Unit

BUSINESS = frozenset(
    {"zhuren", "fuzhuren-jingji", "ducha", "kaohe", "jingfa", "tongji", "jianhuan", "zhaoshang", "caizheng"}
)
STATISTICIANS = frozenset({"jingfa", "tongji"})
CAST = ("zhuren", "ducha", "kaohe", "tongji", "jianhuan", "caizheng", "xitong", "anquan", "shenji")
ROLES = {
    "everyone": frozenset(CAST),
    "business": frozenset(CAST) & BUSINESS,
    "statisticians": frozenset(CAST) & STATISTICIANS,
    "importers": frozenset({"tongji", "kaohe", "xitong"}),
    "accounts": frozenset({"xitong", "anquan"}),
    "system": frozenset({"xitong"}),
    "audit": frozenset({"shenji"}),
}

OPEN = {"sign-in", "language", "healthz"}
OUTSIDE = {"home", "password", "sign-out"}
READ = {
    "gap": ("business", ()),
    "gap-why": ("business", ()),
    "gap-export": ("business", ("csv",)),
    "definitions": ("business", ()),
    "definition-new": ("business", ()),
    "indicator": ("business", ("funds_in_place",)),
    "definition-edit": ("business", ("funds_in_place",)),
    "target-new": ("business", ("funds_in_place",)),
    "target-split": ("business", ("funds_in_place", "TARGET")),
    "rules": ("business", ()),
    "checks": ("business", ()),
    "sources": ("business", ()),
    "entry": ("everyone", ()),
    "filing": ("business+finance", ("FINANCE", "2020-08")),
    "import": ("importers", ()),
    "import-template": ("statisticians", ("observations",)),
    "people": ("accounts", ()),
    "units": ("system", ()),
    "unit": ("system", ("FINANCE",)),
    "calendar": ("system", ()),
    "record": ("audit", ()),
}
ROLES["business+finance"] = ROLES["business"] | {"caizheng"}
WRITE = {
    "sources-agree": (),
    "filing-move": ("FINANCE", "2020-08"),
    "deadline": (),
    "exception": (),
    "import-preview": (1,),
    "import-confirm": (1,),
    "import-returned": (1,),
    "import-drop": (1,),
    "person": (1,),
}
QUERY = {"gap-why": {"code": "funds_in_place", "field": "missing", "as_of": "2020-08"}}


def all_names(patterns=None):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            yield from all_names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name


def test_no_page_is_missing():
    assert set(all_names()) == OPEN | OUTSIDE | READ.keys() | WRITE.keys()


def filled(args):
    finance = Unit.objects.filter(code="finance").values_list("id", flat=True).first()
    target = Target.objects.filter(indicator__code="funds_in_place").values_list("id", flat=True).first()
    return [{"FINANCE": finance, "TARGET": target}.get(a, a) for a in args]


@pytest.mark.parametrize("name", sorted(READ))
def test_each_role_reads_what_it_may(client, yinchuan, name):
    allowed, args = READ[name]
    for username in CAST:
        client.logout()
        sign_in(client, username)
        status = client.get(reverse(name, args=["yinchuan", *filled(args)]), QUERY.get(name, {})).status_code
        expected = {200} if username in ROLES[allowed] else {403, 404}
        assert status in expected, (username, status)


@pytest.mark.parametrize("name", sorted(READ.keys() | WRITE.keys()))
def test_a_foreign_zone_is_not_there(client, yinchuan, stranger, name):
    client.post(reverse("sign-in"), {"username": "bieren", "password": PASSWORD})
    args = READ[name][1] if name in READ else WRITE[name]
    address = reverse(name, args=["yinchuan", *filled(args)])
    method = client.get if name in READ else client.post
    assert method(address).status_code in {404, 405}
    assert client.get(address).status_code in {404, 405}


@pytest.mark.parametrize("name", sorted(READ.keys() | WRITE.keys()))
def test_nobody_gets_in_without_signing_in(client, yinchuan, name):
    args = READ[name][1] if name in READ else WRITE[name]
    response = client.get(reverse(name, args=["yinchuan", *filled(args)]))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("sign-in"))


@pytest.mark.parametrize("name", ["deadline", "exception", "sources-agree"])
def test_only_the_statistician_changes_figures(client, yinchuan, name):
    data = {
        "period": "2020-08",
        "due": "2026-09-15",
        "until": "2030-09-15",
        "unit": "1",
        "reason": "x",
        "observation": "1",
    }
    for username in set(CAST) - STATISTICIANS:
        client.logout()
        sign_in(client, username)
        assert client.post(reverse(name, args=["yinchuan"]), data).status_code in {403, 404}, username


def sign_in(client, username):
    response = client.post(reverse("sign-in"), {"username": username, "password": PASSWORD})
    assert response.status_code == 302, username
