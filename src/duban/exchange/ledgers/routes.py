"""A route map 路线图 in one cell: steps parted by semicolons or lines, each with its day and, it may be, a proof."""

from __future__ import annotations

import re
from collections.abc import Iterable

from duban.exchange.ledgers.deadlines import Setting, deadline_of
from duban.exchange.sheets.words import folded
from duban.ledger.types import StepDraft

__all__ = ["route_of", "route_text"]

_BETWEEN = re.compile(r"[；;\n\r]+")
_ORDINAL = re.compile(r"^\s*(?:[(（]?\d{1,2}[)）]|\d{1,2}[.、．](?!\d)|[①-⑳])\s*")
_PROOF = re.compile(r"[（(](?:佐证|附)[：:]?([^（）()]*)[）)]\s*$")
_DAY = re.compile(
    r"^\s*((?:\d{4}[年./-])?\s*\d{1,2}(?:[月./-]\d{1,2}[日号]?|月(?:份)?(?:底|末|上旬|中旬|下旬)?)(?:之前|以前|前)?|年底前?|[一二三四1-4]季度[末底]?前?)\s*[：:，,]?\s*"
)
_DAY_BEHIND = re.compile(r"[（(]([^（）()]*\d{1,2}(?:月|[./-])[^（）()]*|年底前?)[）)]\s*$")
_LONGEST_TITLE, _LONGEST_PROOF = 120, 200


def route_of(text: str, setting: Setting) -> tuple[list[StepDraft], list[str]]:
    """Return the steps a cell names, and the titles of those without a day."""
    steps: list[StepDraft] = []
    undated: list[str] = []
    for piece in filter(None, map(str.strip, _BETWEEN.split(text))):
        step = _step(_ORDINAL.sub("", piece), setting)
        steps.append(step)
        if step.due is None:
            undated.append(step.title)
    return steps, undated


def route_text(steps: Iterable[StepDraft]) -> str:
    """Write a route map as a cell ``route_of`` reads: a line a step, its day first."""
    lines = []
    for step in steps:
        proof = f"（佐证：{step.proof}）" if step.proof else ""
        day = f"{step.due.isoformat()} " if step.due else ""
        lines.append(f"{day}{step.title}{proof}")
    return "\n".join(lines)


def _step(piece: str, setting: Setting) -> StepDraft:
    proof = ""
    if found := _PROOF.search(piece):
        proof, piece = found[1].strip(), piece[: found.start()].strip()
    day = _DAY.match(piece)
    if day is not None and day.end() < len(piece):
        return _made(piece[day.end() :], day[1], proof, setting)
    behind = _DAY_BEHIND.search(piece)
    if behind is not None and behind.start() > 0:
        return _made(piece[: behind.start()], behind[1], proof, setting)
    return StepDraft(piece[:_LONGEST_TITLE], None, proof[:_LONGEST_PROOF])


def _made(title: str, day: str, proof: str, setting: Setting) -> StepDraft:
    due = deadline_of(folded(day), setting).day
    return StepDraft(title.strip(" ：:，,")[:_LONGEST_TITLE], due, proof[:_LONGEST_PROOF])
