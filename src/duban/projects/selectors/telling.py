"""
What reviewed reports say of a plan's activities, put into the plan: typed once, in the report.

Pure but for ``words_of``: the same plan and the same words give the same plan, and without words it is as it was typed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from duban.engine.schedule import DAY, moment
from duban.projects.models import Count, Project, Telling
from duban.projects.selectors.schedule_reckoning import evening, morning
from duban.projects.types import (
    Counted,
    OwnProgress,
    PlannedActivity,
    ReportState,
    Schedule,
    Told,
    Word,
)

__all__ = ["own_of", "retold", "typed_again", "waiting_words", "words_of"]

_WHOLE = 100


def words_of(
    project: Project, states: Collection[ReportState] = frozenset({ReportState.REVIEWED})
) -> tuple[Word, ...]:
    """Return what reports in these states say of the project's activities, in the order of the days they are of."""
    of = {"report__project": project, "report__state__in": states}
    counts = Count.objects.filter(**of).exclude(work__activity="").select_related("report", "work")
    tellings = Telling.objects.filter(**of).select_related("report")
    found: dict[tuple[int, str], Word] = {}
    order: dict[int, tuple[date, datetime, int]] = {}
    for told in tellings:
        word = Word(told.report_id, told.report.on, told.activity, told.percent, told.started, told.finished)
        found[told.report_id, told.activity] = word
        order[told.report_id] = (told.report.on, told.report.at, told.report_id)
    for count in counts:
        key = (count.report_id, count.work.activity)
        word = found.get(key) or Word(count.report_id, count.report.on, count.work.activity)
        found[key] = replace(word, done=count.done, unit=count.work.unit)
        order[count.report_id] = (count.report.on, count.report.at, count.report_id)
    return tuple(sorted(found.values(), key=lambda word: order[word.report]))


def waiting_words(project: Project) -> dict[str, Word]:
    """Return what was said last of each activity and is not reviewed yet."""
    awaiting = {ReportState.SUBMITTED, ReportState.RESUBMITTED}
    return {word.activity: word for word in words_of(project, awaiting)}


def own_of(schedule: Schedule) -> Schedule:
    """Return the plan with the progress that was typed in it, without what reports say."""
    if schedule.told_to is None:
        return schedule
    activities = tuple(a if a.told is None else _own(a, a.told.own) for a in schedule.activities)
    return replace(schedule, activities=activities, data_date=schedule.own_date, told_to=None, own_date=None)


def _own(activity: PlannedActivity, own: OwnProgress) -> PlannedActivity:
    counted = activity.quantity
    return replace(
        activity,
        actual_start=own.actual_start,
        actual_finish=own.actual_finish,
        remaining=own.remaining,
        percent=own.percent,
        quantity=counted if counted is None or own.done is None else replace(counted, done=own.done),
        told=None,
    )


def retold(schedule: Schedule, words: Iterable[Word]) -> Schedule:
    """
    Return the plan with what reports say in place of what was typed, and the data date after the newest of them.

    The word of a later day holds, of one day the later report's. A count is of the activity's whole: 900 of 1,600 are 56 per
    cent, rounded down, and a hundred only when the whole stands. It begins on the day somebody says; else on the one typed
    in the plan, unless it was counted before; else on the day it was first counted above nothing. It is finished on the day
    somebody says; else on the first from which the whole stands. A later, smaller word opens it again.
    """
    own = own_of(schedule)
    by_activity: dict[str, list[Word]] = {}
    for word in words:
        by_activity.setdefault(word.activity, []).append(word)
    spoken: list[date] = []

    def told(activity: PlannedActivity) -> PlannedActivity:
        said = () if activity.heading else _fitting(activity, by_activity.get(activity.id, ()))
        if not said:
            return activity
        spoken.append(said[-1].on)
        return _told(activity, said)

    activities = tuple(told(activity) for activity in own.activities)
    if not spoken:
        return own
    to = max(spoken)
    after = to + timedelta(days=1)
    moved = after if own.data_date is None else max(own.data_date, after)
    return replace(own, activities=activities, data_date=moved, told_to=to, own_date=own.data_date)


