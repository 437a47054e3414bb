"""The demonstration's work, walked through its life by the demonstration's people: no state is ever set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from duban.demo.people import DEPARTMENTS, PEOPLE
from duban.demo.work import SLIPS_ON, TASKS, Act, Task
from duban.ledger import services
from duban.ledger.selectors import item_draft, item_page
from duban.ledger.types import ItemDraft, MoveChange, ProgressDraft, StepDraft
from duban.orgs.selectors import list_posts
from duban.orgs.types import Actor

__all__ = ["load_ledger"]

_HERE = ZoneInfo("Asia/Shanghai")
_DRAFTED = datetime(2020, 9, 16, 16, tzinfo=_HERE)
_LEADERS = {code: leader for code, _name, _english, leader in DEPARTMENTS}
_USERS = {person.post: person.username for person in PEOPLE}
_OF_DOERS = frozenset({"accept", "refuse", "report", "report_done", "ask"})
_HOURS = {
    "register": 9, "verify": 10, "send_back": 10, "dispatch": 11, "accept": 14, "refuse": 14, "uphold": 16,
    "reassign": 16, "report": 15, "suspend": 16, "ask": 16, "report_done": 17, "grant": 17, "strike_off": 17,
    "archive": 18,
}  # fmt: skip
"""The hour at which such things are done, so that a day's acts come in their order."""


def load_ledger(*, cast: Mapping[str, Actor], units: Mapping[str, int], zone_id: int) -> None:
    """Draft every item, then do to them what was done, moment by moment: nobody's clock runs backward."""
    posts = {p.code: p.id for p in list_posts(actor=cast["ducha"], zone_id=zone_id, on=_DRAFTED.date())}
    walk = _Walk(cast, units, posts, zone_id)
    for task in TASKS:
        walk.draft(task)
    acts = sorted(_acts(), key=lambda one: (one[0], one[1].verb))
    slips_at = datetime.combine(SLIPS_ON, time(8, 30), _HERE)
    for (at, _verb), together in groupby(acts, key=lambda one: (one[0], one[1].verb)):
        if not walk.slips_issued and at > slips_at:
            walk.issue_slips(slips_at)
        walk.do(at, [(task, act) for _at, act, task in together])


def _acts() -> Iterator[tuple[datetime, Act, Task]]:
    for task in TASKS:
        for act in task.life:
            yield datetime.combine(act.day, time(_HOURS[act.verb]), _HERE), act, task


@dataclass(slots=True)
class _Walk:
    """The items by their keys, their versions, and whose post each is in."""

    cast: Mapping[str, Actor]
    units: Mapping[str, int]
    posts: Mapping[str, int]
    zone_id: int
    ids: dict[str, int] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    extensions: dict[str, int] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    slips_issued: bool = False

    def draft(self, task: Task) -> None:
        first = next((act for act in task.life if act.verb == "dispatch" and act.unit), None)
        responsible, person = (first.unit, first.post) if first else (task.responsible, task.person)
        self.people[task.key] = person
        draft = ItemDraft(
            title=task.title,
            task=task.task,
            done_when=task.done_when,
            origin=task.origin,
            origin_text=task.origin_text,
            basis=task.basis,
            parent_id=self.ids.get(task.parent),
            lead_id=self.units[task.lead],
            responsible_id=self.units.get(responsible),
            assisting_ids=tuple(self.units[unit] for unit in task.assisting),
            person_id=self.posts.get(person),
            leader_id=self.posts[_LEADERS[task.lead]],
            start=task.start,
            due=task.due,
            frequency=task.frequency,
            urgency=task.urgency,
            tags=task.tags,
            steps=tuple(StepDraft(title, due) for title, due in task.steps),
            is_sample=task.is_sample,
        )
        card = services.draft_item(actor=self.cast["ducha"], zone_id=self.zone_id, draft=draft, at=_DRAFTED)
        self.ids[task.key], self.versions[task.key] = card.id, card.version

    def do(self, at: datetime, acts: list[tuple[Task, Act]]) -> None:
        """Do what was done at one moment; the same move of several items by one person goes in one piece."""
        verb = acts[0][1].verb
        special: dict[str, Callable[[datetime, Task, Act], None]] = {
            "report": self._report,
            "ask": self._ask,
            "grant": self._grant,
        }
        if verb in special:
            for n, (task, act) in enumerate(acts):
                special[verb](at + timedelta(minutes=n), task, act)
            return
        grouped = sorted(acts, key=lambda pair: (self._who(*pair), _change_key(pair[1])))
        for (who, _key), pairs in groupby(grouped, key=lambda p: (self._who(*p), _change_key(p[1]))):
            self._move(at, who, list(pairs))

    def issue_slips(self, at: datetime) -> None:
        services.issue_slips(actor=self.cast["ducha"], zone_id=self.zone_id, on=at.date(), at=at)
        self.slips_issued = True

    def _who(self, task: Task, act: Act) -> str:
        if act.by:
            return act.by
        return _USERS[self.people[task.key]] if act.verb in _OF_DOERS else "ducha"

    def _move(self, at: datetime, who: str, pairs: list[tuple[Task, Act]]) -> None:
        act = pairs[0][1]
        change = MoveChange(
            reason=act.problem or act.text,
            result=act.text,
            finding=act.text,
            responsible_id=self.units.get(act.unit) if act.verb == "reassign" else None,
            person_id=self.posts.get(act.post) if act.verb == "reassign" else None,
        )
        keys = [task.key for task, _act in pairs]
        services.move_items(
            actor=self.cast[who],
            items=[(self.ids[key], self.versions[key]) for key in keys],
            edge=act.verb,
            at=at,
            change=change,
        )
        for key in keys:
            self.versions[key] += 1
            if act.verb == "reassign":
                self.people[key] = act.post

    def _report(self, at: datetime, task: Task, act: Act) -> None:
        actor, item_id = self.cast[self._who(task, act)], self.ids[task.key]
        steps = item_draft(actor=actor, item_id=item_id)[0].steps
        draft = ProgressDraft(
            percent=act.percent,
            text=act.text,
            problem=act.problem,
            steps_done=tuple(steps[place - 1].id or 0 for place in act.steps),
        )
        services.report_progress(actor=actor, item_id=item_id, draft=draft, at=at)
        self._read_again(task)

    def _ask(self, at: datetime, task: Task, act: Act) -> None:
        self.extensions[task.key] = services.ask_extension(
            actor=self.cast[self._who(task, act)],
            item_id=self.ids[task.key],
            reason=act.text,
            progress=act.problem or act.text,
            forecast=act.due or at.date(),
            at=at,
        )

    def _grant(self, at: datetime, task: Task, act: Act) -> None:
        page = item_page(
            actor=self.cast["ducha"], zone_id=self.zone_id, item_id=self.ids[task.key], on=at.date()
        )
        asked = next(one for one in page.extensions if one.id == self.extensions[task.key])
        services.decide_extension(
            actor=self.cast["ducha"],
            extension_id=asked.id,
            edge="grant",
            version=asked.version,
            at=at,
            answer=act.text,
            new_due=act.due,
        )
        self._read_again(task)

    def _read_again(self, task: Task) -> None:
        _draft, self.versions[task.key] = item_draft(actor=self.cast["ducha"], item_id=self.ids[task.key])


def _change_key(act: Act) -> tuple[str, ...]:
    return act.text, act.unit, act.post, act.problem
