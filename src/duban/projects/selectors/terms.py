"""The times reports cover and when they are due: arithmetic on a rule and the working calendar."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from duban.engine.calendars import DayUnit, WorkCalendar
from duban.projects.types import ReportKind, ReportRule, Term

__all__ = ["ended", "open_terms", "term_ending", "under_way"]


def term_ending(kind: ReportKind, end: date, rule: ReportRule, calendar: WorkCalendar) -> Term | None:
    """
    Return the time of that kind that ends on a day; none where none does.

    A week ends on the rule's weekday and is due that day, or the next working day. A month is due so many working
    days after its end.
    """
    if kind is ReportKind.WEEKLY:
        if end.isoweekday() != rule.weekday:
            return None
        return Term(kind, end - timedelta(days=6), end, calendar.roll(end).day)
    if end.day != monthrange(end.year, end.month)[1]:
        return None
    due = calendar.add(end, rule.month_days, DayUnit.WORKING, count_first=False).day
    return Term(kind, end.replace(day=1), end, due)


def ended(kind: ReportKind, on: date, rule: ReportRule, calendar: WorkCalendar) -> Term:
    """Return the newest time that has ended by a day, the day itself included: what is expected by then."""
    if kind is ReportKind.WEEKLY:
        end = on - timedelta(days=(on.isoweekday() - rule.weekday) % 7)
    else:
        last = on.replace(day=monthrange(on.year, on.month)[1])
        end = on if on == last else on.replace(day=1) - timedelta(days=1)
    return _known(term_ending(kind, end, rule, calendar))


def under_way(kind: ReportKind, on: date, rule: ReportRule, calendar: WorkCalendar) -> Term:
    """Return the time a day lies in."""
    if kind is ReportKind.WEEKLY:
        end = on + timedelta(days=(rule.weekday - on.isoweekday()) % 7)
    else:
        end = on.replace(day=monthrange(on.year, on.month)[1])
    return _known(term_ending(kind, end, rule, calendar))


def open_terms(
    kinds: Iterable[ReportKind], on: date, rule: ReportRule, calendar: WorkCalendar
) -> tuple[Term, ...]:
    """Return the times that can be reported on a day, those that have ended first."""
    kinds = list(kinds)
    terms = [ended(kind, on, rule, calendar) for kind in kinds]
    terms += [under_way(kind, on, rule, calendar) for kind in kinds]
    return tuple(dict.fromkeys(terms))


def _known(term: Term | None) -> Term:
    if term is None:  # pragma: no cover - both callers give an end of their kind
        raise ValueError
    return term
