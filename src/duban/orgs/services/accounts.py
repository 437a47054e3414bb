"""Accounts and passwords. The system administrator keeps accounts and grants nothing."""

from __future__ import annotations

import secrets
import string
from datetime import datetime

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Forbidden, Invalid, NotFound
from duban.core.rows import unless_taken
from duban.engine.kernel import Problem
from duban.orgs.models import PastPassword, User
from duban.orgs.policies import may
from duban.orgs.types import Actor

__all__ = [
    "change_password",
    "create_account",
    "reset_password",
    "set_active",
    "sign_in_failed",
    "signed_in",
    "signed_out",
]

_REMEMBERED = 5
_LETTERS = string.ascii_letters + string.digits


@transaction.atomic
def create_account(  # noqa: PLR0913
    *,
    actor: Actor,
    zone_id: int,
    username: str,
    name: str,
    at: datetime,
    password: str | None = None,
    is_sample: bool = False,
    hashed: str = "",
) -> tuple[int, str]:
    """
    Create an account and return its id and first password, which must be changed at the first sign-in.

    The account can do nothing until the security administrator grants it a role. A password given by the
    caller is kept as it is; only the demonstration does so. Its people share one, printed on its sign-in page:
    *hashed* is that password's hash, worked out once for all of them, and is taken for a sample account alone.

    :raises Forbidden: if the actor keeps no accounts there, or a hash is given for anybody's account
    :raises Invalid: if the name is empty or the user name is taken
    """
    _allow(actor, zone_id)
    if hashed and not is_sample:
        raise Forbidden(Problem("core.forbidden", "", ("@keep_accounts",)))
    problems = [Problem("core.required", "name", ("@person_name",))] if not name.strip() else []
    if not username.strip():
        problems.append(Problem("core.required", "username", ("@username",)))
    taken = Problem("orgs.username_taken", "username", (username,))
    if User.objects.filter(username=username).exists():
        problems.append(taken)
    if problems:
        raise Invalid(*problems)
    first = password or _one_time_password()
    user = User(
        zone_id=zone_id,
        username=username,
        name=name,
        must_change_password=password is None,
        password_changed_at=at,
        is_sample=is_sample,
    )
    if hashed:
        user.password = hashed
    else:
        user.set_password(first)
    with unless_taken(taken):
        user.save()
    act = Act("orgs.create_account", f"user:{user.pk}", zone_id, after={"username": username, "name": name})
    record(actor=actor, act=act, at=at)
    return user.pk, first


@transaction.atomic
def reset_password(*, actor: Actor, user_id: int, at: datetime) -> str:
    """
    Give the person a new one-time password and return it.

    :raises NotFound: if the account is not within reach
    :raises Forbidden: if the actor keeps no accounts there
    """
    user = _account(actor, user_id)
    password = _one_time_password()
    _set_password(user, password, at)
    user.must_change_password = True
    user.save(update_fields=["must_change_password"])
    record(actor=actor, act=Act("orgs.reset_password", f"user:{user_id}", user.zone_id), at=at)
    return password


@transaction.atomic
def set_active(*, actor: Actor, user_id: int, is_active: bool, at: datetime) -> None:
    """
    Switch an account on or off. Its history stays.

    :raises NotFound: if the account is not within reach
    :raises Forbidden: if the actor keeps no accounts there
    """
    user = _account(actor, user_id)
    before = {"is_active": user.is_active}
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    act = Act("orgs.set_active", f"user:{user_id}", user.zone_id, before, {"is_active": is_active})
    record(actor=actor, act=act, at=at)


@transaction.atomic
def change_password(*, actor: Actor, old: str, new: str, at: datetime) -> None:
    """
    Change one's own password.

    :raises Invalid: if the old one is wrong, or the new one breaks the rules or was used before
    """
    user = User.objects.select_for_update().get(pk=actor.user_id or 0)
    problems: list[Problem] = []
    if not user.check_password(old):
        problems.append(Problem("orgs.wrong_password", "old"))
    problems += _weaknesses(user, new)
    if problems:
        raise Invalid(*problems)
    _set_password(user, new, at)
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    record(actor=actor, act=Act("orgs.change_password", f"user:{user.pk}", user.zone_id), at=at)


def signed_in(*, actor: Actor, at: datetime) -> None:
    """Record that the actor signed in."""
    record(actor=actor, act=Act("orgs.sign_in", f"user:{actor.user_id}", _home(actor)), at=at)


def signed_out(*, actor: Actor, at: datetime) -> None:
    """Record that the actor signed out."""
    record(actor=actor, act=Act("orgs.sign_out", f"user:{actor.user_id}", _home(actor)), at=at)


def sign_in_failed(*, username: str, origin: str, at: datetime, locked: bool) -> None:
    """Record a failed sign-in, and whether the account is now locked."""
    user = User.objects.filter(username=username).first()
    stranger = Actor(user_id=user.pk if user else None, name=username[:48], origin=origin)
    act = Act(
        "orgs.sign_in_failed",
        f"user:{user.pk if user else '?'}",
        user.zone_id if user else None,
        after={"locked": locked},
    )
    record(actor=stranger, act=act, at=at)


def _home(actor: Actor) -> int | None:
    return User.objects.values_list("zone_id", flat=True).get(pk=actor.user_id or 0)


def _allow(actor: Actor, zone_id: int | None) -> None:
    if not (actor.is_operator or (zone_id is not None and may(actor, "keep_accounts", zone_id))):
        raise Forbidden(Problem("core.forbidden", "", ("@keep_accounts",)))


def _account(actor: Actor, user_id: int) -> User:
    user = User.objects.visible_to(actor).select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotFound(Problem("core.not_found"))
    _allow(actor, user.zone_id)
    return user


def _set_password(user: User, password: str, at: datetime) -> None:
    if user.has_usable_password():
        PastPassword.objects.create(user=user, password=user.password, at=at)
    user.set_password(password)
    user.password_changed_at = at
    user.save(update_fields=["password", "password_changed_at"])


def _weaknesses(user: User, password: str) -> list[Problem]:
    problems: list[Problem] = []
    try:
        validate_password(password, user)
    except ValidationError as error:
        problems = [Problem("orgs.weak_password", "new", (message,)) for message in error.messages]
    past = list(user.past_passwords.order_by("-at").values_list("password", flat=True)[: _REMEMBERED - 1])
    if any(check_password(password, used) for used in (user.password, *past)):
        problems.append(Problem("orgs.used_password", "new", (str(_REMEMBERED),)))
    return problems


def _one_time_password() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(3))
