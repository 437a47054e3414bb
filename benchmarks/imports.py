"""A workbook brought in: read, checked, written as vintages, every row in the record."""

from __future__ import annotations

from benchmarks import material
from benchmarks.measuring import Measured, memory, once
from duban.exchange.imports import bring_in
from duban.exchange.types import Kind, Report


def _import(rows: int, promise: str) -> Measured:
    zone = material.zone("bench")
    content = material.sheet(rows)
    reports: list[Report] = []

    def work() -> None:
        reports.append(
            bring_in(
                actor=material.actor(), zone_id=zone, kind=Kind.OBSERVATIONS, name="bench.xlsx", content=content,
                at=material.AT, commit=True,
            )
        )  # fmt: skip

    wall, cpu = once(work)
    if not reports[0].written or reports[0].rows != rows:
        msg = f"not written: {reports[0].problems[:3]}"
        raise SystemExit(msg)
    return Measured("import .xlsx, checked, with vintages", f"{rows:,} rows", wall, cpu, promise, memory())


BENCHES = {
    "import-10k": lambda: _import(10_000, "6 s, 250 MB"),
    "import-100k": lambda: _import(100_000, "linear; twice the memory"),
}
