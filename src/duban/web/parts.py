"""Small things several pages of the web room share: what was asked for, and forms that take refusals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.core.errors import Invalid, Refusal
from duban.core.fields import FigureField as FigureColumn
from duban.core.sentences import sentence
from duban.engine.kernel import Period, Problem

E = TypeVar("E", bound=StrEnum)
_LONGEST_NUMBER = 18
"""Digits; any more and a database holds no such key."""


def asked_period(text: str) -> Period | None:
    """
    Read ``2020-08``; nothing asked is None.

    :raises Invalid: if it is not a period
    """
    if not text:
        return None
    try:
        return Period.parse(text)
    except ValueError:
        raise Invalid(Problem("core.not_a_period", "as_of", (text,))) from None


def asked_day(text: str, where: str = "known_at") -> date | None:
    """
    Read ``2020-09-16``; nothing asked is None, and a refusal names *where* it was asked.

    :raises Invalid: if it is not a day
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(Problem("core.not_a_date", where, (text,))) from None


def asked_page(request: HttpRequest) -> int:
    """Return which page of a list is asked for, from 1; whatever is no number asks for the first."""
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 9 else 1


def number(text: str) -> int | None:
    """Read a whole number that a form or an address carries; what no key or count can be is None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else None


def asked_number(given: QueryDict, name: str, problems: list[Problem]) -> int | None:
    """Read a whole number of a list's address; one that cannot be is added to the problems."""
    text = given.get(name, "").strip()
    if not text:
        return None
    found = number(text)
    if found is None:
        problems.append(Problem("core.not_a_number", name, (text[:40],)))
    return found


def asked_one(given: QueryDict, name: str, kind: type[E], problems: list[Problem]) -> E | None:
    """Read a word of a list's address; one that is none of the kind's is added to the problems."""
    text = given.get(name, "")
    if not text:
        return None
    try:
        return kind(text)
    except ValueError:
        problems.append(Problem("core.not_a_choice", name, (text[:40], "、".join(kind))))
        return None


def version_of(posted: QueryDict) -> int:
    """Return the version a form was drawn from; a form that carries none is taken as stale."""
    found = number(posted.get("version", ""))
    return -1 if found is None else found


def whole(text: str) -> int:
    """
    Read a whole number a form carries.

    :raises Invalid: if it is none
    """
    found = number(text)
    if found is None:
        raise Invalid(Problem("core.not_a_number", "", (text[:40],)))
    return found


def end_of(day: date) -> datetime:
    """Return the last moment of a local day: what was known by then was known that day."""
    return timezone.make_aware(datetime.combine(day, time.max))


class Figure(forms.CharField):
    """A figure typed as published: its decimals are kept."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "form-control figure"})
        )
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value).replace("\u2212", "-").replace("，", "").replace(",", "").strip()
        if not text:
            return None
        try:
            return FigureColumn().to_python(text)
        except ValidationError as error:
            raise ValidationError(sentence(Problem("core.not_a_number", "", (text,)))) from error


class Form(forms.Form):
    """A form that looks like the rest and takes a service's refusal at its fields."""

    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.label_suffix = ""
        self._refused: int | None = None
        for field in self.fields.values():
            _dress(field)

    def offer(self, name: str, words: Iterable[tuple[Any, Any]], empty: Any = None) -> None:
        """Let a field choose among *words*, known only when the page is drawn; *empty* is what choosing none is called."""
        cast("forms.ChoiceField", self.fields[name]).choices = choices(words, empty)

    @property
    def status(self) -> int:
        """How a page with this form answers: 200, 422 where what was sent is unfit, as a service refused it otherwise."""
        return self._refused or (422 if self.is_bound and self.errors else 200)

    def refuse(self, refusal: Refusal) -> None:
        """Put every problem at its field, or above the form where it has none."""
        self.is_valid()
        self._refused = refusal.status
        for problem in refusal.problems:
            where = problem.where if problem.where in self.fields else None
            self.add_error(where, sentence(problem))


def choices(words: Iterable[tuple[Any, Any]], empty: Any = None) -> list[tuple[str, Any]]:
    """Return choices for a select, with a line for none where *empty* names it."""
    rows = [(str(value), label) for value, label in words]
    return rows if empty is None else [("", empty), *rows]


NOBODY = _("（未指定）")


def _dress(field: forms.Field) -> None:
    widget = field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple):
        widget.attrs.setdefault("class", "form-check-input")
    elif isinstance(widget, (forms.Select, forms.SelectMultiple)):
        widget.attrs.setdefault("class", "form-select")
    elif isinstance(widget, forms.CheckboxInput):
        widget.attrs.setdefault("class", "form-check-input")
    elif isinstance(widget, forms.DateInput):
        # A browser's date field takes and gives ISO dates only, whatever the page's language.
        widget.format = "%Y-%m-%d"
        widget.input_type = "date"
        widget.attrs.setdefault("class", "form-control")
    elif isinstance(widget, forms.Textarea):
        widget.attrs.update({"class": "form-control", "rows": 3})
    else:
        widget.attrs.setdefault("class", "form-control")
