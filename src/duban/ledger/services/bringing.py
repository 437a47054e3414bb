"""
Bringing a register in: every row judged, then what is new or changed written, in chunks.

However many rows a chunk has, it costs the same number of queries (as far as a database takes so much at once).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice

from django.db import transaction

from duban.audit.services import record_all
from duban.audit.types import Act
from duban.core.errors import Invalid
from duban.engine.kernel import Problem
from duban.indicators.types import Effect, Outcome
from duban.ledger import search
from duban.ledger.lifecycle import ITEM
from duban.ledger.models import Assistance, Item, ItemTag, Step
from duban.ledger.policies import editable
from duban.ledger.selectors.facts import parts_in
from duban.ledger.selectors.forms import drafts_of
from duban.ledger.selectors.lights import Lights
from duban.ledger.services._common import allow, clock_of, kept_lights, locked_items
from duban.ledger.services._drafts import Ground, columns_of, ground_of, inherited, mistakes, step_changes
from duban.ledger.services._register import Entry, Known, Numbers, in_levels, name_parents
from duban.ledger.services.items import QUIET, changes_of, plain_facts
from duban.ledger.types import ItemDraft
from duban.orgs.selectors import posts_of
from duban.orgs.types import Actor

__all__ = ["bring_in_items"]

_CHUNK = 500
_EMPTY = ItemDraft("")
_NOT_SAID = {"number", "where", "parent", "parent_id", "said"}
"""What a row carries besides an item's own words."""


@transaction.atomic
def bring_in_items(
    *,
    actor: Actor,
    zone_id: int,
    drafts: Iterable[ItemDraft],
    at: datetime,
    commit: bool = True,
    good_rows_only: bool = False,
) -> list[Outcome]:
    """
    Bring in a register and return, row by row, what each did or would do.

    A new item without a basis rests on what its source is said to be. A row is the item of its number, or else of its
    title, lead department and deadline; what it leaves empty stays as it is. A row may name what it is a part of, by
    number or title: an item, or another row, before it or behind. Bringing the same register in again changes nothing.

    :raises NotFound: if the zone is not within reach
    :raises Forbidden: unless the actor supervises there
    :raises Invalid: with every problem of every row, if any is refused and not *good_rows_only*
    """
    allow(actor, "import_ledger", zone_id)
    ground, lights = ground_of(actor, zone_id, at), clock_of(zone_id, at)
    kept_lights(lights, zone_id)
    entries = [Entry(place, draft) for place, draft in enumerate(drafts)]
    desk = _Desk.of(ground, lights, numbering=bool(entries))
    levels = _ordered(entries, desk.known)
    for some in _chunks(levels):
        _judge(some, desk)
    refused = [problem for entry in entries if entry.outcome for problem in entry.outcome.problems]
    if refused and commit and not good_rows_only:
        raise Invalid(*refused)
    _number(entries, desk)
    if commit:
        desk.numbers.keep()
        for some in _chunks(levels):
            _write([entry for entry in some if entry.wanted is not None], desk)
    return [entry.outcome for entry in entries if entry.outcome is not None]


@dataclass(frozen=True, slots=True)
class _Desk:
    ground: Ground
    lights: Lights
    known: Known
    numbers: Numbers
    items: dict[int, Item]
    """Items read so far, as this register leaves them."""
    claimed: set[int]
    """Items a row already is."""
    posts: frozenset[int]

    @classmethod
    def of(cls, ground: Ground, lights: Lights, *, numbering: bool) -> _Desk:
        """Lock the year's numbers first: what is read behind that stays true."""
        numbers = Numbers(ground, lights.rule.number_form)
        if numbering:
            numbers.lock()
        posts = posts_of(user_id=ground.actor.user_id, on=ground.on)
        return cls(ground, lights, Known(ground.zone_id), numbers, {}, set(), posts)


