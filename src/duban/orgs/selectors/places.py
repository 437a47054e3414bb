"""Zones, units and posts as they stood on a day, and who is in charge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q

from duban.core.errors import NotFound
from duban.engine.kernel import Problem
from duban.orgs.models import Grant, Post, Spell, Tenure, Unit, User
from duban.orgs.selectors._common import held_on, in_their_words, kept
from duban.orgs.types import (
    Actor,
    Chain,
    GrantRow,
    PersonRow,
    PostRow,
    Role,
    TenureRow,
    UnitKind,
    UnitRow,
    ZoneRow,
)

__all__ = [
    "chains",
    "find_zone",
    "holders_of",
    "list_people",
    "list_posts",
    "list_tenures",
    "list_units",
    "list_zones",
    "posts_in",
    "posts_of",
    "unit_heads",
    "zone_by_slug",
]


@kept
def list_zones(*, actor: Actor, on: date) -> list[ZoneRow]:
    """Return the zones the actor has anything to do in, by name."""
    zones = actor.zone_ids.union(*(h.zones for h in actor.held))
    spells = (
        Spell.objects.filter(held_on(on), unit__kind=UnitKind.ZONE, unit_id__in=zones)
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


@kept
def list_units(*, actor: Actor, zone_id: int, on: date) -> list[UnitRow]:
    """Return the zone and its departments as they stood on the day, parents before children."""
    units = Unit.objects.visible_to(actor).filter(Q(pk=zone_id) | Q(zone_id=zone_id))
    spells = Spell.objects.filter(held_on(on), unit__in=units).order_by("unit_id")
    children: dict[int | None, list[UnitRow]] = defaultdict(list)
    for spell in spells.values(*_UNIT):
        row = _unit_row(spell)
        children[None if row.id == zone_id else row.parent_id].append(row)
    return list(_walk(children, None, 0))


@kept
def list_posts(*, actor: Actor, zone_id: int, on: date) -> list[PostRow]:
    """Return the zone's posts, each with the person in it on the day."""
    seen = Unit.objects.visible_to(actor).filter(Q(pk=zone_id) | Q(zone_id=zone_id))
    units = dict(Spell.objects.filter(held_on(on), unit__in=seen).values_list("unit_id", "name"))
    holders = {
        post: (user, name)
        for post, user, name in Tenure.objects.filter(held_on(on), post__zone_id=zone_id).values_list(
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
        Spell.objects.filter(held_on(on))
        .filter(Q(unit_id=zone_id) | Q(unit__zone_id=zone_id))
        .values_list("unit_id", "name", "name_en")
    )
    names = {unit_id: in_their_words(name, english) for unit_id, name, english in spells}
    grants: dict[int, list[GrantRow]] = defaultdict(list)
    for g in Grant.objects.filter(held_on(on), user_id__in=ids).order_by("role"):
        grants[g.user_id].append(
            GrantRow(g.pk, Role(g.role), g.unit_id, names.get(g.unit_id, ""), g.starts, g.ends)
        )
    posts: dict[int, list[str]] = defaultdict(list)
    held = Tenure.objects.filter(held_on(on), user_id__in=ids)
    for user_id, title, english in held.values_list("user_id", "post__title", "post__title_en"):
        posts[user_id].append(in_their_words(title, english))
    return [
        PersonRow(
            p.pk, p.username, p.name, p.is_active, p.last_login, tuple(posts[p.pk]), tuple(grants[p.pk])
        )
        for p in people
    ]


@kept
def posts_of(*, user_id: int | None, on: date) -> frozenset[int]:
    """Return the posts a person is in on the day; the command line is in none."""
    if user_id is None:
        return frozenset()
    return frozenset(Tenure.objects.filter(held_on(on), user_id=user_id).values_list("post_id", flat=True))


def posts_in(*, zone_id: int) -> dict[int, int]:
    """Return the unit of every post of the zone."""
    return dict(Post.objects.filter(zone_id=zone_id).values_list("id", "unit_id"))


def unit_heads(*, zone_id: int, on: date) -> dict[int, int]:
    """Return the post that heads each of the zone's units on the day; units without a head are left out."""
    spells = Spell.objects.filter(held_on(on), head__isnull=False).filter(
        Q(unit_id=zone_id) | Q(unit__zone_id=zone_id)
    )
    return dict(spells.values_list("unit_id", "head_id"))


def chains(*, zone_id: int, unit_ids: Collection[int], on: date) -> dict[int, Chain]:
    """Return who is in charge of each of these units of the zone on the day, in a fixed number of queries."""
    spells = Spell.objects.filter(held_on(on), unit_id__in=unit_ids).values_list(
        "unit_id", "head_id", "leader_id"
    )
    posts = {unit: (head, leader) for unit, head, leader in spells}
    wanted = {post for pair in posts.values() for post in pair}
    holders = holders_of(post_ids=wanted - {None}, on=on)
    active = Grant.objects.filter(held_on(on), user__is_active=True)
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
    rows = Tenure.objects.filter(held_on(on), post_id__in=post_ids, user__is_active=True)
    return dict(rows.values_list("post_id", "user_id"))


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
