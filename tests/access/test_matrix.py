"""Every page × every role × own and foreign zone; and no page without a row."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from duban.blockers.models import Blocker
from duban.blockers.services import raise_blocker
from duban.blockers.types import BlockerDraft, BlockerKind, Subject
from duban.core.files import Upload
from duban.demo.people import PASSWORD
from duban.enterprises.models import Enterprise
from duban.enterprises.services import register_enterprise
from duban.enterprises.types import EnterpriseDraft
from duban.indicators.models import Target
from duban.ledger import services as ledger
from duban.ledger.models import Attachment, Item, Plan, Slip
from duban.ledger.types import (
    ItemDraft,
    MoveChange,
    PlanDraft,
    PlanSubject,
    ProgressDraft,
    Shortfall,
    StepDraft,
)
from duban.orgs.models import Post, Unit
from duban.orgs.selectors import operator
from duban.orgs.services import create_account, establish, grant
from duban.orgs.types import Role, UnitKind, ZoneRow
from duban.projects.models import Project
from duban.projects.services import adopt_project_defaults, register_project
from duban.projects.types import Ownership, ProjectDraft, Regime
from duban.web.blockers.subjects import raise_href
from tests.access import schedule_rows as schedules
from tests.access import site_rows as site
from tests.access.project_rows import PROJECT_READ, PROJECT_ROLES, PROJECT_WRITE

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
    "importers": frozenset({"tongji", "kaohe", "ducha", "xitong"}),
    "raisers": frozenset({"zhuren", "ducha", "jianhuan", "caizheng"}),
    "accounts": frozenset({"xitong", "anquan"}),
    "system": frozenset({"xitong"}),
    "audit": frozenset({"shenji"}),
}

OPEN = {"sign-in", "language", "healthz", "feed", "worker", "offline"}
OUTSIDE = {"home", "password", "sign-out"}
READ = {
    "zone-home": ("business", ()),
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
    "causes": ("business", ()),
    "notices": ("everyone", ()),
    "notice-settings": ("everyone", ()),
    "import": ("importers", ()),
    "import-template": ("statisticians", ("observations",)),
    "plans": ("business", ()),
    "plan-new": ("business", ()),
    "plan": ("business", ("PLAN",)),
    "plan-edit": ("business", ("PLAN",)),
    "plan-causes": ("business", ("PLAN",)),
    "plan-measures": ("business", ("PLAN",)),
    "plan-measure-new": ("business", ("PLAN",)),
    "ownerless": ("business", ()),
    "people": ("accounts", ()),
    "units": ("system", ()),
    "unit": ("system", ("FINANCE",)),
    "calendar": ("system", ()),
    "record": ("audit", ()),
}
READ |= {
    "my": ("business", ()),
    "my-count": ("business", ()),
    "ledger": ("business", ()),
    "ledger-export": ("business", ("csv",)),
    "ledger-board": ("business", ()),
    "ledger-tree": ("business", ()),
    "ledger-calendar": ("business", ()),
    "departments": ("business", ()),
    "department": ("business", ("FINANCE",)),
    "ledger-rules": ("business", ()),
    "ledger-targets": ("splitters", ()),
    "ledger-decompose": ("splitters", ("TARGET",)),
    "item-new": ("drafters", ()),
    "item-similar": ("drafters", ()),
    "item": ("business", ("ITEM",)),
    "item-edit": ("item's own", ("ITEM",)),
    "item-report": ("business", ("ITEM",)),
    "extension-ask": ("doers", ("ITEM",)),
    "attachment": ("business", ("FILE",)),
    "item-slip": ("business", ("ITEM", "SLIP")),
}
ROLES |= PROJECT_ROLES
ROLES |= {
    "splitters": frozenset({"ducha", "tongji"}),
    "drafters": frozenset({"zhuren", "ducha", "jianhuan"}),
    "item's own": frozenset({"ducha", "jianhuan"}),
    "doers": frozenset({"jianhuan"}),
}
READ |= PROJECT_READ | schedules.READ | site.READ
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
    "plan-move": ("PLAN",),
    "ledger-bulk": (),
    "ledger-views": (),
    "item-move": ("ITEM",),
    "item-attach": ("ITEM",),
    "item-step": ("ITEM", 1),
    "extension-decide": ("ITEM", 1),
    "blocker-move": ("BLOCKER",),
    "notices-read": (),
    "channel-add": (),
    "channel": (1,),
    "feed-change": (),
    **PROJECT_WRITE,
}
WRITE |= site.WRITE | schedules.WRITE
QUERY = {"gap-why": {"code": "funds_in_place", "field": "missing", "as_of": "2020-08"}}


def all_names(patterns=None):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            yield from all_names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name


def test_no_page_is_missing():
    assert set(all_names()) == OPEN | OUTSIDE | READ.keys() | WRITE.keys()


TODAY = datetime.now(UTC)


def picture():
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (640, 480), (90, 120, 150)).save(stream, "JPEG")
    return Upload("现场.jpg", stream.getvalue())


def put_to_work(zone, supervisor, doer, unit, post, title):
    """Return an item dispatched to a unit and reported on with a picture, due yesterday."""
    today, draft_day = TODAY.date(), TODAY - timedelta(days=20)
    draft = ItemDraft(
        title=title,
        done_when="验收合格",
        basis="会议纪要",
        lead_id=unit,
        responsible_id=unit,
        person_id=post,
        leader_id=Post.objects.get(code="director").pk,
        start=draft_day.date(),
        due=today + timedelta(days=9),
        steps=(StepDraft("进场", today + timedelta(days=2)),),
    )
    item = ledger.draft_item(actor=supervisor, zone_id=zone, draft=draft, at=draft_day).id
    for edge, who in (("register", supervisor), ("dispatch", supervisor), ("accept", doer)):
        version = Item.objects.get(pk=item).version
        ledger.move_item(
            actor=who, item_id=item, edge=edge, version=version, at=draft_day, change=MoveChange()
        )
    ledger.report_progress(
        actor=doer, item_id=item, draft=ProgressDraft(10, "已进场"), at=draft_day, uploads=(picture(),)
    )
    return item


@pytest.fixture
def worked(yinchuan, person):
    """The demonstration with one item of the construction bureau's, a picture of it, and a slip over it."""
    unit, post = Unit.objects.get(code="construction"), Post.objects.get(code="construction-head")
    supervisor = person("ducha")
    item = put_to_work(yinchuan, supervisor, person("jianhuan"), unit.pk, post.pk, "厂房设备进场")
    ledger.issue_slips(actor=supervisor, zone_id=yinchuan, on=TODAY.date(), at=TODAY)
    assert Slip.objects.filter(item=item).exists()
    draft = PlanDraft("补产业短板", 2020, PlanSubject.SHORTFALL, unit.pk, shortfall=Shortfall.INDUSTRY)
    ledger.draft_plan(actor=supervisor, zone_id=yinchuan, draft=draft, at=TODAY)
    firm = register_enterprise(actor=supervisor, zone_id=yinchuan, draft=EnterpriseDraft("甲公司"), at=TODAY)
    adopt_project_defaults(actor=supervisor, zone_id=yinchuan, starts=date(2009, 1, 1), at=TODAY)
    project = ProjectDraft(
        "标准厂房", Ownership.GOVERNMENT, Regime.FILING, lead_id=unit.pk, enterprise_id=firm
    )
    code = register_project(actor=supervisor, zone_id=yinchuan, draft=project, at=TODAY)
    schedules.a_schedule(supervisor, yinchuan, code, TODAY)
    site.files(supervisor, yinchuan, code, picture(), TODAY)
    return yinchuan


