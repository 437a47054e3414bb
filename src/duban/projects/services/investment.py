"""What was planned and invested, and where a project stands with the bureau's library: appended, never changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from duban.core.errors import Invalid
from duban.engine.kernel import Period, Problem, plain
from duban.engine.series import check_curve
from duban.orgs.types import Actor, Role
from duban.projects.models import (
    Enrolment,
    Evidence,
    Explanation,
    Invested,
    InvestmentRule,
    Project,
    YearPlan,
)
from duban.projects.policies import Owners, is_lead, is_reporter
from duban.projects.services._common import demand, keep_zone, note, note_zone, open_project
from duban.projects.types import (
    EnrolmentStatus,
    EvidenceDraft,
    InvestedDraft,
    InvestedSource,
    YearPlanDraft,
)

__all__ = [
    "adopt_default_investment_rule",
    "enrol",
    "explain_difference",
    "hold_evidence",
    "plan_year",
    "report_invested",
    "set_investment_rule",
]

_HUNDRED = Decimal(100)
_PERCENT, _AMOUNT, _INDICATOR = Decimal(5), Decimal(100), "fixed_asset_investment"


@transaction.atomic
def plan_year(*, actor: Actor, zone_id: int, project_id: int, draft: YearPlanDraft, at: datetime) -> int:
    """
    Plan a project's investment of a year, and return the version; the versions before stay.

    :raises NotFound: if the project is not within reach
    :raises Forbidden: unless the actor works for the lead department
    :raises Invalid: with everything that is wrong with it; if it changes a plan and says no reason
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "plan_year", is_lead)
    last = YearPlan.objects.filter(project=project, year=draft.year).order_by("version").last()
    shares = [plain(share) for share in draft.shares]
    if last is not None and (last.amount, last.shares, last.document) == (
        draft.amount,
        shares,
        draft.document,
    ):
        return last.version
    problems = list(_unfit_plan(draft))
    if last is not None and not draft.reason.strip():
        problems.append(Problem("core.required", "reason", ("@reason",)))
    if problems:
        raise Invalid(*problems)
    version = 1 if last is None else last.version + 1
    YearPlan.objects.create(
        project=project,
        year=draft.year,
        version=version,
        amount=draft.amount,
        shares=shares,
        document=draft.document.strip()[:200],
        reason=draft.reason.strip()[:500],
        by=actor.name,
        at=at,
        is_sample=draft.is_sample,
    )
    before = {} if last is None else {"amount": last.amount, "shares": last.shares}
    after = {"year": draft.year, "version": version, "amount": draft.amount, "shares": shares}
    note(actor, project, "plan_year", at, before=before, after=after, reason=draft.reason)
    return version


