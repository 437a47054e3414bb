"""Sending what waits in the queue. Told is told whatever happens here: a failure delays a message and undoes nothing."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from duban.core.errors import Forbidden, Invalid, NotFound
from duban.core.seals import BrokenSeal, unseal
from duban.core.sentences import sentence
from duban.engine.kernel import Problem
from duban.notices.lifecycle import MACHINE
from duban.notices.models import Channel, Delivery, Notice, Robot
from duban.notices.policies import may
from duban.notices.selectors.inbox import preferences_of
from duban.notices.services.channels import PURPOSE, own
from duban.notices.services.pacing import A_MINUTE, LEASE, PER_MINUTE, back_off, spread
from duban.notices.services.senders import Post
from duban.notices.services.wording import digest_words, notice_words
from duban.notices.types import ChannelKind, DeliveryReport, DeliveryState, Message, Outcome, Sender
from duban.orgs.selectors import work_calendar
from duban.orgs.types import Actor

__all__ = ["deliver", "retry_channel"]

log = logging.getLogger("duban.notices")

_OPEN = (DeliveryState.QUEUED.value, DeliveryState.FAILED.value)
_AT_A_TIME = 500


def deliver(*, actor: Actor, at: datetime, sender: Sender | None = None) -> DeliveryReport:
    """
    Send what is due by *at*, and say how it went. Several may run at once: each message is taken by one of them.

    Every message is taken and concluded in a transaction of its own, and sent between the two. Whoever dies in between
    leaves it to be sent again: it may come twice, and is never lost.

    :raises Forbidden: unless on the command line or in the background
    """
    if not may(actor, "send"):
        raise Forbidden(Problem("core.forbidden", "", ("@send_notices",)))
    post = sender or Post()
    _route(at)
    done: Counter[str] = Counter()
    due = Delivery.objects.filter(state__in=_OPEN, next_at__lte=at).order_by("next_at", "id")
    for pk in due.values_list("pk", flat=True)[:_AT_A_TIME]:
        found = _take(pk, at)
        if isinstance(found, str):
            done[found] += 1
            continue
        outcome = post.send(found)
        _conclude(pk, outcome, at)
        done["sent" if outcome.sent else "failed"] += 1
    return DeliveryReport(done["sent"], done["failed"], done["postponed"])


@transaction.atomic
def retry_channel(*, actor: Actor, channel_id: int, at: datetime) -> int:
    """
    Queue again what was given up on a channel of one's own, and return how many messages that is.

    :raises NotFound: if the channel is not one's own
    """
    channels = Channel.objects.filter(user_id=own(actor), removed_at__isnull=True, pk=channel_id)
    if not channels.exists():
        raise NotFound(Problem("core.not_found"))
    given_up = Delivery.objects.select_for_update().filter(
        channel_id=channel_id, state=DeliveryState.FAILED.value, next_at__isnull=True
    )
    rows = list(given_up)
    for delivery in rows:
        delivery.attempts, delivery.next_at = 0, at
        _move(delivery, "retry", {})
    return len(rows)


def _move(delivery: Delivery, edge: str, facts: Mapping[str, object]) -> None:
    """Take an edge and write the row: the only place a delivery's state is written."""
    if problems := MACHINE.check(edge, delivery.state, facts):
        raise Invalid(*problems)
    step = MACHINE.edge(edge)
    delivery.state = step.target if step else delivery.state
    delivery.save()


@transaction.atomic
def _route(at: datetime) -> None:
    """Let what must be known at once go by itself; leave it to the digest where its reader wants that or has no channel."""
    open_ones = Notice.objects.filter(
        at_once=True, apart__isnull=True, digest__isnull=True, read_at__isnull=True, told_at__lte=at
    )
    notices = list(open_ones.select_for_update(skip_locked=True)[:_AT_A_TIME])
    if not notices:
        return
    users = {n.user_id for n in notices}
    wants = preferences_of(user_ids=users)
    channels: dict[int, list[int]] = defaultdict(list)
    alive = Channel.objects.filter(user_id__in=users, removed_at__isnull=True, user__is_active=True)
    for user, channel in alive.values_list("user_id", "pk"):
        channels[user].append(channel)
    calendar = work_calendar()
    apart = [n for n in notices if wants[n.user_id].at_once and channels[n.user_id]]
    queue = [
        Delivery(channel_id=c, notice=n, next_at=spread(at, n.user_id, wants[n.user_id].hours, calendar))
        for n in apart
        for c in channels[n.user_id]
    ]
    Delivery.objects.bulk_create(queue, ignore_conflicts=True)
    Notice.objects.filter(pk__in=[n.pk for n in notices]).update(apart=False)
    Notice.objects.filter(pk__in=[n.pk for n in apart]).update(apart=True)


