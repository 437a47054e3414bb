"""The lines of a day for everybody of a zone: 100,000 items, one in four open, everybody at work reminded of their own."""

from __future__ import annotations

from datetime import date, timedelta

from benchmarks.measuring import Measured, memory, once


def _day() -> Measured:
    from benchmarks.ledger import AT, ITEMS, ON, build
    from duban.boards.services import prepare_day
    from duban.notices.models import Notice
    from duban.orgs.models import Tenure
    from duban.orgs.selectors import operator
    from duban.orgs.services import grant
    from duban.orgs.types import Role

    place = build()
    here, since = operator(name="bench"), date(2001, 1, 1)
    zone = int(str(place["zone"]))
    for n, (user, unit) in enumerate(Tenure.objects.values_list("user_id", "post__unit_id").order_by("id")):
        grant(actor=here, user_id=user, unit_id=unit, role=Role.RESPONSIBLE, starts=since, at=AT)
        if n < 2:
            role = (Role.DIRECTOR, Role.DEPUTY_DIRECTOR)[n]
            grant(actor=here, user_id=user, unit_id=zone, role=role, starts=since, at=AT)
    prepare_day(actor=here, on=ON, at=AT)
    made = Notice.objects.count()
    tomorrow = AT + timedelta(days=1)
    wall, cpu = once(lambda: prepare_day(actor=here, on=ON + timedelta(days=1), at=tomorrow))
    people = Tenure.objects.values("user_id").distinct().count()
    size = f"{people} people, {ITEMS:,} items, {ITEMS // 4:,} open, {made:,} lines"
    return Measured("the lines of a day", size, wall, cpu, "20 s", memory())


BENCHES = {"day": _day}