@transaction.atomic
def report_invested(
    *, actor: Actor, zone_id: int, project_id: int, draft: InvestedDraft, at: datetime
) -> int:
    """
    Enter what was invested since January, as one source says, and return the vintage; those before stay.

    The department's figure comes from whoever reports on the project; the bureau's from the zone's statistician alone.

    :raises NotFound: if the project is not within reach
    :raises Forbidden: unless the actor may enter that source's figures
    :raises Invalid: with everything that is wrong with it; if it changes a figure and says no reason
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "report_invested", _may_enter(draft.source))
    period = draft.period
    cell = {"project": project, "year": period.year, "month": period.month, "source": draft.source}
    last = Invested.objects.filter(**cell).order_by("vintage").last()
    if last is not None and (last.amount, last.paid) == (draft.amount, draft.paid):
        return last.vintage
    problems = list(_unfit_figure(draft, project, timezone.localdate(at)))
    if last is not None and not draft.reason.strip():
        problems.append(Problem("core.required", "reason", ("@reason",)))
    if problems:
        raise Invalid(*problems)
    vintage = 1 if last is None else last.vintage + 1
    Invested.objects.create(
        **cell,
        vintage=vintage,
        amount=draft.amount,
        paid=draft.paid,
        document=draft.document.strip()[:200],
        reason=draft.reason.strip()[:500],
        by=actor.name,
        by_user=actor.user_id,
        at=at,
        is_sample=draft.is_sample,
    )
    before = {} if last is None else {"amount": last.amount, "paid": last.paid}
    after = {"period": str(period), "source": draft.source, "amount": draft.amount, "paid": draft.paid}
    note(actor, project, "report_invested", at, before=before, after=after, reason=draft.reason)
    return vintage


@transaction.atomic
def explain_difference(
    *,
    actor: Actor,
    zone_id: int,
    project_id: int,
    period: Period,
    text: str,
    at: datetime,
    is_sample: bool = False,
) -> None:
    """
    Say why the department's figure and the bureau's differ.

    :raises NotFound: if the project is not within reach
    :raises Forbidden: unless the actor works for the lead department
    :raises Invalid: if nothing is said, or the two figures are not there
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "explain_difference", is_lead)
    text = text.strip()[:500]
    sources = Invested.objects.filter(project=project, year=period.year, month=period.month)
    problems = []
    if not text:
        problems.append(Problem("core.required", "text", ("@explanation",)))
    if set(sources.values_list("source", flat=True)) != set(InvestedSource):
        problems.append(Problem("projects.nothing_to_explain", "period", (str(period),)))
    if problems:
        raise Invalid(*problems)
    Explanation.objects.create(
        project=project,
        year=period.year,
        month=period.month,
        text=text,
        by=actor.name,
        at=at,
        is_sample=is_sample,
    )
    note(actor, project, "explain_difference", at, after={"period": str(period), "text": text})


