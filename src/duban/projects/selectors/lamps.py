"""The four lights of projects on a day, what suppresses them, and the boards made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from duban.core.errors import NotFound
from duban.engine.kernel import Problem
from duban.engine.series import (
    Lamp,
    LampKind,
    LampStanding,
    Library,
    Shares,
    Started,
    Why,
    library_lamp,
    payment_lamp,
    progress_lamp,
    start_lamp,
)
from duban.enterprises.selectors import enterprise_called
from duban.orgs.selectors import unit_names, work_calendar
from duban.orgs.types import Actor
from duban.projects.models import Judgement, Project
from duban.projects.policies import Owners, may_judge
from duban.projects.selectors.money_facts import money_facts
from duban.projects.selectors.picking import dates_of
from duban.projects.selectors.planned import planned_shares
from duban.projects.selectors.planned_schedules import schedule_shares
from duban.projects.selectors.progress_rules import progress_rule_on
from duban.projects.selectors.reports import newest_reviewed
from duban.projects.selectors.silence import silent_projects
from duban.projects.selectors.year_plans import year_plans
from duban.projects.types import (
    DATE_FIELDS,
    JudgementRow,
    LampBoard,
    LampFilter,
    LampRow,
    LampView,
    MoneyFacts,
    PlannedShare,
    ProgressRuleView,
    year_class,
)

__all__ = ["judgements_of", "lamp_board", "lamps_of", "may_judge_lamps"]


def lamp_board(*, actor: Actor, zone_id: int, on: date, filter: LampFilter) -> LampBoard:  # noqa: A002
    """
    Return the four lights of every project within reach that is worked on, and those the filter wants.

    :raises NotFound: if nothing of the zone is within reach
    """
    if zone_id not in actor.zone_ids and not actor.unit_ids:
        raise NotFound(Problem("core.not_found"))
    rule = progress_rule_on(zone_id=zone_id, on=on)
    projects = Project.objects.visible_to(actor).filter(zone_id=zone_id, state="active")
    rows = _rows(list(_with_plans(projects).order_by("code")), zone_id, on, rule)
    unstarted = tuple(r for r in rows if r.lamps[LampKind.START].standing.why is Why.UNSTARTED)
    outside = tuple(r for r in rows if _outside(r))
    silent = set()
    if filter.list == "silent":
        silent = {s.project_id for s in silent_projects(actor=actor, zone_id=zone_id, on=on)}
    lists = {"unstarted": unstarted, "not_in_library": outside}
    wanted = lists.get(filter.list, rows)
    return LampBoard(
        on=on,
        rule=rule,
        rows=tuple(r for r in wanted if _wanted(r, filter, silent)),
        total=len(rows),
        counts={kind: Counter(r.lamps[kind].shown for r in rows) for kind in LampKind},
        unstarted=unstarted,
        not_in_library=outside,
        may_judge=may_judge_lamps(actor=actor, zone_id=zone_id),
    )


def lamps_of(*, actor: Actor, zone_id: int, code: str, on: date) -> LampRow:
    """
    Return the four lights of one project.

    :raises NotFound: if it is not within reach
    """
    projects = Project.objects.visible_to(actor).filter(zone_id=zone_id, code=code)
    project = _with_plans(projects).first()
    if project is None:
        raise NotFound(Problem("core.not_found"))
    return _rows([project], zone_id, on, progress_rule_on(zone_id=zone_id, on=on))[0]


def _with_plans(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Have each project come with its firm and with what its schedule comes to, in the same query."""
    return projects.select_related("enterprise", "outlook").defer("outlook__starts")


def may_judge_lamps(*, actor: Actor, zone_id: int) -> bool:
    """Return whether the person may say that a light has a good reason."""
    return may_judge(actor, Owners(zone_id, None, None))


def judgements_of(*, actor: Actor, zone_id: int, code: str) -> tuple[JudgementRow, ...]:
    """Return every judgement of a project within reach, newest first, those taken back too."""
    projects = Project.objects.visible_to(actor).filter(zone_id=zone_id, code=code)
    rows = Judgement.objects.filter(project__in=projects).order_by("-at", "-id")
    return tuple(_judgement(row) for row in rows)


