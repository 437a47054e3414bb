"""The key of one's private calendar feed: made, shown once, and taken back."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.notices.models import FeedToken
from duban.notices.selectors.feed import digest_of
from duban.notices.services.channels import own
from duban.orgs.types import Actor

__all__ = ["make_feed", "revoke_feed"]

_BYTES = 32


@transaction.atomic
def make_feed(*, actor: Actor, at: datetime) -> str:
    """Make one's feed and return its token, which is kept nowhere; an earlier one opens nothing any more."""
    user = own(actor)
    _revoke(user, at)
    token = secrets.token_urlsafe(_BYTES)
    FeedToken.objects.create(user_id=user, digest=digest_of(token), made_at=at)
    record(actor=actor, act=Act("notices.make_feed", f"user:{user}"), at=at)
    return token


@transaction.atomic
def revoke_feed(*, actor: Actor, at: datetime) -> bool:
    """Take one's feed back and return whether there was one."""
    user = own(actor)
    if not _revoke(user, at):
        return False
    record(actor=actor, act=Act("notices.revoke_feed", f"user:{user}"), at=at)
    return True


def _revoke(user: int, at: datetime) -> int:
    return FeedToken.objects.filter(user_id=user, revoked_at__isnull=True).update(revoked_at=at)
