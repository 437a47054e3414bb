"""A plan asked for otherwise than it stands: against another deadline, from another data date."""

from __future__ import annotations

from dataclasses import replace

from duban.engine.schedule.types import Activity, Kind, Network, Rules


def against(network: Network, deadline: int) -> Network:
    """Return the plan with its late dates counted back from *deadline*: early dates stay what they are."""
    options = replace(network.options, finish_by=deadline, finish_by_project=(), from_finish=False)
    return replace(network, options=options)


def from_date(network: Network, data_date: int) -> Network:
    """
    Return the plan as of another data date: nothing that is still ahead is done before it.

    Primavera's rules know the data date. Microsoft's do not move work by themselves: here, as with "reschedule uncompleted
    work", what has not begun starts no earlier and what has begun goes on then.
    """
    options = replace(network.options, data_date=data_date, data_date_of=())
    if options.rules is Rules.PRIMAVERA:
        return replace(network, options=options)
    moved = tuple(_ahead(a, data_date) for a in network.activities)
    return replace(network, options=options, activities=moved)


def _ahead(activity: Activity, data_date: int) -> Activity:
    if (
        activity.kind > Kind.FINISH_MILESTONE
        or activity.actual_finish is not None
        or activity.given is not None
    ):
        return activity
    if activity.actual_start is None:
        return activity._replace(no_earlier=max(activity.no_earlier or data_date, data_date))
    if activity.actual_start >= data_date:
        return activity
    return activity._replace(resume=max(activity.resume or data_date, data_date))