@pytest.fixture
def firm(worked, operator, now):
    """An enterprise of the zone, its head's account, and an item of its own."""
    unit = establish(
        actor=operator,
        kind=UnitKind.ENTERPRISE,
        code="firm",
        name="中讯产业园",
        zone_id=worked,
        parent_id=worked,
        starts=date(2001, 1, 1),
        at=now,
    )
    user, _password = create_account(
        actor=operator, zone_id=worked, username="qiye", name="企业负责人", password=PASSWORD, at=TODAY
    )
    grant(
        actor=operator,
        user_id=user,
        unit_id=unit,
        role=Role.ENTERPRISE_HEAD,
        starts=date(2001, 1, 1),
        at=now,
    )
    from duban.orgs.models import User
    from duban.orgs.selectors import actor_of

    User.objects.filter(pk=user).update(must_change_password=False, is_sample=True)
    head = actor_of(user_id=user, origin="127.0.0.1", on=now.date())
    post = Post.objects.get(code="construction-head").pk
    return put_to_work(worked, operator, head, unit, post, "中讯二期投产")


def filled(args):
    finance = Unit.objects.filter(code="finance").values_list("id", flat=True).first()
    target = Target.objects.filter(indicator__code="funds_in_place").values_list("id", flat=True).first()
    item = Item.objects.values_list("id", flat=True).first()
    file = Attachment.objects.values_list("id", flat=True).first()
    slip = Slip.objects.values_list("id", flat=True).first()
    known = {"FINANCE": finance, "TARGET": target, "ITEM": item, "FILE": file, "SLIP": slip}
    known["PLAN"] = Plan.objects.values_list("id", flat=True).first()
    known["FIRM"] = Enterprise.objects.values_list("id", flat=True).first() if "FIRM" in args else None
    known["PROJECT"] = Project.objects.values_list("code", flat=True).first() if "PROJECT" in args else None
    known |= site.file_ids()
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
def test_each_role_reads_what_it_may(client, worked, name):
    allowed, args = READ[name]
    for username in CAST:
        client.logout()
        sign_in(client, username)
        address = reverse(name, args=["yinchuan", *filled(args)])
        status = client.get(address, query_of(name, Unit.objects.get(code="yinchuan").pk)).status_code
        expected = {200} if username in ROLES[allowed] else {403, 404}
        assert status in expected, (username, status)