def _rows(
    projects: Collection[Project], zone_id: int, on: date, rule: ProgressRuleView
) -> tuple[LampRow, ...]:
    ids = [p.pk for p in projects]
    names, _titles = unit_names(zone_ids=[zone_id], on=on)
    told = newest_reviewed(ids, on)
    plans = year_plans(ids)
    schedules = schedule_shares(projects, on, zone_id=zone_id)
    planned = planned_shares(projects, on, schedules=schedules, plans=plans, calendar=work_calendar())
    money = money_facts(ids=ids, on=on, plans=plans)
    excuses = _excuses(ids, on)
    found = []
    for project in projects:
        report = told.get(project.pk)
        standings = _standings(
            project,
            planned.get(project.pk),
            None if report is None else report.percent,
            money.get(project.pk, MoneyFacts()),
            on,
            rule,
        )
        found.append(
            LampRow(
                project_id=project.pk,
                code=project.code,
                name=project.name,
                name_en=project.name_en,
                year_class=year_class(dates_of(project), on.year),
                lead_id=project.lead_id,
                lead="" if project.lead_id is None else names.get(project.lead_id, ""),
                firm=_firm(project),
                started_on=project.started_on,
                planned_start=project.planned_start,
                planned=planned.get(project.pk),
                percent=None if report is None else report.percent,
                percent_on=None if report is None else report.on,
                lamps=_views(standings, excuses.get(project.pk, {}), rule),
                is_sample=project.is_sample or not DATE_FIELDS.isdisjoint(project.illustrative),
            )
        )
    return tuple(found)


def _standings(
    project: Project,
    planned: PlannedShare | None,
    percent: int | None,
    money: MoneyFacts,
    on: date,
    rule: ProgressRuleView,
) -> Mapping[LampKind, LampStanding]:
    lights = rule.lights
    done = project.finished_on is not None and project.finished_on <= on
    actual = Decimal(100) if done else None if percent is None else Decimal(percent)
    started = project.started_on
    if actual is None and (started is None or started > on):
        actual = Decimal(0)
    shares = Shares(None if planned is None else planned.pct, actual)
    library = Library(money.entered_on, project.total_investment)
    return {
        LampKind.START: start_lamp(Started(project.planned_start, started), on, lights),
        LampKind.PROGRESS: progress_lamp(shares, lights),
        LampKind.PAYMENT: payment_lamp(money.paid, lights),
        LampKind.LIBRARY: library_lamp(library, started, on, lights),
    }


def _views(
    standings: Mapping[LampKind, LampStanding],
    excuses: Mapping[LampKind, JudgementRow],
    rule: ProgressRuleView,
) -> dict[LampKind, LampView]:
    dark = {Lamp.GREEN, Lamp.NONE}
    return {
        kind: LampView(
            kind,
            standing,
            excuses.get(kind) if standing.lamp not in dark and kind in rule.lights.excusable else None,
        )
        for kind, standing in standings.items()
    }


def _excuses(ids: Iterable[int], on: date) -> dict[int, dict[LampKind, JudgementRow]]:
    rows = Judgement.objects.filter(project__in=list(ids), starts__lte=on, ends__gte=on).order_by("id")
    found: dict[int, dict[LampKind, JudgementRow]] = {}
    for row in rows:
        if row.withdrawn_on is None or row.withdrawn_on > on:
            found.setdefault(row.project_id, {})[LampKind(row.lamp)] = _judgement(row)
    return found


def _judgement(row: Judgement) -> JudgementRow:
    return JudgementRow(
        id=row.pk,
        lamp=LampKind(row.lamp),
        reason=row.reason,
        starts=row.starts,
        ends=row.ends,
        by=row.by,
        role=row.role,
        at=row.at,
        withdrawn_on=row.withdrawn_on,
        withdrawn_by=row.withdrawn_by,
    )


def _outside(row: LampRow) -> bool:
    """Return whether a project has started, belongs in the library and is not in it, however recently it began."""
    return row.lamps[LampKind.LIBRARY].standing.why in {Why.NOT_ENTERED, Why.WITHIN_TIME}


def _wanted(row: LampRow, wanted: LampFilter, silent: Collection[int]) -> bool:
    if wanted.list == "silent" and row.project_id not in silent:
        return False
    if wanted.lead_id is not None and row.lead_id != wanted.lead_id:
        return False
    if wanted.lamp is not None:
        shown = row.worst if wanted.kind is None else row.lamps[wanted.kind].shown
        if shown is not wanted.lamp:
            return False
    words = wanted.words.casefold()
    return not words or any(words in text.casefold() for text in (row.name, row.name_en, row.code, row.firm))


def _firm(project: Project) -> str:
    firm = project.enterprise
    return "" if firm is None else enterprise_called(firm.name, firm.name_en)
