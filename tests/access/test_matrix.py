"""Every page × every role × own and foreign zone; and no page without a row."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from duban.blockers.models import Blocker
from duban.blockers.services import raise_blocker
from duban.blockers.types import BlockerDraft, BlockerKind, Subject
from duban.demo.people import PASSWORD
from duban.indicators.models import Target
from duban.orgs.models import Unit
from duban.orgs.selectors import operator
from duban.orgs.types import ZoneRow
from duban.web.blockers.subjects import raise_href

SUBJECT = Subject("project", "7", "标准厂房三期（示例）")
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
    "raisers": frozenset({"zhuren", "ducha", "jianhuan", "caizheng"}),
    "accounts": frozenset({"xitong", "anquan"}),
    "system": frozenset({"xitong"}),
    "audit": frozenset({"shenji"}),
}

OPEN = {"sign-in", "language", "healthz", "feed"}
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
    "blockers": ("business", ()),
    "blocker": ("business", ("BLOCKER",)),
    "blocker-raise": ("raisers", ()),
    "blocker-rule": ("business", ()),
    "notices": ("everyone", ()),
    "notice-settings": ("everyone", ()),
    "import": ("importers", ()),
    "import-template": ("statisticians", ("observations",)),
    "people": ("accounts", ()),
    "units": ("system", ()),
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
    "blocker-move": ("BLOCKER",),
    "notices-read": (),
    "channel-add": (),
    "channel": (1,),
    "feed-change": (),
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
    known = {"FINANCE": finance, "TARGET": target}
    if "BLOCKER" in args:
        known["BLOCKER"] = a_blocker()
    return [known.get(a, a) for a in args]


def a_blocker():
    if made := Blocker.objects.values_list("id", flat=True).first():
        return made
    units = dict(Unit.objects.values_list("code", "pk"))
    draft = BlockerDraft(
        subject=SUBJECT,
        kind=BlockerKind.BLOCKAGE,
        unit_id=units["promotion"],
        to_unit_id=units["construction"],
        cause="permits",
        text="施工许可未批",
        help_wanted="请尽快办理",
    )
    at = datetime(2026, 1, 5, 2, tzinfo=UTC)
    return raise_blocker(actor=operator(name="测试"), zone_id=units["yinchuan"], draft=draft, at=at)


def query_of(name, zone_id):
    if name == "blocker-raise":
        href = raise_href(ZoneRow(zone_id, "yinchuan", "", ""), SUBJECT)
        return {"about": parse_qs(urlsplit(href).query)["about"][0]}
    return QUERY.get(name, {})


@pytest.mark.parametrize("name", sorted(READ))
def test_each_role_reads_what_it_may(client, yinchuan, name):
    allowed, args = READ[name]
    for username in CAST:
        client.logout()
        sign_in(client, username)
        address = reverse(name, args=["yinchuan", *filled(args)])
        status = client.get(address, query_of(name, yinchuan)).status_code
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
