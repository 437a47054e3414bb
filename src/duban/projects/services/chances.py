"""Running the trials that tell the chance of finishing in time: at once where that is quick, else in the background."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from duban.core.errors import Invalid, NotFound
from duban.engine.kernel import Problem, Unfit
from duban.engine.schedule import Kind, Shape, Spread, simulate
from duban.orgs.types import Actor
from duban.projects.models import Project, Revision, Trial
from duban.projects.selectors.chances import SEED, SPREAD, TRIALS
from duban.projects.selectors.schedule_codec import decode
from duban.projects.selectors.schedule_reckoning import evening, network_of, zone_calendars
from duban.projects.selectors.schedules import kept_in

__all__ = ["ask_chances", "run_chances"]

_AT_ONCE = 300
"""Activities up to which nobody need wait for the background."""
_WEIGHTS = 60


def ask_chances(*, actor: Actor, zone_id: int, project_id: int, at: datetime) -> bool:
    """
    Have the newest revision's chances computed and return whether they are there already.

    Up to 300 activities they are computed now; more, by the next turn of the background.

    :raises NotFound: if the project is not within reach, or has no schedule
    """
    project = (
        Project.objects.visible_to(actor)
        .filter(zone_id=zone_id, pk=project_id)
        .select_related("enterprise")
        .first()
    )
    revision = None if project is None else kept_in(project).revision
    if revision is None or not revision.activities:
        raise NotFound(Problem("core.not_found"))
    trial = _asked(revision, at)
    if trial.body or revision.activities > _AT_ONCE:
        return bool(trial.body)
    _run(trial, revision, at)
    return True


def run_chances(*, actor: Actor, at: datetime) -> int:
    """
    Compute what was asked for and is still to be computed, and return how many that were.

    :raises Forbidden: never; nothing is decided here
    """
    waiting = list(
        Trial.objects.filter(body={}, revision__zone_id__in=actor.zone_ids)
        .select_related("revision")
        .order_by("id")
    )
    for trial in waiting:
        _run(trial, trial.revision, at)
    return len(waiting)


@transaction.atomic
def _asked(revision: Revision, at: datetime) -> Trial:
    mark = zone_calendars(zone_id=revision.zone_id).fingerprint
    trial, _new = Trial.objects.get_or_create(
        revision=revision,
        fingerprint=mark,
        seed=SEED,
        trials=TRIALS,
        defaults={"body": {}, "made_at": at},
    )
    return trial


def _run(trial: Trial, revision: Revision, at: datetime) -> None:
    """Run the trials outside of any transaction: they take a while, and two who run them find the same."""
    schedule = decode(revision.body)
    network = network_of(schedule, zone_calendars(zone_id=revision.zone_id))
    spreads = [
        Spread(a.id, Shape.PERT, *SPREAD)
        for a in network.activities
        if a.kind is Kind.TASK and a.actual_finish is None and a.remaining > 0
    ]
    by = None if schedule.deadline is None else evening(schedule.deadline)
    try:
        risk = simulate(network, spreads, trials=trial.trials, seed=trial.seed, by=by)[0]
    except Unfit as unfit:
        raise Invalid(*unfit.problems) from unfit
    weights = sorted(risk.weights, key=lambda w: (-w.criticality, -w.sensitivity, w.activity))[:_WEIGHTS]
    trial.body = {
        "percentiles": [list(pair) for pair in risk.percentiles],
        "finishes": list(risk.finishes),
        "weights": [[w.activity, str(w.criticality), str(w.sensitivity)] for w in weights],
    }
    trial.made_at = at
    trial.save(update_fields=["body", "made_at"])
