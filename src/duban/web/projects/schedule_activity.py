"""One activity of a schedule: shown to be changed, and kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from duban.blockers.selectors import causes_on
from duban.core.errors import Conflict, Invalid, NotFound, Refusal
from duban.core.sentences import sentence
from duban.engine.kernel import Problem
from duban.engine.schedule import HOUR, Bound, moment
from duban.exchange import figures
from duban.exchange.schedule_words import CALENDARS, length
from duban.projects import selectors, services
from duban.projects.types import (
    ChangeActivity,
    DropActivity,
    PlannedActivity,
    Schedule,
    SchedulePage,
    WorkRow,
    numbers_of,
)
from duban.web.ledger.people import choices_in
from duban.web.nav import address
from duban.web.parts import asked_day, whole
from duban.web.projects.frame import frame
from duban.web.projects.schedule_lines import predecessors_text, said_of
from duban.web.projects.schedule_reading import activity_edits, date_edits
from duban.web.projects.schedules import cause_words, day_said
from duban.web.requests import ActorRequest
from duban.web.zones import in_working_zone as in_zone

__all__ = ["activity"]


@require_http_methods(["GET", "HEAD", "POST"])
@in_zone
def activity(request: ActorRequest, code: str) -> HttpResponse:
    """Show one activity to be changed, and keep what is changed."""
    page = selectors.schedule_page(actor=request.actor, zone_id=request.zone.id, code=code)
    if page.schedule is None:
        raise NotFound(Problem("core.not_found", code))
    asked = request.POST if request.method == "POST" else request.GET
    key = asked.get("id", "")
    there = next((a for a in page.schedule.activities if a.id == key), None)
    if key and there is None:
        raise NotFound(Problem("core.not_found", key))
    if request.method != "POST":
        return _form(request, code, page, there)
    try:
        _kept(request, page, there)
    except (Invalid, Conflict) as refusal:
        return _form(request, code, page, there, refusal)
    return redirect("project-schedule", request.zone.slug, code)


def _kept(request: ActorRequest, page: SchedulePage, there: PlannedActivity | None) -> None:
    posted = request.POST
    assert page.schedule is not None  # noqa: S101
    reach: dict[str, Any] = {
        "actor": request.actor,
        "zone_id": request.zone.id,
        "project_id": page.project_id,
        "base": whole(posted.get("base", "")),
        "reason": posted.get("reason", ""),
        "at": request.at,
    }
    if "drop" in posted and there is not None:
        services.edit_schedule(**reach, edits=[DropActivity(there.id)])
        return
    edits = [
        *activity_edits(page.schedule, posted.dict(), may_edit=page.may_edit),
        # The form's deadline is the activity's own; of the schedule's dates it carries one.
        *date_edits(
            page.schedule, {k: v for k, v in posted.dict().items() if k == "data_date"}, may_edit=False
        ),
    ]
    if page.may_edit:
        services.edit_schedule(**reach, edits=edits)
        return
    data_date = asked_day(posted.get("data_date", "")) or page.schedule.data_date or request.today
    changes = {e.id: e.values for e in edits if isinstance(e, ChangeActivity)}
    services.report_activities(**reach, changes=changes, data_date=data_date)


def _form(
    request: ActorRequest,
    code: str,
    page: SchedulePage,
    there: PlannedActivity | None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    assert page.schedule is not None  # noqa: S101
    _head, context = frame(request, code, "project-schedule")
    posted = request.POST.dict() if request.method == "POST" else {}
    numbers = numbers_of(page.schedule)
    line = next((x for x in page.lines if there is not None and x.activity.id == there.id), None)
    problems = [(p.where, sentence(p)) for p in refusal.problems] if refusal else []
    works = _counted(request, page, there)
    counted = works[0] if works else None
    context |= {
        "page": page,
        "there": there,
        "counted": counted,
        "reports_href": address("project-progress", request.zone.slug, page.code),
        "line": line,
        "own": None if there is None or there.told is None else there.told.own,
        "source": None if there is None else page.sources.get(there.id),
        "actual": ("", "")
        if there is None
        else (day_said(there.actual_start), day_said(there.actual_finish)),
        "waits": _waits(page, there),
        "pictures": 0 if there is None else page.pictures.get(there.id, 0),
        "base": posted.get("base") or (page.revision.number if page.revision else 0),
        "value": _values(page.schedule, there, numbers) | posted,
        "problems": [text for _where, text in problems],
        "bad": {where for where, _text in problems},
        "headings": [
            (a.id, f"{numbers[a.id]} {figures.name_of(a)}")
            for a in page.schedule.activities
            if a.heading and a is not there
        ],
        "calendars": [*CALENDARS.items(), *((c.key, c.name) for c in page.schedule.calendars)],
        "causes": _causes(request, there),
        "posts": choices_in(request).posts,
        "late_start": day_said(line.late_start) if line else "",
        "late_finish": day_said(line.late_finish) if line else "",
        "place": request.GET.get("place", posted.get("place", "")),
    }
    template = "projects/schedule_activity.html#form" if request.htmx else "projects/schedule_activity.html"
    return render(request, template, context, status=refusal.status if refusal else 200)


def _waits(page: SchedulePage, there: PlannedActivity | None) -> tuple[int, str] | None:
    """Return the report that speaks of the activity and is not reviewed yet, and what it says."""
    said = None if there is None else page.waiting.get(there.id)
    return None if said is None or there is None else (said.report, said_of(said, there))


def _causes(request: ActorRequest, there: PlannedActivity | None) -> list[tuple[str, str]]:
    """Return the zone's causes that may be chosen, and those this activity has been given already."""
    names = cause_words(request.zone.id)
    codes = [c.code for c in causes_on(zone_id=request.zone.id, on=request.on)] or list(names)
    had = () if there is None else (there.cause, there.risk)
    return [(code, names.get(code, code)) for code in dict.fromkeys((*codes, *filter(None, had)))]


