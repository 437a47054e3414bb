"""Regions, cities, zones, departments and posts: dated, changed through the pages, seen only by whom they concern."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from duban.audit.models import Entry
from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.demo.people import PASSWORD
from duban.engine.kernel import Period
from duban.indicators.selectors import gap_board
from duban.orgs import selectors, services
from duban.orgs.models import Post, Spell, Tenure, Unit, User
from duban.orgs.types import Role, UnitKind


@pytest.fixture
def finance(yinchuan):
    return Unit.objects.get(code="finance")


@pytest.fixture
def admin(client, yinchuan):
    client.post(reverse("sign-in"), {"username": "xitong", "password": PASSWORD})
    return client


def row(actor, zone, unit, on):
    return next(u for u in selectors.list_units(actor=actor, zone_id=zone, on=on) if u.id == unit.pk)


def test_history_stays_as_it_was(operator, yinchuan, finance, now):
    economy = Unit.objects.get(code="economy")
    post = Post.objects.get(code="deputy-construction")
    old = row(operator, yinchuan, finance, date(2020, 8, 31))
    changes = {"name": "财政局", "parent_id": economy.pk, "leader_id": post.pk}
    services.reorganise(
        actor=operator,
        unit_id=finance.pk,
        starts=date(2025, 7, 1),
        changes=changes,
        at=now,
        reason="机构改革",
    )
    assert row(operator, yinchuan, finance, date(2025, 6, 30)).name == old.name
    new = row(operator, yinchuan, finance, date(2025, 7, 1))
    assert (new.name, new.parent_id, new.leader_id, new.depth) == ("财政局", economy.pk, post.pk, 2)
    assert row(operator, yinchuan, finance, date(2020, 8, 31)).leader == old.leader
    assert Entry.objects.get(verb="orgs.reorganise", reason="机构改革")


def test_nothing_is_slipped_in_before_a_later_change(operator, finance, now):
    def rename(name, day):
        services.reorganise(actor=operator, unit_id=finance.pk, starts=day, changes={"name": name}, at=now)

    rename("甲", date(2025, 7, 1))
    with pytest.raises(Conflict):
        rename("乙", date(2025, 6, 1))
    rename("丙", date(2025, 7, 1))
    assert Spell.objects.filter(unit=finance, ends__isnull=True).get().name == "丙"


@pytest.mark.parametrize("field", ["parent_id", "head_id", "leader_id"])
def test_only_what_is_of_the_zone(operator, finance, now, stranger, field):
    elsewhere = Unit.objects.get(code="elsewhere")
    operator_now = selectors.operator(name="测试")
    post = services.create_post(actor=operator_now, unit_id=elsewhere.pk, code="x", title="别处", at=now)
    foreign = elsewhere.pk if field == "parent_id" else post
    with pytest.raises(Invalid) as refusal:
        services.reorganise(
            actor=operator, unit_id=finance.pk, starts=date(2025, 7, 1), changes={field: foreign}, at=now
        )
    assert [p.code for p in refusal.value.problems] == ["orgs.elsewhere"]


def test_a_unit_is_never_below_itself(operator, yinchuan, finance, now):
    made = services.establish(
        actor=operator, kind=UnitKind.DEPARTMENT, code="treasury", name="国库科", zone_id=yinchuan,
        parent_id=finance.pk, starts=date(2020, 1, 1), at=now,
    )  # fmt: skip
    for parent in (finance.pk, made):
        with pytest.raises(Invalid) as refusal:
            services.reorganise(
                actor=operator,
                unit_id=finance.pk,
                starts=date(2025, 7, 1),
                changes={"parent_id": parent},
                at=now,
            )
        assert [p.code for p in refusal.value.problems] == ["orgs.ring"]


def test_only_the_system_administrator_keeps_units(person, finance, now):
    for username in ("anquan", "shenji", "zhuren", "tongji"):
        with pytest.raises(Forbidden):
            services.reorganise(
                actor=person(username),
                unit_id=finance.pk,
                starts=date(2025, 7, 1),
                changes={"name": "x"},
                at=now,
            )


def test_a_post_changes_hands_and_keeps_its_history(operator, yinchuan, now):
    post = Post.objects.get(code="deputy-economy")
    before = Tenure.objects.get(post=post, ends__isnull=True)
    other = User.objects.get(username="fuzhuren-jianshe")
    services.appoint(actor=operator, post_id=post.pk, user_id=other.pk, starts=date(2025, 3, 1), at=now)

    def holder(day):
        posts = selectors.list_posts(actor=operator, zone_id=yinchuan, on=day)
        return next(p.holder_id for p in posts if p.id == post.pk)

    assert (holder(date(2025, 2, 28)), holder(date(2025, 3, 1))) == (before.user_id, other.pk)
    with pytest.raises(Conflict):
        services.appoint(actor=operator, post_id=post.pk, user_id=other.pk, starts=date(2025, 1, 1), at=now)


def test_the_page_renames_moves_and_puts_under_others(admin, yinchuan, operator, finance):
    page = reverse("unit", args=["yinchuan", finance.pk])
    economy, post = Unit.objects.get(code="economy"), Post.objects.get(code="deputy-construction")
    typed = {
        "verb": "change", "name": "财政局", "name_en": "Finance", "parent": economy.pk, "head": "",
        "leader": post.pk, "starts": "2025-07-01", "reason": "机构改革",
    }  # fmt: skip
    assert "财政审计局" in admin.get(page).content.decode()
    assert admin.post(page, typed | {"reason": ""}).status_code in {200, 422}
    assert admin.post(page, typed).status_code == 302
    new = row(operator, yinchuan, finance, date(2025, 7, 1))
    assert (new.name, new.parent_id, new.leader_id) == ("财政局", economy.pk, post.pk)
    assert admin.post(page, typed | {"starts": "2025-01-01", "name": "早"}).status_code == 409
    assert admin.post(page, typed | {"parent": finance.pk}).status_code in {200, 422}


def test_the_page_sets_posts_up_and_fills_them(admin, yinchuan, operator, finance):
    page = reverse("unit", args=["yinchuan", finance.pk])
    made = admin.post(page, {"verb": "post", "post-code": "kuaiji", "post-title": "会计"})
    assert made.status_code == 302
    assert admin.post(page, {"verb": "post", "post-code": "kuaiji", "post-title": "会计"}).status_code == 422
    post, person = Post.objects.get(code="kuaiji"), User.objects.get(username="caizheng")
    typed = {
        "verb": "appoint",
        "appoint-post": post.pk,
        "appoint-person": person.pk,
        "appoint-starts": "2026-01-01",
    }
    assert admin.post(page, typed).status_code == 302
    held = selectors.list_posts(actor=operator, zone_id=yinchuan, on=date(2026, 1, 1))
    assert next(p.holder for p in held if p.id == post.pk) == person.name
    other = Post.objects.get(code="director")
    assert admin.post(page, typed | {"appoint-post": other.pk}).status_code in {200, 422}
    assert Tenure.objects.filter(post=other).count() == 1


def test_a_city_s_reader_sees_its_zones_and_no_others(operator, yinchuan, now, stranger):
    boss = selectors.operator(name="测试")
    day = date(2001, 1, 1)
    region = services.establish(
        actor=boss, kind=UnitKind.REGION, code="nx", name="自治区", starts=day, at=now
    )
    city = services.establish(
        actor=boss, kind=UnitKind.CITY, code="yc", name="银川市", parent_id=region, starts=day, at=now
    )
    second = services.establish(
        actor=boss, kind=UnitKind.ZONE, code="second", name="二区", parent_id=city, starts=day, at=now
    )
    services.reorganise(
        actor=boss, unit_id=yinchuan, starts=date(2002, 1, 1), changes={"parent_id": city}, at=now
    )
    boss = selectors.operator(name="测试")
    user, _ = services.create_account(actor=boss, zone_id=yinchuan, username="shi", name="市里", at=now)
    for unit in (city, region):
        given = services.grant(actor=boss, user_id=user, unit_id=unit, role=Role.READER, starts=day, at=now)
        actor = selectors.actor_of(user_id=user, origin="", on=now.date())
        assert actor.zone_ids == {yinchuan, second}
        assert [z.slug for z in selectors.list_zones(actor=actor, on=now.date())] == ["second", "yinchuan"]
        assert gap_board(actor=actor, zone_id=yinchuan, as_of=Period(2020, 8), known_at=now).rows
        elsewhere = Unit.objects.get(code="elsewhere").pk
        with pytest.raises(NotFound):
            gap_board(actor=actor, zone_id=elsewhere, as_of=Period(2020, 8), known_at=now)
        services.revoke(actor=boss, grant_id=given, ends=now.date(), at=now)
    assert selectors.actor_of(user_id=user, origin="", on=now.date()).zone_ids == frozenset()


def test_reach_follows_the_dated_tree(operator, yinchuan, now):
    """A zone that came under the city in 2024 was not the city's in 2023."""
    boss, day = selectors.operator(name="测试"), date(2001, 1, 1)
    city = services.establish(actor=boss, kind=UnitKind.CITY, code="yc", name="银川市", starts=day, at=now)
    services.reorganise(
        actor=boss, unit_id=yinchuan, starts=date(2024, 1, 1), changes={"parent_id": city}, at=now
    )
    user, _ = services.create_account(actor=boss, zone_id=yinchuan, username="shi", name="市里", at=now)
    services.grant(actor=boss, user_id=user, unit_id=city, role=Role.READER, starts=day, at=now)

    def reach(on):
        return selectors.actor_of(user_id=user, origin="", on=on).zone_ids

    assert (reach(date(2023, 12, 31)), reach(date(2024, 1, 1))) == (frozenset(), {yinchuan})


