"""When a message goes: inside the reader's hours, apart from everybody else's, later after each failure."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from duban.engine.calendars import OfficeHours, WorkCalendar
from duban.notices.types import ChannelKind

__all__ = ["A_MINUTE", "LEASE", "PER_MINUTE", "back_off", "spread"]

A_MINUTE = timedelta(minutes=1)
LEASE = timedelta(minutes=5)
"""How long one worker has a message for itself. Should it die meanwhile, another sends it after that."""
PER_MINUTE = {
    ChannelKind.EMAIL: 200,
    ChannelKind.WECOM: 10,
    ChannelKind.DINGTALK: 10,
    ChannelKind.FEISHU: 5,
}
"""Half of what a robot takes (standards.md 5): two counted minutes may touch. Feishu takes no more than 5 a second."""
_BACK_OFF = (1, 2, 5, 15, 60, 180, 360, 720)
_HALF_HOUR = 30
_WIDTH = 23


def spread(moment: datetime, user_id: int, hours: OfficeHours, calendar: WorkCalendar) -> datetime:
    """
    Return when to send: *moment* or the end of the quiet hours, some minutes on, never on the hour or half hour.

    A message for within the hours keeps its minute unless that is one of those everybody's messages meet at.
    """
    local = timezone.localtime(moment)
    opening = hours.next_open(local, calendar)
    if opening == local and local.minute % _HALF_HOUR:
        return moment
    later = opening + timedelta(minutes=1 + user_id % _WIDTH, seconds=user_id % 60)
    return later + A_MINUTE if later.minute % _HALF_HOUR == 0 else later


def back_off(attempts: int) -> timedelta | None:
    """Return how long to wait after so many failures, or None: it is given up and stays in the inbox."""
    if attempts > len(_BACK_OFF):
        return None
    return timedelta(minutes=_BACK_OFF[max(attempts, 1) - 1])
