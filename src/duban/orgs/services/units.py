"""Setting up units and posts, and changing them from a day on: nothing that was is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.core.rows import unless_taken
from duban.engine.kernel import Problem
from duban.orgs.models import Post, Spell, Tenure, Unit, User
from duban.orgs.policies import may
from duban.orgs.types import Actor, UnitKind

__all__ = ["appoint", "create_post", "establish", "reorganise", "set_sample_day"]

_CHANGEABLE = ("parent_id", "name", "name_en", "head_id", "leader_id")


@transaction.atomic
def establish(  # noqa: PLR0913
    *,
    actor: Actor,
    kind: UnitKind,
    code: str,
    name: str,
    starts: date,
    at: datetime,
    zone_id: int | None = None,
    parent_id: int | None = None,
    name_en: str = "",
) -> int:
    """
    Set up a unit from a day on and return its id. Regions, cities and zones are set up on the command line.

    :raises Forbidden: if the actor keeps no units there
    :raises Invalid: if the code is taken or the name is empty
    """
    _allow(actor, "keep_units", zone_id)
    problems = [Problem("core.required", "name", ("@name",))] if not name.strip() else []
    taken = Problem("orgs.code_taken", "code", (code,))
    if Unit.objects.filter(zone_id=zone_id, code=code).exists():
        problems.append(taken)
    if zone_id is not None and parent_id is not None and not _is_inside(zone_id, parent_id):
        problems.append(Problem("orgs.elsewhere", "parent"))
    if problems:
        raise Invalid(*problems)
    with unless_taken(taken):
        unit = Unit.objects.create(kind=kind.value, zone_id=zone_id, code=code)
    Spell.objects.create(unit=unit, parent_id=parent_id, name=name, name_en=name_en, starts=starts)
    _note(
        actor,
        "orgs.establish",
        f"unit:{unit.pk}",
        zone_id,
        at,
        after={"code": code, "name": name, "starts": starts},
    )
    return unit.pk


@transaction.atomic
def set_sample_day(*, actor: Actor, zone_id: int, day: date | None, at: datetime) -> None:
    """
    Say on which day the pages of an illustrative zone stand unless another is asked for; None: on today, as any zone's.

    :raises NotFound: if there is no such zone
    :raises Forbidden: unless on the command line
    """
    _allow(actor, "keep_units", None)
    zone = Unit.objects.select_for_update().filter(pk=zone_id, kind=UnitKind.ZONE).first()
    if zone is None:
        raise NotFound(Problem("core.not_found"))
    before, zone.sample_day = zone.sample_day, day
    zone.save(update_fields=["sample_day"])
    _note(
        actor,
        "orgs.set_sample_day",
        f"unit:{zone_id}",
        zone_id,
        at,
        {"sample_day": before},
        {"sample_day": day},
    )


@transaction.atomic
def reorganise(
    *, actor: Actor, unit_id: int, starts: date, changes: Mapping[str, object], at: datetime, reason: str = ""
) -> None:
    """
    Change a unit's name, parent, head or leader in charge from a day on; until then it stays as it was.

    :raises NotFound: if the unit is not within reach
    :raises Conflict: if a later change has already been entered
    :raises Invalid: if the new parent lies below the unit, or a name, post or parent is not one of the zone
    """
    unit = Unit.objects.visible_to(actor).select_for_update().filter(pk=unit_id).first()
    if unit is None:
        raise NotFound(Problem("core.not_found"))
    _allow(actor, "keep_units", unit.zone_id or (unit.pk if unit.kind == UnitKind.ZONE else None))
    spell = Spell.objects.select_for_update().get(unit=unit, ends__isnull=True)
    if spell.starts > starts:
        raise Conflict(Problem("orgs.later_change", "starts", (spell.starts.isoformat(),)))
    if problems := _unfit(unit, changes):
        raise Invalid(*problems)
    before = {name: getattr(spell, name) for name in _CHANGEABLE}
    after = before | {name: changes[name] for name in _CHANGEABLE if name in changes}
    if spell.starts == starts:
        Spell.objects.filter(pk=spell.pk).update(**after)
    else:
        Spell.objects.filter(pk=spell.pk).update(ends=starts - timedelta(days=1))
        Spell.objects.create(unit=unit, starts=starts, **after)
    act = Act("orgs.reorganise", f"unit:{unit_id}", unit.zone_id, before, after | {"starts": starts}, reason)
    record(actor=actor, act=act, at=at)


@transaction.atomic
def create_post(
    *, actor: Actor, unit_id: int, code: str, title: str, at: datetime, title_en: str = ""
) -> int:
    """
    Create a post in a unit and return its id.

    :raises NotFound: if the unit is not within reach
    :raises Invalid: if the code is taken in the zone
    """
    unit = Unit.objects.visible_to(actor).filter(pk=unit_id).first()
    if unit is None:
        raise NotFound(Problem("core.not_found"))
    zone_id = unit.zone_id or unit.pk
    _allow(actor, "keep_units", zone_id)
    if not title.strip():
        raise Invalid(Problem("core.required", "title", ("@title",)))
    with unless_taken(Problem("orgs.code_taken", "code", (code,))):
        post = Post.objects.create(zone_id=zone_id, unit=unit, code=code, title=title, title_en=title_en)
    _note(actor, "orgs.create_post", f"post:{post.pk}", zone_id, at, after={"code": code, "title": title})
    return post.pk


@transaction.atomic
def appoint(*, actor: Actor, post_id: int, user_id: int, starts: date, at: datetime) -> None:
    """
    Put a person into a post from a day on; whoever held it leaves the day before.

    :raises NotFound: if the post or the person is not within reach
    :raises Conflict: if a later appointment has already been entered
    """
    post = Post.objects.select_for_update().filter(pk=post_id).first()
    if post is None or not User.objects.filter(pk=user_id, zone_id=post.zone_id).exists():
        raise NotFound(Problem("core.not_found"))
    _allow(actor, "keep_units", post.zone_id)
    held = Tenure.objects.filter(post=post, ends__isnull=True).first()
    if held is not None and held.starts >= starts:
        raise Conflict(Problem("orgs.later_change", "starts", (held.starts.isoformat(),)))
    if held is not None:
        Tenure.objects.filter(pk=held.pk).update(ends=starts - timedelta(days=1))
    Tenure.objects.create(post=post, user_id=user_id, starts=starts)
    before = {"user_id": held.user_id} if held else {}
    _note(
        actor,
        "orgs.appoint",
        f"post:{post_id}",
        post.zone_id,
        at,
        before,
        {"user_id": user_id, "starts": starts},
    )


def _allow(actor: Actor, verb: str, zone_id: int | None) -> None:
    allowed = actor.is_operator if zone_id is None else may(actor, verb, zone_id)
    if not allowed:
        raise Forbidden(Problem("core.forbidden", "", (f"@{verb}",)))


def _unfit(unit: Unit, changes: Mapping[str, object]) -> list[Problem]:
    problems: list[Problem] = []
    if "name" in changes and not str(changes["name"]).strip():
        problems.append(Problem("core.required", "name", ("@name",)))
    if _makes_a_ring(unit.pk, changes.get("parent_id")):
        problems.append(Problem("orgs.ring", "parent"))
    elif (
        unit.zone_id is not None
        and "parent_id" in changes
        and not _is_inside(unit.zone_id, changes["parent_id"])
    ):
        problems.append(Problem("orgs.elsewhere", "parent"))
    posts = set(Post.objects.filter(zone_id=unit.zone_id or unit.pk).values_list("pk", flat=True))
    for name in ("head_id", "leader_id"):
        post_id = changes.get(name)
        if post_id is not None and post_id not in posts:
            problems.append(Problem("orgs.elsewhere", name.removesuffix("_id")))
    return problems


def _is_inside(zone_id: int, unit_id: object) -> bool:
    return unit_id == zone_id or unit_id in set(
        Unit.objects.filter(zone_id=zone_id).values_list("pk", flat=True)
    )


def _makes_a_ring(unit_id: int, parent_id: object) -> bool:
    parents = dict(Spell.objects.filter(ends__isnull=True).values_list("unit_id", "parent_id"))
    seen: set[object] = set()
    while parent_id is not None and parent_id not in seen:
        if parent_id == unit_id:
            return True
        seen.add(parent_id)
        parent_id = parents.get(parent_id)  # type: ignore[call-overload]
    return False


def _note(
    actor: Actor,
    verb: str,
    thing: str,
    zone_id: int | None,
    at: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    record(actor=actor, act=Act(verb, thing, zone_id, before or {}, after or {}), at=at)
