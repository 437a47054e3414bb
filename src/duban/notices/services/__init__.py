"""What can be done with notices."""

from duban.notices.services.channels import add_channel, remove_channel, set_preference
from duban.notices.services.delivery import deliver, retry_channel
from duban.notices.services.digests import make_digests
from duban.notices.services.feeds import make_feed, revoke_feed
from duban.notices.services.telling import mark_read, settle, settle_earlier, tell

__all__ = [
    "add_channel",
    "deliver",
    "make_digests",
    "make_feed",
    "mark_read",
    "remove_channel",
    "retry_channel",
    "revoke_feed",
    "set_preference",
    "settle",
    "settle_earlier",
    "tell",
]
