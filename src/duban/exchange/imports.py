"""Bringing a file in: read everything, try every row, then all or nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.core.sentences import sentence
from duban.exchange.observations import Desk, column_problems, reported_of
from duban.exchange.reading import Opened, open_tables
from duban.exchange.registers import bring_in_definitions, bring_in_organisation
from duban.exchange.remarks import remarks_on
from duban.exchange.sheets.guard import Inspected, inspect
from duban.exchange.sheets.headers import Skipped
from duban.exchange.sheets.returned import ReturnWords, mark_problems
from duban.exchange.targets import targets_of
from duban.exchange.types import Kind, Options, Report
from duban.indicators.selectors import list_indicators
from duban.indicators.services import record_observations, set_targets
from duban.indicators.types import Effect, Outcome
from duban.orgs.selectors import unit_ids_by_name
from duban.orgs.types import Actor

__all__ = ["bring_in", "returned_workbook"]


class _NotKept(Exception):
    """Rolls back what a dry run, or a file with bad rows, has written."""


def bring_in(  # noqa: PLR0913
    *,
    actor: Actor,
    zone_id: int,
    kind: Kind,
    name: str,
    content: bytes,
    at: datetime,
    commit: bool,
    options: Options | None = None,
) -> Report:
    """
    Bring a file in and report, row by row, what it did or would do.

    A dry run (``commit=False``) is the same call, rolled back. All or nothing, unless *options* say the good rows
    only. The same file twice changes nothing.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: if the actor may not bring in this kind
    """
    options = options or Options()
    opened = open_tables(kind, name, content)
    if opened.problems:
        return Report(kind, name, (), opened.problems)
    asked = tuple(column_problems(opened.tables)) if kind is Kind.OBSERVATIONS else ()
    report = Report(kind, name, (), asked)
    try:
        with transaction.atomic():
            outcomes, skipped = _try(opened, kind, actor, zone_id, at, options)
            clean = not asked and all(o.effect is not Effect.REFUSED for o in outcomes)
            written = commit and not asked and (clean or options.good_rows_only)
            remarks = tuple(remarks_on(opened.tables, skipped))
            report = Report(kind, name, tuple(outcomes), asked, len(skipped), written, remarks)
            if not written:
                raise _NotKept  # noqa: TRY301 - leaves the block by way of its rollback
    except _NotKept:
        pass
    return report


def returned_workbook(*, name: str, content: bytes, report: Report) -> bytes | None:
    """Return the person's workbook with bad cells coloured and a reason in each; none for an unreadable file."""
    inspected = inspect(name, content)
    if not isinstance(inspected, Inspected):
        return None
    reasons: dict[str, list[str]] = {}
    for problem in report.problems:
        reasons.setdefault(problem.where, []).append(sentence(problem))
    words = ReturnWords(sheet=_("问题清单"), headings=(_("工作表"), _("单元格"), _("原值"), _("原因")))
    return mark_problems(inspected, reasons, words)


def _try(
    opened: Opened, kind: Kind, actor: Actor, zone_id: int, at: datetime, options: Options
) -> tuple[list[Outcome], list[Skipped]]:
    on = timezone.localdate(at)
    units = unit_ids_by_name(zone_id=zone_id, on=on)
    skipped: list[Skipped] = []
    refused: list[Outcome] = []
    if kind is Kind.DEFINITIONS:
        done = bring_in_definitions(
            opened.tables, actor=actor, zone_id=zone_id, units=units, at=at, skipped=skipped
        )
        return done, skipped
    if kind is Kind.ORGANISATION:
        return bring_in_organisation(
            opened.tables, actor=actor, zone_id=zone_id, on=on, at=at, skipped=skipped
        ), skipped
    desk = Desk.of(list_indicators(actor=actor, zone_id=zone_id), units, options.reason)
    if kind is Kind.TARGETS:
        drafts = targets_of(opened.tables, desk, skipped, refused)
        done = set_targets(actor=actor, zone_id=zone_id, drafts=drafts, at=at, good_rows_only=True)
    else:
        rows = reported_of(opened.tables, desk, skipped, refused)
        done = record_observations(actor=actor, zone_id=zone_id, rows=rows, at=at, good_rows_only=True)
    return [*refused, *done], skipped
