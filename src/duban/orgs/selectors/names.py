"""What units, posts and people are called, and who sits where."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, Value

from duban.orgs.models import Post, Spell, Tenure, Unit, User
from duban.orgs.selectors._common import held_on, in_their_words, kept
from duban.orgs.types import (
    UnitKind,
)

__all__ = [
    "english_names",
    "holders_in",
    "people_names",
    "post_holders",
    "unit_ids_by_name",
    "unit_names",
    "usernames",
    "zone_slugs",
]


def unit_ids_by_name(*, zone_id: int, on: date) -> dict[str, int]:
    """Return unit ids by every name and code the zone's units go by on the day."""
    spells = Spell.objects.filter(held_on(on)).filter(Q(unit_id=zone_id) | Q(unit__zone_id=zone_id))
    known: dict[str, int] = {}
    for unit_id, code, name, name_en in spells.values_list("unit_id", "unit__code", "name", "name_en"):
        known |= {label: unit_id for label in (code, name, name_en) if label}
    return known


@kept
def unit_names(*, zone_ids: Collection[int], on: date) -> tuple[dict[int, str], dict[int, str]]:
    """Return the names of the zones' units on the day and the titles of posts, by id, in the reader's language."""
    spells = Spell.objects.filter(held_on(on)).filter(Q(unit_id__in=zone_ids) | Q(unit__zone_id__in=zone_ids))
    posts = Post.objects.filter(zone_id__in=zone_ids)
    units = spells.order_by().values_list(Value(1), "unit_id", "name", "name_en")
    both = units.union(posts.order_by().values_list(Value(0), "id", "title", "title_en"), all=True)
    names: tuple[dict[int, str], dict[int, str]] = ({}, {})
    for is_unit, id_, name, english in both:
        names[0 if is_unit else 1][id_] = in_their_words(name, english)
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


@kept
def holders_in(*, zone_id: int, on: date) -> dict[int, str]:
    """Return the name of whoever is in each of the zone's posts on the day; posts nobody is in are left out."""
    return _holders(Q(post__zone_id=zone_id), on)


def _holders(which: Q, on: date) -> dict[int, str]:
    rows = Tenure.objects.filter(held_on(on), which).values_list(
        "post_id", "user__name", "post__title", "post__title_en"
    )
    return {post: in_their_words(title, en) if name == title else name for post, name, title, en in rows}


def usernames(*, user_ids: Collection[int], inactive: bool = False) -> dict[int, tuple[str, str]]:
    """Return the account and the name of each of these people who may still sign in; with *inactive*, of all."""
    found = User.objects.filter(pk__in=user_ids)
    rows = (found if inactive else found.filter(is_active=True)).values_list("id", "username", "name")
    return {user_id: (username, name) for user_id, username, name in rows}


@kept
def zone_slugs(*, zone_ids: Collection[int]) -> dict[int, str]:
    """Return the word by which each of these zones stands in addresses."""
    return dict(Unit.objects.filter(kind=UnitKind.ZONE, pk__in=zone_ids).values_list("id", "code"))
