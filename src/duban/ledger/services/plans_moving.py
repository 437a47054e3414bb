"""A plan's life: submitted, approved, in force, closed. Every approval keeps a whole copy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from duban.audit.services import record
from duban.audit.types import Act
from duban.blockers.selectors import cause_names
from duban.core.errors import Conflict, Forbidden, Invalid
from duban.engine.kernel import Period, Problem, plain
from duban.engine.lifecycle import Edge
from duban.indicators.selectors import periods_reported
from duban.ledger.lifecycle import PLAN, said
from duban.ledger.models import Measure, Plan, PlanMove, PlanRevision
from duban.ledger.selectors.coverage import measure_content
from duban.ledger.selectors.plans import footing_for, measures_of, parts_in, plan_facts
from duban.ledger.selectors.subjects import Footing, figures_by_month
from duban.ledger.services.plans import locked_plan
from duban.orgs.types import Actor

__all__ = ["move_plan"]

_LONGEST = 500


@transaction.atomic
def move_plan(
    *,
    actor: Actor,
    plan_id: int,
    edge: str,
    version: int,
    at: datetime,
    reason: str = "",
    what_worked: str = "",
) -> int:
    """
    Take *edge* on a plan: submit, return, approve, put in force, revise or close; return its new version.

    Whoever submitted never approves. An approval captures the figure the plan starts from, as known then, and
    keeps a whole copy of the plan.

    :raises NotFound: if there is none within reach
    :raises Forbidden: if the actor has no part that may
    :raises Conflict: if it changed since it was read
    :raises Invalid: if it cannot be done from here, or something is still missing
    """
    plan = locked_plan(actor, plan_id)
    step = _step(actor, plan, edge, version, at)
    footing = footing_for(actor, plan, _start(actor, plan), at)
    measures = measures_of(plan)
    facts = plan_facts(plan, measures, footing, actor=actor, reason=reason, what_worked=what_worked)
    if problems := PLAN.check(edge, plan.state, facts):
        raise Invalid(*said(PLAN, problems))
    if edge == "submit_plan":
        plan.submitted_by_id = actor.user_id
    elif edge == "approve_plan":
        _approve(plan, measures, footing, actor, at)
    elif edge == "close_plan":
        plan.what_worked, plan.closed_on = what_worked.strip(), timezone.localdate(at)
    return _take(plan, step, actor, at, reason, what_worked)


def _step(actor: Actor, plan: Plan, edge: str, version: int, at: datetime) -> Edge:
    step = PLAN.edge(edge)
    if step is None:
        raise Invalid(Problem("lifecycle.no_such_edge", "edge", (edge,)))
    if step.roles.isdisjoint(parts_in(actor, plan, timezone.localdate(at))):
        raise Forbidden(Problem("core.forbidden", "", (f"@{PLAN.name}.{edge}",)))
    if plan.version != version:
        raise Conflict(Problem("core.stale", "version"))
    return step


def _start(actor: Actor, plan: Plan) -> Period:
    """Return the data date the plan starts from: its own, or the newest of its year with figures."""
    if plan.base_period is not None:
        return Period.from_key(plan.base_period)
    reported = periods_reported(actor=actor, zone_id=plan.zone_id)
    return next((p for p in reported if p.year == plan.year), Period(plan.year - 1, 12))


def _approve(
    plan: Plan, measures: Sequence[Measure], footing: Footing | None, actor: Actor, at: datetime
) -> None:
    """Capture where the plan starts from, and keep it whole as it is approved."""
    base = _start(actor, plan)
    if footing is not None and base.year == plan.year:
        figures = figures_by_month(actor=actor, footing=footing, year=plan.year, known_at=at)
        plan.base_period, plan.base_level = base.key, figures.get(base.month)
    plan.revision += 1
    PlanRevision.objects.create(
        plan=plan,
        revision=plan.revision,
        content=_content(plan, measures, footing),
        approved_by=actor.name,
        at=at,
    )


def _content(plan: Plan, measures: Sequence[Measure], footing: Footing | None) -> dict[str, Any]:
    called = cause_names(zone_id=plan.zone_id)
    return {
        "title": plan.title,
        "year": plan.year,
        "subject": plan.subject,
        "indicator_id": plan.indicator_id,
        "shortfall": plan.shortfall,
        "project_text": plan.project_text,
        "owner_id": plan.owner_id,
        "leader_id": plan.leader_id,
        "aim": plan.aim,
        "base_period": plan.base_period,
        "base_level": _text(plan.base_level),
        "unit": footing.unit if footing else "",
        "causes": [
            {
                "id": c.pk,
                "code": c.coded.code,
                "name": called[c.coded.code],
                "text": c.text,
                "parent_id": c.parent_id,
                "is_primary": c.is_primary,
            }
            for c in plan.causes.select_related("coded").order_by("order", "id")
        ],
        "measures": [measure_content(m) for m in measures],
    }


def _text(figure: Decimal | None) -> str | None:
    return None if figure is None else plain(figure)


def _take(plan: Plan, step: Edge, actor: Actor, at: datetime, reason: str, note: str) -> int:
    """Append the move, write the state, leave the record: the only place a plan's state is written."""
    source = plan.state
    PlanMove.objects.create(
        plan=plan,
        edge=step.name,
        source=source,
        target=step.target,
        by_id=actor.user_id,
        by=actor.name,
        at=at,
        reason=reason.strip()[:_LONGEST],
        note=note.strip(),
    )
    plan.state = step.target
    plan.version += 1
    plan.save()
    act = Act(
        f"ledger.plan.{step.name}",
        f"plan:{plan.pk}",
        plan.zone_id,
        {"state": source},
        {"state": step.target, "revision": plan.revision},
        reason,
    )
    record(actor=actor, act=act, at=at)
    return plan.version
