"""Bringing a file in: read everything, try every row, then all or nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.core.sentences import sentence
from duban.exchange.ledgers.bringing import bring_in_ledger
from duban.exchange.ledgers.splitting import bring_in_decomposition
from duban.exchange.observations import Desk, column_problems, reported_of
from duban.exchange.project_import import bring_in_projects
from duban.exchange.reading import Opened, lines_of, open_tables
from duban.exchange.registers import bring_in_definitions, bring_in_organisation
from duban.exchange.remarks import remarks_on
from duban.exchange.sheets.guard import Inspected, inspect
from duban.exchange.sheets.returned import ReturnWords, mark_problems
from duban.exchange.tally import Tally
from duban.exchange.targets import targets_of
from duban.exchange.types import Kind, Options, Report
from duban.indicators.selectors import list_indicators
from duban.indicators.services import record_stream, set_targets
from duban.orgs.selectors import unit_ids_by_name
from duban.orgs.types import Actor

__all__ = ["bring_in", "returned_workbook"]

_ALIKE = {
    Kind.ORGANISATION: bring_in_organisation,
    Kind.DECOMPOSITION: bring_in_decomposition,
    Kind.PROJECTS: bring_in_projects,
}
"""Kinds whose rows are brought in by one call of the same shape."""


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
            tally = _try(opened, kind, actor, zone_id, at, options, commit=commit)
            written = commit and not asked and (tally.is_clean or options.good_rows_only)
            looked = () if kind is Kind.DECOMPOSITION else opened.tables
            remarks = tuple(remarks_on(looked, tally.parts))
            report = tally.report(kind, name, asked, written=written, remarks=remarks)
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
    opened: Opened,
    kind: Kind,
    actor: Actor,
    zone_id: int,
    at: datetime,
    options: Options,
    *,
    commit: bool,
) -> Tally:
    tally = Tally()
    lines = lines_of(opened.tables, tally.skip)
    on = timezone.localdate(at)
    if kind in _ALIKE:
        _ALIKE[kind](lines, actor=actor, zone_id=zone_id, on=on, at=at, tell=tally.take)
        return tally
    if kind is Kind.LEDGER:
        bring_in_ledger(lines, actor=actor, zone_id=zone_id, on=on, at=at, tell=tally.take, skip=tally.skip)
        return tally
    units = unit_ids_by_name(zone_id=zone_id, on=on)
    if kind is Kind.DEFINITIONS:
        bring_in_definitions(lines, actor=actor, zone_id=zone_id, units=units, at=at, tell=tally.take)
        return tally
    desk = Desk.of(list_indicators(actor=actor, zone_id=zone_id), units, options.reason)
    if kind is Kind.TARGETS:
        drafts = targets_of(lines, desk, tally.take)
        for outcome in set_targets(actor=actor, zone_id=zone_id, drafts=drafts, at=at, good_rows_only=True):
            tally.take(outcome)
    else:
        rows = reported_of(lines, desk, tally.take, tally.skip)
        # What is not to be kept need not be written: a preview of many rows only judges them.
        record_stream(actor=actor, zone_id=zone_id, rows=rows, at=at, tell=tally.take, commit=commit)
    return tally
