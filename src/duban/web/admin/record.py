"""The record as people read it: what was done to what, and each field before and after, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duban.audit.selectors import count_entries, list_entries
from duban.audit.types import EntryRow
from duban.engine.kernel import Period
from duban.enterprises.selectors import enterprise_names
from duban.exchange import figures
from duban.exchange.project_record_words import BARE, RHYTHMS, code_kind, is_of_projects
from duban.exchange.record_words import act_word, acts_called, field_word, thing_word
from duban.exchange.wording import word
from duban.indicators.selectors import indicator_names
from duban.ledger.selectors import names_of
from duban.orgs.selectors import people_names, unit_names
from duban.orgs.types import Role
from duban.projects.selectors import project_names, step_names
from duban.web.admin.views import allow
from duban.web.parts import asked_page
from duban.web.requests import ActorRequest
from duban.web.zones import in_zone

_PAGE = 50
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_NAMED = {
    "unit_id": "unit",
    "owner_id": "unit",
    "lead_id": "unit",
    "responsible_id": "unit",
    "to_unit_id": "unit",
    "assisting_ids": "unit",
    "user_id": "user",
    "head_id": "post",
    "leader_id": "post",
    "person_id": "post",
    "to_post_id": "post",
    "indicator": "indicator",
    "indicator_id": "indicator",
    "plan_id": "plan",
    "backer_id": "post",
    "enterprise_id": "enterprise",
    "project": "project",
    "named": "project",
}
"""Fields that hold the id of something with a name."""
_PARENTS = {"orgs": "unit", "indicators": "indicator", "ledger": "item"}
_WORDED = {
    "role": "role",
    "nature": "nature",
    "direction": "direction",
    "carries": "carries",
    "basis": "basis",
    "source": "source",
    "status": "status",
    "issuer": "issuer",
    "tier": "tier",
    "kind": "kind",
    "importance": "importance",
    "colour": "slip",
    "near_unit": "day_unit",
    "unit": "unit",
    "frequency": "frequency",
    "urgency": "urgency",
    "origin": "origin",
    "subject": "plan_subject",
    "shortfall": "shortfall",
    "when_reached": "light",
    "when_not_reached": "light",
}
_STATES = {
    "ledger.item": "item_state",
    "ledger.plan": "plan_state",
    "ledger.extension": "extension",
    "indicators.filing": "filing",
    "blockers": "blocker_state",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A field, as it was and as it became; what is new has no before, what went no after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the record, ready to be drawn."""

    number: int
    did: str
    verb: str
    at: datetime
    who: str
    origin: str
    thing: str
    changes: tuple[Change, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Names:
    """What ids stand for, by kind of thing; and the units of indicators' figures."""

    of: Mapping[str, Mapping[int, str]]
    units: Mapping[int, str]
    steps: Mapping[str, str]
    """Steps of procedures, by code."""

    def name(self, kind: str, id_: object) -> str:
        """Return the thing's name; of what is gone, its number."""
        if id_ in {None, ""}:
            return figures.DASH
        text = str(id_)
        known = self.of.get(kind, {}).get(int(text)) if text.isdecimal() else None
        return known or text


@require_GET
@in_zone
def record(request: ActorRequest) -> HttpResponse:
    allow(request, Role.AUDIT_ADMIN)
    text = request.GET.get("q", "")
    page = asked_page(request)
    asked: dict[str, Any] = {
        "actor": request.actor,
        "zone_id": request.zone.id,
        "text": text,
        "verbs": acts_called(text),
    }
    total = count_entries(**asked)
    rows = list_entries(**asked, offset=(page - 1) * _PAGE, limit=_PAGE)
    names = names_for(request, rows)
    context = {
        "rows": [told(row, names) for row in rows],
        "total": total,
        "text": text,
        "page": page,
        "last": page - 1,
        "next": page + 1,
        "more": page * _PAGE < total,
    }
    return render(request, "admin/record.html", context)


def names_for(request: ActorRequest, rows: Iterable[EntryRow]) -> Names:
    """Return what the ids in these lines stand for, in a fixed number of queries."""
    zone = request.zone.id
    units, posts = unit_names(zone_ids=[zone], on=request.today)
    known = indicator_names(zone_id=zone)
    wanted = _wanted(rows)
    items, plans = names_of(zone_id=zone, item_ids=wanted["item"], plan_ids=wanted["plan"])
    named = {id_: _called(name, en) for id_, (name, en, _u) in known.items()}
    of = {"unit": units, "post": posts, "user": people_names(zone_id=zone), "indicator": named}
    zones = {zone: figures.name_of(request.zone)}
    of |= {"item": items, "plan": plans, "zone": zones}
    of["enterprise"] = enterprise_names(zone_id=zone, ids=wanted["enterprise"])
    projects = project_names(zone_id=zone, ids=wanted["project"])
    of["project"] = {id_: _called(*both) for id_, both in projects.items()}
    steps = {code: _called(*both) for code, both in step_names(zone_id=zone).items()}
    return Names(of, {id_: unit for id_, (_name, _en, unit) in known.items()}, steps)


def _wanted(rows: Iterable[EntryRow]) -> dict[str, set[int]]:
    """Return the ids of what only these lines name, by kind of thing."""
    wanted: dict[str, set[int]] = {"item": set(), "plan": set(), "project": set(), "enterprise": set()}
    for row in rows:
        said = [row.thing.partition(":")[::2]]
        for field, value in (*row.before.items(), *row.after.items()):
            ids = value if isinstance(value, list) else [value]
            said += [(_NAMED.get(field, ""), str(one)) for one in ids]
        if row.verb == "ledger.plan.set_measures":
            said += [("item", key) for key in (*row.before, *row.after)]
        for kind, id_ in said:
            if kind in wanted and id_.isdecimal():
                wanted[kind].add(int(id_))
    return wanted


def _called(name: str, name_en: str) -> str:
    return name if figures.in_chinese() or not name_en else name_en


def told(row: EntryRow, names: Names) -> Line:
    """Return a line in words; fields that stayed as they were are left out."""
    fields = [*row.before, *(field for field in row.after if field not in row.before)]
    changes = (_change(row, field, names) for field in fields)
    return Line(
        number=row.number,
        did=act_word(row.verb),
        verb=row.verb,
        at=row.at,
        who=row.user_name,
        origin=row.origin,
        thing=_thing(row, names),
        changes=tuple(change for change in changes if change is not None),
        reason=row.reason,
    )


def _thing(row: EntryRow, names: Names) -> str:
    kind, _colon, id_ = row.thing.partition(":")
    if kind in {"user", "unit", "post", "indicator", "item", "plan", "zone", "project", "enterprise"}:
        unit, _slash, period = id_.partition("/")
        said = f"{thing_word(kind)} {names.name(kind, unit)}"
        return f"{said} {_period(period)}" if period else said
    if kind == "period":
        return f"{thing_word(kind)} {_period(id_)}"
    if kind == "observation" and "indicator" in row.after:
        return f"{thing_word(kind)} {names.name('indicator', row.after['indicator'])}"
    if kind in {"span", "template"}:
        return f"{thing_word(kind)} {row.after.get('name') or row.before.get('name') or id_}"
    return f"{thing_word(kind)} {_day(id_) or id_}".strip()


def _change(row: EntryRow, field: str, names: Names) -> Change | None:
    was, now = row.before.get(field), row.after.get(field)
    if was == now or (field not in row.before and now in ({}, [], "", None, 0)):
        return None
    if row.verb == "ledger.plan.set_measures":
        label = names.name("item", field)
    elif row.verb == "indicators.save_figures":
        label = names.name("indicator", field)
    else:
        label = field_word(row.verb, field)
    before = _said(row, field, was, names) if field in row.before else ""
    after = _said(row, field, now, names) if field in row.after else ""
    return Change(label, before, after)


def _said(row: EntryRow, field: str, value: object, names: Names) -> str:
    """Return a value in words: names for ids, words for codes, days, periods, money and shares as they are written."""
    if value is None or value in ("", [], {}):
        return figures.DASH
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dict):
        return "；".join(_pair(row, str(key), one, names) for key, one in value.items())
    if isinstance(value, list):
        return _listed(row, field, value, names)
    return _bare(row, field, value, names) or _one(row, field, value, names)


