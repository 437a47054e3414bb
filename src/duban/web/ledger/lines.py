"""Rows of the ledger as drawn: every word looked up once for the whole list, nothing asked of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from types import MappingProxyType

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duban.engine.calendars import DayUnit
from duban.engine.series import DueLight
from duban.exchange import figures
from duban.exchange.ledger_words import DUE_LIGHTS, STATES, URGENCIES
from duban.ledger.types import ItemRow, ItemState, Urgency

_FULL, _WIDTH = Decimal(100), Decimal(120)
LAMPS: dict[DueLight, str] = {
    DueLight.OVERDUE: "late",
    DueLight.BEHIND: "watch",
    DueLight.NEAR: "near",
    DueLight.ON_TIME: "ok",
    DueLight.DONE: "done",
    DueLight.NONE: "none",
}
"""Which drawn light each of the ledger's lights is."""
_NONE: Mapping[str, int] = MappingProxyType({})
CLOSED = frozenset({ItemState.STRUCK_OFF, ItemState.ARCHIVED, ItemState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Line:
    """One row, ready to be drawn."""

    id: int
    ticket: str
    """What a bulk move sends: the item and the version it was seen in."""
    href: str
    number: str
    title: str
    state: str
    lamp: str
    light: str
    lead: str
    responsible: str
    person: str
    due: str
    left: str
    left_tone: str
    percent: int
    bar: str
    tick: str
    reported: str
    urgency: str
    children: int
    blockers: int
    is_sample: bool
    depth: int = 0


class Words:
    """The words of a whole list, translated once."""

    def __init__(self) -> None:
        self.states = {state: str(word) for state, word in STATES.items()}
        self.lights = {light: str(word) for light, word in DUE_LIGHTS.items()}
        self.urgency = {u: "" if u is Urgency.NORMAL else str(word) for u, word in URGENCIES.items()}
        self.left = {
            DayUnit.CALENDAR: _counted(lambda n: ngettext("剩 %s 天", "剩 %s 天", n)),
            DayUnit.WORKING: _counted(lambda n: ngettext("剩 %s 个工作日", "剩 %s 个工作日", n)),
        }
        self.over = {
            DayUnit.CALENDAR: _counted(lambda n: ngettext("超 %s 天", "超 %s 天", n)),
            DayUnit.WORKING: _counted(lambda n: ngettext("超 %s 个工作日", "超 %s 个工作日", n)),
        }
        self.today = _("今天到期")
        self.zone = timezone.get_current_timezone()
        self.day = partial(figures.day, short=True)

    def remaining(self, row: ItemRow) -> str:
        """Return how many days are left or over, in the item's own unit."""
        left = row.standing.days_left
        if left is None or row.state in CLOSED or row.standing.light is DueLight.DONE:
            return ""
        if left == 0:
            return self.today
        one, many = (self.left if left > 0 else self.over)[row.unit]
        return (one if abs(left) == 1 else many) % abs(left)

    def moment(self, at: datetime | None) -> str:
        """Return the day of a moment, where the zone is."""
        return figures.DASH if at is None else self.day(at.astimezone(self.zone).date())


def lines(rows: Iterable[ItemRow], zone_slug: str, stuck: Mapping[str, int] = _NONE) -> list[Line]:
    """Return rows as drawn; *stuck* is how many blockers each has by its id."""
    words = Words()
    before, after = reverse("item", args=[zone_slug, 0]).rsplit("0", 1)
    return [line(row, words, f"{before}{row.id}{after}", stuck.get(str(row.id), 0)) for row in rows]


def line(row: ItemRow, words: Words, href: str, stuck: int = 0) -> Line:
    """Return one row as drawn."""
    light = row.standing.light
    return Line(
        id=row.id,
        ticket=f"{row.id}:{row.version}",
        href=href,
        number=row.number,
        title=row.title,
        state=words.states[row.state],
        lamp=LAMPS[light],
        light=words.lights[light],
        lead=row.lead or figures.DASH,
        responsible=row.responsible or figures.DASH,
        person=row.person or figures.DASH,
        due=figures.DASH if row.due is None else figures.day(row.due),
        left=words.remaining(row),
        left_tone="tone-late" if light is DueLight.OVERDUE else "",
        percent=row.percent,
        bar=_along(Decimal(row.percent)),
        tick=_along(row.standing.elapsed_pct),
        reported=words.moment(row.last_report_at),
        urgency=words.urgency[row.urgency],
        children=row.children,
        blockers=stuck,
        is_sample=row.is_sample,
    )


def _counted(said: Callable[[int], str]) -> tuple[str, str]:
    """Return how one day is said, and how several are."""
    return said(1), said(2)


def _along(share: Decimal | None) -> str:
    if share is None:
        return ""
    return f"{min(max(share, Decimal(0)), _FULL) * _WIDTH / _FULL:.1f}"
