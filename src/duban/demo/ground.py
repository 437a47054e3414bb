"""An illustrative boundary and plots under the map: the article gives no plan of the zone, so every line is 示例."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from duban.orgs.types import Actor
from duban.projects import services
from duban.projects.types import Datum, LayerDraft, LayerKind, Ring, Shape

__all__ = ["load_ground"]

_BOUNDARY = (
    ("106.136", "38.424"), ("106.159", "38.4215"), ("106.180", "38.425"), ("106.188", "38.434"),
    ("106.186", "38.451"), ("106.176", "38.464"), ("106.160", "38.4735"), ("106.145", "38.470"), ("106.1365", "38.452"),
)  # fmt: skip
_COLUMNS = ("106.146", "106.1535", "106.161", "106.1685", "106.176")
_ROWS = ("38.4275", "38.4335", "38.4395", "38.4455", "38.4515", "38.4575")
_STARTS = date(2020, 1, 1)


def load_ground(*, actor: Actor, zone_id: int, at: datetime) -> None:
    """Keep a made-up boundary and a grid of made-up plots, each marked so."""
    boundary = Shape("示例边界", ((_closed(_BOUNDARY),),))
    plots = tuple(
        Shape(f"示例地块 {chr(65 + row)}-{column + 1:02}", ((_plot(column, row),),))
        for row in range(len(_ROWS) - 1)
        for column in range(len(_COLUMNS) - 1)
    )
    for kind, shapes in ((LayerKind.BOUNDARY, (boundary,)), (LayerKind.PLOTS, plots)):
        draft = LayerDraft(kind, Datum.CGCS2000, _STARTS, "示例", shapes, is_sample=True)
        services.keep_layer(actor=actor, zone_id=zone_id, draft=draft, at=at)


def _closed(corners: tuple[tuple[str, str], ...]) -> Ring:
    return tuple((Decimal(x), Decimal(y)) for x, y in (*corners, corners[0]))


def _plot(column: int, row: int) -> Ring:
    """Return a plot between two streets and two roads, a little inside of them."""
    edge = Decimal("0.0004")
    west, east = (Decimal(_COLUMNS[column]) + edge, Decimal(_COLUMNS[column + 1]) - edge)
    south, north = (Decimal(_ROWS[row]) + edge, Decimal(_ROWS[row + 1]) - edge)
    return ((west, south), (east, south), (east, north), (west, north), (west, south))
