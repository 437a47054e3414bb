"""The gap board as a question, without the page."""

from __future__ import annotations

from benchmarks import material
from benchmarks.measuring import Measured, median, memory
from duban.indicators.selectors import gap_boards


def _gap(zones: int, times: int, promise: str) -> Measured:
    ids = [material.zone(f"bench-{n}") for n in range(zones)]
    vintages = sum(material.history(zone) for zone in ids)
    actor = material.actor()
    wall, cpu = median(
        lambda: gap_boards(actor=actor, zone_ids=ids, as_of=material.AS_OF, known_at=material.AT), times
    )
    size = f"{zones} × {material.INDICATORS} × {material.YEARS} years, {vintages:,} vintages"
    return Measured(
        "gap of a zone" if zones == 1 else "gap of zones in one call", size, wall, cpu, promise, memory()
    )


BENCHES = {
    "gap-1": lambda: _gap(1, 31, "60 ms"),
    "gap-40": lambda: _gap(40, 7, "1 s"),
}
