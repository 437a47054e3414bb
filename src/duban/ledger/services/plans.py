"""Writing a plan: what it is for, why it lags, and what is done about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from duban.audit.services import record
from duban.audit.types import Act
from duban.blockers.selectors import cause_ids_on
from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.core.reach import admit
from duban.engine.kernel import Problem
from duban.indicators.selectors import list_indicators
from duban.ledger.lifecycle import PLAN
from duban.ledger.models import Cause, Plan, PlanMove
from duban.ledger.policies import may_draft
from duban.ledger.selectors.plans import EDITABLE, KEEPERS, parts_in
from duban.ledger.types import CauseDraft, PlanDraft, PlanState, PlanSubject
from duban.orgs.selectors import list_posts, list_units
from duban.orgs.types import Actor

__all__ = ["draft_plan", "edit_plan", "locked_plan", "open_plan", "set_causes", "written"]


@transaction.atomic
def draft_plan(*, actor: Actor, zone_id: int, draft: PlanDraft, at: datetime) -> int:
    """
    Begin a plan and return its id.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is of the owner department, supervises, or leads the zone
    :raises Invalid: if it has no subject or title, or names what is not the zone's
    """
    admit(actor, zone_id, "draft_plan", allowed=may_draft(actor, zone_id, draft.owner_id))
    if problems := list(_wrong(actor, zone_id, draft, at)):
        raise Invalid(*problems)
    plan = Plan.objects.create(zone_id=zone_id, **_columns(draft), is_sample=draft.is_sample)
    PlanMove.objects.create(
        plan=plan,
        edge="draft_plan",
        source="",
        target=PLAN.initial,
        by_id=actor.user_id,
        by=actor.name,
        at=at,
    )
    act = Act("ledger.plan.draft", f"plan:{plan.pk}", zone_id, {}, _facts(plan))
    record(actor=actor, act=act, at=at)
    return plan.pk


@transaction.atomic
def edit_plan(*, actor: Actor, plan_id: int, version: int, draft: PlanDraft, at: datetime) -> int:
    """
    Change what a plan is for, who leads it and what it aims at, and return its new version.

    :raises NotFound: if there is none within reach
    :raises Forbidden: unless the actor writes this plan
    :raises Conflict: if it changed since it was read
    :raises Invalid: if it is not open for writing, or the draft cannot stand
    """
    plan = open_plan(actor, plan_id, version, at)
    if problems := list(_wrong(actor, plan.zone_id, draft, at, plan)):
        raise Invalid(*problems)
    before = _facts(plan)
    for name, value in _columns(draft).items():
        setattr(plan, name, value)
    return written(plan, actor, at, "ledger.plan.edit", before, _facts(plan))


@transaction.atomic
def set_causes(
    *, actor: Actor, plan_id: int, version: int, causes: Sequence[CauseDraft], at: datetime
) -> int:
    """
    Write why the subject lags: a tree, of which exactly one cause is the primary one; return the new version.

    Causes already there are kept by their id, so measures stay with theirs; those left out go.

    :raises NotFound: if there is none within reach
    :raises Forbidden: unless the actor writes this plan
    :raises Conflict: if it changed since it was read
    :raises Invalid: if it is not open for writing, a code is not on the list, or not exactly one is primary
    """
    plan = open_plan(actor, plan_id, version, at)
    old = {cause.pk: cause for cause in plan.causes.select_related("coded")}
    listed = {cause.coded.code: cause.coded_id for cause in old.values()}
    listed |= cause_ids_on(zone_id=plan.zone_id, on=timezone.localdate(at))
    if problems := list(_wrong_causes(causes, old, listed)):
        raise Invalid(*problems)
    before = _cause_facts(plan)
    plan.causes.update(is_primary=False, parent=None)
    kept: list[Cause] = []
    for order, draft in enumerate(causes):
        cause = old.get(draft.id or 0) or Cause(plan=plan)
        cause.coded_id, cause.text, cause.order = listed[draft.code], draft.text.strip(), order
        cause.is_primary = draft.is_primary
        cause.parent = None if draft.parent is None else kept[draft.parent]
        cause.save()
        kept.append(cause)
    plan.causes.exclude(pk__in=[cause.pk for cause in kept]).delete()
    return written(plan, actor, at, "ledger.plan.set_causes", before, _cause_facts(plan))


def locked_plan(actor: Actor, plan_id: int) -> Plan:
    """
    Return the plan, locked until the transaction ends.

    :raises NotFound: if there is none within reach
    """
    plan = Plan.objects.visible_to(actor).select_for_update().filter(pk=plan_id).first()
    if plan is None:
        raise NotFound(Problem("core.not_found"))
    return plan


def open_plan(actor: Actor, plan_id: int, version: int, at: datetime) -> Plan:
    """
    Return the plan, locked, for writing in it.

    :raises NotFound: if there is none within reach
    :raises Forbidden: unless the actor writes this plan
    :raises Conflict: if it changed since it was read
    :raises Invalid: if it is not open for writing
    """
    plan = locked_plan(actor, plan_id)
    if parts_in(actor, plan, timezone.localdate(at)).isdisjoint(KEEPERS):
        raise Forbidden(Problem("core.forbidden", "", ("@edit_plan",)))
    if plan.version != version:
        raise Conflict(Problem("core.stale", "version"))
    if PlanState(plan.state) not in EDITABLE:
        raise Invalid(Problem("ledger.plan_not_open", "state", (f"@{PLAN.name}.{plan.state}",)))
    return plan


def written(
    plan: Plan,
    actor: Actor,
    at: datetime,
    verb: str,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> int:
    """Save the plan as its next version, leave the record, and return the version."""
    plan.version += 1
    plan.save()
    record(actor=actor, act=Act(verb, f"plan:{plan.pk}", plan.zone_id, before, after), at=at)
    return plan.version


def _columns(draft: PlanDraft) -> dict[str, object]:
    """Return the draft as the row holds it; what its kind of subject does not use stays empty."""
    subject = draft.subject
    return {
        "year": draft.year,
        "title": draft.title.strip(),
        "subject": subject.value,
        "indicator_id": draft.indicator_id if subject is PlanSubject.INDICATOR else None,
        "shortfall": draft.shortfall.value if draft.shortfall else "",
        "project_text": draft.project_text.strip() if subject is PlanSubject.PROJECT else "",
        "owner_id": draft.owner_id,
        "leader_id": draft.leader_id,
        "aim": draft.aim.strip(),
        "base_period": draft.base.key if draft.base else None,
    }


def _wrong(
    actor: Actor, zone_id: int, draft: PlanDraft, at: datetime, plan: Plan | None = None
) -> Iterator[Problem]:
    on = timezone.localdate(at)
    title = draft.title.strip()
    if not title:
        yield Problem("core.required", "title", ("@title",))
    same = Plan.objects.filter(zone_id=zone_id, year=draft.year, title=title)
    if (same.exclude(pk=plan.pk) if plan else same).exists():
        yield Problem("ledger.plan_title_taken", "title", (title,))
    yield from _wrong_subject(actor, zone_id, draft)
    if draft.owner_id not in {u.id for u in list_units(actor=actor, zone_id=zone_id, on=on)}:
        yield Problem("ledger.not_of_the_zone", "owner_id", ("@owner",))
    posts = {p.id for p in list_posts(actor=actor, zone_id=zone_id, on=on)}
    if draft.leader_id is not None and draft.leader_id not in posts:
        yield Problem("ledger.not_of_the_zone", "leader_id", ("@leader",))
    if draft.base is not None and draft.base.year != draft.year:
        yield Problem("ledger.base_of_another_year", "base", (str(draft.base), str(draft.year)))


def _wrong_subject(actor: Actor, zone_id: int, draft: PlanDraft) -> Iterator[Problem]:
    if draft.subject is PlanSubject.INDICATOR:
        known = {d.id for d in list_indicators(actor=actor, zone_id=zone_id)}
        if draft.indicator_id not in known:
            yield Problem("ledger.plan_needs_indicator", "indicator_id")
    elif draft.subject is PlanSubject.SHORTFALL and draft.shortfall is None:
        yield Problem("ledger.plan_needs_shortfall", "shortfall")
    elif draft.subject is PlanSubject.PROJECT and not draft.project_text.strip():
        yield Problem("ledger.plan_needs_project", "project_text")


def _wrong_causes(
    causes: Sequence[CauseDraft], old: Mapping[int, Cause], listed: Mapping[str, int]
) -> Iterator[Problem]:
    named = Counter(draft.id for draft in causes if draft.id is not None)
    for place, draft in enumerate(causes):
        where = f"causes.{place}"
        if draft.code not in listed:
            yield Problem("ledger.cause_not_listed", where, (str(place + 1),))
        if draft.parent is not None and not 0 <= draft.parent < place:
            yield Problem("ledger.cause_parent_later", where, (str(place + 1),))
        if draft.id is not None and (draft.id not in old or named[draft.id] > 1):
            yield Problem("ledger.cause_not_of_plan", where, (str(place + 1),))
    primary = sum(draft.is_primary for draft in causes)
    if causes and primary != 1:
        yield Problem("ledger.one_primary_cause", "causes", (str(primary),))


def _facts(plan: Plan) -> dict[str, object]:
    return {
        "title": plan.title,
        "year": plan.year,
        "subject": plan.subject,
        "indicator_id": plan.indicator_id,
        "shortfall": plan.shortfall,
        "project": plan.project_text,
        "owner_id": plan.owner_id,
        "leader_id": plan.leader_id,
        "aim": plan.aim,
        "base": plan.base_period,
    }


def _cause_facts(plan: Plan) -> dict[str, object]:
    rows = plan.causes.order_by("order").values_list("coded__code", "text", "is_primary", "parent_id")
    return {"causes": [list(row) for row in rows]}