def _ordered(entries: Sequence[Entry], known: Known) -> list[list[Entry]]:
    """Return the rows in levels; those with nothing to hang on are refused."""
    for entry, problem in name_parents(entries, known):
        _refuse(entry, [problem])
    levels, ringed = in_levels(entries)
    for entry in ringed:
        _refuse(entry, [Problem("ledger.ring", "parent")])
    return [[entry for entry in level if entry.outcome is None] for level in levels]


def _chunks(levels: Iterable[Sequence[Entry]]) -> Iterator[list[Entry]]:
    for level in levels:
        rows = iter(level)
        while some := list(islice(rows, _CHUNK)):
            yield some


def _refuse(entry: Entry, problems: Iterable[Problem]) -> None:
    where, held = entry.draft.where, entry.item.number if entry.item and entry.held else ""
    told = tuple(Problem(p.code, where or p.where, p.args) for p in problems)
    entry.outcome = Outcome(where, Effect.REFUSED, held, problems=told)


def _judge(some: Sequence[Entry], desk: _Desk) -> None:
    """Say of each row what it does. What is above is judged already."""
    _read(desk, {entry.above for entry in some if isinstance(entry.above, int)})
    for entry in some:
        entry.draft = inherited(entry.draft, _parent(entry, desk))
        entry.held = desk.known.find(entry.draft)
    _read(desk, {entry.held for entry in some if entry.held})
    _read(desk, {item.parent_id for e in some if (item := desk.items.get(e.held or 0)) and item.parent_id})
    held = [desk.items[entry.held] for entry in some if entry.held in desk.items]
    drafts, steps = drafts_of(held), _steps_of(held)
    latest = _latest_parts(held, desk.claimed | {entry.held for entry in some if entry.held})
    for entry in some:
        if isinstance(entry.above, Entry) and entry.above.outcome and entry.above.outcome.problems:
            _refuse(entry, [Problem("ledger.parent_refused", "parent", (entry.draft.parent,))])
        elif entry.held is not None and (entry.held in desk.claimed or entry.held not in desk.items):
            _refuse(entry, [_taken(entry)])
        elif entry.held is not None:
            desk.claimed.add(entry.held)
            _compare(entry, drafts[entry.held], steps.get(entry.held, {}), latest.get(entry.held), desk)
        else:
            _make(entry, desk)


def _read(desk: _Desk, ids: Iterable[int]) -> None:
    """Read items not read yet, locked: a deadline and its parts' are held against one another by one person at a time."""
    unread = {pk for pk in ids if pk not in desk.items}
    if unread:
        found = locked_items(desk.ground.actor, unread)
        desk.items.update({pk: i for pk, i in found.items() if i.zone_id == desk.ground.zone_id})


def _parent(entry: Entry, desk: _Desk) -> Item | None:
    if isinstance(entry.above, Entry):
        return entry.above.item
    return desk.items.get(entry.above) if entry.above is not None else None


def _taken(entry: Entry) -> Problem:
    return Problem("ledger.number_taken", "number", (entry.draft.number or entry.draft.title,))


def _above_key(entry: Entry) -> int | None:
    return entry.above.key if isinstance(entry.above, Entry) else entry.above


def _make(entry: Entry, desk: _Desk) -> None:
    """Judge a row that is no item yet."""
    draft, parent = entry.draft, _parent(entry, desk)
    draft = replace(draft, basis=draft.basis or draft.origin_text, parent_id=_above_key(entry))
    key = (draft.title.strip(), draft.lead_id, draft.due)
    problems = mistakes(draft, desk.ground, parent=parent)
    if draft.number.strip() in desk.known.numbers or (not draft.number.strip() and key in desk.known.keys):
        problems.append(_taken(entry))
    if problems:
        _refuse(entry, problems)
        return
    desk.known.keys[key] = entry.key
    desk.known.parents[entry.key] = draft.parent_id
    if draft.number.strip():
        desk.known.numbers[draft.number.strip()] = entry.key
    entry.wanted = draft
    entry.item = Item(
        zone_id=desk.ground.zone_id,
        created_by=desk.ground.actor.name,
        created_at=desk.ground.at,
        moved_at=desk.ground.at,
        version=1,
        state=ITEM.initial,
        **columns_of(replace(draft, parent_id=None)),
    )
    entry.item.behind_from = desk.lights.behind_from(entry.item)
    entry.outcome = Outcome(draft.where, Effect.ADDED)


