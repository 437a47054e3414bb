"""What can be asked of people and places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Q, Value
from django.utils.translation import get_language

from duban.core.errors import NotFound
from duban.core.reading import kept_with
from duban.engine.calendars import WorkCalendar
from duban.engine.kernel import Problem
from duban.orgs.models import CalendarDay, CalendarYear, Grant, Post, Spell, Tenure, Unit, User
from duban.orgs.types import (
    ADMINISTRATORS,
    BUSINESS,
    Actor,
    Chain,
    GrantRow,
    Held,
    PersonRow,
    PostRow,
    Role,
    TenureRow,
    UnitKind,
    UnitRow,
    ZoneRow,
)

__all__ = [
    "actor_of",
    "chains",
    "english_names",
    "find_zone",
    "holders_in",
    "holders_of",
    "list_people",
    "list_posts",
    "list_tenures",
    "list_units",
    "list_zones",
    "operator",
    "people_names",
    "post_holders",
    "posts_in",
    "posts_of",
    "unit_heads",
    "unit_ids_by_name",
    "unit_names",
    "usernames",
    "work_calendar",
    "zone_by_slug",
    "zone_slugs",
]


# People and places rest on nothing else: what is done with items or figures leaves them as they are.
_kept = kept_with("orgs")


@_kept
def actor_of(*, user_id: int, origin: str, on: date, name: str | None = None) -> Actor:
    """
    Return the person as an actor: the roles held on the day, and the zones and units they reach.

    Who knows the person's name already may say it.
    """
    if name is None:
        name = User.objects.values_list("name", flat=True).get(pk=user_id)
    rows = Grant.objects.filter(_on(on), user_id=user_id)
    grants = list(rows.values_list("role", "unit_id", "unit__kind", "unit__zone_id"))
    above = [unit_id for _role, unit_id, kind, _zone in grants if kind in (UnitKind.REGION, UnitKind.CITY)]
    zones_below = _zones_below(above, on) if above else {}
    inside = {
        unit_id
        for _role, unit_id, kind, _zone in grants
        if kind in (UnitKind.DEPARTMENT, UnitKind.ENTERPRISE)
    }
    units_below = _units_below(inside, on) if inside else {}
    held = frozenset(
        _held(Role(role), unit, kind, zone, zones_below, units_below) for role, unit, kind, zone in grants
    )
    return Actor(
        user_id=user_id,
        name=name,
        origin=origin,
        held=held,
        zone_ids=frozenset().union(*(h.zones for h in held if h.role in BUSINESS)),
        unit_ids=frozenset().union(*(h.units for h in held if h.role not in ADMINISTRATORS)),
    )


def operator(*, name: str) -> Actor:
    """Return the command line's actor, who reaches every zone."""
    zones = frozenset(Unit.objects.filter(kind=UnitKind.ZONE).values_list("pk", flat=True))
    return Actor(user_id=None, name=name, origin="cli", zone_ids=zones, unit_ids=zones, is_operator=True)


@_kept
def list_zones(*, actor: Actor, on: date) -> list[ZoneRow]:
    """Return the zones the actor has anything to do in, by name."""
    zones = actor.zone_ids.union(*(h.zones for h in actor.held))
    spells = (
        Spell.objects.filter(_on(on), unit__kind=UnitKind.ZONE, unit_id__in=zones)
        .order_by("name", "unit_id")
        .values_list("unit_id", "unit__code", "name", "name_en", "unit__sample_day")
    )
    return [ZoneRow(*row) for row in spells]


def find_zone(*, slug: str) -> int | None:
    """Return the id of the zone of that slug, whoever asks; for the command line and the demonstration."""
    return Unit.objects.filter(kind=UnitKind.ZONE, code=slug).values_list("id", flat=True).first()


def zone_by_slug(*, actor: Actor, slug: str, on: date) -> ZoneRow:
    """
    Return the zone of that slug.

    :raises NotFound: if there is none within the actor's reach
    """
    for zone in list_zones(actor=actor, on=on):
        if zone.slug == slug:
            return zone
    raise NotFound(Problem("core.not_found", slug))


@_kept
def list_units(*, actor: Actor, zone_id: int, on: date) -> list[UnitRow]:
    """Return the zone and its departments as they stood on the day, parents before children."""
    units = Unit.objects.visible_to(actor).filter(Q(pk=zone_id) | Q(zone_id=zone_id))
    spells = Spell.objects.filter(_on(on), unit__in=units).order_by("unit_id")
    children: dict[int | None, list[UnitRow]] = defaultdict(list)
    for spell in spells.values(*_UNIT):
        row = _unit_row(spell)
        children[None if row.id == zone_id else row.parent_id].append(row)
    return list(_walk(children, None, 0))


