"""How a person wants to be told: the hours, and the channels, whose addresses are sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Forbidden, Invalid, NotFound
from duban.core.seals import fingerprint, masked, seal
from duban.engine.kernel import Problem
from duban.notices.models import Channel, Robot
from duban.notices.models import Preference as PreferenceRow
from duban.notices.policies import may
from duban.notices.types import ChannelKind, Preference
from duban.orgs.types import Actor

__all__ = ["PURPOSE", "add_channel", "own", "remove_channel", "set_preference"]

PURPOSE = "notices.channel"
_LONGEST = 500


def own(actor: Actor) -> int:
    """
    Return who keeps their own notices.

    :raises Forbidden: on the command line, which is nobody
    """
    if actor.user_id is None or not may(actor, "keep"):
        raise Forbidden(Problem("core.forbidden", "", ("@keep_notices",)))
    return actor.user_id


@transaction.atomic
def set_preference(*, actor: Actor, preference: Preference, at: datetime) -> None:
    """
    Say when and how one wants to be told.

    :raises Invalid: if the hours end before they begin, the digest falls into quiet hours, or the language is unknown
    """
    user = own(actor)
    problems = []
    if preference.starts >= preference.ends:
        problems.append(Problem("notices.hours_crossed", "ends"))
    elif not preference.starts <= preference.digest_at < preference.ends:
        problems.append(Problem("notices.digest_in_quiet_hours", "digest_at"))
    if preference.language not in dict(settings.LANGUAGES):
        problems.append(Problem("core.not_a_choice", "language", (preference.language, "zh-hans, en")))
    if problems:
        raise Invalid(*problems)
    values = asdict(preference)
    PreferenceRow.objects.update_or_create(user_id=user, defaults=values)
    after = {name: str(value) for name, value in values.items()}
    record(actor=actor, act=Act("notices.set_preference", f"user:{user}", after=after), at=at)


@transaction.atomic
def add_channel(*, actor: Actor, kind: ChannelKind, address: str, at: datetime, secret: str = "") -> int:
    """
    Add a channel of one's own and return its id. The address and the signing secret are sealed and never shown again.

    A robot's host must be one the settings allow, so that nobody makes the server call where it should not.

    :raises Invalid: if the address cannot be used, or is there already
    """
    user = own(actor)
    address, secret = address.strip(), secret.strip()
    if problems := list(_unfit(kind, address, secret)):
        raise Invalid(*problems)
    robot, _new = Robot.objects.get_or_create(fingerprint=fingerprint(address, PURPOSE))
    if Channel.objects.filter(user_id=user, robot=robot, removed_at__isnull=True).exists():
        raise Invalid(Problem("notices.channel_known", "address"))
    channel = Channel.objects.create(
        user_id=user,
        kind=kind.value,
        address=seal(address, PURPOSE),
        secret=seal(secret, PURPOSE) if secret else "",
        masked=_mask(kind, address),
        robot=robot,
        added_at=at,
    )
    facts = {"kind": kind.value, "address": channel.masked}
    record(actor=actor, act=Act("notices.add_channel", f"channel:{channel.pk}", after=facts), at=at)
    return channel.pk


@transaction.atomic
def remove_channel(*, actor: Actor, channel_id: int, at: datetime) -> None:
    """
    Take a channel of one's own away, and forget its address. What waited for it stays in the inbox.

    :raises NotFound: if it is not one's own
    """
    rows = Channel.objects.select_for_update().filter(user_id=own(actor), removed_at__isnull=True)
    channel = rows.filter(pk=channel_id).first()
    if channel is None:
        raise NotFound(Problem("core.not_found"))
    channel.removed_at, channel.address, channel.secret = at, "", ""
    channel.save(update_fields=["removed_at", "address", "secret"])
    facts = {"kind": channel.kind, "address": channel.masked}
    record(actor=actor, act=Act("notices.remove_channel", f"channel:{channel_id}", before=facts), at=at)


def _unfit(kind: ChannelKind, address: str, secret: str) -> Iterator[Problem]:
    if not address:
        yield Problem("core.required", "address", ("@address",))
    elif len(address) > _LONGEST or len(secret) > _LONGEST:
        yield Problem("core.too_long", "address", ("@address", str(_LONGEST)))
    elif kind is ChannelKind.EMAIL:
        yield from _unfit_mail(address)
    else:
        yield from _unfit_robot(address)


def _unfit_mail(address: str) -> Iterator[Problem]:
    if not settings.EMAIL_HOST:
        yield Problem("notices.no_mail_server", "kind")
    try:
        validate_email(address)
    except ValidationError:
        yield Problem("notices.not_an_address", "address")


def _unfit_robot(address: str) -> Iterator[Problem]:
    try:
        parts = urlsplit(address)
        host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or ""
    except ValueError:
        yield Problem("notices.not_an_address", "address")
        return
    allowed = settings.DUBAN_NOTICE_HOSTS
    plain = parts.scheme == "http" and f"http://{host}" in allowed
    if not plain and not (parts.scheme == "https" and host in allowed):
        yield Problem("notices.host_not_allowed", "address", ("、".join(allowed),))
    elif parts.username or parts.password or not (parts.query or parts.path.strip("/")):
        yield Problem("notices.not_an_address", "address")


def _mask(kind: ChannelKind, address: str) -> str:
    if kind is ChannelKind.EMAIL:
        name, _at, host = address.rpartition("@")
        return f"{name[:1]}…@{host}"[:64]
    return f"{urlsplit(address).hostname or ''} {masked(address)}"[-64:]
