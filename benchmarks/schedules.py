"""``python -m benchmarks.schedules``: one pass, the whole command, the trials, and MPXJ beside them where it is installed."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

SEED = 20200916
START = "2020-09-07T08:00:00"


def main() -> None:
    """Run every measurement in a process of its own and print the table."""
    if len(sys.argv) > 1:
        print("\t".join(WORK[sys.argv[1]]()))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Schedules", title_justify="left")
    for heading in ("what", "size", "time", "memory", "promise"):
        table.add_column(heading)
    for name in WORK:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.schedules", name], capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(done.stderr)
        table.add_row(*done.stdout.strip().splitlines()[-1].split("\t"))
    Console(width=120).print(table)


def document(activities: int, links: int) -> bytes:
    """Return a plan of that size as Microsoft Project writes one, with a holiday calendar; about 700 bytes an activity."""
    chance = random.Random(SEED)
    tasks = []
    made = 0
    for i in range(1, activities + 1):
        hours = 8 * chance.choice((1, 2, 3, 5, 8, 13))
        wanted = 2 if links - made > activities - i else 1
        befores = {i - 1 - int(chance.expovariate(1 / 50)) for _ in range(wanted)}
        befores = {b for b in befores if 0 < b < i}
        made += len(befores)
        tasks.append(
            f"<Task><UID>{i}</UID><ID>{i}</ID><Name>工序 {i}</Name><Active>1</Active><Manual>0</Manual><Type>0</Type>"
            f"<IsNull>0</IsNull><WBS>{i}</WBS><OutlineNumber>{i}</OutlineNumber><OutlineLevel>1</OutlineLevel>"
            f"<Priority>500</Priority><Start>{START}</Start><Finish>{START}</Finish><Duration>PT{hours}H0M0S</Duration>"
            f"<DurationFormat>7</DurationFormat><Milestone>0</Milestone><Summary>0</Summary>"
            f"<RemainingDuration>PT{hours}H0M0S</RemainingDuration>"
            "<ActualDuration>PT0H0M0S</ActualDuration><ConstraintType>0</ConstraintType>"
            "<CalendarUID>-1</CalendarUID>"
            + "".join(
                f"<PredecessorLink><PredecessorUID>{b}</PredecessorUID><Type>{chance.choice((1, 1, 1, 1, 3, 0))}</Type>"
                f"<CrossProject>0</CrossProject><LinkLag>{chance.choice((0, 0, 0, 4800))}</LinkLag>"
                "<LagFormat>7</LagFormat></PredecessorLink>"
                for b in sorted(befores)
            )
            + "</Task>"
        )
    times = "".join(
        f"<WorkingTime><FromTime>{a}:00:00</FromTime><ToTime>{b}:00:00</ToTime></WorkingTime>"
        for a, b in (("08", "12"), ("13", "17"))
    )
    week = "".join(
        f"<WeekDay><DayType>{d}</DayType><DayWorking>{int(2 <= d <= 6)}</DayWorking>"
        + (f"<WorkingTimes>{times}</WorkingTimes>" if 2 <= d <= 6 else "")
        + "</WeekDay>"
        for d in range(1, 8)
    )
    holidays = "".join(
        f"<Exception><TimePeriod><FromDate>{y}-10-01T00:00:00</FromDate><ToDate>{y}-10-07T23:59:00</ToDate></TimePeriod>"
        "<Type>1</Type><DayWorking>0</DayWorking></Exception>"
        for y in range(2020, 2060)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Project xmlns="http://schemas.microsoft.com/project">'
        f"<StartDate>{START}</StartDate><CalendarUID>1</CalendarUID><MinutesPerDay>480</MinutesPerDay><Calendars><Calendar>"
        f"<UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>{week}</WeekDays>"
        f"<Exceptions>{holidays}</Exceptions></Calendar></Calendars><Tasks>{''.join(tasks)}</Tasks></Project>"
    ).encode()


def one_pass(activities: int, promise: str) -> list[str]:
    from duban.engine.schedule import compiled
    from duban.engine.schedule.solve import lay
    from duban.exchange.schedules.mspdi import network

    made = compiled.ready(lay(network(document(activities, activities * 9 // 5))))
    compiled.run(made)
    best = min(timed(lambda: compiled.run(made)) for _ in range(20))
    size = f"{activities:,} activities, {len(made.net.links):,} links"
    return ["one pass: early, late, floats; warm", size, f"{best * 1000:.1f} ms", "", promise]


def command(activities: int, promise: str) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xml"
        path.write_bytes(document(activities, activities * 9 // 5))
        words = [sys.executable, "-m", "duban.cli.main", "schedule", str(path), "--json"]
        best, memory = 1e9, 0
        for _ in range(3):
            begun = time.perf_counter()
            watch = f"import resource, subprocess, sys; subprocess.run({words!r}, stdout=subprocess.DEVNULL, check=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
            done = subprocess.run([sys.executable, "-c", watch], capture_output=True, text=True, check=True)
            best = min(best, time.perf_counter() - begun)
            memory = int(done.stdout)
        size = f"{activities:,} activities, {path.stat().st_size / 1e6:.1f} MB"
        return ["duban schedule FILE --json", size, f"{best:.2f} s", f"{memory // 1024} MB", promise]


def trials(projects: int, activities: int, count: int, promise: str) -> list[str]:
    from duban.engine.schedule import (
        HOUR,
        Activity,
        Link,
        Network,
        Options,
        Shape,
        Spread,
        simulate,
        standard,
    )

    chance = random.Random(SEED)
    made, links = [], []
    for p in range(projects):
        for i in range(activities):
            ticks = chance.choice((1, 2, 3, 5, 8)) * 8 * HOUR
            made.append(
                Activity(f"{p}/{i}", calendar="standard", duration=ticks, remaining=ticks, project=str(p))
            )
            befores = {i - 1 - int(chance.expovariate(0.2)) for _ in range(2)}
            links += [Link(f"{p}/{b}", f"{p}/{i}") for b in sorted(befores) if b >= 0]
    network = Network(tuple(made), tuple(links), (standard(),), Options(start=737_675 * 24 * HOUR))
    spreads = [Spread(a.id, Shape.TRIANGULAR, Decimal("0.9"), Decimal(1), Decimal("1.5")) for a in made]
    simulate(network, spreads, trials=64, seed=1)
    best = min(timed(lambda: simulate(network, spreads, trials=count, seed=1)) for _ in range(3))
    return [
        "Monte-Carlo",
        f"{projects:,} × {activities:,} activities × {count:,} trials",
        f"{best:.2f} s",
        "",
        promise,
    ]


def peer() -> list[str]:
    """Time MPXJ's MicrosoftScheduler on the same file; needs ``mpxj`` and ``jpype1`` (the bench extra) and a JVM."""
    name, size = "peer: MPXJ on a JVM, warm pass", "10,000 activities"
    try:
        import jpype
        import mpxj  # noqa: F401 - puts its jars on the class path
    except ImportError:
        return [name, size, "not measured: pip install mpxj jpype1, and a JVM", "", ""]
    jpype.startJVM()
    from org.mpxj.cpm import MicrosoftScheduler
    from org.mpxj.reader import UniversalProjectReader

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xml"
        path.write_bytes(document(10_000, 18_000))
        plan = UniversalProjectReader().read(str(path))
        start = plan.getProjectProperties().getStartDate()
        best = min(timed(lambda: MicrosoftScheduler().schedule(plan, start)) for _ in range(8))
    return [name, size, f"{best * 1000:.0f} ms", "", ""]


def timed(work) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


WORK = {
    "pass": lambda: one_pass(10_000, "15 ms"),
    "pass-50": lambda: one_pass(50_000, "linear"),
    "command": lambda: command(10_000, "1.2 s, 250 MB"),
    "command-50": lambda: command(50_000, "linear"),
    "trials": lambda: trials(1, 1_000, 10_000, "1 s"),
    "trials-600": lambda: trials(600, 60, 1_000, "3 s"),
    "peer": peer,
}

if __name__ == "__main__":
    main()