def _fitting(activity: PlannedActivity, words: Iterable[Word]) -> Sequence[Word]:
    """Return the words that say something of the activity as it is planned: a count in another unit does not."""
    counted = activity.quantity
    found = []
    for word in words:
        is_counted = word.done is not None and counted is not None and counted.unit in {"", word.unit}
        heard = word
        if word.done is not None and not is_counted:
            heard = replace(heard, done=None)
        if word.percent is not None and counted is not None:
            heard = replace(heard, percent=None)
        if (heard.done, heard.percent, heard.started, heard.finished) != (None, None, None, None):
            found.append(heard)
    return found


@dataclass(slots=True)
class _Reached:
    """How far an activity is after some words."""

    begun: date | None = None
    """The day it first stood above nothing."""
    said: date | None = None
    """The day somebody says it began."""
    finished: date | None = None
    percent: int | None = None
    done: Decimal | None = None

    def hear(self, word: Word, counted: Counted | None) -> None:
        """Take one word up."""
        self.said = word.started or self.said
        share = _share(word, counted)
        if share is None:
            if word.finished is not None and self.percent == _WHOLE:
                self.finished = word.finished
            return
        self.done = word.done if word.done is not None else self.done
        self.percent = share
        self.begun = None if share == 0 and not word.done else self.begun or word.on
        self.finished = None if share < _WHOLE else word.finished or self.finished or word.on


def _share(word: Word, counted: Counted | None) -> int | None:
    """Return the per cent a word gives; none where it says nothing of that."""
    if counted is not None:
        return None if word.done is None else min(_WHOLE, int(word.done * _WHOLE / counted.total))
    return _WHOLE if word.finished is not None else word.percent


def _told(activity: PlannedActivity, words: Sequence[Word]) -> PlannedActivity:
    reached = _Reached()
    for word in words:
        reached.hear(word, activity.quantity)
    start = _start(activity, reached)
    percent = activity.percent if reached.percent is None else reached.percent
    finish = activity.actual_finish if reached.percent is None else _finish(activity, reached.finished)
    if finish is not None and start is not None:
        start = min(start, morning(moment(finish).date()))
    return replace(
        activity,
        actual_start=start,
        actual_finish=finish,
        percent=percent,
        remaining=_remaining(activity, reached, start, finish),
        quantity=_counted(activity, reached),
        told=Told(
            words[-1].report,
            words[-1].on,
            _progress_of(activity),
            is_start_said=reached.said is not None or (start is not None and start == activity.actual_start),
        ),
    )


def _start(activity: PlannedActivity, reached: _Reached) -> int | None:
    if reached.said is not None:
        return _same_day(activity.actual_start, morning(reached.said))
    first = reached.begun or reached.finished
    if activity.actual_start is None:
        return None if first is None else morning(first)
    return activity.actual_start if first is None else min(activity.actual_start, morning(first))


def _finish(activity: PlannedActivity, finished: date | None) -> int | None:
    return None if finished is None else _same_day(activity.actual_finish, evening(finished))


def _same_day(typed: int | None, said: int) -> int:
    """Return the moment said; one typed to the minute stays where it is of the same day."""
    return typed if typed is not None and typed // DAY == said // DAY else said


def _remaining(
    activity: PlannedActivity, reached: _Reached, start: int | None, finish: int | None
) -> int | None:
    if finish is not None:
        return 0
    if start is None:
        return None
    if reached.percent is None:
        left = activity.duration * (_WHOLE - activity.percent) // _WHOLE
        return left if activity.remaining is None else activity.remaining
    return activity.duration * (_WHOLE - reached.percent) // _WHOLE


def _counted(activity: PlannedActivity, reached: _Reached) -> Counted | None:
    if activity.quantity is None or reached.done is None:
        return activity.quantity
    return replace(activity.quantity, done=reached.done)


def _progress_of(activity: PlannedActivity) -> OwnProgress:
    done = None if activity.quantity is None else activity.quantity.done
    return OwnProgress(
        activity.actual_start, activity.actual_finish, activity.remaining, activity.percent, done
    )


def typed_again(schedule: Schedule) -> Mapping[str, PlannedActivity]:
    """Return the activities whose progress a report says, as they were typed: nobody types it there any more."""
    own = {a.id: a for a in own_of(schedule).activities}
    return {a.id: own[a.id] for a in schedule.activities if a.told is not None}
