"""Inactive tasks of Microsoft Project: what waits through them, and in whose files."""

import pytest

from duban.engine.schedule import Link, moment, schedule
from duban.exchange.schedules import mspdi
from duban.exchange.schedules.inactive import through
from tests.exchange.schedules.test_mspdi import after, project, task


def starts(data):
    found = schedule(mspdi.network(data))
    pairs = zip(found.network.activities, found.early_start, strict=False)
    return {a.id: f"{moment(at):%m-%d %H:%M}" for a, at in pairs if at is not None}


THROUGH = (
    task(1, 16)
    + task(2, 8, "<Active>0</Active>" + after(1))
    + task(3, 8, "<Active>0</Active>" + after(2, lag=4800))
    + task(4, 8, after(3))
    + task(5, 8, after(2, 0))
)


def test_from_2013_on_what_waits_for_an_inactive_task_waits_for_its_predecessors():
    since = starts(project(THROUGH, head="<BuildNumber>16.0.16227.20280</BuildNumber>"))
    assert (since["4"], since["5"]) == ("09-10 08:00", "09-07 08:00")
    assert len(mspdi.network(project(THROUGH, head="<BuildNumber>15.0</BuildNumber>")).links) == 5


@pytest.mark.parametrize(
    "build", ["", "<BuildNumber>14.0.4005.1000</BuildNumber>", "<BuildNumber>²x</BuildNumber>"]
)
def test_before_2013_what_is_inactive_holds_nothing(build):
    assert starts(project(THROUGH, head=build))["4"] == "09-07 08:00"


def test_inactive_tasks_in_a_ring_and_too_many_links_are_left_as_they_are():
    ring = (
        task(1, 8, after(2))
        + task(2, 8, "<Active>0</Active>" + after(1) + after(3))
        + task(3, 8, "<Active>0</Active>" + after(2))
    )
    assert starts(project(ring, head="<BuildNumber>16.0</BuildNumber>"))["1"] == "09-07 08:00"
    links = [Link(f"a{n}", "off") for n in range(400)] + [Link("off", f"b{n}") for n in range(400)]
    assert through(links, ["off"]) == tuple(links)