def _compare(
    entry: Entry, held: ItemDraft, steps: Mapping[int, Step], latest: date | None, desk: _Desk
) -> None:
    """Judge a row that is an item: what it says otherwise; what it leaves empty is not a change."""
    entry.item = item = desk.items[entry.held or 0]
    wanted = _wanted(entry, held)
    changed = changes_of(wanted, held)
    if not changed:
        entry.outcome = Outcome(entry.draft.where, Effect.UNCHANGED, item.number, item.number)
        return
    if item.state not in QUIET:
        _refuse(entry, [Problem("ledger.already_moving", "", (item.number, f"@ledger.item.{item.state}"))])
        return
    parent = _parent(entry, desk) or desk.items.get(held.parent_id or 0)
    allowed = editable(item.state, parts_in(desk.ground.actor, item, desk.posts))
    problems = [
        Problem("ledger.field_stays", name, (f"@ledger.{name}", f"@ledger.item.{item.state}"))
        for name in sorted(changed - allowed)
    ]
    problems += mistakes(wanted, desk.ground, parent=parent, latest=latest)
    if wanted.parent_id is not None and desk.known.is_above(entry.key, wanted.parent_id):
        problems.append(Problem("ledger.ring", "parent"))
    problems += step_changes(item, wanted.steps, steps)[0]
    if problems:
        _refuse(entry, problems)
        return
    _revise(entry, wanted, held, changed, desk)


def _wanted(entry: Entry, held: ItemDraft) -> ItemDraft:
    draft = entry.draft
    given = {
        name: value
        for name in ItemDraft.__dataclass_fields__
        if name not in _NOT_SAID
        and (value := getattr(draft, name)) not in (None, "", ())
        and (value != getattr(_EMPTY, name) or name in draft.said)
    }
    wanted = replace(held, **given, where=draft.where)
    if entry.above is not None:
        wanted = replace(wanted, parent_id=_above_key(entry))
    if [(s.title, s.due, s.proof) for s in wanted.steps] == [(s.title, s.due, s.proof) for s in held.steps]:
        wanted = replace(wanted, steps=held.steps)
    return wanted


def _revise(entry: Entry, wanted: ItemDraft, held: ItemDraft, changed: set[str], desk: _Desk) -> None:
    item = desk.items[entry.held or 0]
    columns = columns_of(wanted)
    for name in (changed & columns.keys()) - {"parent_id"}:
        setattr(item, name, columns[name])
    desk.known.parents[item.pk] = wanted.parent_id
    item.version += 1
    item.moved_at = desk.ground.at
    if changed & {"start", "due", "unit"}:
        item.behind_from = desk.lights.behind_from(item)
    entry.wanted, entry.before = wanted, held
    entry.outcome = Outcome(entry.draft.where, Effect.REVISED, item.number, item.number)


def _latest_parts(items: Sequence[Item], brought: set[int]) -> dict[int, date]:
    """Return the latest deadline among each item's parts; those the register itself holds are judged as it has them."""
    parts = (
        Item.objects.filter(parent__in=items, due__isnull=False).exclude(state="cancelled").order_by("due")
    )
    rows = parts.values_list("parent_id", "pk", "due")
    return {parent: due for parent, pk, due in rows if due is not None and pk not in brought}


def _steps_of(items: Sequence[Item]) -> dict[int, dict[int, Step]]:
    found: dict[int, dict[int, Step]] = {}
    for step in Step.objects.filter(item__in=items):
        found.setdefault(step.item_id, {})[step.pk] = step
    return found


def _number(entries: Sequence[Entry], desk: _Desk) -> None:
    """Give the new items their numbers, in the register's order."""
    for entry in entries:
        if entry.wanted is None or entry.item is None or entry.held is not None or entry.outcome is None:
            continue
        item = entry.item
        item.year, item.serial, item.number = desk.numbers.take(entry.wanted.number, desk.known)
        entry.outcome = replace(entry.outcome, after=item.number)


