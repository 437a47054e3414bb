"""What the reader of a board asked for, as it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from duban.core.errors import Invalid
from duban.engine.kernel import Period, Problem
from duban.indicators import selectors
from duban.indicators.types import GapBoard, GapRow, Tier
from duban.web.parts import asked_day, asked_period, end_of
from duban.web.requests import ActorRequest


@dataclass(frozen=True, slots=True)
class Asked:
    """The two clocks, the tier, and what to show of the board."""

    as_of: Period
    known_at: datetime
    known_day: date | None
    """None: as known this moment."""
    tier: Tier = Tier.TARGET
    light: str = ""
    class_: str = ""
    owner: str = ""
    q: str = ""

    @property
    def clocks(self) -> str:
        """The part of the address every page of one reading shares."""
        return urlencode(self.clock_pairs())

    @property
    def known_now(self) -> str:
        """The address query of the same by what is known now."""
        return self.query(known_day=None)

    def query(self, **changes: object) -> str:
        """Return the whole address query, with some filters changed."""
        asked = replace(self, **changes) if changes else self  # type: ignore[arg-type]
        shown = {"light": asked.light, "class": asked.class_, "owner": asked.owner, "q": asked.q}
        return urlencode([*asked.clock_pairs(), *((k, v) for k, v in shown.items() if v)])

    def clock_pairs(self) -> list[tuple[str, str]]:
        clocks = [("as_of", str(self.as_of))]
        if self.known_day:
            clocks.append(("known_at", self.known_day.isoformat()))
        if self.tier is not Tier.TARGET:
            clocks.append(("tier", self.tier.value))
        return clocks


def read(request: ActorRequest, periods: list[Period]) -> Asked:
    """
    Read the address; what is not asked is the newest period with figures that ended by the day the page stands at.

    :raises Invalid: naming every value that cannot be read
    """
    asked = request.GET
    known_day = asked_day(asked.get("known_at", ""))
    newest = next((p for p in periods if p.end <= request.on), None) or Period.containing(request.on)
    tier = asked.get("tier") or Tier.TARGET
    if tier not in set(Tier):
        raise Invalid(Problem("core.not_a_choice", "tier", (tier, "target, stretch")))
    return Asked(
        as_of=asked_period(asked.get("as_of", "")) or newest,
        known_at=min(end_of(known_day), request.at) if known_day else request.at,
        known_day=known_day,
        tier=Tier(tier),
        light=asked.get("light", ""),
        class_=asked.get("class", ""),
        owner=asked.get("owner", ""),
        q=asked.get("q", "").strip()[:64],
    )


def board(request: ActorRequest, asked: Asked) -> GapBoard:
    """Return the whole board asked for."""
    return selectors.gap_board(
        actor=request.actor,
        zone_id=request.zone.id,
        as_of=asked.as_of,
        known_at=asked.known_at,
        tier=asked.tier,
    )


def opened(request: ActorRequest, periods: list[Period]) -> tuple[Asked, GapBoard, Period | None]:
    """
    Return what is asked for, its board, and the newer period it does not open on.

    Where nobody asked for a period and the newest year has no targets yet, it opens on the newest period of the year
    before: without targets there is no gap to see.

    :raises Invalid: naming every value that cannot be read
    """
    asked = read(request, periods)
    found = board(request, asked)
    earlier = next((period for period in periods if period.year < asked.as_of.year), None)
    if "as_of" in request.GET or found.with_target or not found.rows or earlier is None:
        return asked, found, None
    asked = replace(asked, as_of=earlier)
    return asked, board(request, asked), periods[0]


def shown(asked: Asked, rows: tuple[GapRow, ...]) -> list[GapRow]:
    """Return the rows the filters leave, in their order: what the page lists and what an export holds."""
    return [row for row in rows if _wanted(asked, row)]


def _wanted(asked: Asked, row: GapRow) -> bool:
    told = (row.indicator.name, row.indicator.name_en, row.indicator.code, row.owner)
    return (
        (not asked.light or row.light == asked.light)
        and (not asked.class_ or row.class_ == asked.class_)
        and (not asked.owner or row.owner == asked.owner)
        and (not asked.q or any(asked.q.casefold() in text.casefold() for text in told))
    )
