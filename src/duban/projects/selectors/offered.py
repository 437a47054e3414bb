"""The plan beside a project's reports: what a report is asked about, what the plan has earned, what pictures show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from duban.engine.schedule import moment
from duban.projects.models import Project, Revision
from duban.projects.selectors.planned_schedules import original_baselines
from duban.projects.selectors.schedule_codec import decode, decode_dates
from duban.projects.selectors.schedule_lines import progressed_of
from duban.projects.selectors.schedule_reckoning import Reckoned, reckon, zone_calendars
from duban.projects.types import (
    Called,
    FormActivity,
    PictureKind,
    PictureRow,
    PlannedActivity,
    Scene,
    Schedule,
    Spot,
    Turn,
    WorkRow,
    numbers_of,
)

__all__ = ["Planned", "choices_of", "earned_share", "offered", "planned_of_project", "scenes_of"]

_SOON = timedelta(days=14)
"""What begins so soon after the time reported is due: a fortnight, two weekly reports."""
_LONGEST_ID = 40
_ORDER = tuple(Turn)


@dataclass(frozen=True, slots=True)
class Planned:
    """A project's newest plan, computed."""

    revision: Revision
    schedule: Schedule
    reckoned: Reckoned

    @property
    def leaves(self) -> dict[str, PlannedActivity]:
        """Its activities that can be reported on and photographed, by id."""
        return {a.id: a for a in self.schedule.activities if not a.heading and len(a.id) <= _LONGEST_ID}


def planned_of_project(project: Project) -> Planned | None:
    """Return a project's newest plan, computed by the zone's calendars; nothing where it has none."""
    revision = Revision.objects.filter(project=project).order_by("-number").first()
    if revision is None:
        return None
    schedule = decode(revision.body)
    reckoned = reckon(schedule, zone_calendars(zone_id=project.zone_id), key=revision.digest)
    return Planned(revision, schedule, reckoned)


def earned_share(planned: Planned | None, project: Project, *, on: date, is_sample: bool) -> Decimal | None:
    """
    Return the per cent of the plan that is done, by what reports say of its activities up to a day.

    Nothing where no report speaks of an activity, where the plan is of a later day, or where an illustrative plan would
    give a figure to a report that is none.
    """
    if planned is None or planned.schedule.told_to is None or (planned.revision.is_sample and not is_sample):
        return None
    data = planned.schedule.data_date
    if data is None or data > on + timedelta(days=1):
        return None
    approved = original_baselines([project.pk]).get(project.pk)
    base = {} if approved is None else decode_dates(approved.dates)
    found = progressed_of(planned.reckoned, base, "")
    return None if found is None else found.actual


def choices_of(planned: Planned | None) -> tuple[tuple[str, str, Called], ...]:
    """Return the activities a picture can be of: id, number and name, in the plan's order."""
    if planned is None:
        return ()
    numbers = numbers_of(planned.schedule)
    return tuple((key, numbers[key], a.called) for key, a in planned.leaves.items())


def offered(
    planned: Planned | None, works: Iterable[WorkRow], *, on: date, until: date
) -> tuple[FormActivity, ...]:
    """Return the plan's activities as the form of a report up to a day offers them *on* a day: by their turn, then by date."""
    if planned is None:
        return ()
    counted = {w.plan.activity: w for w in works if w.plan is not None and w.problem is None}
    numbers = numbers_of(planned.schedule)
    called = {a.id: a.called for a in planned.schedule.activities}
    rows = [
        _offered(
            planned.reckoned,
            activity,
            numbers[key],
            called.get(activity.parent or "", Called("")),
            counted.get(key),
            (on, until),
        )
        for key, activity in planned.leaves.items()
    ]
    last = date.max
    return tuple(
        sorted(rows, key=lambda r: (_ORDER.index(r.turn), (r.finish if r.has_begun else r.start) or last))
    )


def _offered(
    reckoned: Reckoned,
    activity: PlannedActivity,
    number: str,
    under: Called,
    work: WorkRow | None,
    days: tuple[date, date],
) -> FormActivity:
    start, finish = reckoned.dates.get(activity.id, (None, None))
    begins = None if start is None else moment(start).date()
    return FormActivity(
        id=activity.id,
        number=number,
        name=activity.name,
        name_en=activity.name_en,
        under=under,
        turn=_turn(activity, begins, *days),
        start=begins,
        finish=None if finish is None else moment(max(finish - 1, 1)).date(),
        percent=activity.percent,
        has_begun=activity.actual_start is not None,
        is_done=activity.actual_finish is not None,
        done=None if work is None else work.done,
        total=None if work is None else work.total,
        unit="" if work is None else work.unit,
        field="" if work is None else work.field,
    )


def _turn(activity: PlannedActivity, begins: date | None, on: date, until: date) -> Turn:
    if activity.actual_finish is not None:
        return Turn.DONE
    if activity.actual_start is not None:
        return Turn.UNDER_WAY
    if begins is None or begins > until + _SOON:
        return Turn.LATER
    return Turn.DUE if begins <= on else Turn.SOON


def scenes_of(planned: Planned | None, pictures: Sequence[PictureRow]) -> tuple[Scene, ...]:
    """Return what there is to see, by activity in the plan's order, then what is named in words, then the rest."""
    leaves = {} if planned is None else planned.leaves
    numbers = {} if planned is None else numbers_of(planned.schedule)
    groups: dict[tuple[str, str], list[PictureRow]] = {}
    for picture in pictures:
        known = picture.activity in leaves
        key = (picture.activity, "") if known else ("", picture.activity_said or picture.activity)
        groups.setdefault(key, []).append(picture)
    place = {key: n for n, key in enumerate(leaves)}
    drawings = {p.spot: p for p in pictures if p.kind is PictureKind.DRAWING}

    def order(key: tuple[str, str]) -> tuple[int, int, str]:
        return (0, place[key[0]], "") if key[0] else (2 if not key[1] else 1, 0, key[1])

    return tuple(
        Scene(
            activity=key,
            number=numbers.get(key, ""),
            called=leaves[key].called if key else Called(said),
            spots=tuple(_spots(groups[key, said], drawings)),
            photos=tuple(p for p in groups[key, said] if not p.spot and p.kind is PictureKind.PHOTO),
        )
        for key, said in sorted(groups, key=order)
    )


def _spots(pictures: Sequence[PictureRow], drawings: Mapping[str, PictureRow]) -> Iterator[Spot]:
    """Yield the places of the site, by name; the drawing is the newest of that place, whatever it was filed under."""
    for name in sorted({p.spot for p in pictures if p.spot}):
        photos = tuple(p for p in pictures if p.spot == name and p.kind is PictureKind.PHOTO)
        yield Spot(name, drawings.get(name), photos)
