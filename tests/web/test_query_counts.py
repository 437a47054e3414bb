"""However much there is, a page asks the database as often: counted with N more of everything, and with 2N."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duban.blockers.services import set_cause
from duban.blockers.types import CauseRow
from duban.demo.people import PASSWORD
from duban.engine.kernel import Period
from duban.engine.series import Importance, Light, LightBand, TargetKind
from duban.exchange import uploads
from duban.exchange.types import Kind
from duban.indicators import services
from duban.indicators.types import DefinitionDraft, FigureDraft, Issuer, Reported, Source, TargetDraft
from duban.orgs.services import create_account, create_post, establish, grant
from duban.orgs.types import Role, UnitKind

N = 6
AUGUST = Period(2020, 8)
WHEN = {"as_of": "2020-08"}
ZONE = "yinchuan"

# Who looks, at what, and how often it may ask at most: a page that comes to need more says so here.
PAGES = {
    "zone-home": ("zhuren", (), WHEN, 45),
    "gap": ("tongji", (), WHEN, 35),
    "gap-why": ("tongji", (), {**WHEN, "code": "more_0", "field": "missing"}, 21),
    "gap-export": ("tongji", ("csv",), WHEN, 19),
    "definitions": ("tongji", (), {}, 10),
    "definition-new": ("tongji", (), {}, 12),
    "indicator": ("tongji", ("more_0",), WHEN, 26),
    "definition-edit": ("tongji", ("more_0",), {}, 13),
    "target-new": ("tongji", ("more_0",), {}, 9),
    "rules": ("tongji", (), {}, 10),
    "causes": ("kaohe", (), {}, 10),
    "checks": ("tongji", (), WHEN, 23),
    "sources": ("tongji", (), WHEN, 14),
    "entry": ("tongji", (), WHEN, 16),
    "filing": ("tongji", ("ZONE", "2020-08"), {}, 24),
    "import": ("tongji", (), {}, 8),
    "people": ("xitong", (), {}, 13),
    "units": ("xitong", (), {}, 9),
    "record": ("shenji", (), {}, 15),
}


@pytest.fixture
def grow(operator, yinchuan, now):
    """Add N more of everything a page may list: owners, indicators, targets, sources, vintages, rules, people."""
    state = {"made": 0}

    def more():
        for n in range(state["made"], state["made"] + N):
            _one_more(operator, yinchuan, now, n)
        state["made"] += N

    return more


def _one_more(operator, zone, now, n):
    unit = establish(
        actor=operator,
        kind=UnitKind.DEPARTMENT,
        code=f"more-{n}",
        name=f"更多部门{n}",
        zone_id=zone,
        parent_id=zone,
        starts=date(2001, 1, 1),
        at=now,
    )
    post = create_post(actor=operator, unit_id=unit, code=f"more-{n}", title=f"岗位{n}", at=now)
    user, _password = create_account(
        actor=operator, zone_id=zone, username=f"more{n}", name=f"某人{n}", password=PASSWORD, at=now
    )
    grant(actor=operator, user_id=user, unit_id=unit, role=Role.RESPONSIBLE, starts=date(2001, 1, 1), at=now)
    for source in (Source.STATISTICS, Source.DEPARTMENT):
        _indicator(operator, zone, unit, post, source, n, now)
    services.set_check_rule(
        actor=operator,
        zone_id=zone,
        name=f"核对{n}",
        left=f"more_{n}.level",
        operator="<",
        right="0",
        importance=Importance.EXPLAIN,
        starts=date(2001, 1, 1),
        at=now,
    )
    set_cause(
        actor=operator,
        zone_id=zone,
        cause=CauseRow(f"more-{n}", f"原因{n}"),
        starts=date(2001, 1, 1),
        at=now,
    )
    services.set_rule(
        actor=operator,
        zone_id=zone,
        steps=(LightBand(Light.OK, Decimal(0)), LightBand(Light.LATE, None)),
        strong_at_least=Decimal(5),
        weak_below=Decimal(0),
        key_first=True,
        starts=now.date() + timedelta(days=40 + n),
        reason="再调",
        at=now,
    )


def _indicator(operator, zone, unit, post, source, n, now):
    code = f"more_{n}" if source is Source.STATISTICS else f"own_{n}"
    made = services.define(
        actor=operator,
        zone_id=zone,
        draft=DefinitionDraft(
            code, f"{code}指标", "亿元", source=source, owner_id=unit, leader_id=post, order=100 + n
        ),
        at=now,
    )
    services.set_targets(
        actor=operator,
        zone_id=zone,
        drafts=[TargetDraft(made, 2020, TargetKind.LEVEL, Decimal(90), Issuer.CITY)],
        at=now,
    )
    for told in (Source.STATISTICS, Source.FIRM):
        for days, level in ((2, Decimal(n + 1)), (1, Decimal(f"{n + 1}.4"))):
            row = Reported(
                made, AUGUST, told, level=level, growth=Decimal(3), stated_completion=Decimal(50), reason="修订",
                known_at=now - timedelta(days=days),
            )  # fmt: skip
            services.record_observations(actor=operator, zone_id=zone, rows=[row], at=now)
    if source is Source.DEPARTMENT:
        figures = [FigureDraft(made, level=Decimal(2))]
        services.give_exception(
            actor=operator,
            zone_id=zone,
            unit_id=unit,
            period=AUGUST,
            until=date(2099, 1, 1),
            reason="补报",
            at=now,
        )
        services.save_figures(
            actor=operator, zone_id=zone, unit_id=unit, period=AUGUST, figures=figures, version=0, at=now
        )


@pytest.fixture
def queries(client):
    def count(username, address, asked=None):
        client.logout()
        assert (
            client.post(reverse("sign-in"), {"username": username, "password": PASSWORD}).status_code == 302
        )
        client.get(address, asked or {})
        with CaptureQueriesContext(connection) as seen:
            response = client.get(address, asked or {})
        assert response.status_code == 200, address
        return len(seen)

    return count


def test_no_page_asks_more_of_more(grow, queries, yinchuan):
    def every_page():
        return {
            name: queries(
                username, reverse(name, args=[ZONE, *(yinchuan if a == "ZONE" else a for a in args)]), asked
            )
            for name, (username, args, asked, _most) in PAGES.items()
        }

    grow()
    few = every_page()
    grow()
    assert every_page() == few
    assert {name: n for name, n in few.items() if n > PAGES[name][3]} == {}


def test_a_preview_asks_no_more_of_more_rows(grow, queries, person, yinchuan, now):
    grow()
    counts = [
        queries("tongji", reverse("import-preview", args=[ZONE, _handed_in(person, yinchuan, now, rows)]))
        for rows in (50, 100)
    ]
    assert counts[0] == counts[1] <= 25


def _handed_in(person, zone, now, rows):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    page = book.add_worksheet()
    page.write_row(0, 0, ["指标", "期别", "累计（亿元）", "来源"])
    for n in range(rows):
        year, month = divmod(n // 2, 11)
        said = [f"more_{n % 2}", f"{2019 - year}-{month + 2:02d}", n + 1.5, "统计"]
        page.write_row(n + 1, 0, said)
    book.close()
    return uploads.hand_in(
        actor=person("tongji"),
        zone_id=zone,
        kind=Kind.OBSERVATIONS,
        name="many.xlsx",
        content=stream.getvalue(),
        at=now,
    )
