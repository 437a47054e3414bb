"""How much of a stranger's file is looked at before it is sent back."""

from __future__ import annotations

from dataclasses import dataclass

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one upload. Sizes in bytes, counts over the whole file unless said otherwise."""

    upload: int = 20 * _MB
    entries: int = 2_000
    """parts inside an .xlsx"""
    inflated: int = 256 * _MB
    """all parts unpacked"""
    part: int = 160 * _MB
    """one part unpacked"""
    strings: int = 64 * _MB
    """shared texts unpacked, and the other parts that are held in memory"""
    ratio: int = 200
    """unpacked : packed, looked at from ``ratio_from`` on"""
    ratio_from: int = 16 * _MB
    rows: int = 300_000
    """rows of one sheet, the empty but formatted ones included"""
    cells: int = 3_000_000
    merges: int = 20_000
    sheets: int = 200
    token: int = _MB
    """one mark of XML: longer ones make expat slow"""
    depth: int = 100
    names: int = 5_000
    """different XML names in one part"""


LIMITS = Limits()
