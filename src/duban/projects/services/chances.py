"""Running the trials that tell the chance of finishing in time: at once where that is quick, else in the background."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from duban.core.errors import Invalid, NotFound
from duban.engine.kernel import Problem, Unfit
from duban.engine.schedule import Network, Risk, Shape, Weight, simulate
from duban.orgs.types import Actor
from duban.projects.models import Project, Revision, Trial
from duban.projects.selectors.chance_rules import chance_rule, chance_rule_on
from duban.projects.selectors.chances import SEED, TRIALS
from duban.projects.selectors.likeness import Known, counts_of, history_of, known_spreads
from duban.projects.selectors.schedule_codec import decode
from duban.projects.selectors.schedule_reckoning import evening, network_of, ruler_over, zone_calendars
from duban.projects.selectors.schedules import kept_in
from duban.projects.types import WORK, ZoneCalendars

__all__ = ["ask_chances", "run_chances"]

_AT_ONCE = 300
"""Activities up to which nobody need wait for the background."""
_WEIGHTS = 60
_FOUR_FIFTHS = 80
_ONE = Decimal(1)


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
    rule = chance_rule_on(zone_id=revision.zone_id, on=timezone.localdate(at))
    trial, _new = Trial.objects.get_or_create(
        revision=revision,
        fingerprint=mark,
        rule=rule.version,
        seed=SEED,
        trials=TRIALS,
        defaults={"body": {}, "made_at": at},
    )
    return trial


@dataclass(frozen=True, slots=True)
class _Run:
    """What is run, again and again: a plan, its spreads, and the day it is asked about."""

    network: Network
    known: Mapping[str, Known]
    trial: Trial
    by: int | None

    def risk(self, without: str | None = None) -> Risk:
        """Run the trials; *without* one cause whatever it may slip takes what it is planned to."""
        spreads = [
            replace(k.spread, shape=Shape.PERT, low=_ONE, likely=_ONE, high=_ONE, history=())
            if k.spread.cause == without
            else k.spread
            for k in self.known.values()
        ]
        try:
            return simulate(
                self.network, spreads, trials=self.trial.trials, seed=self.trial.seed, by=self.by
            )[0]
        except Unfit as unfit:
            raise Invalid(*unfit.problems) from unfit


def _run(trial: Trial, revision: Revision, at: datetime) -> None:
    """Run the trials outside of any transaction: they take a while, and two who run them find the same."""
    schedule, calendars = decode(revision.body), zone_calendars(zone_id=revision.zone_id)
    network = network_of(schedule, calendars)
    history = history_of(revision, calendars)
    rule = chance_rule(zone_id=revision.zone_id, version=trial.rule)
    known = known_spreads(schedule, network, rule, history)
    by = None if schedule.deadline is None else evening(schedule.deadline)
    run = _Run(network, known, trial, by)
    risk = run.risk()
    weights = sorted(risk.weights, key=lambda w: (-w.criticality, -w.sensitivity, w.activity))
    told = [w for w in weights if w.activity in known][:_WEIGHTS]
    trial.body = {
        "percentiles": [list(pair) for pair in risk.percentiles],
        "finishes": list(risk.finishes),
        "weights": [_weight(w, known[w.activity]) for w in told],
        "sources": {source.value: n for source, n in counts_of(known.values()).items()},
        "samples": history.samples,
        "causes": _causes(run, risk, calendars),
    }
    trial.made_at = at
    trial.save(update_fields=["body", "made_at"])


def _weight(weight: Weight, known: Known) -> list[str | int]:
    told = (known.spread.cause, known.source.value, known.samples)
    return [weight.activity, str(weight.criticality), str(weight.sensitivity), *told]


def _causes(run: _Run, risk: Risk, calendars: ZoneCalendars) -> list[list[object]]:
    """
    Return what each cause carries: the chance, and the working days gained, if nothing slipped for it any more.

    The same draws are made with and without it, so that what differs is its own doing.
    """
    found = []
    counted = Counter(k.spread.cause for k in run.known.values())
    for cause, n in counted.items():
        less = run.risk(without=cause)
        late, early = (dict(r.percentiles)[_FOUR_FIFTHS] for r in (risk, less))
        gained = ruler_over(calendars, min(early, late), max(early, late)).days(WORK, early, late)
        probability = None if less.probability is None else str(less.probability)
        found.append((gained, less.probability or Decimal(0), [cause, n, probability, str(gained)]))
    found.sort(key=lambda row: (-row[0], -row[1], str(row[2][0])))
    return [row[2] for row in found]
