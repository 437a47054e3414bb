"""Figures and days as a form carries them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from duban.core.errors import Invalid
from duban.core.fields import FigureField
from duban.engine.kernel import Problem

_LONGEST = 40


def figure_of(text: str, where: str) -> Decimal | None:
    """
    Read a figure; nothing typed is None.

    :raises Invalid: if it is no number
    """
    text = text.replace("\u2212", "-").replace("，", "").replace(",", "").strip()
    if not text:
        return None
    try:
        return FigureField().to_python(text[:_LONGEST])
    except ValidationError:
        raise Invalid(Problem("core.not_a_number", where, (text[:_LONGEST],))) from None


def day_of(text: str) -> date | None:
    """
    Read a day; nothing typed is None.

    :raises Invalid: if it is none
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(Problem("core.not_a_date", "", (text[:_LONGEST],))) from None
