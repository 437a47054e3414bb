"""What can be asked of notices."""

from duban.notices.selectors.feed import feed_bytes, feed_made_at, feed_owner
from duban.notices.selectors.inbox import channels_of, inbox, preference_of, preferences_of, unread_count

__all__ = [
    "channels_of",
    "feed_bytes",
    "feed_made_at",
    "feed_owner",
    "inbox",
    "preference_of",
    "preferences_of",
    "unread_count",
]
