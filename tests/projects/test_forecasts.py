"""When a project will be finished: one answer on every page that gives it, seen from the day the page stands at."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from duban.demo.people import PASSWORD
from duban.engine.schedule import moment
from duban.projects import selectors
from duban.projects.types import ChangeActivity, ChangeDates, Schedule
from tests.projects.desk import Desk
from tests.projects.plans import activity, day

BEFORE, AFTER = date(2020, 9, 9), date(2020, 9, 14)
LATE = "2020年10月12日"
"""On the 14th nothing has begun: see test_schedule_answers for the days counted by hand."""


@pytest.fixture
def desk(yinchuan, person):
    return Desk(yinchuan, person)


def forecast(desk, on, actor=None):
    found = selectors.forecasts(actor=actor or desk.lead, zone_id=desk.zone, ids=[desk.id], on=on)
    return found.get(desk.id)


def test_what_has_not_begun_begins_on_the_day_asked_at_the_earliest(desk):
    found = forecast(desk, BEFORE)
    assert (found.standing.late_by, found.is_late) == (Decimal(0), False)
    found = forecast(desk, AFTER)
    assert (found.standing.late_by, found.is_late) == (Decimal(3), True)
    assert moment(found.standing.finish).date() == date(2020, 10, 12)
    assert found.standing == desk_late(desk)


def desk_late(desk):
    [late] = selectors.last_start_board(actor=desk.director, zone_id=desk.zone, on=AFTER).late
    start = forecast(desk, AFTER).standing.start
    return type(forecast(desk, AFTER).standing)(start, late.finish, late.deadline, late.late_by, late.chain)


def test_what_has_begun_goes_on_from_the_day_its_progress_is_of(desk):
    """Begun on the 9th and so reported, the first is not begun anew on the 14th: the rest keeps its dates."""
    dates = ChangeDates({"data_date": date(2020, 9, 9)})
    desk.edit(1, dates, ChangeActivity("1", {"actual_start": day(9, 9)}))
    assert forecast(desk, AFTER).standing.late_by == 0


def test_a_new_revision_is_seen_at_once(desk):
    assert forecast(desk, AFTER).is_late
    desk.keep(Schedule(date(2020, 9, 7), (activity("1", 1),), (), date(2020, 9, 30)), base=1)
    assert not forecast(desk, AFTER).is_late


def test_who_may_not_see_a_project_is_told_nothing(desk, stranger):
    assert forecast(desk, AFTER, actor=stranger) is None


@pytest.fixture
def read(client, desk):
    """Return a way to read a page as it stands on a day."""
    client.post(reverse("sign-in"), {"username": "zhuren", "password": PASSWORD})

    def text(name, on, *more):
        answer = client.get(reverse(name, args=["yinchuan", *more]), {"on": on.isoformat()})
        assert answer.status_code == 200
        return answer.content.decode()

    return text


def test_home_list_overview_and_chart_say_the_same(desk, read):
    home = read("zone-home", AFTER)
    assert f"最早 {LATE} 完成" in home
    assert "晚 3 个工作日" in home
    assert "任务1 → 任务2 → 任务3" in home
    for name, more in (("projects", ()), ("project", (desk.code,)), ("project-schedule", (desk.code,))):
        page = read(name, AFTER, *more)
        assert LATE in page
        assert "比期限晚 3 个工作日" in page


def test_nobody_is_worried_before_there_is_reason(desk, read):
    assert desk.code not in read("zone-home", BEFORE)
    assert "从 2020年9月9日 看，最早 2020年9月30日 完成" in read("project-schedule", BEFORE, desk.code)
    assert "从 2020年9月7日 看" not in read("project-schedule", date(2020, 9, 7), desk.code)
    assert "正好在期限完成" in read("project", BEFORE, desk.code)
