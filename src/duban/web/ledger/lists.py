"""The ledger as a list: filters in the address, counts, saved views, moves of many at once, exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from duban.blockers.selectors import open_counts
from duban.core.errors import Invalid, Refusal
from duban.core.sentences import sentences
from duban.engine.kernel import Problem
from duban.exchange import listing
from duban.exchange.ledger_words import MOVES, ORIGINS, STATES, URGENCIES, VIEWS
from duban.exchange.ledgers.exports import LIST, ledger_export
from duban.exchange.ledgers.layouts import LAYOUTS
from duban.exchange.wording import word
from duban.ledger import selectors, services
from duban.ledger.types import Counts, ItemFilter, ItemRow, MoveChange, Moved, Order, View
from duban.papers.cells import CSV, XLSX
from duban.web.ledger import asking
from duban.web.ledger.asking import Asked
from duban.web.ledger.lines import lines
from duban.web.ledger.people import choices_in, drafts, supervises
from duban.web.parts import number
from duban.web.requests import ActorRequest
from duban.web.serving import attached
from duban.web.zones import in_working_zone as in_zone

_LAMPS = {View.OVERDUE: "late", View.NEAR: "near", View.BEHIND: "watch"}
_BULK = ("register", "dispatch", "accept", "begin", "send_back", "verify", "strike_off", "archive", "suspend", "resume", "cancel")  # fmt: skip
_SUPERVISORS_ONLY = frozenset(_BULK) - {"accept", "begin"}


@dataclass(frozen=True, slots=True)
class Chip:
    """A view of the list with how many there are."""

    word: str
    count: int
    query: str
    here: bool
    lamp: str


@dataclass(frozen=True, slots=True)
class Sort:
    """A column's heading one may sort by: its address, and how it is sorted now."""

    query: str
    aria: str


@require_GET
@in_zone
def index(request: ActorRequest) -> HttpResponse:
    asked = asking.read(request)
    context = page_of(request, asked)
    return render(request, "ledger/list.html#list" if request.htmx else "ledger/list.html", context)


def page_of(request: ActorRequest, asked: Asked) -> dict[str, Any]:
    """Return everything the list's page shows."""
    reach: Mapping[str, Any] = {"actor": request.actor, "zone_id": request.zone.id, "on": asked.on}
    counts = selectors.count_items(**reach, filter=asked.filter)
    found = selectors.list_items(
        **reach, filter=asked.filter, page=asked.page, size=asking.SIZE, total=counts.total
    )
    views = selectors.saved_views(actor=request.actor, zone_id=request.zone.id)
    supervisor = supervises(request)
    return {
        "asked": asked,
        "f": asked.filter,
        "found": found,
        "lines": lines(found.rows, request.zone.slug, stuck_on(request, found.rows)),
        "chips": _chips(asked, counts),
        "sorts": {order.value: _sort(asked, order) for order in Order},
        "choices": choices_in(request),
        "origins": ORIGINS.items(),
        "urgencies": URGENCIES.items(),
        "states": STATES.items(),
        "saved": views,
        "layouts": [(name, layout.label) for name, layout in LAYOUTS.items()],
        "may_draft": drafts(request),
        "supervisor": supervisor,
        "edges": [(e, MOVES[e]) for e in _BULK if supervisor or e not in _SUPERVISORS_ONLY],
        "previous": asked.query(page=found.page - 1) if found.page > 1 else "",
        "next": asked.query(page=found.page + 1) if found.page < found.pages else "",
        "clear": asked.query(**_PLAIN),
    }


def stuck_on(request: ActorRequest, rows: Iterable[ItemRow]) -> dict[str, int]:
    """Return how many open blockers each of these items has, by its id."""
    ids = [str(row.id) for row in rows]
    return open_counts(
        actor=request.actor, zone_id=request.zone.id, subject_kind="item", subject_ids=ids, on=request.on
    )


_PLAIN = {
    name: getattr(ItemFilter(), name)
    for name in ItemFilter.__dataclass_fields__
    if name not in {"view", "order", "descending"}
}


