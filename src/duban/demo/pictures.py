"""
A drawn stand-in for papers, and the mark 示例 that every drawn picture bears: none is passed off as a real one.

The two characters are drawn stroke by stroke, because no typeface comes with the program.
"""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

__all__ = ["mark", "paper", "written"]

_SIZE = (720, 960)
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


def paper() -> bytes:
    """Return a sheet with ruled lines and a round seal where words would be."""
    image = Image.new("RGB", _SIZE, (252, 252, 248))
    pen = ImageDraw.Draw(image)
    for y in range(160, 760, 40):
        pen.line(((90, y), (630, y)), (190, 190, 186), 2)
    pen.ellipse((430, 740, 590, 900), outline=(200, 60, 50), width=6)
    mark(pen, (150, 30, 30), (120, 230))
    return written(image)


def mark(
    pen: ImageDraw.ImageDraw, colour: tuple[int, int, int], at: tuple[int, int], size: float = 2.2
) -> None:
    """Write 示例 with its upper left corner at a point; *size* 1 makes a character of a hundred points."""
    for left, strokes in ((0, _SHI), (118, _LI)):
        for stroke in strokes:
            points = [(at[0] + (left + x) * size, at[1] + y * size) for x, y in stroke]
            pen.line(points, colour, max(4, round(7 * size)), joint="curve")


def written(image: Image.Image) -> bytes:
    """Return the picture as the bytes of a file."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