@_kept
def list_posts(*, actor: Actor, zone_id: int, on: date) -> list[PostRow]:
    """Return the zone's posts, each with the person in it on the day."""
    seen = Unit.objects.visible_to(actor).filter(Q(pk=zone_id) | Q(zone_id=zone_id))
    units = dict(Spell.objects.filter(_on(on), unit__in=seen).values_list("unit_id", "name"))
    holders = {
        post: (user, name)
        for post, user, name in Tenure.objects.filter(_on(on), post__zone_id=zone_id).values_list(
            "post_id", "user_id", "user__name"
        )
    }
    posts = Post.objects.filter(zone_id=zone_id, unit_id__in=units).order_by("unit_id", "id")
    return [
        PostRow(pk, code, title, title_en, unit, units[unit], *holders.get(pk, (None, "")))
        for pk, code, title, title_en, unit in posts.values_list("id", "code", "title", "title_en", "unit_id")
    ]


def list_tenures(*, actor: Actor, zone_id: int, post_id: int) -> list[TenureRow]:
    """Return who held a post of the zone and when, earliest first; nothing where the actor sees none of its units."""
    seen = Post.objects.filter(pk=post_id, zone_id=zone_id, unit__in=Unit.objects.visible_to(actor))
    held = Tenure.objects.filter(post__in=seen).order_by("starts", "id")
    return [TenureRow(*row) for row in held.values_list("user__name", "starts", "ends")]


def list_people(*, actor: Actor, zone_id: int, on: date) -> list[PersonRow]:
    """Return the accounts of a zone with their posts and roles on the day; for administrators only."""
    people = User.objects.visible_to(actor).filter(zone_id=zone_id).order_by("username")
    ids = [p.pk for p in people]
    spells = (
        Spell.objects.filter(_on(on))
        .filter(Q(unit_id=zone_id) | Q(unit__zone_id=zone_id))
        .values_list("unit_id", "name", "name_en")
    )
    names = {unit_id: _named(name, english) for unit_id, name, english in spells}
    grants: dict[int, list[GrantRow]] = defaultdict(list)
    for g in Grant.objects.filter(_on(on), user_id__in=ids).order_by("role"):
        grants[g.user_id].append(
            GrantRow(g.pk, Role(g.role), g.unit_id, names.get(g.unit_id, ""), g.starts, g.ends)
        )
    posts: dict[int, list[str]] = defaultdict(list)
    held = Tenure.objects.filter(_on(on), user_id__in=ids)
    for user_id, title, english in held.values_list("user_id", "post__title", "post__title_en"):
        posts[user_id].append(_named(title, english))
    return [
        PersonRow(
            p.pk, p.username, p.name, p.is_active, p.last_login, tuple(posts[p.pk]), tuple(grants[p.pk])
        )
        for p in people
    ]


def unit_ids_by_name(*, zone_id: int, on: date) -> dict[str, int]:
    """Return unit ids by every name and code the zone's units go by on the day."""
    spells = Spell.objects.filter(_on(on)).filter(Q(unit_id=zone_id) | Q(unit__zone_id=zone_id))
    known: dict[str, int] = {}
    for unit_id, code, name, name_en in spells.values_list("unit_id", "unit__code", "name", "name_en"):
        known |= {label: unit_id for label in (code, name, name_en) if label}
    return known


@_kept
def unit_names(*, zone_ids: Collection[int], on: date) -> tuple[dict[int, str], dict[int, str]]:
    """Return the names of the zones' units on the day and the titles of posts, by id, in the reader's language."""
    spells = Spell.objects.filter(_on(on)).filter(Q(unit_id__in=zone_ids) | Q(unit__zone_id__in=zone_ids))
    posts = Post.objects.filter(zone_id__in=zone_ids)
    units = spells.order_by().values_list(Value(1), "unit_id", "name", "name_en")
    both = units.union(posts.order_by().values_list(Value(0), "id", "title", "title_en"), all=True)
    names: tuple[dict[int, str], dict[int, str]] = ({}, {})
    for is_unit, id_, name, english in both:
        names[0 if is_unit else 1][id_] = _named(name, english)
    return names


