"""
Who records waits for nobody: the head of the record is the last lock a service takes.

Everybody who does anything waits for that head. Whoever held it and then waited for a file, a number or a project of
another would stand before somebody who waits for the head, and neither would go on.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.orgs.models import Unit
from duban.projects import services
from duban.projects.models import Outlook, Revision
from duban.projects.selectors.schedule_reckoning import zone_calendars
from duban.projects.types import CalendarSpan, HelpDraft
from tests.projects.desk import AT as THEN
from tests.projects.desk import Desk
from tests.projects.plans import three
from tests.projects.site import photo, picture
from tests.projects.test_counts_and_races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("own_folder")]
SPAN = CalendarSpan(date(2020, 9, 8), date(2020, 9, 10), name="停工")


def locks(work):
    """Return what the work locked, in order: the head of the record as ``head``."""
    with CaptureQueriesContext(connection) as told:
        work()
    asked = [q["sql"] for q in told.captured_queries if "FOR UPDATE" in q["sql"] or "advisory" in q["sql"]]
    return ["head" if "audit_head" in sql else sql for sql in asked]


def waits_for_nobody(taken):
    first = taken.index("head")
    return set(taken[first:]) == {"head"}


def test_a_report_with_photos_and_help_wanted_locks_the_record_last(site):
    unit = Unit.objects.get(code="finance").pk
    wanted = {
        "problem": "变压器未到",
        "cause": "funds",
        "help_wanted": "请协调付款",
        "help": HelpDraft("blockage", to_unit_id=unit),
    }
    photos = [picture(content=photo(size=(60, n))) for n in (40, 50)]
    taken = locks(lambda: site.report(actor=site.lead, pictures=photos, **wanted))
    assert sum("advisory" in sql for sql in taken) == 2
    assert sum("blockers_counter" in sql for sql in taken) == 1
    assert waits_for_nobody(taken)


def test_the_zone_s_days_lock_its_projects_first_and_the_record_last(yinchuan, person):
    desk = Desk(yinchuan, person)
    reach = {"actor": desk.keeper, "zone_id": yinchuan, "at": THEN}
    made = []
    taken = locks(lambda: made.append(services.add_span(**reach, span=SPAN, source="通知")))
    assert "projects_project" in taken[0]
    assert [
        sql for sql in taken[taken.index("head") :] if "projects_project" in sql.partition("WHERE")[2]
    ] == []
    taken = locks(lambda: services.withdraw_span(**reach, span_id=made[0]))
    assert "projects_project" in taken[0]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_days_added_while_a_schedule_is_kept_are_in_what_it_comes_to(yinchuan, person):
    desk = Desk(yinchuan, person)
    for n in range(1, 5):
        span = replace(SPAN, name=f"停工{n}", starts=date(2020, 9, 7 + n), ends=date(2020, 9, 7 + n))

        def add(span=span):
            services.add_span(actor=desk.keeper, zone_id=yinchuan, span=span, source="通知", at=THEN)

        def keep(n=n):
            desk.keep(three(deadline=date(2020, 10, n)), base=n)

        assert at_once(add, keep) == [None, None]
        outlook = Outlook.objects.get(project=desk.id)
        assert outlook.fingerprint == zone_calendars(zone_id=yinchuan).fingerprint
        assert outlook.revision == Revision.objects.get(project=desk.id, number=n + 1)
