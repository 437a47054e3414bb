"""Parts of an item's page as drawn: the route map, reports, extensions, and who held the post when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from duban.exchange.wording import word
from duban.ledger.types import AttachmentRow, ExtensionRow, ItemPage, ProgressRow, StepRow
from duban.orgs.selectors import list_tenures
from duban.orgs.types import TenureRow
from duban.web.ledger.lines import LAMPS
from duban.web.nav import address
from duban.web.requests import ActorRequest


@dataclass(frozen=True, slots=True)
class File:
    """A file as linked."""

    name: str
    href: str
    small: str
    """The address of its thumbnail; empty where it is no picture."""
    by: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the route map as drawn."""

    step: StepRow
    lamp: str
    light: str
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report of progress as drawn."""

    row: ProgressRow
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """An extension asked for, as drawn."""

    row: ExtensionRow
    word: str
    is_open: bool


def route(page: ItemPage, zone_slug: str) -> list[Stage]:
    """Return the steps with their lights and proofs."""
    return [
        Stage(
            step,
            LAMPS[step.light],
            word("due_light", step.light),
            files((a for a in page.attachments if a.step_id == step.id), zone_slug),
        )
        for step in page.steps
    ]


def reports(page: ItemPage, zone_slug: str) -> list[Report]:
    """Return the reports, newest first."""
    newest = sorted(page.progress, key=lambda r: (r.at, r.id), reverse=True)
    return [Report(row, files(row.attachments, zone_slug)) for row in newest]


def exchanges(page: ItemPage) -> list[Exchange]:
    """Return the extensions, those that wait for an answer first."""
    drawn = [Exchange(row, word("extension", row.state), row.state == "asked") for row in page.extensions]
    return sorted(drawn, key=lambda one: not one.is_open)


def files(rows: Iterable[AttachmentRow], zone_slug: str) -> tuple[File, ...]:
    """Return files as linked: pictures with a thumbnail."""
    found = []
    for row in rows:
        href = address("attachment", zone_slug, row.id)
        found.append(File(row.name, href, f"{href}?small" if row.is_image else "", row.by))
    return tuple(found)


def who_held(request: ActorRequest, page: ItemPage) -> list[TenureRow]:
    """Return who held the responsible post while the item ran: work stays with the post, the record with the person."""
    post = page.row.person_id
    if post is None:
        return []
    since = page.row.start or date.min
    tenures = list_tenures(actor=request.actor, zone_id=request.zone.id, post_id=post)
    return [one for one in tenures if one.ends is None or one.ends >= since]
