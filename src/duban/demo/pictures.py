"""
Drawn stand-ins for drawings, photos and papers, each marked 示例 across it: nothing here is passed off as a real picture.

The two characters are drawn stroke by stroke, because no typeface comes with the program.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

__all__ = ["drawing", "paper", "photo"]

_SIZE = (960, 720)
_INK, _PAPER = (235, 243, 255), (30, 66, 120)
_SHI = (
    ((25, 18), (75, 18)),
    ((10, 42), (90, 42)),
    ((50, 42), (50, 92), (40, 84)),
    ((32, 56), (14, 80)),
    ((68, 56), (86, 80)),
)
_LI = (
    ((22, 8), (6, 44)), ((15, 32), (15, 94)), ((28, 14), (62, 14)), ((44, 14), (26, 58)), ((40, 34), (60, 34), (28, 92)),
    ((38, 48), (48, 60)), ((72, 20), (72, 66)), ((90, 8), (90, 92), (80, 84)),
)  # fmt: skip
"""示 and 例 as strokes in a square of a hundred."""


def drawing(storeys: int = 3, bays: int = 6) -> bytes:
    """Return a blueprint of a plain building: so many storeys, so many bays."""
    image = Image.new("RGB", _SIZE, _PAPER)
    pen = ImageDraw.Draw(image)
    for x in range(0, _SIZE[0], 40):
        pen.line(((x, 0), (x, _SIZE[1])), (44, 84, 142))
    for y in range(0, _SIZE[1], 40):
        pen.line(((0, y), (_SIZE[0], y)), (44, 84, 142))
    for left, top, right, bottom in _cells(storeys, bays):
        pen.rectangle((left, top, right, bottom), outline=_INK, width=3)
        pen.rectangle((left + 24, top + 24, right - 24, bottom - 24), outline=_INK)
    pen.line(((80, 640), (880, 640)), _INK, 4)
    _mark(pen, _INK)
    return _written(image)


def photo(done: int, storeys: int = 3, bays: int = 6) -> bytes:
    """Return the same building with *done* per cent of its bays filled, from the ground up."""
    image = Image.new("RGB", _SIZE, (176, 200, 220))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 600, *_SIZE), fill=(176, 158, 128))
    cells = sorted(_cells(storeys, bays), key=lambda cell: (-cell[1], cell[0]))
    for n, (left, top, right, bottom) in enumerate(cells):
        if n * 100 < done * len(cells):
            pen.rectangle((left, top, right, bottom), fill=(205, 200, 190), outline=(120, 116, 108), width=4)
            pen.rectangle((left + 24, top + 24, right - 24, bottom - 24), fill=(96, 116, 134))
    pen.line(((700, 600), (700, 60), (420, 60)), (214, 160, 40), 10)
    _mark(pen, (150, 30, 30))
    return _written(image)


def paper() -> bytes:
    """Return a sheet with ruled lines and a round seal where words would be."""
    image = Image.new("RGB", (_SIZE[1], _SIZE[0]), (252, 252, 248))
    pen = ImageDraw.Draw(image)
    for y in range(160, 760, 40):
        pen.line(((90, y), (630, y)), (190, 190, 186), 2)
    pen.ellipse((430, 740, 590, 900), outline=(200, 60, 50), width=6)
    _mark(pen, (150, 30, 30), left=-120)
    return _written(image)


def _cells(storeys: int, bays: int) -> Sequence[tuple[int, int, int, int]]:
    wide, high = 760 // bays, 420 // storeys
    return [
        (100 + bay * wide, 640 - (storey + 1) * high, 100 + (bay + 1) * wide, 640 - storey * high)
        for storey in range(storeys)
        for bay in range(bays)
    ]


def _mark(pen: ImageDraw.ImageDraw, colour: tuple[int, int, int], left: int = 0) -> None:
    for offset, strokes in ((240, _SHI), (500, _LI)):
        for stroke in strokes:
            points = [(left + offset + x * 2.2, 230 + y * 2.2) for x, y in stroke]
            pen.line(points, colour, 16, joint="curve")


def _written(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