def _listed(row: EntryRow, field: str, value: list[object], names: Names) -> str:
    if field == "steps" and row.verb == "ledger.report_progress":
        return _("%(n)s 个") % {"n": len(value)}
    if field == "steps" and row.verb.endswith("set_rule"):
        return "；".join(_lit(one) for one in value)
    if is_of_projects(row.verb) and (said := _facts(row, field, value)):
        return said
    if field == "causes":
        return "；".join(_cause(one) for one in value)
    parts = (
        " ".join(_said(row, field, x, names) for x in one)
        if isinstance(one, list)
        else _said(row, field, one, names)
        for one in value
    )
    return _("、").join(parts)


def _facts(row: EntryRow, field: str, value: list[object]) -> str:
    """Say a list of a project's facts that is no list of values: corners, fields, steps and stages by name."""
    if field == "outline":
        return _("%(n)s 个拐点") % {"n": len(value)}
    if field == "illustrative":
        return _("、").join(field_word(row.verb, str(one)) for one in value)
    rows = [one for one in value if isinstance(one, dict)]
    return _("、").join(_called(str(one.get("name", "")), str(one.get("name_en", ""))) for one in rows)


def _one(row: EntryRow, field: str, value: object, names: Names) -> str:
    room = row.verb.partition(".")[0]
    kind = _PARENTS.get(room, "") if field == "parent_id" else _NAMED.get(field, "")
    if kind:
        return names.name(kind, value)
    if (worded := _kind_of_word(row.verb, field)) and isinstance(value, str):
        return word(worded, value)
    if field in {"period", "base"}:
        return _period(str(value))
    if field in {"year", "years", "version", "revision", "number"}:
        return str(value)
    return _measured(row, field, str(value), names)