@require_POST
@in_zone
def bulk(request: ActorRequest) -> HttpResponse:
    """Move the ticked items one step, all of them or only those that can."""
    edge = request.POST.get("edge", "")
    asked = asking.read(request)
    change = MoveChange(
        reason=request.POST.get("note", "").strip(),
        finding=request.POST.get("note", "").strip(),
        result=request.POST.get("note", "").strip(),
    )
    try:
        moved = services.move_items(
            actor=request.actor,
            items=_tickets(request),
            edge=edge,
            at=request.at,
            change=change,
            good_only=request.POST.get("good_only") == "yes",
        )
    except Refusal as refusal:
        said = [("", text) for text in sentences(refusal.problems)]
        return _not_moved(request, asked, said, refusal.status)
    _tell(request, edge, moved)
    stuck = [(m.number, text) for m in moved for text in sentences(m.problems)]
    if stuck:
        return _not_moved(request, asked, stuck, 422)
    return redirect(f"{reverse('ledger', args=[request.zone.slug])}?{request.GET.urlencode()}")


@require_POST
@in_zone
def save_view(request: ActorRequest) -> HttpResponse:
    """Keep this list under a name, or drop one kept."""
    dropped = number(request.POST.get("drop", ""))
    if dropped is not None:
        services.drop_view(actor=request.actor, view_id=dropped, at=request.at)
        messages.success(request, _("已删除这个视图。"))
    else:
        asked = asking.read(request)
        services.save_view(
            actor=request.actor,
            zone_id=request.zone.id,
            name=request.POST.get("name", "").strip(),
            query=asked.filters,
            at=request.at,
        )
        messages.success(request, _("已存为常用视图。"))
    return redirect(f"{reverse('ledger', args=[request.zone.slug])}?{request.GET.urlencode()}")


@require_GET
@in_zone
def export(request: ActorRequest, fmt: str) -> HttpResponseBase:
    """Return exactly the rows the list shows, every page of them, row by row."""
    if fmt not in {"csv", "xlsx"}:
        raise Http404
    asked = asking.read(request)
    made = ledger_export(
        actor=request.actor,
        zone_id=request.zone.id,
        on=asked.on,
        filter=asked.filter,
        layout=request.GET.get("layout", LIST),
    )
    name = f"ledger-{request.zone.slug}-{asked.on:%Y%m%d}.{fmt}"
    if fmt == "csv":
        return attached(made.csv_parts(), name=name, mime=CSV)
    return attached(listing.file_parts(made.xlsx_file()), name=name, mime=XLSX)


def _chips(asked: Asked, counts: Counts) -> list[Chip]:
    return [
        Chip(
            word=str(said),
            count=counts.by_view.get(View(view), 0),
            query=asked.query(view=view),
            here=asked.filter.view is view,
            lamp=_LAMPS.get(View(view), ""),
        )
        for view, said in VIEWS.items()
    ]


def _sort(asked: Asked, order: Order) -> Sort:
    here = asked.filter.order is order
    down = here and not asked.filter.descending
    aria = ("descending" if asked.filter.descending else "ascending") if here else "none"
    return Sort(asked.query(order=order, descending=down), aria)


def _tickets(request: ActorRequest) -> list[tuple[int, int]]:
    pairs = [ticket.partition(":") for ticket in request.POST.getlist("item")]
    good = [(int(a), int(b)) for a, _colon, b in pairs if number(a) is not None and number(b) is not None]
    if not good:
        raise Invalid(Problem("core.required", "item", (_("事项"),)))
    return good


def _tell(request: ActorRequest, edge: str, moved: list[Moved]) -> None:
    done = sum(m.done for m in moved)
    if done:
        said = ngettext("已办理 %(n)s 项：%(edge)s", "已办理 %(n)s 项：%(edge)s", done)
        messages.success(request, said % {"n": done, "edge": word("move", edge)})


def _not_moved(request: ActorRequest, asked: Asked, said: list[tuple[str, str]], status: int) -> HttpResponse:
    context = page_of(request, asked) | {
        "stuck": said,
        "ticked": set(request.POST.getlist("item")),
        "edge": request.POST.get("edge", ""),
        "note": request.POST.get("note", ""),
    }
    return render(request, "ledger/list.html", context, status=status)
