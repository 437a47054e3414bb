"""What the register knows of payments and of the statistics bureau's library, as the lights need it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal, localcontext

from duban.engine.kernel import EXACT, HUNDRED
from duban.engine.series import Paid
from duban.projects.models import Enrolment, Invested, Money
from duban.projects.selectors.year_plans import YearPlans
from duban.projects.types import EnrolmentStatus, InvestedSource, MoneyFacts

__all__ = ["money_facts"]

_BUDGET = ("central", "city")
"""Money the rule speaks of: the centre's and the city's budget."""


def money_facts(*, ids: Collection[int], on: date, plans: YearPlans) -> dict[int, MoneyFacts]:
    """
    Return what is known on a day, by project.

    Paid is what the newest figure of the year says was paid, in per cent of the year's plan, against the plan's share
    of that month; only of projects with money of the centre or the city. What is required is published nowhere.
    """
    entered = _entered(ids, on)
    paid = _paid(ids, on, plans)
    return {pk: MoneyFacts(paid.get(pk), entered.get(pk)) for pk in ids}


def _entered(ids: Collection[int], on: date) -> dict[int, date]:
    found: dict[int, date] = {}
    rows = Enrolment.objects.filter(project__in=ids, on__lte=on).order_by("on", "pk")
    for pk, status, day in rows.values_list("project_id", "status", "on"):
        if status == EnrolmentStatus.ENTERED:
            found.setdefault(pk, day)
        elif status == EnrolmentStatus.LEFT:
            found.pop(pk, None)
    return found


def _paid(ids: Collection[int], on: date, plans: YearPlans) -> dict[int, Paid]:
    funded = set(
        Money.objects.filter(project__in=ids, source__in=_BUDGET).values_list("project_id", flat=True)
    )
    rows = Invested.objects.filter(
        project__in=funded, year=on.year, month__lte=on.month, source=InvestedSource.DEPARTMENT
    ).exclude(paid=None)
    found = {}
    for row in rows.order_by("month", "vintage"):
        plan = plans.of(row.project_id, row.year)
        if plan is None or not plan.amount or row.paid is None:
            continue
        with localcontext(EXACT):
            actual: Decimal = row.paid / plan.amount * HUNDRED
        found[row.project_id] = Paid(plan.share(row.month), actual)
    return found
