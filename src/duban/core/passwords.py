"""A password rule: letters of both cases, digits and signs, at least three of the four."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_KINDS = (re.compile(r"[a-z]"), re.compile(r"[A-Z]"), re.compile(r"\d"), re.compile(r"[^A-Za-z\d]"))
_LEAST = 3


class MixedValidator:
    """Ask for three of four kinds of characters (standards.md 4.1)."""

    def validate(self, password: str, user: object | None = None) -> None:  # noqa: ARG002
        """
        Check the password.

        :raises ValidationError: if it mixes fewer than three kinds
        """
        if sum(bool(kind.search(password)) for kind in _KINDS) < _LEAST:
            raise ValidationError(self.get_help_text(), code="password_not_mixed")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("大写字母、小写字母、数字、符号四类中至少用三类。")
