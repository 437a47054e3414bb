"""What something is called, or said, in the two languages it is read in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Called:
    """A name, or words, in Chinese and, where there are any, in English."""

    name: str
    name_en: str = ""