def test_a_role_holds_from_a_day_until_a_day(operator, yinchuan, now):
    user, _ = services.create_account(actor=operator, zone_id=yinchuan, username="x", name="某", at=now)
    start = now.date()
    given = services.grant(
        actor=operator, user_id=user, unit_id=yinchuan, role=Role.READER, starts=start, at=now
    )
    services.revoke(actor=operator, grant_id=given, ends=start + timedelta(days=10), at=now)

    def reads(days):
        return bool(selectors.actor_of(user_id=user, origin="", on=start + timedelta(days=days)).zone_ids)

    assert [reads(-1), reads(0), reads(9), reads(10)] == [False, True, True, False]


def test_an_enterprise_head_reads_nothing_of_the_zone(operator, yinchuan, now):
    firm = services.establish(
        actor=operator, kind=UnitKind.ENTERPRISE, code="longji", name="某企业", zone_id=yinchuan,
        parent_id=yinchuan, starts=date(2020, 1, 1), at=now,
    )  # fmt: skip
    user, _ = services.create_account(actor=operator, zone_id=yinchuan, username="qiye", name="企业", at=now)
    services.grant(
        actor=operator, user_id=user, unit_id=firm, role=Role.ENTERPRISE_HEAD, starts=date(2020, 1, 1), at=now
    )
    actor = selectors.actor_of(user_id=user, origin="", on=now.date())
    assert (actor.zone_ids, firm in actor.unit_ids) == (frozenset(), True)
    with pytest.raises(NotFound):
        gap_board(actor=actor, zone_id=yinchuan, as_of=Period(2020, 8), known_at=now)


