"""A blocker as typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from duban.blockers.types import BlockerDraft, BlockerKind, CauseRow, ServiceRule, Subject
from duban.exchange.figures import name_of
from duban.exchange.wording import BLOCKER_KINDS
from duban.web.parts import Form, choices, number


def addressees(units: Mapping[int, str], posts: Mapping[int, str]) -> list[Any]:
    """Return the units and the posts one may address, as one list of two groups."""
    return [
        ("", _("（请选择）")),
        (_("部门"), [(f"unit-{pk}", name) for pk, name in units.items()]),
        (_("领导"), [(f"post-{pk}", title) for pk, title in posts.items()]),
    ]


def addressed(text: str) -> dict[str, int | None]:
    """Return what was chosen of :func:`addressees`, as a service takes it."""
    kind, _dash, digits = text.partition("-")
    chosen = number(digits)
    return {
        "to_unit_id": chosen if kind == "unit" else None,
        "to_post_id": chosen if kind == "post" else None,
    }


class RaiseForm(Form):
    """Who is stuck, on whom, why, and what help is wanted."""

    kind = forms.ChoiceField(label=_l("类别"), choices=choices(BLOCKER_KINDS.items()), initial="blockage")
    unit = forms.ChoiceField(label=_l("哪个单位被卡住"))
    to = forms.ChoiceField(label=_l("请谁解决"))
    cause = forms.ChoiceField(label=_l("原因"), help_text=_l("只选最主要的一个。"))
    text = forms.CharField(label=_l("情况"), widget=forms.Textarea, max_length=2000)
    help_wanted = forms.CharField(
        label=_l("请求事项"),
        widget=forms.Textarea,
        max_length=2000,
        help_text=_l("希望对方做什么、何时做完。"),
    )

    def __init__(
        self,
        *args: Any,
        own: Mapping[int, str],
        to: list[Any],
        causes: list[CauseRow],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("unit", own.items())
        self.offer("to", to)
        self.offer("cause", ((c.code, name_of(c)) for c in causes), _("（请选择）"))

    def draft(self, subject: Subject) -> BlockerDraft:
        """Return what was typed; call after ``is_valid``."""
        data = self.cleaned_data
        to = addressed(data["to"])
        return BlockerDraft(
            subject=subject,
            kind=BlockerKind(data["kind"]),
            unit_id=int(data["unit"]),
            cause=data["cause"],
            text=data["text"],
            help_wanted=data["help_wanted"],
            to_unit_id=to["to_unit_id"],
            to_post_id=to["to_post_id"],
        )


class RuleForm(Form):
    """How quickly blockers are answered, from a day on."""

    acknowledge_days = forms.IntegerField(label=_l("几个工作日内签收"), min_value=1, max_value=60)
    answer_days = forms.IntegerField(label=_l("签收后几个工作日内答复"), min_value=1, max_value=60)
    level_1 = forms.IntegerField(label=_l("超期几个工作日报部门负责人"), min_value=1, max_value=60)
    level_2 = forms.IntegerField(label=_l("超期几个工作日报分管领导"), min_value=1, max_value=60)
    level_3 = forms.IntegerField(label=_l("超期几个工作日报管委会主任"), min_value=1, max_value=60)
    starts = forms.DateField(label=_l("自哪天起施行"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_l("事由"), max_length=200)

    @staticmethod
    def initial_of(rule: ServiceRule) -> dict[str, Any]:
        """Return the rule in force as the form's beginning."""
        levels = {f"level_{n}": days for n, days in enumerate(rule.levels, start=1)}
        return {"acknowledge_days": rule.acknowledge_days, "answer_days": rule.answer_days} | levels

    def rule(self) -> ServiceRule:
        """Return what was typed; call after ``is_valid``."""
        data = self.cleaned_data
        return ServiceRule(
            acknowledge_days=data["acknowledge_days"],
            answer_days=data["answer_days"],
            levels=(data["level_1"], data["level_2"], data["level_3"]),
        )
