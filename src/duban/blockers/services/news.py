"""Who is told of a blocker's move: both sides, whoever must decide, and nobody else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone, translation

from duban.blockers.models import Blocker, Move
from duban.blockers.types import page_of
from duban.core.named import POST, UNIT, named
from duban.notices.services import settle, tell
from duban.notices.types import Kind, NoticeDraft
from duban.orgs.selectors import chains, holders_of, unit_names, zone_slugs
from duban.orgs.types import Actor, Chain

__all__ = ["Told", "drafts_to", "tell_move", "told_of"]


@dataclass(frozen=True, slots=True)
class Told:
    """The people on each side of a blocker today, and the words its notices are made of."""

    raiser: frozenset[int]
    addressee: frozenset[int]
    deciders: frozenset[int]
    chain: Chain
    """In charge of the unit addressed."""
    unit: str
    to: str
    link: str

    def args(self, blocker: Blocker, who: str) -> tuple[str, ...]:
        """Return what every sentence about a blocker begins with."""
        return (who, blocker.subject_title, f"@blocker.{blocker.kind}", blocker.number)


def told_of(blocker: Blocker, at: datetime) -> Told:
    """Return whom a blocker concerns today. Names are kept as they are today, with whose they are."""
    on = timezone.localdate(at)
    known = chains(zone_id=blocker.zone_id, unit_ids={blocker.unit_id, blocker.to_unit_id}, on=on)
    mine, theirs = known.get(blocker.unit_id, Chain()), known.get(blocker.to_unit_id, Chain())
    addressee = theirs.heads
    if blocker.to_post_id is not None:
        addressee = frozenset(holders_of(post_ids=[blocker.to_post_id], on=on).values())
    raiser = mine.heads if blocker.raised_by_id is None else mine.heads | {blocker.raised_by_id}
    with translation.override("zh-hans"):
        units, posts = unit_names(zone_ids=[blocker.zone_id], on=on)
    if blocker.to_post_id is None:
        to = named(UNIT, blocker.to_unit_id, units.get(blocker.to_unit_id, ""))
    else:
        to = named(POST, blocker.to_post_id, posts.get(blocker.to_post_id, ""))
    unit = named(UNIT, blocker.unit_id, units.get(blocker.unit_id, ""))
    link = page_of(zone_slugs(zone_ids=[blocker.zone_id])[blocker.zone_id], blocker.pk)
    return Told(raiser, addressee, mine.leaders, theirs, unit, to, link)


def drafts_to(
    people: Collection[int],
    blocker: Blocker,
    told: Told,
    key: str,
    code: str,
    args: tuple[str, ...],
    kind: Kind,
) -> list[NoticeDraft]:
    """Return one notice for each of these people. Where it is their move, somebody is stuck on them: at once."""
    return [
        NoticeDraft(
            zone_id=blocker.zone_id,
            user_id=person,
            key=key,
            code=f"blockers.told.{code}",
            args=args,
            link=told.link,
            due=blocker.due,
            at_once=kind is Kind.WAITING,
            kind=kind,
            about=about(blocker),
        )
        for person in sorted(people)
    ]


def about(blocker: Blocker) -> str:
    """Return the word under which a blocker's notices are settled."""
    return f"blocker:{blocker.pk}"


def tell_move(actor: Actor, blocker: Blocker, move: Move, at: datetime) -> None:
    """Settle what the last move asked for, and tell those whom this one concerns, but not who made it."""
    settle(actor=actor, zone_id=blocker.zone_id, about=[about(blocker)], at=at)
    told = told_of(blocker, at)
    waiting, news = Kind.WAITING, Kind.INFORMATION
    table = {
        "raise": [(told.addressee, "raised", told.unit, waiting)],
        "readdress": [(told.addressee, "raised", told.unit, waiting)],
        "acknowledge": [(told.raiser, "acknowledged", told.to, news)],
        "answer": [(told.raiser, "answered", told.to, Kind.ANSWER)],
        "refuse": [
            (told.deciders, "refused", told.to, waiting),
            (told.raiser - told.deciders, "sent_back", told.to, news),
        ],
        "uphold": [(told.addressee, "upheld", told.unit, waiting)],
        "reopen": [(told.addressee, "reopened", told.unit, waiting)],
        "clear": [(told.addressee, "cleared", told.unit, news)],
        "withdraw": [(told.addressee, "withdrawn", told.unit, news)],
    }
    drafts = [
        draft
        for people, code, who, kind in table[move.edge]
        for draft in drafts_to(
            people - {actor.user_id},
            blocker,
            told,
            f"blocker:{blocker.pk}:{move.pk}",
            code,
            told.args(blocker, who),
            kind,
        )
    ]
    tell(actor=actor, notices=drafts, at=at)
