"""
Places of a building site drawn twice: as designed, and as far as they have come. Every picture says 示例 on a plate.

Both are drawn from the same parts in the same places, so that one laid over the other fits; the same call is the same
bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageDraw

from duban.demo.pictures import mark, written

__all__ = ["SCENES", "Scene", "drawing", "photo"]

Point = tuple[float, float]
Colour = tuple[int, int, int]
_WIDE, _HIGH = 960, 720
_INK, _FAINT, _PAPER = (226, 238, 255), (52, 92, 150), (28, 62, 114)
_RED, _WHITE = (168, 34, 30), (255, 255, 252)
_CONCRETE, _STEEL, _PIPE, _BED, _GRAVEL = (
    (190, 188, 182), (186, 96, 58), (92, 108, 116), (176, 146, 104), (150, 146, 140),
)  # fmt: skip
_SKIES: tuple[Colour, ...] = ((150, 186, 218), (168, 194, 214), (188, 202, 214), (160, 190, 224))


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of what is built, in the order it is built in."""

    corners: tuple[Point, ...]
    colour: Colour


@dataclass(frozen=True, slots=True)
class Scene:
    """What is built at one place, seen from one point."""

    parts: tuple[Part, ...]
    ground: int
    """Where the ground begins, in points from the top."""
    lifted: bool = True
    """Whether a crane stands there."""


def drawing(scene: Scene) -> bytes:
    """Return the scene as a drawing of what is to be."""
    image = Image.new("RGB", (_WIDE, _HIGH), _PAPER)
    pen = ImageDraw.Draw(image)
    for x in range(0, _WIDE, 40):
        pen.line(((x, 0), (x, _HIGH)), _FAINT)
    for y in range(0, _HIGH, 40):
        pen.line(((0, y), (_WIDE, y)), _FAINT)
    for part in scene.parts:
        pen.polygon(part.corners, outline=_INK, width=2)
    left, right = (edge(x for part in scene.parts for x, _y in part.corners) for edge in (min, max))
    _measured(pen, left, right)
    _plate(pen, 24, _INK, _PAPER)
    return written(image)


