"""Land against land: hand-worked squares, holes and slots, and an oracle that counts columns."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from math import cos, radians

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from duban.engine.land import Land, Place, Scale, astray, outside, overlap, whole
from duban.engine.land._regions import common_area

SCALE = Scale.at(38.45)
TENTH = Decimal("0.1")
EAST, NORTH = Decimal("106.1"), Decimal("38.4")


def point(x, y):
    """Return a corner so many thousandths of a degree east and north of a place."""
    return EAST + Decimal(str(x)) / 1000, NORTH + Decimal(str(y)) / 1000


def ring(*corners):
    return tuple(point(x, y) for x, y in (*corners, corners[0]))


def box(left, low, right, high):
    return ring((left, low), (right, low), (right, high), (left, high))


def land(*rings):
    return Land([rings])


ZONE = land(box(0, 0, 10, 10))
HOLED = land(box(0, 0, 10, 10), box(4, 4, 6, 6))
SLOTTED = land(ring((0, 0), (10, 0), (10, 4), (2, 4), (2, 5), (10, 5), (10, 10), (0, 10)))
"""A zone into which a river cuts from the east."""
DEGREE_EAST = (
    111412.84 * cos(radians(38.45)) - 93.5 * cos(radians(3 * 38.45)) + 0.118 * cos(radians(5 * 38.45))
)
DEGREE_NORTH = 111132.954 - 559.822 * cos(radians(2 * 38.45)) + 1.175 * cos(radians(4 * 38.45))
"""Metres of a degree by the series of the geodesy books, another way than the radii of curvature."""


def test_a_degree_is_as_long_as_the_books_say():
    assert SCALE.east / 10**6 == pytest.approx(DEGREE_EAST, abs=0.5)
    assert SCALE.north / 10**6 == pytest.approx(DEGREE_NORTH, abs=0.5)


@pytest.mark.parametrize(
    ("x", "y", "place"),
    [
        (5, 5, Place.IN), (0, 0, Place.ON), (10, 3, Place.ON), (5, 10, Place.ON),
        (-1, 0, Place.OUT), (11, 5, Place.OUT), (5, "10.000000001", Place.OUT), (5, "9.999999999", Place.IN),
    ],
)  # fmt: skip
def test_a_point_lies_in_on_or_out(x, y, place):
    [spot] = whole([point(x, y)])
    assert ZONE.locate(spot) is place


def test_a_hole_is_no_land_and_its_edge_is():
    for at, place in (((5, 5), Place.OUT), ((4, 5), Place.ON), ((3, 5), Place.IN)):
        [spot] = whole([point(*at)])
        assert HOLED.locate(spot) is place


def test_rings_may_run_either_way():
    backwards = Land([(box(0, 0, 10, 10)[::-1], box(4, 4, 6, 6)[::-1])])
    assert backwards.twice_area == HOLED.twice_area == 2 * 96 * (2 * 10**9) ** 2


@pytest.mark.parametrize(
    "plot",
    [
        box(1, 1, 3, 3), box(0, 0, 10, 10), box(0, 0, 10, 3), box(0, 2, 5, 8),
        ring((0, 0), (10, 0), (5, 10)),
    ],
)  # fmt: skip
def test_what_touches_the_boundary_from_within_is_inside(plot):
    assert outside(land(plot), ZONE, SCALE, TENTH) is None


def test_a_corner_outside_is_told_with_how_far_and_how_much():
    """The corner at 12, 5 sticks out two thousandths of a degree: 174.6 m, over a triangle of 2 by 4."""
    found = outside(land(ring((8, 1), (12, 5), (8, 9))), ZONE, SCALE, TENTH)
    assert (found.at, found.is_corner, found.corners) == (point(12, 5), True, 1)
    assert float(found.metres) == pytest.approx(0.002 * DEGREE_EAST, abs=0.6)
    assert float(found.area) == pytest.approx(4e-6 * DEGREE_EAST * DEGREE_NORTH, rel=1e-5)


def test_the_farthest_of_several_corners_is_told():
    found = outside(land(ring((8, 8), (11, 8), (13, 13), (8, 11))), ZONE, SCALE, TENTH)
    assert (found.at, found.corners) == (point(13, 13), 3)
    across = ((0.003 * DEGREE_EAST) ** 2 + (0.003 * DEGREE_NORTH) ** 2) ** 0.5
    assert float(found.metres) == pytest.approx(across, abs=0.6), "to the corner, not to an edge drawn on"


def test_a_plot_all_outside_is_outside_with_all_its_area():
    found = outside(land(box(20, 0, 22, 2)), ZONE, SCALE, TENTH)
    assert (found.corners, found.is_corner) == (4, True)
    assert float(found.metres) == pytest.approx(0.012 * DEGREE_EAST, abs=0.6)
    assert float(found.area) == pytest.approx(4e-6 * DEGREE_EAST * DEGREE_NORTH, rel=1e-5)


def test_a_plot_over_a_hole_is_outside_though_no_corner_of_it_is():
    found = outside(land(box(3, 3, 7, 7)), HOLED, SCALE, TENTH)
    assert (found.is_corner, found.corners) == (False, 0)
    assert float(found.area) == pytest.approx(4e-6 * DEGREE_EAST * DEGREE_NORTH, rel=1e-5)
    assert outside(land(box(1, 1, 4, 4)), HOLED, SCALE, TENTH) is None, "it touches the hole"
    assert outside(land(box(3, 3, 7, 7), box(4, 4, 6, 6)), HOLED, SCALE, TENTH) is None, (
        "its hole is the same"
    )


def test_a_plot_across_a_river_is_outside_between_its_corners():
    """From bank to bank are 0.001 of a degree, 111.0 m: the middle of its edges lies half of that outside."""
    found = outside(land(box(5, 3, 7, 6)), SLOTTED, SCALE, TENTH)
    assert (found.is_corner, found.at[1]) == (False, point(0, 4.5)[1])
    assert float(found.metres) == pytest.approx(0.0005 * DEGREE_NORTH, abs=0.6)
    assert float(found.area) == pytest.approx(2e-6 * DEGREE_EAST * DEGREE_NORTH, rel=1e-5)


def test_less_than_the_tolerance_is_no_find():
    """A millionth of a degree east is 0.087 m, two are 0.175 m."""
    near, far = (land(box(8, 1, f"10.00{n}", 3)) for n in (1, 2))
    assert outside(near, ZONE, SCALE, TENTH) is None
    assert outside(far, ZONE, SCALE, TENTH).metres == Decimal("0.2")
    assert outside(far, ZONE, SCALE, Decimal(1)) is None


def test_a_hole_narrower_than_the_tolerance_is_no_find_and_a_long_broad_one_is():
    slit = land(box(0, 0, 10, 10), box(5, 4, "5.001", "4.01"))
    assert outside(land(box(3, 3, 7, 7)), slit, SCALE, TENTH) is None
    # As little from the plot's edge as 0.087 m all round, but nearly all of the plot is no zone.
    ringed = land(box(0, 0, 10, 10), box("3.001", "3.0005", "6.999", "6.9995"))
    found = outside(land(box(3, 3, 7, 7)), ringed, SCALE, TENTH)
    assert found.metres == TENTH
    assert float(found.area) == pytest.approx(3.998 * 3.999e-6 * DEGREE_EAST * DEGREE_NORTH, rel=1e-3)


def test_a_zone_of_two_parts_is_one_where_they_meet():
    both = Land([(box(0, 0, 5, 10),), (box(5, 0, 10, 10),)])
    assert outside(land(box(3, 3, 7, 7)), both, SCALE, TENTH) is None
    assert outside(land(ring((3, 3), (7, 3), (7, 10), (3, 10))), both, SCALE, TENTH) is None
    assert outside(land(box(3, 3, 11, 7)), both, SCALE, TENTH).at in {point(11, 3), point(11, 7)}
    apart = Land([(box(0, 0, 4, 10),), (box(6, 0, 10, 10),)])
    found = outside(land(box(3, 3, 7, 7)), apart, SCALE, TENTH)
    assert (found.is_corner, found.at[0]) == (False, point(5, 0)[0])


def test_a_point_astray():
    assert astray(point(10, 5), ZONE, SCALE, TENTH) is None
    assert astray(point("10.001", 5), ZONE, SCALE, TENTH) is None
    assert astray(point("10.002", 5), ZONE, SCALE, TENTH).metres == Decimal("0.2")
    found = astray(point(5, 5), HOLED, SCALE, TENTH)
    assert float(found.metres) == pytest.approx(0.001 * DEGREE_EAST, abs=0.6)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (box(0, 0, 4, 4), box(4, 0, 8, 4)),
        (box(0, 0, 4, 4), box(4, 4, 8, 8)),
        (box(0, 0, 4, 4), box(4, 1, 8, 2)),
        (box(0, 0, 4, 4), box(5, 5, 8, 8)),
        (ring((0, 0), (4, 0), (0, 4)), ring((4, 0), (4, 4), (0, 4))),
        (box(0, 0, 4, 4), box("3.999", 0, 8, 4)),
    ],
)  # fmt: skip
def test_neighbours_that_touch_do_not_overlap(one, other):
    assert overlap(land(one), land(other), SCALE, TENTH) is None
    assert overlap(land(other), land(one), SCALE, TENTH) is None


def test_a_plot_in_the_hole_of_another_does_not_overlap_it():
    assert overlap(HOLED, land(box(4, 4, 6, 6)), SCALE, TENTH) is None
    assert overlap(HOLED, land(box(4, 4, 7, 6)), SCALE, TENTH) is not None


def test_an_overlap_is_told_with_its_area_and_whose_corner_reaches_in():
    """The corner of the second at 3, 3 lies a thousandth within the first, whose edges are that far from it."""
    found = overlap(land(box(0, 0, 4, 4)), land(box(3, 3, 9, 9)), SCALE, TENTH)
    assert float(found.area) == pytest.approx(1e-6 * DEGREE_EAST * DEGREE_NORTH, rel=1e-5)
    assert float(found.metres) == pytest.approx(0.001 * DEGREE_EAST, abs=0.6)
    assert (found.at, found.of_first, found.is_whole) in [
        (point(3, 3), False, False), (point(4, 4), True, False),
    ]  # fmt: skip


def test_crossing_plots_overlap_though_no_corner_lies_in_the_other():
    """The middle of the first's edge lies 87 m within the second, the middle of the second's 111 m within the first."""
    found = overlap(land(box(0, 4, 10, 6)), land(box(4, 0, 6, 10)), SCALE, TENTH)
    assert float(found.area) == pytest.approx(4e-6 * DEGREE_EAST * DEGREE_NORTH, rel=1e-5)
    assert float(found.metres) == pytest.approx(0.001 * DEGREE_NORTH, abs=0.6)


def test_one_plot_entered_twice_is_told_as_that():
    one = ring((0, 0), (4, 0), (4, 4))
    for other in (one, one[::-1], (*one[1:], one[1])):
        found = overlap(land(one), land(other), SCALE, TENTH)
        assert (found.is_whole, found.metres) == (True, 0)
        assert float(found.area) == pytest.approx(8e-6 * DEGREE_EAST * DEGREE_NORTH, rel=1e-5)


def test_a_plot_within_another_overlaps_with_all_of_it():
    found = overlap(land(box(0, 0, 4, 4)), land(box("0.001", "0.0005", "3.999", "3.9995")), SCALE, TENTH)
    assert not found.is_whole
    assert float(found.area) == pytest.approx(16e-6 * DEGREE_EAST * DEGREE_NORTH, rel=1e-3)


heights = st.lists(st.tuples(st.integers(0, 3), st.integers(4, 7)), min_size=1, max_size=5)


def skyline(columns, shift):
    """Return columns one wide that all cover the fourth of a unit from 3 up, as one outline."""
    tops = [p for n, (_low, high) in enumerate(columns) for p in ((n + shift, high), (n + 1 + shift, high))]
    lows = [p for n, (low, _high) in enumerate(columns) for p in ((n + shift, low), (n + 1 + shift, low))]
    corners = [*lows, *reversed(tops)]
    return ring(*(a for a, b in pairwise([*corners, corners[0]]) if a != b))


@given(heights, heights, st.integers(-2, 5))
def test_what_both_cover_is_what_counting_columns_finds(one, other, shift):
    first, second = land(skyline(one, 0)), land(skyline(other, shift))
    common = 0
    for n, (low, high) in enumerate(one):
        if 0 <= n - shift < len(other):
            its_low, its_high = other[n - shift]
            common += max(0, min(high, its_high) - max(low, its_low))
    unit = (2 * 10**9) ** 2
    assert common_area(first, second) == common * unit
    assert common_area(second, first) == common * unit


@given(heights, st.integers(-2, 5))
def test_what_is_out_is_the_rest(columns, shift):
    assume(len(columns) > 1)
    plot, zone = land(skyline(columns, 0)), land(box(shift, 2, shift + 3, 6))
    found = outside(plot, zone, SCALE, TENTH)
    beyond = sum(
        (high - low) - max(0, min(high, 6) - max(low, 2)) * (shift <= n < shift + 3)
        for n, (low, high) in enumerate(columns)
    )
    assert (found is None) == (beyond == 0)
    if found is not None:
        assert float(found.area) == pytest.approx(beyond * 1e-6 * DEGREE_EAST * DEGREE_NORTH, rel=1e-4)
        assert found.metres > 0