@transaction.atomic
def hold_evidence(*, actor: Actor, zone_id: int, project_id: int, draft: EvidenceDraft, at: datetime) -> None:
    """
    Tick a proof the library asks for, or take the tick away.

    :raises NotFound: if the project is not within reach
    :raises Forbidden: unless the actor works for the lead department
    :raises Invalid: if it lies ahead, or is held without a number and a note
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "hold_evidence", is_lead)
    problems = []
    if draft.dated is not None and draft.dated > timezone.localdate(at):
        problems.append(Problem("projects.not_yet", "dated", ("@evidence.dated", draft.dated.isoformat())))
    if draft.is_held and not draft.number.strip() and not draft.note.strip():
        problems.append(Problem("projects.evidence_unnamed", "number"))
    if not draft.is_held and not draft.note.strip():
        problems.append(Problem("core.required", "note", ("@reason",)))
    if problems:
        raise Invalid(*problems)
    Evidence.objects.create(
        project=project,
        kind=draft.kind,
        number=draft.number.strip()[:120],
        dated=draft.dated,
        is_held=draft.is_held,
        note=draft.note.strip()[:200],
        by=actor.name,
        at=at,
        is_sample=draft.is_sample,
    )
    after = {"kind": draft.kind, "number": draft.number, "dated": draft.dated, "is_held": draft.is_held}
    note(actor, project, "hold_evidence", at, after=after, reason=draft.note)


@transaction.atomic
def enrol(  # noqa: PLR0913
    *,
    actor: Actor,
    zone_id: int,
    project_id: int,
    status: EnrolmentStatus,
    on: date,
    at: datetime,
    number: str = "",
    reason: str = "",
    is_sample: bool = False,
) -> None:
    """
    Say how far a project has come with the bureau's library (入库纳统), from a day on.

    :raises NotFound: if the project is not within reach
    :raises Forbidden: unless the actor works for the lead department or is the zone's statistician
    :raises Invalid: if the day lies ahead or before the last event, it was sent back or left and no reason is given, or
        proofs are missing for what is handed in
    """
    project = open_project(actor, zone_id, project_id)
    demand(actor, project, "enrol", _leads_or_counts)
    problems = list(_unfit_enrolment(project, status, on, reason, timezone.localdate(at)))
    if problems:
        raise Invalid(*problems)
    Enrolment.objects.create(
        project=project,
        status=status,
        on=on,
        number=number.strip()[:64],
        reason=reason.strip()[:500],
        by=actor.name,
        at=at,
        is_sample=is_sample,
    )
    note(actor, project, "enrol", at, after={"status": status, "on": on, "number": number}, reason=reason)


def adopt_default_investment_rule(*, actor: Actor, zone_id: int, starts: date, at: datetime) -> None:
    """Give a new zone a rule to begin with: 5 per cent and 100万元, into the indicator of fixed-asset investment."""
    set_investment_rule(
        actor=actor,
        zone_id=zone_id,
        percent=_PERCENT,
        amount=_AMOUNT,
        indicator=_INDICATOR,
        starts=starts,
        at=at,
    )


@transaction.atomic
def set_investment_rule(
    *,
    actor: Actor,
    zone_id: int,
    percent: Decimal,
    amount: Decimal,
    indicator: str,
    starts: date,
    at: datetime,
) -> None:
    """
    Rule from which difference on two figures must be explained, and which indicator the zone's sum goes to.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor is its statistician or supervision office
    :raises Invalid: if a threshold is negative
    """
    keep_zone(actor, zone_id, "set_investment_rule", Role.STATISTICIAN, Role.SUPERVISOR)
    if percent < 0 or amount < 0:
        raise Invalid(Problem("projects.negative", "percent", ("@investment.threshold",)))
    InvestmentRule.objects.create(
        zone_id=zone_id,
        starts=starts,
        percent=percent,
        amount=amount,
        indicator=indicator.strip()[:64],
        by=actor.name,
        at=at,
    )
    facts = {"starts": starts, "percent": percent, "amount": amount, "indicator": indicator}
    note_zone(actor, zone_id, "set_investment_rule", at, facts)


def _may_enter(source: InvestedSource) -> Callable[[Actor, Owners], bool]:
    return is_reporter if source is InvestedSource.DEPARTMENT else _counts


def _counts(actor: Actor, owners: Owners) -> bool:
    return actor.has(owners.zone_id, Role.STATISTICIAN)


def _leads_or_counts(actor: Actor, owners: Owners) -> bool:
    return is_lead(actor, owners) or _counts(actor, owners)


def _unfit_plan(draft: YearPlanDraft) -> Iterator[Problem]:
    if draft.amount < 0:
        yield Problem("projects.negative", "amount", ("@investment.plan",))
    if not 1949 < draft.year < 2200:
        yield Problem("core.not_a_number", "year", (str(draft.year),))
    if draft.shares:
        yield from check_curve([share / _HUNDRED for share in draft.shares])


def _unfit_figure(draft: InvestedDraft, project: Project, on: date) -> Iterator[Problem]:
    for name in ("amount", "paid"):
        figure = getattr(draft, name)
        if figure is not None and figure < 0:
            yield Problem("projects.negative", name, (f"@investment.{name}",))
    if (draft.period.year, draft.period.month) > (on.year, on.month):
        yield Problem("projects.period_ahead", "period", (str(draft.period),))
    if project.total_investment is not None and draft.amount > project.total_investment and not draft.reason:
        args = (plain(draft.amount), plain(project.total_investment))
        yield Problem("projects.more_than_total", "amount", args)


def _unfit_enrolment(
    project: Project, status: EnrolmentStatus, on: date, reason: str, today: date
) -> Iterator[Problem]:
    if on > today:
        yield Problem("projects.not_yet", "on", ("@enrolment.on", on.isoformat()))
    last = Enrolment.objects.filter(project=project).aggregate(Max("on"))["on__max"]
    if last is not None and on < last:
        yield Problem("projects.enrolled_later", "on", (last.isoformat(),))
    if status in {EnrolmentStatus.RETURNED, EnrolmentStatus.LEFT} and not reason.strip():
        yield Problem("core.required", "reason", ("@reason",))