def photo(scene: Scene, done: int, week: int = 0) -> bytes:
    """Return the scene with *done* per cent of its parts in place; no two weeks have the same sky."""
    image = Image.new("RGB", (_WIDE, _HIGH))
    pen = ImageDraw.Draw(image)
    _sky(pen, scene.ground, week)
    if scene.lifted:
        pen.line(((850, scene.ground), (850, 90), (520, 90)), (206, 150, 40), 9)
        pen.line(((850, 60), (520, 90)), (206, 150, 40), 3)
        pen.line(((560, 90), (560, 150)), (70, 70, 70), 2)
    for part in scene.parts[: len(scene.parts) * done // 100]:
        pen.polygon(part.corners, fill=part.colour, outline=_shade(part.colour, 0.7), width=2)
    _plate(pen, _WIDE - 214, _RED, _WHITE)
    return written(image)


def _measured(pen: ImageDraw.ImageDraw, left: float, right: float) -> None:
    pen.line(((left, 690), (right, 690)), _INK, 2)
    for x in (left, right):
        pen.line(((x - 8, 698), (x + 8, 682)), _INK, 2)


def _sky(pen: ImageDraw.ImageDraw, ground: int, week: int) -> None:
    """Draw sky and ground, each a little lighter towards where they meet."""
    colour = _SKIES[week % len(_SKIES)]
    for y in range(0, ground, 8):
        pen.rectangle((0, y, _WIDE, y + 8), fill=_shade(colour, 0.92 + 0.2 * y / ground))
    for n in range(3):
        x, y = (week * 190 + n * 330) % _WIDE, 60 + 34 * ((week + n) % 3)
        pen.ellipse((x, y, x + 190, y + 34), fill=_shade(colour, 1.12))
    for y in range(ground, _HIGH, 8):
        pen.rectangle((0, y, _WIDE, y + 8), fill=_shade((178, 162, 134), 1.06 - 0.2 * (y - ground) / _HIGH))


def _plate(pen: ImageDraw.ImageDraw, left: int, ink: Colour, paper: Colour) -> None:
    """Write 示例 on a plate; of the drawing on the left and of the photo on the right, so that a slider hides neither."""
    pen.rectangle((left, 24, left + 190, 124), fill=paper, outline=ink, width=4)
    mark(pen, ink, (left + 14, 36), 0.76)


def _shade(colour: Colour, by: float) -> Colour:
    red, green, blue = (min(255, round(value * by)) for value in colour)
    return red, green, blue


def _box(left: float, top: float, right: float, bottom: float, colour: Colour) -> Part:
    return Part(((left, top), (right, top), (right, bottom), (left, bottom)), colour)


def _frame() -> Iterator[Part]:
    """Yield a plant of two storeys from the ground up: columns of the back and the front row, then the slab on them."""
    ground, high, back = 620, 170, (34, -26)
    columns = [110 + 112 * n for n in range(7)]
    for storey in range(2):
        low, top = ground - storey * high, ground - (storey + 1) * high
        for dx, dy, colour in ((*back, _shade(_CONCRETE, 0.8)), (0, 0, _CONCRETE)):
            for x in columns:
                yield _box(x + dx, top + dy, x + dx + 20, low + dy, colour)
        for left, right in pairwise([columns[0] - 14, *columns[2:6:2], columns[-1] + 34]):
            slab = ((left, top), (left + 34, top - 26), (right + 34, top - 26), (right, top))
            yield Part(slab, _shade(_CONCRETE, 1.1))
            yield _box(left, top, right, top + 16, _shade(_CONCRETE, 0.92))


def _pergola() -> Iterator[Part]:
    """Yield a steel pergola along a path: pads, posts, the curved beam, the slats across it."""
    ground, posts = 600, [120 + 120 * n for n in range(7)]

    def crown(x: float) -> float:
        return 330 - 60 * (1 - ((x - 480) / 380) ** 2)

    for x in posts:
        yield _box(x - 22, ground, x + 22, ground + 16, _CONCRETE)
    for x in posts:
        yield _box(x - 8, crown(x), x + 8, ground, _STEEL)
    for a, b in pairwise(posts):
        yield Part(((a, crown(a) - 8), (b, crown(b) - 8), (b, crown(b) + 10), (a, crown(a) + 10)), _STEEL)
    for n in range(24):
        x = 104 + n * 32
        yield Part(
            ((x, crown(x) - 30), (x + 12, crown(x) - 34), (x + 26, crown(x) - 8), (x + 14, crown(x) - 4)),
            _shade(_STEEL, 1.2),
        )


def _road() -> Iterator[Part]:
    """Yield a road that runs away from the eye: drains beside it, then its bed, from near to far; kerbs last."""
    horizon, middle = 300, 480
    depths = [720 - (720 - horizon) * (1 - 0.8**n) for n in range(9)]

    def strip(near: float, far: float, left: float, right: float, colour: Colour) -> Part:
        def at(offset: float, y: float) -> Point:
            return middle + offset * (y - horizon) / (720 - horizon), y

        return Part((at(left, near), at(right, near), at(right, far), at(left, far)), colour)

    for near, far in pairwise(depths):
        yield strip(near, far, -430, -370, _PIPE)
    for near, far in pairwise(depths):
        yield strip(near, far, -340, 340, _BED)
    for near, far in pairwise(depths):
        yield strip(near, far, -340, -316, _GRAVEL)
        yield strip(near, far, 316, 340, _GRAVEL)


def _scene(parts: Callable[[], Iterator[Part]], ground: int, *, lifted: bool = True) -> Scene:
    return Scene(tuple(parts()), ground, lifted)


SCENES = {
    "frame": _scene(_frame, 600),
    "pergola": _scene(_pergola, 580, lifted=False),
    "road": _scene(_road, 300, lifted=False),
}