def _counted(request: ActorRequest, page: SchedulePage, there: PlannedActivity | None) -> list[WorkRow]:
    """Return the activity as counted work, where it has a quantity."""
    if there is None or there.quantity is None:
        return []
    works = selectors.counted_work(
        actor=request.actor, zone_id=request.zone.id, code=page.code, on=request.on
    )
    return [work for work in works if work.plan is not None and work.plan.activity == there.id]


def _values(schedule: Schedule, there: PlannedActivity | None, numbers: Mapping[str, str]) -> dict[str, Any]:
    """Return an activity as its form begins."""
    day = schedule.hours_per_day * HOUR
    data_date = schedule.data_date.isoformat() if schedule.data_date else ""
    if there is None:
        return {"calendar": "work", "data_date": data_date, "percent": 0}
    counted = there.quantity
    into = [x for x in schedule.links if x.after == there.id]
    begun = there.actual_start is not None and there.actual_finish is None
    return {
        "name": there.name,
        "name_en": there.name_en,
        "parent": there.parent or "",
        "calendar": there.calendar,
        "duration": "" if there.heading else length(there.duration, there.calendar, day),
        "after": predecessors_text(into, numbers, day),
        "no_earlier": _iso(there.bound_at) if there.bound is Bound.START_NO_EARLIER else "",
        "deadline": _iso(there.deadline),
        "actual_start": _iso(there.actual_start),
        "actual_finish": _iso(there.actual_finish),
        "percent": there.percent,
        "remaining": length(there.remaining, there.calendar, day)
        if begun and there.remaining is not None
        else "",
        "total": "" if counted is None else f"{counted.total:f}",
        "done": "" if counted is None else f"{counted.done:f}",
        "unit": "" if counted is None else counted.unit,
        "cause": there.cause,
        "risk": there.risk,
        "shortest": "" if there.shortest is None else length(there.shortest, there.calendar, day),
        "longest": "" if there.longest is None else length(there.longest, there.calendar, day),
        "post": there.post_id or "",
        "data_date": data_date,
    }


def _iso(at: int | None) -> str:
    return "" if at is None else moment(at).date().isoformat()
