"""Land as it is drawn: rings that are simple or not, and how far and how much one piece lies outside, or over, another."""

from duban.engine.land._beyond import Beyond, Overlap, astray, outside, overlap
from duban.engine.land._metres import Scale
from duban.engine.land._regions import Land, Place
from duban.engine.land._rings import Point, TangledError, crossing, inside, twice_area, whole

__all__ = [
    "Beyond",
    "Land",
    "Overlap",
    "Place",
    "Point",
    "Scale",
    "TangledError",
    "astray",
    "crossing",
    "inside",
    "outside",
    "overlap",
    "twice_area",
    "whole",
]
