"""Cumulative reporting periods: through month *m* of a year; the first is 1–2月."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import NamedTuple

FIRST_MONTH = 2
"""There is no January: the first period of a year is January to February (domain.md 2.1)."""

_PATTERN = re.compile(r"(\d{4})-(\d{2})")


class Period(NamedTuple):
    """The months January to *month* of *year*, taken together (1—N月累计)."""

    year: int
    month: int

    @classmethod
    def of(cls, year: int, month: int) -> Period:
        """
        Return the period through *month* of *year*.

        :raises ValueError: if the month is not 2 to 12 (domain.md 2.1)
        """
        if not (1900 <= year <= 2999 and FIRST_MONTH <= month <= 12):
            msg = f"no such period: {year}-{month}"
            raise ValueError(msg)
        return cls(year, month)

    @classmethod
    def parse(cls, text: str) -> Period:
        """
        Read ``2020-08``.

        :raises ValueError: if the text is not a period
        """
        match = _PATTERN.fullmatch(text)
        if match is None:
            msg = f"not a period: {text!r}"
            raise ValueError(msg)
        return cls.of(int(match[1]), int(match[2]))

    @classmethod
    def from_key(cls, key: int) -> Period:
        """Read the stored form ``202008``."""
        return cls.of(*divmod(key, 100))

    @classmethod
    def containing(cls, day: date) -> Period:
        """Return the last period that has ended before *day*: the one whose figures are due next."""
        if day.month <= FIRST_MONTH:
            return cls(day.year - 1, 12)
        return cls(day.year, day.month - 1)

    @property
    def key(self) -> int:
        """The stored form ``202008``."""
        return self.year * 100 + self.month

    @property
    def end(self) -> date:
        """The data date: the period's last day."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def year_end(self) -> date:
        """31 December of the year."""
        return date(self.year, 12, 31)

    @property
    def months_left(self) -> int:
        """Whole months after the data date."""
        return 12 - self.month

    @property
    def before(self) -> Period | None:
        """The period one month shorter in the same year; nothing before 1—2月."""
        return Period(self.year, self.month - 1) if self.month > FIRST_MONTH else None

    @property
    def a_year_ago(self) -> Period:
        """The same months of the year before."""
        return Period(self.year - 1, self.month)

    @property
    def full_year_before(self) -> Period:
        """All twelve months of the year before."""
        return Period(self.year - 1, 12)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"