@transaction.atomic
def _take(pk: int, at: datetime) -> Message | str:
    """Take a message for oneself for a while, or say why it is not for now."""
    rows = Delivery.objects.select_for_update(skip_locked=True, of=("self",))
    delivery = rows.filter(pk=pk, state__in=_OPEN, next_at__lte=at).first()
    if delivery is None:
        return "taken"
    if delivery.state == DeliveryState.FAILED:
        _move(delivery, "retry", {})
    if _needless(delivery):
        _move(delivery, "drop", {})
        return "dropped"
    if (later := _share(delivery, at)) is not None:
        delivery.next_at = later
        delivery.save(update_fields=["next_at"])
        return "postponed"
    try:
        message = _message(delivery, at)
    except BrokenSeal:
        _fail(delivery, Outcome(sent=False, problem=Problem("notices.broken_seal")), at)
        return "failed"
    delivery.attempts += 1
    delivery.next_at = at + LEASE
    delivery.save(update_fields=["attempts", "next_at"])
    return message


def _needless(delivery: Delivery) -> bool:
    """Return whether nobody needs the message any more."""
    if delivery.channel.removed_at is not None or not delivery.channel.user.is_active:
        return True
    if delivery.digest is not None:
        return not delivery.digest.notices.filter(settled=False, read_at__isnull=True).exists()
    notice = delivery.notice
    return notice is not None and (notice.settled or notice.read_at is not None)


def _share(delivery: Delivery, at: datetime) -> datetime | None:
    """Count the message against its robot's minute; return when there is room again if there is none now."""
    robot = Robot.objects.select_for_update().get(pk=delivery.channel.robot_id)
    if robot.free_at is not None and robot.free_at > at:
        return robot.free_at
    if robot.minute_began is None or at - robot.minute_began >= A_MINUTE:
        robot.minute_began, robot.used = at, 0
    if robot.used >= PER_MINUTE[ChannelKind(delivery.channel.kind)]:
        return robot.minute_began + A_MINUTE
    robot.used += 1
    robot.save()
    return None


def _message(delivery: Delivery, at: datetime) -> Message:
    channel = delivery.channel
    address = unseal(channel.address, PURPOSE)
    secret = unseal(channel.secret, PURPOSE) if channel.secret else ""
    language = preferences_of(user_ids=[channel.user_id])[channel.user_id].language
    with translation.override(language):
        if delivery.digest is not None:
            subject, text = digest_words(delivery.digest)
            link = ""
        else:
            subject, text = notice_words(delivery.notice)
            link = delivery.notice.link if delivery.notice else ""
    whole = f"{settings.DUBAN_ADDRESS}{link or '/'}"
    return Message(ChannelKind(channel.kind), address, secret, subject, text, whole, timezone.localtime(at))


@transaction.atomic
def _conclude(pk: int, outcome: Outcome, at: datetime) -> None:
    delivery = Delivery.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if delivery is None or delivery.state != DeliveryState.QUEUED:
        return
    if outcome.pause:
        Robot.objects.filter(pk=delivery.channel.robot_id).update(
            free_at=at + outcome.pause * A_MINUTE / 60, minute_began=None
        )
    if not outcome.sent:
        _fail(delivery, outcome, at)
        return
    delivery.sent_at, delivery.next_at, delivery.last_error = at, None, []
    _move(delivery, "send", {"accepted": True})


def _fail(delivery: Delivery, outcome: Outcome, at: datetime) -> None:
    problem = outcome.problem or Problem("notices.network")
    wait = back_off(delivery.attempts) if outcome.again else None
    delivery.next_at = None if wait is None else at + wait
    delivery.last_error = [problem.code, *problem.args]
    log.warning(
        "delivery %s to %s %s failed (%s. time): %s",
        delivery.pk,
        delivery.channel.kind,
        delivery.channel.masked,
        delivery.attempts,
        sentence(problem),
    )
    _move(delivery, "fail", {"error": delivery.last_error})
    if wait is None and delivery.notice is not None:
        _leave_to_the_digest(delivery.notice)


def _leave_to_the_digest(notice: Notice) -> None:
    """Let the next digest say what was given up here, unless it arrived or may yet arrive another way."""
    elsewhere = Delivery.objects.filter(notice=notice).exclude(state=DeliveryState.FAILED.value)
    trying = Delivery.objects.filter(notice=notice, next_at__isnull=False)
    if not elsewhere.exists() and not trying.exists():
        Notice.objects.filter(pk=notice.pk).update(apart=False)