def _bare(row: EntryRow, field: str, value: object, names: Names) -> str:
    """Say what is no amount of a project: steps and rhythms in words, numbers of things and papers as they stand."""
    text = str(value) if is_of_projects(row.verb) else ""
    if field == "step":
        return names.steps.get(text, text)
    if field == "how":
        return str(RHYTHMS.get(text, text))
    if text in {"True", "False"}:
        return _("是") if text == "True" else _("否")
    return text if field in BARE else ""


def _kind_of_word(verb: str, field: str) -> str:
    if (kind := code_kind(verb, field)) is not None:
        return kind
    if field == "state":
        return next((kind for begins, kind in _STATES.items() if verb.startswith(begins)), "")
    if verb.startswith("ledger.item"):
        return {"unit": "day_unit", "basis": ""}.get(field, _WORDED.get(field, ""))
    return _WORDED.get(field, "")


def _measured(row: EntryRow, field: str, text: str, names: Names) -> str:
    if day := _day(text):
        return day
    figure = _figure(text)
    if figure is None:
        return text
    if field == "growth":
        return figures.growth(figure)
    if field in {"percent", "stated_completion"} or field.endswith("_pct"):
        return figures.pct(figure)
    return _amount(row, field, figure, names)


def _amount(row: EntryRow, field: str, figure: Decimal, names: Names) -> str:
    """Write an indicator's figure with its unit; any other bare."""
    if field not in {"level", "value"} or not row.verb.startswith("indicators."):
        return figures.figure(figure)
    if row.after.get("kind") == "growth":
        return figures.pct(figure)
    unit = names.units.get(int(str(row.after.get("indicator") or 0)), "")
    return f"{figures.figure(figure)} {word('unit', unit) if unit else ''}".strip()


def _pair(row: EntryRow, key: str, value: object, names: Names) -> str:
    if key.isdecimal() and 1 <= int(key) <= 12:
        return f"{figures.month(int(key))} {_said(row, 'value', value, names)}"
    if key in {"normal", "urgent", "extra"}:
        return f"{word('urgency', key)} {_said(row, key, value, names)}"
    return f"{field_word(row.verb, key)} {_said(row, key, value, names)}"


def _lit(step: object) -> str:
    """Say a step of the rule of lights: from which lead on it is lit."""
    light, least = step if isinstance(step, list) and len(step) == 2 else (step, None)
    if least is None:
        return f"{word('light', light)} {_('其余')}"
    return f"{word('light', light)} ≥ {figures.signed(_figure(str(least)))}"


def _cause(one: object) -> str:
    if not isinstance(one, list) or len(one) < 3:
        return str(one)
    said = str(one[1] or one[0])
    return f"{said}（{_('主要原因')}）" if one[2] else said


def _period(text: str) -> str:
    try:
        found = Period.from_key(int(text)) if text.isdecimal() else Period.parse(text)
    except ValueError:
        return text
    return figures.period(found)


def _day(text: str) -> str:
    try:
        if _DAY.fullmatch(text):
            return figures.day(date.fromisoformat(text))
        return figures.moment(datetime.fromisoformat(text)) if _MOMENT.match(text) else ""
    except ValueError:
        return ""


def _figure(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