def test_the_three_administrators_are_three(operator, person, yinchuan, now):
    user = User.objects.get(username="xitong").pk
    with pytest.raises(Invalid):
        services.grant(
            actor=operator, user_id=user, unit_id=yinchuan, role=Role.AUDIT_ADMIN, starts=now.date(), at=now
        )
    own = User.objects.get(username="anquan").pk
    with pytest.raises(Forbidden):  # the security administrator grants nothing to himself
        services.grant(
            actor=person("anquan"), user_id=own, unit_id=yinchuan, role=Role.READER, starts=now.date(), at=now
        )
    with pytest.raises(Forbidden):
        services.create_account(actor=person("anquan"), zone_id=yinchuan, username="y", name="某", at=now)


def test_one_hash_serves_the_people_of_the_demonstration_and_nobody_else(operator, yinchuan, now):
    people = User.objects.filter(zone_id=yinchuan, is_sample=True)
    assert len(set(people.values_list("password", flat=True))) == 1 < len(people)
    assert all(user.check_password(PASSWORD) for user in people[:2])
    made = {"actor": operator, "zone_id": yinchuan, "name": "某", "password": PASSWORD, "at": now}
    with pytest.raises(Forbidden):
        services.create_account(**made, username="x", hashed=people[0].password)
    for username in ("a", "b"):
        services.create_account(**made, username=username)
    assert len(set(User.objects.filter(username__in="ab").values_list("password", flat=True))) == 2
