"""Plans of linked activities: one pass, the whole command, the trials, and MPXJ beside them where it is installed."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from benchmarks.measuring import Measured, median, memory

SEED = 20200916
START = "2020-09-07T08:00:00"


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


def one_pass(activities: int, promise: str) -> Measured:
    from duban.engine.schedule import compiled
    from duban.engine.schedule.solve import lay
    from duban.exchange.schedules.mspdi import network

    made = compiled.ready(lay(network(document(activities, activities * 9 // 5))))
    compiled.run(made)
    wall, cpu = median(lambda: compiled.run(made), 20)
    size = f"{activities:,} activities, {len(made.net.links):,} links"
    return Measured("schedule, one pass, compiled and warm", size, wall, cpu, promise, memory())


def command(activities: int, promise: str) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xml"
        path.write_bytes(document(activities, activities * 9 // 5))
        words = [sys.executable, "-m", "duban.cli.main", "schedule", str(path), "--json"]
        best, cpu, most = 1e9, 0.0, 0
        for _ in range(3):
            begun = time.perf_counter()
            watch = f"import resource, subprocess, sys; subprocess.run({words!r}, stdout=subprocess.DEVNULL, check=True); u = resource.getrusage(resource.RUSAGE_CHILDREN); print(u.ru_maxrss, u.ru_utime + u.ru_stime)"
            done = subprocess.run([sys.executable, "-c", watch], capture_output=True, text=True, check=True)
            best = min(best, time.perf_counter() - begun)
            most, cpu = int(done.stdout.split()[0]), float(done.stdout.split()[1])
        size = f"{activities:,} activities, {path.stat().st_size / 1e6:.1f} MB"
        return Measured("duban schedule FILE --json", size, best, cpu, promise, most // 1024)


def trials(projects: int, activities: int, count: int, promise: str) -> Measured:
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
    wall, cpu = median(lambda: simulate(network, spreads, trials=count, seed=1), 3)
    size = f"{projects:,} × {activities:,} activities × {count:,} trials"
    return Measured("schedule, Monte-Carlo", size, wall, cpu, promise, memory())


def peer() -> Measured:
    """Time MPXJ's MicrosoftScheduler on the same file; needs ``mpxj`` and ``jpype1`` (the bench extra) and a JVM."""
    name, size = "peer of the pass: MPXJ on a JVM, warm", "10,000 activities"
    try:
        import jpype
        import mpxj  # noqa: F401 - puts its jars on the class path
    except ImportError:
        return Measured(name, "not measured: pip install mpxj jpype1, and a JVM", 0, 0, "—")
    jpype.startJVM()
    from org.mpxj.cpm import MicrosoftScheduler
    from org.mpxj.reader import UniversalProjectReader

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xml"
        path.write_bytes(document(10_000, 18_000))
        plan = UniversalProjectReader().read(str(path))
        start = plan.getProjectProperties().getStartDate()
        wall, cpu = median(lambda: MicrosoftScheduler().schedule(plan, start), 8)
    return Measured(name, size, wall, cpu, "—", memory())


BENCHES = {
    "schedule-pass": lambda: one_pass(10_000, "15 ms"),
    "schedule-pass-50": lambda: one_pass(50_000, "linear"),
    "schedule-command": lambda: command(10_000, "1.2 s, 250 MB"),
    "schedule-command-50": lambda: command(50_000, "linear"),
    "schedule-trials": lambda: trials(1, 1_000, 10_000, "1 s"),
    "schedule-trials-600": lambda: trials(600, 60, 1_000, "3 s"),
    "schedule-peer": peer,
}
