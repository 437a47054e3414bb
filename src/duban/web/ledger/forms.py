"""What is typed about items, extensions and the ledger's rule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duban.engine.calendars import DayUnit
from duban.exchange.ledger_words import DAY_UNITS, FREQUENCIES, ORIGINS, URGENCIES
from duban.ledger.types import Frequency, ItemCard, ItemDraft, Origin, StepDraft, Urgency
from duban.web.ledger.people import Choices
from duban.web.parts import NOBODY, Form, asked_day, choices, number

_APART = re.compile(r"[,，、;；\s]+")
_BLANK_STEPS = 3
_PLAIN = (
    "title", "task", "done_when", "origin", "origin_text", "basis", "start", "due", "unit", "frequency", "urgency",
    "weight",
)  # fmt: skip


_FOLDS = {
    "what": ("parent", "origin", "origin_text", "urgency", "tags", "weight"),
    "who": ("assisting",),
    "when": ("unit", "frequency"),
}
"""Fields seldom touched: they stand folded at the end of their part, and what they hold is said."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Fields folded away: what they hold, and whether one of them must be looked at."""

    fields: tuple[forms.BoundField, ...]
    said: str
    open: bool


class ItemForm(Form):
    """An item as typed; what is missing is asked for when it is registered or dispatched."""

    title = forms.CharField(label=_("事项"), max_length=120, help_text=_("一事一项，说清做什么。"))
    task = forms.CharField(label=_("任务内容"), required=False, widget=forms.Textarea)
    done_when = forms.CharField(
        label=_("完成标准"),
        required=False,
        widget=forms.Textarea,
        help_text=_("做到什么程度算完成，怎么核实。立项前必填。"),
    )
    origin = forms.ChoiceField(label=_("任务来源"), choices=choices(ORIGINS.items()), initial=Origin.MEETING)
    origin_text = forms.CharField(label=_("来源描述"), max_length=200, required=False)
    basis = forms.CharField(
        label=_("依据"), max_length=200, required=False, help_text=_("文件、会议纪要或批示。立项前必填。")
    )
    parent = forms.CharField(
        label=_("上级事项"), max_length=40, required=False, help_text=_("写编号；时限不晚于上级事项。")
    )
    lead = forms.ChoiceField(label=_("牵头部门"), required=False, help_text=_("立项前必填。"))
    responsible = forms.ChoiceField(label=_("责任部门"), required=False)
    person = forms.ChoiceField(label=_("责任人"), required=False, help_text=_("到岗位，人换了事不丢。"))
    leader = forms.ChoiceField(label=_("分管领导"), required=False)
    assisting = forms.MultipleChoiceField(
        label=_("配合部门"), required=False, widget=forms.CheckboxSelectMultiple
    )
    start = forms.DateField(label=_("起始"), required=False, widget=forms.DateInput)
    due = forms.DateField(label=_("完成时限"), required=False, widget=forms.DateInput)
    unit = forms.ChoiceField(label=_("期限按"), choices=choices(DAY_UNITS.items()), initial=DayUnit.CALENDAR)
    frequency = forms.ChoiceField(
        label=_("报告频次"), choices=choices(FREQUENCIES.items()), initial=Frequency.NONE
    )
    urgency = forms.ChoiceField(
        label=_("紧急程度"), choices=choices(URGENCIES.items()), initial=Urgency.NORMAL
    )
    weight = forms.IntegerField(label=_("权重"), min_value=1, max_value=100, initial=1)
    tags = forms.CharField(label=_("标签"), max_length=200, required=False, help_text=_("用顿号或空格分开。"))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("lead", people.units)
        self._choose("responsible", people.units)
        self._choose("person", people.posts)
        self._choose("leader", people.leaders)
        self.offer("assisting", people.units)
        self.fields["assisting"].widget.attrs.pop("class", None)

    def _choose(self, name: str, words: tuple[tuple[int, str], ...]) -> None:
        self.offer(name, words, NOBODY)

    def draft(self, steps: tuple[StepDraft, ...], **kept: Any) -> ItemDraft:
        """Return what was typed; call after ``is_valid``. *kept* is what the form does not ask."""
        data = self.cleaned_data
        return ItemDraft(
            title=data["title"],
            task=data["task"],
            done_when=data["done_when"],
            origin=Origin(data["origin"]),
            origin_text=data["origin_text"],
            basis=data["basis"],
            parent=data["parent"],
            lead_id=number(data["lead"]),
            responsible_id=number(data["responsible"]),
            assisting_ids=tuple(int(one) for one in data["assisting"]),
            person_id=number(data["person"]),
            leader_id=number(data["leader"]),
            start=data["start"],
            due=data["due"],
            unit=DayUnit(data["unit"]),
            frequency=Frequency(data["frequency"]),
            weight=data["weight"],
            urgency=Urgency(data["urgency"]),
            tags=tuple(filter(None, _APART.split(data["tags"]))),
            steps=steps,
            **kept,
        )


def folds_of(form: ItemForm) -> dict[str, Fold]:
    """Return what is folded in each part of the form; a part with a mistake in it stands open."""
    folds = {}
    for part, names in _FOLDS.items():
        bound = tuple(form[name] for name in names)
        held = [(one.label, value) for one in bound if (value := _held(one))]
        said = (
            held[0][1] if len(bound) == 1 and held else " · ".join(" ".join(map(str, pair)) for pair in held)
        )
        folds[part] = Fold(bound, said, any(one.errors for one in bound))
    return folds


def _held(bound: forms.BoundField) -> str:
    """Return what a field holds, as it is read."""
    value, field = bound.value(), bound.field
    if isinstance(field, forms.MultipleChoiceField):
        words = dict(field.choices)  # type: ignore[arg-type]
        return gettext("、").join(str(words[one]) for one in value or () if one in words)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(str(value), ""))  # type: ignore[arg-type]
    return str(value or "")


class ExtensionForm(Form):
    """An extension asked for before the deadline."""

    reason = forms.CharField(label=_("延期事由"), max_length=500, widget=forms.Textarea)
    progress = forms.CharField(label=_("目前进展"), max_length=500, widget=forms.Textarea)
    forecast = forms.DateField(label=_("预计完成"), widget=forms.DateInput)


def initial_of(draft: ItemDraft, parent: ItemCard | None = None) -> dict[str, Any]:
    """Return an item as the form's beginning."""
    return {
        "parent": parent.number if parent else "",
        **{name: getattr(draft, name) for name in _PLAIN},
        **{name: getattr(draft, f"{name}_id") or "" for name in ("lead", "responsible", "person", "leader")},
        "assisting": [str(unit) for unit in draft.assisting_ids],
        "tags": "、".join(draft.tags),
    }


def steps_of(posted: QueryDict) -> tuple[StepDraft, ...]:
    """
    Read the route map's rows; empty ones are left out.

    :raises Invalid: if a day is none
    """
    columns = [posted.getlist(f"step-{name}") for name in ("id", "title", "due", "proof")]
    found = []
    for step_id, title, due, proof in zip(*columns, strict=False):
        if title.strip() or due.strip() or proof.strip():
            found.append(StepDraft(title.strip(), asked_day(due.strip()), proof.strip(), number(step_id)))
    return tuple(found)


def step_rows(steps: tuple[StepDraft, ...]) -> list[StepDraft]:
    """Return the rows of the route map's table: what there is, and a few empty ones."""
    return [*steps, *([StepDraft("")] * _BLANK_STEPS)]
