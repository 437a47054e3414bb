"""What a message says, in the language of the moment. Titles and days only: people open Duban for the rest."""

from __future__ import annotations

from itertools import groupby

from django.utils.translation import gettext as _

from duban.notices.models import Digest, Notice
from duban.notices.selectors.inbox import texts_of
from duban.notices.services.digests import lines_of
from duban.notices.types import Group

__all__ = ["digest_words", "group_word", "notice_words"]


def group_word(group: Group) -> str:
    """Return what a group of lines is called."""
    return {
        Group.OVERDUE: _("已逾期"),
        Group.DUE_TODAY: _("今天到期"),
        Group.WAITING: _("等您办"),
        Group.INFORMATION: _("知悉"),
    }[group]


def digest_words(digest: Digest) -> tuple[str, str]:
    """Return the subject and the text of a digest; what was settled or read meanwhile is left out."""
    lines = lines_of(
        digest.notices.filter(settled=False, read_at__isnull=True).order_by("told_at", "id"), digest.day
    )
    parts = []
    for group, own in groupby(lines, key=lambda line: line.group):
        rows = list(own)
        parts.append(f"【{group_word(group)} {len(rows)}】")
        parts += [f"· {line.text}" for line in rows]
    return _("督办 {day} 提要，{n} 件").format(day=digest.day.isoformat(), n=len(lines)), "\n".join(parts)


def notice_words(notice: Notice | None) -> tuple[str, str]:
    """Return the subject and the text of one notice."""
    return _("督办：有一件事等您办"), texts_of([notice])[0] if notice else ""
