"""What a blocker is about, carried in a link from the page it was found on: signed, so that nobody writes it anew."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from django.core import signing
from django.urls import reverse
from django.utils.http import urlencode

from duban.blockers.types import Subject
from duban.core.errors import Invalid
from duban.engine.kernel import Problem
from duban.orgs.types import ZoneRow

_SALT = "duban.blockers.subject"
_BEGUN = 400
"""So many characters of words go along in the address; the rest is typed."""


def raise_href(zone: ZoneRow, subject: Subject, *, text: str = "", help_wanted: str = "") -> str:
    """Return the link that raises a blocker on *subject*, for any page that shows one; with words to begin from."""
    kept = asdict(subject) | {"due": subject.due.isoformat() if subject.due else ""}
    about = signing.dumps(kept, salt=f"{_SALT}.{zone.id}", compress=True)
    begun = {name: said[:_BEGUN] for name, said in (("text", text), ("help_wanted", help_wanted)) if said}
    return f"{reverse('blocker-raise', args=[zone.slug])}?{urlencode({'about': about, **begun})}"


def subject_of(zone: ZoneRow, about: str) -> Subject:
    """
    Return the subject a link carries.

    :raises Invalid: if it carries none of this zone's, or was altered
    """
    try:
        kept = signing.loads(about, salt=f"{_SALT}.{zone.id}")
    except signing.BadSignature:
        raise Invalid(Problem("blockers.no_subject", "subject")) from None
    return Subject(**kept | {"due": date.fromisoformat(kept["due"]) if kept["due"] else None})
