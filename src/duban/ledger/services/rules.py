"""The ledger's rule from a day on, and the lists people keep."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from duban.audit.services import record
from duban.audit.types import Act
from duban.core.errors import Invalid, NotFound
from duban.core.rules import next_version, unless_ruled, unreasoned
from duban.engine.kernel import Problem, plain
from duban.engine.series import DueRule, check_due_rule
from duban.ledger.models import Item, LedgerRule, Lighting, SavedView
from duban.ledger.selectors.lights import Lights, lights_on
from duban.ledger.selectors.rules import DEFAULT_RULE
from duban.ledger.services._common import allow, today
from duban.ledger.types import Urgency
from duban.orgs.types import Actor

__all__ = ["adopt_default_ledger_rule", "drop_view", "refresh_lights", "save_view", "set_ledger_rule"]

_LONGEST_FORM, _LONGEST_NAME, _LONGEST_QUERY = 30, 32, 500
_MOST_ACCEPT_DAYS, _MOST_NEAR_DAYS = 30, 90
_BATCH = 1000


def adopt_default_ledger_rule(*, actor: Actor, zone_id: int, starts: date, at: datetime) -> int:
    """Give a new zone the ordinary rule (domain.md 3.2, 3.3) and return its version; it is data from then on."""
    return set_ledger_rule(
        actor=actor,
        zone_id=zone_id,
        due=DEFAULT_RULE.due,
        accept_days=DEFAULT_RULE.accept_days,
        number_form=DEFAULT_RULE.number_form,
        slip_form=DEFAULT_RULE.slip_form,
        starts=starts,
        reason="默认规则",  # zh: data
        at=at,
    )


@transaction.atomic
def set_ledger_rule(  # noqa: PLR0913
    *,
    actor: Actor,
    zone_id: int,
    due: DueRule,
    accept_days: Mapping[Urgency, int],
    number_form: str,
    starts: date,
    reason: str,
    at: datetime,
    slip_form: str = DEFAULT_RULE.slip_form,
) -> int:
    """
    Rule the ledger's lights, days for accepting and numbers from a day on; return the rule's version.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor supervises there
    :raises Conflict: if a rule from a later day has been set already
    :raises Invalid: with everything that is wrong with it
    """
    allow(actor, "set_ledger_rule", zone_id)
    if problems := _mistakes(due, accept_days, number_form, slip_form, reason):
        raise Invalid(*problems)
    last = LedgerRule.objects.select_for_update().filter(zone_id=zone_id).order_by("version").last()
    parameters = {
        "near_days": due.near_days,
        "near_unit": due.near_unit.value,
        "behind_pp": plain(due.behind_pp),
        "accept_days": {urgency.value: accept_days[urgency] for urgency in Urgency},
        "number_form": number_form,
        "slip_form": slip_form,
    }
    with unless_ruled():
        row = LedgerRule.objects.create(
            zone_id=zone_id,
            version=next_version(last, starts),
            parameters=parameters,
            starts=starts,
            set_by=actor.name,
            at=at,
            reason=reason.strip(),
        )
    act = Act(
        "ledger.set_rule",
        f"ledger_rule:{row.pk}",
        zone_id,
        last.parameters if last else {},
        parameters | {"starts": starts},
        reason,
    )
    record(actor=actor, act=act, at=at)
    if starts <= today(at):
        refresh_lights(actor=actor, zone_id=zone_id, at=at)
    return row.version


@transaction.atomic
def refresh_lights(*, actor: Actor, zone_id: int, at: datetime) -> int:
    """
    Work out anew from which day each item is behind, if the rule or the working calendar changed since.

    Return how many items that changed. Lists are right without it; with it they are quick again.

    :raises NotFound: if the zone is not within reach
    """
    if zone_id not in actor.zone_ids:
        raise NotFound(Problem("core.not_found"))
    lights = lights_on(zone_id, today(at))
    if lights.kept_holds:
        return 0
    # The basis first: whoever reports meanwhile waits for its item here, and then works with the new basis.
    Lighting.objects.update_or_create(
        zone_id=zone_id,
        defaults={"behind_pp": lights.rule.due.behind_pp, "calendar": lights.calendar.fingerprint},
    )
    changed, last = 0, 0
    while batch := _next_batch(zone_id, last):
        last = batch[-1].pk
        changed += _refresh(batch, lights)
    return changed


def _next_batch(zone_id: int, last: int) -> list[Item]:
    rows = Item.objects.filter(zone_id=zone_id, is_open=1, pk__gt=last).order_by("pk")
    columns = rows.only("id", "start", "due", "unit", "percent", "behind_from")
    return list(columns.select_for_update(no_key=True, of=("self",))[:_BATCH])


def _refresh(batch: list[Item], lights: Lights) -> int:
    days: dict[date | None, list[int]] = {}
    for item in batch:
        found = lights.behind_from(item)
        if found != item.behind_from:
            days.setdefault(found, []).append(item.pk)
    return sum(Item.objects.filter(pk__in=pks).update(behind_from=day) for day, pks in days.items())


@transaction.atomic
def save_view(*, actor: Actor, zone_id: int, name: str, query: str, at: datetime) -> int:
    """
    Keep a list under a name, in place of one of the same name, and return its id.

    :raises NotFound: if the zone is not within reach, or the actor is not a person
    :raises Invalid: if the name is empty or too long, or the address is
    """
    if actor.user_id is None or (zone_id not in actor.zone_ids and not actor.unit_ids):
        raise NotFound(Problem("core.not_found"))
    problems: list[Problem] = []
    if not name.strip():
        problems.append(Problem("core.required", "name", ("@name",)))
    if len(name.strip()) > _LONGEST_NAME:
        problems.append(Problem("core.too_long", "name", ("@name", str(_LONGEST_NAME))))
    if len(query) > _LONGEST_QUERY:
        problems.append(Problem("core.too_long", "query", ("@ledger.query", str(_LONGEST_QUERY))))
    if problems:
        raise Invalid(*problems)
    view, _made = SavedView.objects.update_or_create(
        zone_id=zone_id, user_id=actor.user_id, name=name.strip(), defaults={"query": query}
    )
    act = Act("ledger.save_view", f"view:{view.pk}", zone_id, after={"name": view.name, "query": query})
    record(actor=actor, act=act, at=at)
    return view.pk


@transaction.atomic
def drop_view(*, actor: Actor, view_id: int, at: datetime) -> None:
    """
    Forget a list one keeps.

    :raises NotFound: if it is not one's own
    """
    mine = (
        SavedView.objects.none() if actor.user_id is None else SavedView.objects.filter(user_id=actor.user_id)
    )
    view = mine.filter(pk=view_id).first()
    if view is None:
        raise NotFound(Problem("core.not_found"))
    act = Act("ledger.drop_view", f"view:{view_id}", view.zone_id, before={"name": view.name})
    record(actor=actor, act=act, at=at)
    view.delete()


def _mistakes(
    due: DueRule, accept_days: Mapping[Urgency, int], number_form: str, slip_form: str, reason: str
) -> list[Problem]:
    problems = list(check_due_rule(due))
    if due.near_days > _MOST_NEAR_DAYS:
        problems.append(Problem("ledger.bad_days", "near_days", (str(due.near_days), str(_MOST_NEAR_DAYS))))
    for urgency in Urgency:
        days = accept_days.get(urgency, 0)
        if not 1 <= days <= _MOST_ACCEPT_DAYS:
            problems.append(
                Problem(
                    "ledger.bad_days", f"accept_days.{urgency.value}", (str(days), str(_MOST_ACCEPT_DAYS))
                )
            )
    for name, form in (("number_form", number_form), ("slip_form", slip_form)):
        if not _is_form(form):
            problems.append(Problem("ledger.bad_form", name, (form,)))
    return problems + unreasoned(reason)


def _is_form(form: str) -> bool:
    """Return whether a form says year and serial, once each, and nothing else in braces."""
    rest = form.replace("{year}", "", 1).replace("{serial}", "", 1)
    both = "{year}" in form and "{serial}" in form
    return both and not set("{}") & set(rest) and len(form) <= _LONGEST_FORM