def _write(some: Sequence[Entry], desk: _Desk) -> None:
    """Write a chunk of rows; what is above them is written already."""
    if not some:
        return
    both = [
        (entry, entry.item, _hung(entry, entry.item, entry.wanted))
        for entry in some
        if entry.item and entry.wanted
    ]
    new = [item for entry, item, _wanted in both if entry.held is None]
    old = [(entry, item, wanted) for entry, item, wanted in both if entry.held is not None]
    Item.objects.bulk_create(new)
    _write_old(old)
    _write_lists([(item, wanted) for _entry, item, wanted in both], {item.pk for _e, item, _w in old})
    made = [(item, wanted) for entry, item, wanted in both if entry.held is None]
    Step.objects.bulk_create(
        Step(item=item, order=n, title=s.title.strip(), due=s.due, proof=s.proof.strip())
        for item, wanted in made
        for n, s in enumerate(wanted.steps, start=1)
    )
    acts = [_act(entry, item, wanted) for entry, item, wanted in both]
    record_all(actor=desk.ground.actor, acts=acts, at=desk.ground.at)


def _hung(entry: Entry, item: Item, wanted: ItemDraft) -> ItemDraft:
    """Hang an item on what it is a part of, which has its id by now."""
    above = entry.above.item.pk if isinstance(entry.above, Entry) and entry.above.item else None
    item.parent_id = above or wanted.parent_id
    return replace(wanted, parent_id=item.parent_id)


def _write_old(old: Sequence[tuple[Entry, Item, ItemDraft]]) -> None:
    """Write items that were there: the columns any of them changed, and their route maps."""
    if not old:
        return
    changed = {name for e, _item, wanted in old if e.before for name in changes_of(wanted, e.before)}
    columns = changed & columns_of(_EMPTY).keys()
    fields = {name.removesuffix("_id") for name in columns} | {"version", "moved_at", "behind_from"}
    Item.objects.bulk_update([item for _e, item, _w in old], sorted(fields))
    if "steps" not in changed:
        return
    held = _steps_of([item for _e, item, _w in old])
    plans = [step_changes(item, wanted.steps, held.get(item.pk, {})) for _e, item, wanted in old]
    Step.objects.filter(pk__in=[pk for _p, _made, _changed, gone in plans for pk in gone]).delete()
    Step.objects.bulk_update(
        [step for _p, _made, changed, _gone in plans for step in changed], ["order", "title", "due", "proof"]
    )
    Step.objects.bulk_create([step for _p, made, _changed, _gone in plans for step in made])


def _write_lists(rows: Sequence[tuple[Item, ItemDraft]], old: set[int]) -> None:
    """Write assisting departments and tags, and what a search finds the items by."""
    Assistance.objects.filter(item_id__in=old).delete()
    ItemTag.objects.filter(item_id__in=old).delete()
    assisting: list[Assistance] = []
    tags: list[ItemTag] = []
    said: list[tuple[int, int, str]] = []
    for item, wanted in rows:
        units = set(wanted.assisting_ids) - {item.lead_id, item.responsible_id}
        words = sorted({tag.strip() for tag in wanted.tags if tag.strip()})
        assisting += [Assistance(item=item, unit_id=unit) for unit in sorted(units)]
        tags += [ItemTag(zone_id=item.zone_id, item=item, word=word) for word in words]
        said.append((item.pk, item.zone_id, search.text_of(item, words)))
    Assistance.objects.bulk_create(assisting)
    ItemTag.objects.bulk_create(tags)
    search.index(said)


def _act(entry: Entry, item: Item, wanted: ItemDraft) -> Act:
    thing = f"item:{item.pk}"
    if entry.before is None:
        return Act("ledger.item.draft", thing, item.zone_id, {}, {"number": item.number, "title": item.title})
    before, after = plain_facts(wanted, entry.before)
    return Act("ledger.item.edit", thing, item.zone_id, before, after)
