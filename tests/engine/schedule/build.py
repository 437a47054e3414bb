"""Small plans for tests: days in, days out."""

from datetime import datetime

from duban.engine.schedule import (
    HOUR,
    Activity,
    Link,
    LinkKind,
    Network,
    Options,
    Rules,
    moment,
    schedule,
    standard,
    tick,
)

DAY = 8 * HOUR
MONDAY = tick(datetime(2020, 9, 7, 8))
KINDS = {
    "FS": LinkKind.FINISH_START,
    "SS": LinkKind.START_START,
    "FF": LinkKind.FINISH_FINISH,
    "SF": LinkKind.START_FINISH,
}


def at(text):
    """``09-07 08:00`` of 2020, or a whole moment."""
    return tick(datetime.fromisoformat(text if len(text) > 11 else f"2020-{text}"))


def task(key, days, **more):
    ticks = round(days * DAY)
    return Activity(
        key,
        key,
        key,
        calendar=more.pop("calendar", "standard"),
        duration=ticks,
        remaining=more.pop("remaining", ticks),
        **more,
    )


def link(text):
    """``a>b``, ``a>b SS+2`` (days)."""
    ends, _, rest = text.partition(" ")
    before, after = ends.split(">")
    kind, lag = (rest[:2] or "FS"), float(rest[2:] or 0)
    return Link(before, after, KINDS[kind], round(lag * DAY))


STANDARD = (standard(),)


def plan(activities, *links, calendars=STANDARD, rules=Rules.MICROSOFT, start=MONDAY, **options):
    return Network(
        tuple(activities),
        tuple(link(x) if isinstance(x, str) else x for x in links),
        tuple(calendars),
        Options(rules=rules, start=start, **options),
    )


def shown(at_tick):
    return None if at_tick is None else f"{moment(at_tick):%m-%d %H:%M}"


def dates(network, which="early"):
    """``{"a": "09-07 08:00 – 09-09 17:00"}``."""
    found = schedule(network)
    starts, finishes = getattr(found, f"{which}_start"), getattr(found, f"{which}_finish")
    return {a.id: f"{shown(starts[k])} – {shown(finishes[k])}" for k, a in enumerate(network.activities)}


def floats(network):
    """``{"a": (total, free)}`` in days."""
    found = schedule(network)
    return {
        a.id: tuple(None if c[k] is None else c[k] / DAY for c in (found.total_float, found.free_float))
        for k, a in enumerate(network.activities)
    }


def critical(network):
    found = schedule(network)
    return {a.id for k, a in enumerate(network.activities) if found.critical[k]}
