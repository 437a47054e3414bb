"""What is typed about plans, their causes and measures."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from duban.engine.kernel import Period, Problem
from duban.exchange.plan_words import SHORTFALLS, SUBJECTS
from duban.ledger.types import (
    CauseDraft,
    ItemDraft,
    MeasureDraft,
    PlanDraft,
    PlanPage,
    PlanSubject,
    Shortfall,
    StepDraft,
)
from duban.web.parts import NOBODY, Figure, Form, choices, number


class PlanForm(Form):
    """What a plan is for, who leads it and what it aims at."""

    title = forms.CharField(label=_("方案名称"), max_length=120)
    subject = forms.ChoiceField(label=_("针对"), choices=choices(SUBJECTS.items()))
    indicator_id = forms.ChoiceField(label=_("指标"), required=False, help_text=_("针对指标时选。"))
    shortfall = forms.ChoiceField(
        label=_("短板"), required=False, choices=choices(SHORTFALLS.items(), _("（不分）"))
    )
    project_text = forms.CharField(
        label=_("项目"), required=False, max_length=120, help_text=_("针对项目时填。")
    )
    year = forms.IntegerField(label=_("年度"), min_value=1990, max_value=2100)
    owner_id = forms.ChoiceField(label=_("牵头部门"))
    leader_id = forms.ChoiceField(
        label=_("分管领导"), required=False, help_text=_("由其批准；不选则由主任批准。")
    )
    base = forms.CharField(
        label=_("起算期"),
        required=False,
        max_length=7,
        help_text=_("如 2020-08 表示从1—8月累计起算；不填则取批准时最近一期。"),
    )
    aim = forms.CharField(label=_("目标"), required=False, widget=forms.Textarea)
    version = forms.IntegerField(initial=0, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        indicators: Iterable[tuple[int, str]],
        units: Iterable[tuple[int, str]],
        leaders: Iterable[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("indicator_id", indicators, NOBODY)
        self.offer("owner_id", units)
        self.offer("leader_id", leaders, NOBODY)

    def clean_base(self) -> Period | None:
        """Read the data date."""
        text = self.cleaned_data["base"].strip()
        if not text:
            return None
        try:
            return Period.parse(text)
        except ValueError:
            raise ValidationError(_("期别要写成 2020-08 这样，月份为 02 到 12。")) from None

    @staticmethod
    def initial_of(page: PlanPage) -> dict[str, Any]:
        """Return a plan as the form's beginning."""
        row = page.row
        return {
            "title": row.title,
            "subject": row.subject.value,
            "indicator_id": row.indicator_id or "",
            "shortfall": row.shortfall.value if row.shortfall else "",
            "project_text": page.project_text,
            "year": row.year,
            "owner_id": row.owner_id,
            "leader_id": row.leader_id or "",
            "base": str(page.base) if page.base else "",
            "aim": page.aim,
            "version": row.version,
        }

    def draft(self) -> PlanDraft:
        """Return what was typed; call after ``is_valid``."""
        data = self.cleaned_data
        return PlanDraft(
            title=data["title"],
            year=data["year"],
            subject=PlanSubject(data["subject"]),
            owner_id=int(data["owner_id"]),
            indicator_id=int(data["indicator_id"]) if data["indicator_id"] else None,
            shortfall=Shortfall(data["shortfall"]) if data["shortfall"] else None,
            project_text=data["project_text"],
            leader_id=int(data["leader_id"]) if data["leader_id"] else None,
            aim=data["aim"],
            base=data["base"],
        )


class MeasureForm(Form):
    """A new measure: a new item of the ledger, and how sure one is of it."""

    title = forms.CharField(label=_("措施"), max_length=120)
    done_when = forms.CharField(label=_("完成标准"), widget=forms.Textarea)
    responsible = forms.ChoiceField(label=_("责任部门"), required=False)
    person = forms.ChoiceField(label=_("责任人"), required=False)
    start = forms.DateField(label=_("起始"), required=False, widget=forms.DateInput())
    due = forms.DateField(label=_("完成时限"), required=False, widget=forms.DateInput())
    step = forms.CharField(
        label=_("第一个节点"),
        required=False,
        max_length=120,
        help_text=_("路线图可在事项页上补全；不填则以完成为节点。"),
    )
    confidence = Figure(label=_("把握（%）"), initial="80")
    version = forms.IntegerField(initial=0, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, units: Iterable[tuple[int, str]], posts: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("responsible", units, NOBODY)
        self.offer("person", posts, NOBODY)

    def draft(self) -> ItemDraft:
        """Return the item as typed; call after ``is_valid``."""
        data = self.cleaned_data
        title = data["step"] or data["title"]
        return ItemDraft(
            title=data["title"],
            done_when=data["done_when"],
            responsible_id=int(data["responsible"]) if data["responsible"] else None,
            person_id=int(data["person"]) if data["person"] else None,
            start=data["start"],
            due=data["due"],
            steps=(StepDraft(title, data["due"]),),
        )


def typed_causes(posted: QueryDict, rows: int) -> list[CauseDraft]:
    """Return the causes as typed, row by row; rows without a code are left out and their places closed up."""
    primary = posted.get("primary", "")
    places: dict[str, int] = {}
    found: list[CauseDraft] = []
    for n in range(rows):
        code = posted.get(f"code-{n}", "")[:32]
        if not code:
            continue
        below, own = posted.get(f"below-{n}", ""), posted.get(f"id-{n}", "")
        places[str(n)] = len(found)
        found.append(
            CauseDraft(
                code=code,
                text=posted.get(f"text-{n}", "")[:300],
                parent=places.get(below, len(found)) if below else None,
                is_primary=primary == str(n),
                id=number(own),
            )
        )
    return found


def typed_measures(posted: QueryDict) -> tuple[list[MeasureDraft], list[Problem]]:
    """Return the matrix as typed, and what in it is no number; struck out measures are left out."""
    drafts: list[MeasureDraft] = []
    problems: list[Problem] = []
    added = [i for i in posted.getlist("add") if number(i) is not None]
    for item in [*(i for i in posted.getlist("item") if number(i) is not None), *added]:
        if posted.get(f"drop-{item}"):
            continue
        months = {m: posted.get(f"effect-{item}-{m}", "") for m in range(1, 13)}
        effects = {
            m: _number(text, f"effect-{item}-{m}", problems) for m, text in months.items() if text.strip()
        }
        sure = _number(posted.get(f"sure-{item}", "") or "100", f"sure-{item}", problems)
        cause = posted.get(f"cause-{item}", "")
        drafts.append(MeasureDraft(int(item), number(cause), sure, effects))
    return drafts, problems


def _number(text: str, where: str, problems: list[Problem]) -> Decimal:
    try:
        value = Figure(required=False).clean(text)
    except ValidationError:
        problems.append(Problem("core.not_a_number", where, (text,)))
        return Decimal(0)
    return value if value is not None else Decimal(0)
