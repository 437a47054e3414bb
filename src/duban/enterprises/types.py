"""What others may hold of enterprises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BASE = len(_ALPHABET)


class ListingKind(StrEnum):
    """The lists of firms that report straight to the statistics bureau (四上企业)."""

    INDUSTRY = "industry"
    CONSTRUCTION = "construction"
    TRADE = "trade"
    SERVICES = "services"
    REAL_ESTATE = "real_estate"


@dataclass(frozen=True, slots=True)
class EnterpriseDraft:
    """A firm before it is registered."""

    name: str
    name_en: str = ""
    short_name: str = ""
    credit_code: str = ""
    """统一社会信用代码, 18 characters; empty where it is not known yet."""
    industry: str = ""
    """Code of GB/T 4754, or the words of the source."""
    unit_id: int | None = None
    """The unit through which the firm's own people sign in."""
    settled_on: date | None = None
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class ListingRow:
    """A list a firm has entered, from a day until a day."""

    kind: ListingKind
    starts: date
    ends: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class EnterpriseRow:
    """A firm of the register."""

    id: int
    name: str
    name_en: str
    short_name: str
    credit_code: str
    industry: str
    unit_id: int | None
    settled_on: date | None
    listings: tuple[ListingRow, ...]
    is_sample: bool
    version: int


def credit_code_is_right(code: str) -> bool:
    """
    Return whether a unified social credit code's eighteenth character follows from the other seventeen.

    GB 32100-2015: weights are powers of 3 modulo 31; the letters I, O, S, V and Z are not used.
    """
    if len(code) != 18 or any(c not in _ALPHABET for c in code):
        return False
    total = sum(_ALPHABET.index(c) * pow(3, n, _BASE) for n, c in enumerate(code[:17]))
    return _ALPHABET[-total % _BASE] == code[17]
