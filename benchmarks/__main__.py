"""``make bench``: import, gap and page at the size of a zone and of forty, beside the promise."""

from __future__ import annotations

import gzip
import io
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

os.environ["DUBAN_VAR"] = os.environ.get("DUBAN_BENCH_VAR") or tempfile.mkdtemp(prefix="duban-bench-")
os.environ.setdefault("DUBAN_FRONTEND", str(Path("var/frontend").resolve()))
os.environ["DJANGO_SETTINGS_MODULE"] = "duban.config.settings"

AT = datetime(2026, 1, 6, 2, tzinfo=UTC)
INDICATORS, YEARS = 120, 10


def main() -> None:
    """Run every measurement in a process of its own, so that each has its own memory, and print the table."""
    if len(sys.argv) > 1:
        _set_up()
        WORK[sys.argv[1]]()
        return
    rows = [_run(name) for name in WORK]
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Duban benchmarks", title_justify="left")
    for heading in ("what", "size", "time", "memory", "promise"):
        table.add_column(heading)
    for row in rows:
        table.add_row(*row)
    Console(width=110).print(table)


def _run(name: str) -> list[str]:
    environment = os.environ | {"DUBAN_BENCH_VAR": tempfile.mkdtemp(prefix="duban-bench-")}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", name],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout.strip().splitlines()[-1].split("\t")


def _set_up() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _tell(what: str, size: str, seconds: float, promise: str) -> None:
    shown = f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
    print(f"{what}\t{size}\t{shown}\t{_memory()} MB\t{promise}")


def _best(work: Callable[[], object], times: int = 15) -> float:
    spans = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spans.append(time.perf_counter() - start)
    return statistics.median(spans)


def _zone(slug: str, *, indicators: int = INDICATORS) -> int:
    from datetime import date

    from duban.engine.series import TargetKind
    from duban.indicators import services
    from duban.indicators.types import DefinitionDraft, Issuer, TargetDraft
    from duban.orgs.selectors import operator
    from duban.orgs.services import establish
    from duban.orgs.types import UnitKind

    zone = establish(
        actor=operator(name="bench"), kind=UnitKind.ZONE, code=slug, name=slug, starts=date(2001, 1, 1), at=AT
    )
    actor = operator(name="bench")
    services.adopt_default_rule(actor=actor, zone_id=zone, starts=date(2001, 1, 1), at=AT)
    ids = [
        services.define(
            actor=actor,
            zone_id=zone,
            draft=DefinitionDraft(f"i{n:03d}", f"指标{n:03d}", "亿元", order=n),
            at=AT,
        )
        for n in range(indicators)
    ]
    drafts = [TargetDraft(i, 2025, TargetKind.LEVEL, Decimal(100), Issuer.CITY) for i in ids]
    services.set_targets(actor=actor, zone_id=zone, drafts=drafts, at=AT)
    return zone


def _history(zone: int, years: int = YEARS) -> None:
    from duban.engine.kernel import Period
    from duban.indicators import services
    from duban.indicators.selectors import list_indicators
    from duban.indicators.types import Reported
    from duban.orgs.selectors import operator

    actor = operator(name="bench")
    rows = (
        Reported(d.id, Period(y, m), d.source, level=Decimal(m * 7 + y - 2000), growth=Decimal("5.1"))
        for d in list_indicators(actor=actor, zone_id=zone)
        for y in range(2026 - years, 2026)
        for m in range(2, 13)
        if (y, m) <= (2025, 8)
    )
    services.record_observations(actor=actor, zone_id=zone, rows=rows, at=AT)


def _sheet(rows: int) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, ["指标", "期别", "累计（亿元）", "同比（%）", "来源"])
    sources = ("统计", "税务", "部门", "企业")
    line = 1
    for year in range(2024, 1900, -1):
        for month in range(2, 13):
            for source in sources:
                for n in range(INDICATORS):
                    if line > rows:
                        book.close()
                        return stream.getvalue()
                    page.write_row(
                        line, 0, [f"指标{n:03d}", f"{year}-{month:02d}", month * 7.13 + n, 5.1, source]
                    )
                    line += 1
    book.close()
    return stream.getvalue()


def _import(rows: int, promise: str) -> None:
    from duban.exchange.imports import bring_in
    from duban.exchange.types import Kind
    from duban.orgs.selectors import operator

    zone = _zone("bench")
    content = _sheet(rows)
    start = time.perf_counter()
    report = bring_in(
        actor=operator(name="bench"),
        zone_id=zone,
        kind=Kind.OBSERVATIONS,
        name="bench.xlsx",
        content=content,
        at=AT,
        commit=True,
    )
    seconds = time.perf_counter() - start
    if not report.written or report.rows != rows:
        sys.exit(f"not written: {report.problems[:3]}")
    _tell("import .xlsx, checked, with vintages", f"{rows:,} rows", seconds, promise)


def _gap(zones: int, promise: str) -> None:
    from duban.engine.kernel import Period
    from duban.indicators.selectors import gap_boards
    from duban.orgs.selectors import operator

    ids = [_zone(f"bench-{n}") for n in range(zones)]
    for zone in ids:
        _history(zone, YEARS if zones == 1 else 2)
    actor = operator(name="bench")
    span = _best(
        lambda: gap_boards(actor=actor, zone_ids=ids, as_of=Period(2025, 8), known_at=AT),
        15 if zones == 1 else 3,
    )
    size = f"{zones} zone(s) × {INDICATORS} × {YEARS if zones == 1 else 2} years"
    _tell("gap board", size, span, promise)


def _page() -> None:
    from datetime import date

    from django.conf import settings
    from django.test import Client

    from duban.orgs.models import User
    from duban.orgs.selectors import operator
    from duban.orgs.services import create_account, grant
    from duban.orgs.types import Role

    settings.ALLOWED_HOSTS.append("testserver")
    zone = _zone("bench")
    _history(zone)
    actor = operator(name="bench")
    user, _ = create_account(actor=actor, zone_id=zone, username="bench", name="bench", password="x", at=AT)
    grant(actor=actor, user_id=user, unit_id=zone, role=Role.DIRECTOR, starts=date(2001, 1, 1), at=AT)
    client = Client()
    client.force_login(User.objects.get(pk=user), backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["began"] = session["seen"] = int(time.time())
    session.save()
    spans = []
    for _ in range(40):
        start = time.perf_counter()
        response = client.get("/bench/gap/?as_of=2025-08")
        spans.append(time.perf_counter() - start)
        if response.status_code != 200:
            sys.exit(f"{response.status_code}")
    weight = len(gzip.compress(response.content)) / 1000
    p95 = sorted(spans)[int(len(spans) * 0.95) - 1]
    _tell(
        "gap board page, p95", f"{INDICATORS} indicators; {weight:.0f} kB compressed", p95, "150 ms; 120 kB"
    )


WORK: dict[str, Callable[[], None]] = {
    "import-10k": lambda: _import(10_000, "6 s, 250 MB"),
    "import-100k": lambda: _import(100_000, "linear, twice the memory"),
    "gap-1": lambda: _gap(1, "60 ms"),
    "gap-40": lambda: _gap(40, "1 s"),
    "page": _page,
}

if __name__ == "__main__":
    main()