def english_names(
    *, zone_ids: Collection[int], units: Collection[tuple[int, date]], posts: Collection[int]
) -> tuple[dict[tuple[int, date], str], dict[int, str]]:
    """Return the English names units of these zones had on days, and titles of posts; those without are left out."""
    inside = Q(unit_id__in=zone_ids) | Q(unit__zone_id__in=zone_ids)
    rows = Spell.objects.filter(inside, unit_id__in=[unit for unit, _day in units]).exclude(name_en="")
    found = {
        (s.unit_id, day): s.name_en
        for s in rows
        for unit, day in units
        if unit == s.unit_id and s.starts <= day <= (s.ends or date.max)
    }
    titles = Post.objects.filter(zone_id__in=zone_ids, pk__in=posts).exclude(title_en="")
    return found, dict(titles.values_list("id", "title_en"))


@_kept
def posts_of(*, user_id: int | None, on: date) -> frozenset[int]:
    """Return the posts a person is in on the day; the command line is in none."""
    if user_id is None:
        return frozenset()
    return frozenset(Tenure.objects.filter(_on(on), user_id=user_id).values_list("post_id", flat=True))


def people_names(*, zone_id: int) -> dict[int, str]:
    """Return the name of every account of the zone, also of those switched off: names alone, for the record."""
    return dict(User.objects.filter(zone_id=zone_id).values_list("id", "name"))


def post_holders(*, post_ids: Collection[int], on: date) -> dict[int, str]:
    """
    Return the name of whoever is in each of these posts on the day; posts nobody is in are left out.

    Who goes by the post's own title goes by it in the reader's language.
    """
    if not post_ids:
        return {}
    return _holders(Q(post_id__in=post_ids), on)


@_kept
def holders_in(*, zone_id: int, on: date) -> dict[int, str]:
    """Return the name of whoever is in each of the zone's posts on the day; posts nobody is in are left out."""
    return _holders(Q(post__zone_id=zone_id), on)


def _holders(which: Q, on: date) -> dict[int, str]:
    rows = Tenure.objects.filter(_on(on), which).values_list(
        "post_id", "user__name", "post__title", "post__title_en"
    )
    return {post: _named(title, en) if name == title else name for post, name, title, en in rows}


def posts_in(*, zone_id: int) -> dict[int, int]:
    """Return the unit of every post of the zone."""
    return dict(Post.objects.filter(zone_id=zone_id).values_list("id", "unit_id"))


def unit_heads(*, zone_id: int, on: date) -> dict[int, int]:
    """Return the post that heads each of the zone's units on the day; units without a head are left out."""
    spells = Spell.objects.filter(_on(on), head__isnull=False).filter(
        Q(unit_id=zone_id) | Q(unit__zone_id=zone_id)
    )
    return dict(spells.values_list("unit_id", "head_id"))


def chains(*, zone_id: int, unit_ids: Collection[int], on: date) -> dict[int, Chain]:
    """Return who is in charge of each of these units of the zone on the day, in a fixed number of queries."""
    spells = Spell.objects.filter(_on(on), unit_id__in=unit_ids).values_list(
        "unit_id", "head_id", "leader_id"
    )
    posts = {unit: (head, leader) for unit, head, leader in spells}
    wanted = {post for pair in posts.values() for post in pair}
    holders = holders_of(post_ids=wanted - {None}, on=on)
    active = Grant.objects.filter(_on(on), user__is_active=True)
    directors = frozenset(
        active.filter(unit_id=zone_id, role=Role.DIRECTOR.value).values_list("user_id", flat=True)
    )
    members: dict[int, set[int]] = defaultdict(set)
    own = (Role.DEPARTMENT_HEAD.value, Role.RESPONSIBLE.value, Role.ENTERPRISE_HEAD.value)
    for unit, user in active.filter(unit_id__in=unit_ids, role__in=own).values_list("unit_id", "user_id"):
        members[unit].add(user)
    return {
        unit: Chain(
            frozenset(members[unit]), holders.get(posts[unit][0]), holders.get(posts[unit][1]), directors
        )
        for unit in posts
    }


def holders_of(*, post_ids: Collection[int], on: date) -> dict[int | None, int]:
    """Return who sits in each of these posts on the day; an empty post is left out."""
    rows = Tenure.objects.filter(_on(on), post_id__in=post_ids, user__is_active=True)
    return dict(rows.values_list("post_id", "user_id"))


def usernames(*, user_ids: Collection[int], inactive: bool = False) -> dict[int, tuple[str, str]]:
    """Return the account and the name of each of these people who may still sign in; with *inactive*, of all."""
    found = User.objects.filter(pk__in=user_ids)
    rows = (found if inactive else found.filter(is_active=True)).values_list("id", "username", "name")
    return {user_id: (username, name) for user_id, username, name in rows}