@pytest.mark.parametrize("name", sorted(READ.keys() | WRITE.keys()))
def test_a_foreign_zone_is_not_there(client, worked, stranger, name):
    client.post(reverse("sign-in"), {"username": "bieren", "password": PASSWORD})
    args = READ[name][1] if name in READ else WRITE[name]
    address = reverse(name, args=["yinchuan", *filled(args)])
    method = client.get if name in READ else client.post
    assert method(address).status_code in {404, 405}
    assert client.get(address).status_code in {404, 405}


@pytest.mark.parametrize("name", sorted(READ.keys() | WRITE.keys()))
def test_nobody_gets_in_without_signing_in(client, worked, name):
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


def test_a_firm_s_head_sees_its_own_items_and_no_others(client, worked, firm):
    client.post(reverse("sign-in"), {"username": "qiye", "password": PASSWORD})
    page = client.get(reverse("ledger", args=["yinchuan"]))
    assert "中讯二期投产" in page.content.decode()
    assert "厂房设备进场" not in page.content.decode()
    exported = b"".join(client.get(reverse("ledger-export", args=["yinchuan", "csv"])).streaming_content)
    assert "中讯二期投产" in exported.decode()
    assert "厂房设备进场" not in exported.decode()
    assert client.get(reverse("item", args=["yinchuan", firm])).status_code == 200
    assert client.get(reverse("my", args=["yinchuan"])).status_code == 200
    other = Item.objects.exclude(pk=firm).get()
    assert client.get(reverse("item", args=["yinchuan", other.pk])).status_code == 404
    for file in Attachment.objects.all():
        status = client.get(reverse("attachment", args=["yinchuan", file.pk])).status_code
        assert status == (200 if file.item_id == firm else 404)
    move = reverse("item-move", args=["yinchuan", other.pk])
    assert client.post(move, {"edge": "accept", "version": other.version}).status_code == 404


def test_a_foreign_item_is_not_there_from_one_s_own_zone_either(client, worked, stranger):
    client.post(reverse("sign-in"), {"username": "bieren", "password": PASSWORD})
    item, file = Item.objects.get(), Attachment.objects.first()
    assert client.get(reverse("item", args=["elsewhere", item.pk])).status_code == 404
    assert client.get(reverse("attachment", args=["elsewhere", file.pk])).status_code == 404
    move = reverse("item-move", args=["elsewhere", item.pk])
    assert client.post(move, {"edge": "suspend", "version": item.version, "reason": "x"}).status_code == 404
    bulk = client.post(
        reverse("ledger-bulk", args=["elsewhere"]),
        {"edge": "suspend", "item": f"{item.pk}:{item.version}", "note": "x"},
    )
    assert bulk.status_code in {404, 422}
    assert Item.objects.get().state == "under_way"


def test_a_picture_is_served_as_what_it_is_and_never_kept_or_run(client, worked):
    sign_in(client, "zhuren")
    file = Attachment.objects.get()
    for query, kind in (("", file.kind), ("?small", "image/jpeg")):
        response = client.get(reverse("attachment", args=["yinchuan", file.pk]) + query)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == kind
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Content-Security-Policy"].startswith("sandbox")
        assert "filename*=utf-8''" in response.headers["Content-Disposition"]
