"""A light as drawn: shape, word and colour, and why."""

from __future__ import annotations

from dataclasses import dataclass

from duban.exchange.site_words import LAMP_KINDS, TONES, lamp_word, why
from duban.projects.types import LampView

__all__ = ["Line", "lamp_line"]


@dataclass(frozen=True, slots=True)
class Line:
    """One of a project's four lights."""

    kind: str
    label: str
    light: str
    """Its shape and colour."""
    shown: str
    """What it shows, alone."""
    why: str
    excused: bool
    by: str

    @property
    def word(self) -> str:
        """What it shows, with which light it is."""
        return f"{self.label} {self.shown}"


def lamp_line(view: LampView) -> Line:
    """Return a light as drawn."""
    excuse = view.excuse
    return Line(
        kind=view.kind.value,
        label=str(LAMP_KINDS[view.kind]),
        light=TONES[view.shown],
        shown=lamp_word(view),
        why=why(view.standing),
        excused=excuse is not None,
        by="" if excuse is None else f"{excuse.by} · {excuse.starts.isoformat()} — {excuse.ends.isoformat()}",
    )