@_kept
def work_calendar(*, year: int | None = None) -> WorkCalendar:
    """Return the working calendar as published and corrected; only one year's days if *year* is given."""
    days = CalendarDay.objects.all() if year is None else CalendarDay.objects.filter(day__year=year)
    with connection.cursor() as cursor:
        # As the database holds them: the same days are put together only once, whoever asks.
        cursor.execute(*days.order_by("day").values_list("day", "is_workday").query.sql_with_params())
        rows = tuple(cursor.fetchall())
    return _calendar(rows, tuple(CalendarYear.objects.order_by("year").values_list("year", flat=True)))


@lru_cache(maxsize=8)
def _calendar(rows: tuple[tuple[str | date, int], ...], years: tuple[int, ...]) -> WorkCalendar:
    days = ((day if isinstance(day, date) else date.fromisoformat(day), works) for day, works in rows)
    return WorkCalendar(exceptions={day: bool(works) for day, works in days}, known_years=frozenset(years))


@_kept
def zone_slugs(*, zone_ids: Collection[int]) -> dict[int, str]:
    """Return the word by which each of these zones stands in addresses."""
    return dict(Unit.objects.filter(kind=UnitKind.ZONE, pk__in=zone_ids).values_list("id", "code"))


def _named(name: str, english: str) -> str:
    return english if english and (get_language() or "").startswith("en") else name


def _on(day: date) -> Q:
    return Q(starts__lte=day) & (Q(ends__isnull=True) | Q(ends__gte=day))


def _held(
    role: Role,
    unit_id: int,
    kind: str,
    zone_id: int | None,
    zones_below: Mapping[int, frozenset[int]],
    units_below: Mapping[int, frozenset[int]],
) -> Held:
    if zone_id is not None:
        below = frozenset({unit_id}) | units_below[unit_id]
        return Held(role, unit_id, frozenset({zone_id}), frozenset(), below)
    over = frozenset({unit_id}) if kind == UnitKind.ZONE else zones_below.get(unit_id, frozenset())
    return Held(role, unit_id, over, over, frozenset({unit_id}))


def _zones_below(unit_ids: Iterable[int], on: date) -> dict[int, frozenset[int]]:
    spells = Spell.objects.filter(_on(on), unit__zone__isnull=True)
    rows = spells.values_list("unit_id", "parent_id", "unit__kind")
    zones = {unit_id for unit_id, _parent, kind in rows if kind == UnitKind.ZONE}
    children = _children((unit_id, parent) for unit_id, parent, _kind in rows)
    return {u: frozenset(_below(u, children) & zones) for u in unit_ids}


def _units_below(unit_ids: set[int], on: date) -> dict[int, frozenset[int]]:
    zones = Unit.objects.filter(pk__in=unit_ids).values("zone_id")
    rows = Spell.objects.filter(_on(on), unit__zone_id__in=zones).values_list("unit_id", "parent_id")
    children = _children(rows)
    return {u: frozenset(_below(u, children)) for u in unit_ids}


def _children(rows: Iterable[tuple[int, int | None]]) -> dict[int, list[int]]:
    children: dict[int, list[int]] = defaultdict(list)
    for unit_id, parent_id in rows:
        if parent_id is not None:
            children[parent_id].append(unit_id)
    return children


def _below(unit_id: int, children: dict[int, list[int]]) -> set[int]:
    found: set[int] = set()
    waiting = list(children.get(unit_id, ()))
    while waiting:
        child = waiting.pop()
        if child not in found:
            found.add(child)
            waiting += children.get(child, ())
    return found


def _walk(children: dict[int | None, list[UnitRow]], parent: int | None, depth: int) -> Iterable[UnitRow]:
    for row in children.pop(parent, ()):
        yield replace(row, depth=depth)
        yield from _walk(children, row.id, depth + 1)


_UNIT = (
    "unit_id", "unit__code", "unit__kind", "name", "name_en", "parent_id", "head_id", "head__title", "leader_id",
    "leader__title", "starts", "ends",
)  # fmt: skip


def _unit_row(spell: Mapping[str, Any]) -> UnitRow:
    return UnitRow(
        id=spell["unit_id"],
        code=spell["unit__code"],
        kind=UnitKind(spell["unit__kind"]),
        name=spell["name"],
        name_en=spell["name_en"],
        parent_id=spell["parent_id"],
        head_id=spell["head_id"],
        head=spell["head__title"] or "",
        leader_id=spell["leader_id"],
        leader=spell["leader__title"] or "",
        since=spell["starts"],
        until=spell["ends"],
    )
