"""Whatever is typed or forged into a form or an address, no page breaks: it answers or refuses in words."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.urls import reverse

from tests.access.test_matrix import QUERY, READ, filled, sign_in
from tests.snapshots import demonstration

GARBAGE = ("abc", "9" * 40, "\x00x", "-1", "２０２０-13-45", "²")
FIELDS = 15
FORMS = 6
"""Of a list of like forms the first few are enough."""
LEFT_ALONE = ("/sign-out/", "/language/")
SEEN_BY = {
    "people": "anquan", "units": "xitong", "unit": "xitong", "calendar": "xitong", "record": "shenji",
    "entry": "tongji", "filing": "caizheng", "import": "tongji", "import-template": "tongji", "rules": "kaohe",
    "definitions": "tongji", "definition-new": "tongji", "definition-edit": "tongji", "sources": "tongji",
    "checks": "tongji", "target-new": "kaohe", "target-split": "kaohe",
}  # fmt: skip


class Forms(HTMLParser):
    """Gather a page's forms: where each goes, how, and the value each of its fields has."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form":
            self.found.append((told.get("action") or "", (told.get("method") or "get").lower(), {}))
        elif tag in {"input", "select", "textarea", "button"} and self.found and told.get("name"):
            self.found[-1][2].setdefault(told["name"], told.get("value") or "")


def forms_of(page):
    reader = Forms()
    reader.feed(page)
    return [form for form in reader.found if not form[0].endswith(LEFT_ALONE)]


def spoilt(fields):
    """Return the form with each field spoilt in turn, and with all of them at once."""
    names = [name for name in fields if name != "csrfmiddlewaretoken"]
    yield from (dict.fromkeys(names, junk) for junk in GARBAGE)
    for name in names[:FIELDS]:
        yield from (fields | {name: junk} for junk in GARBAGE[:2])


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(READ.keys() - {"attachment"}))
def test_no_form_and_no_address_breaks(client, db, name):
    demonstration(work=True)
    client.raise_request_exception = False
    sign_in(client, SEEN_BY.get(name, "ducha"))
    address = reverse(name, args=["yinchuan", *filled(READ[name][1])])
    page = client.get(address, QUERY.get(name, {}))
    if "text/html" not in page.headers.get("Content-Type", ""):
        return
    broken = []
    for key in (
        "as_of",
        "known_at",
        "on",
        "page",
        "view",
        "unit",
        "sort",
        "year",
        "month",
        "code",
        "field",
        "lead",
    ):
        broken += [
            (address, key, junk)
            for junk in GARBAGE[:3]
            if client.get(address, {key: junk}).status_code >= 500
        ]
    for action, method, fields in forms_of(page.content.decode())[:FORMS]:
        send = client.post if method == "post" else client.get
        for given in spoilt(fields):
            if send(action or address, given).status_code >= 500:
                broken.append((action or address, {k: v[:12] for k, v in given.items() if v in GARBAGE}))
    assert broken == []
