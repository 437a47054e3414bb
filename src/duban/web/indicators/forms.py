"""What is typed about indicators, targets and rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duban.engine.series import Direction, Importance, Light, LightBand, Nature, TargetKind
from duban.exchange.wording import (
    BASES,
    CARRIES,
    DIRECTIONS,
    IMPORTANCE,
    ISSUERS,
    KINDS,
    NATURES,
    SOURCES,
    TIERS,
)
from duban.indicators.types import (
    Basis,
    Carries,
    Definition,
    DefinitionDraft,
    Issuer,
    RuleView,
    Source,
    TargetDraft,
    Tier,
)
from duban.orgs.types import PostRow, UnitRow
from duban.web.parts import NOBODY, Figure, Form, choices


class DefinitionForm(Form):
    """An indicator as defined."""

    code = forms.CharField(
        label=_("编码"), max_length=64, help_text=_("小写英文、数字、下划线；定下后不改。")
    )
    name = forms.CharField(label=_("名称"), max_length=64, help_text=_("按任务书的写法。"))
    name_en = forms.CharField(label=_("英文名称"), max_length=128, required=False)
    unit = forms.CharField(
        label=_("计量单位"), max_length=16, help_text=_("如亿元、家、%；有了数据就不能再改。")
    )
    decimals = forms.IntegerField(
        label=_("小数位"),
        initial=2,
        min_value=0,
        max_value=8,
        help_text=_("算出来的数显示几位；公布的数照原样。"),
    )
    nature = forms.ChoiceField(label=_("性质"), choices=choices(NATURES.items()))
    direction = forms.ChoiceField(label=_("方向"), choices=choices(DIRECTIONS.items()))
    carries = forms.ChoiceField(label=_("公布内容"), choices=choices(CARRIES.items()))
    basis = forms.ChoiceField(label=_("增速口径"), choices=choices(BASES.items()))
    source = forms.ChoiceField(
        label=_("以谁为准"),
        choices=choices(SOURCES.items()),
        help_text=_("几个来源的数不一样时，差距表用谁的。"),
    )
    source_office = forms.CharField(label=_("数据来源单位"), max_length=64, required=False)
    owner = forms.ChoiceField(label=_("牵头部门"), required=False, help_text=_("这个部门按月填报。"))
    leader = forms.ChoiceField(label=_("分管领导"), required=False)
    parent = forms.ChoiceField(label=_("汇总到"), required=False)
    band_low = Figure(label=_("区间下限"), required=False, help_text=_("方向选“区间内为好”时填。"))
    band_high = Figure(label=_("区间上限"), required=False)
    order = forms.IntegerField(
        label=_("顺序"), initial=0, min_value=0, help_text=_("名次相同时的先后，小的在前。")
    )
    is_key = forms.BooleanField(label=_("关键指标"), required=False)
    meaning = forms.CharField(label=_("统计口径"), required=False, widget=forms.Textarea)
    version = forms.IntegerField(initial=0, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        units: list[UnitRow],
        posts: list[PostRow],
        others: list[Definition],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("parent", ((d.id, d.name) for d in others), NOBODY)
        self.offer("owner", ((u.id, u.name) for u in units), NOBODY)
        self.offer("leader", ((p.id, p.title) for p in posts), NOBODY)

    @staticmethod
    def initial_of(definition: Definition) -> dict[str, Any]:
        names = [n for n in DefinitionForm.base_fields if n not in {"owner", "leader", "parent"}]
        values = {name: getattr(definition, name) for name in names}
        ids = {"owner": definition.owner_id, "leader": definition.leader_id, "parent": definition.parent_id}
        return values | {name: value or "" for name, value in ids.items()}

    def draft(self, old: Definition | None = None) -> DefinitionDraft:
        """Return what was typed; call after ``is_valid``."""
        data = self.cleaned_data
        return DefinitionDraft(
            code=data["code"],
            name=data["name"],
            name_en=data["name_en"],
            unit=data["unit"],
            decimals=data["decimals"],
            nature=Nature(data["nature"]),
            direction=Direction(data["direction"]),
            carries=Carries(data["carries"]),
            basis=Basis(data["basis"]),
            source=Source(data["source"]),
            source_office=data["source_office"],
            meaning=data["meaning"],
            is_key=data["is_key"],
            owner_id=int(data["owner"]) if data["owner"] else None,
            leader_id=int(data["leader"]) if data["leader"] else None,
            parent_id=int(data["parent"]) if data["parent"] else None,
            order=data["order"],
            band_low=data["band_low"],
            band_high=data["band_high"],
            is_sample=old.is_sample if old else False,
        )


class TargetForm(Form):
    """One version of a target."""

    year = forms.IntegerField(label=_("年度"), min_value=1990, max_value=2100)
    kind = forms.ChoiceField(label=_("考核方式"), choices=choices(KINDS.items()))
    value = Figure(label=_("目标"), help_text=_("总量按指标的计量单位填，增速填百分数，位次填名次。"))
    tier = forms.ChoiceField(label=_("档次"), choices=choices(TIERS.items()))
    issuer = forms.ChoiceField(label=_("下达层级"), choices=choices(ISSUERS.items()), initial=Issuer.CITY)
    issuer_name = forms.CharField(label=_("下达单位"), max_length=64, required=False)
    pace_kind = forms.ChoiceField(
        label=_("进度安排"),
        choices=[
            ("linear", _("逐月均衡")),
            ("phased", _("分阶段（填四个季末累计）")),
            ("history", _("按历年进度")),
        ],
        help_text=_("选“分阶段”时填下面四格。"),
    )
    q1 = Figure(label=_("3月末累计（%）"), required=False)
    q2 = Figure(label=_("6月末累计（%）"), required=False)
    q3 = Figure(label=_("9月末累计（%）"), required=False)
    q4 = Figure(label=_("12月末累计（%）"), required=False)
    document = forms.CharField(
        label=_("文件"), max_length=200, required=False, help_text=_("任务书或文件的名称、文号。")
    )
    reason = forms.CharField(
        label=_("调整事由"), max_length=200, required=False, help_text=_("改动已有目标时必填。")
    )

    def points(self) -> dict[int, Decimal]:
        """Return the check points of a phased pace, as fractions by month."""
        data = self.cleaned_data
        given = {3: data["q1"], 6: data["q2"], 9: data["q3"], 12: data["q4"]}
        return {month: share / 100 for month, share in given.items() if share is not None}

    def draft(self, indicator_id: int, pace: tuple[Decimal, ...] | None) -> TargetDraft:
        """Return what was typed; call after ``is_valid``."""
        data = self.cleaned_data
        return TargetDraft(
            indicator_id=indicator_id,
            year=data["year"],
            kind=TargetKind(data["kind"]),
            value=data["value"],
            tier=Tier(data["tier"]),
            issuer=Issuer(data["issuer"]),
            issuer_name=data["issuer_name"],
            pace=pace,
            pace_kind=data["pace_kind"],
            document=data["document"],
            reason=data["reason"],
        )


class RuleForm(Form):
    """The lights and classes from a day on."""

    ahead = Figure(label=_("超前：领先不少于（百分点）"))
    ok = Figure(label=_("正常：领先不少于（百分点）"))
    watch = Figure(label=_("关注：领先不少于（百分点），再低即滞后"))
    strong_at_least = Figure(label=_("优势：领先不少于（百分点）"))
    weak_below = Figure(label=_("薄弱：领先低于（百分点）"))
    due_day = forms.IntegerField(label=_("次月几日前报数"), min_value=1, max_value=28)
    close_days = forms.IntegerField(label=_("截止后几天停止填报"), min_value=0, max_value=365)
    starts = forms.DateField(label=_("自哪天起施行"), widget=forms.DateInput(attrs={"type": "date"}))
    key_first = forms.BooleanField(label=_("关键指标始终列为关键"), required=False)
    reason = forms.CharField(label=_("事由"), max_length=200)

    @staticmethod
    def initial_of(rule: RuleView) -> dict[str, Any]:
        """Return the rule in force as the form's beginning."""
        least = {step.light.value: step.at_least for step in rule.steps}
        return {
            **{name: least.get(name) for name in ("ahead", "ok", "watch")},
            "strong_at_least": rule.strong_at_least,
            "weak_below": rule.weak_below,
            "due_day": rule.due_day,
            "close_days": rule.close_days,
            "key_first": rule.key_first,
        }

    def steps(self) -> tuple[LightBand, ...]:
        """Return the lights as typed."""
        lit = (Light.AHEAD, Light.OK, Light.WATCH)
        return (*(LightBand(x, self.cleaned_data[x.value]) for x in lit), LightBand(Light.LATE, None))


class CheckRuleForm(Form):
    """A check on the data."""

    name = forms.CharField(
        label=_("名称"), max_length=64, help_text=_("一句话说清应当怎样，核对不上时照此提示。")
    )
    left = forms.CharField(
        label=_("左边"), max_length=200, help_text=_("指标编码加 .level（总量）、.growth（增速），可加减乘除")
    )
    operator = forms.ChoiceField(
        label=_("关系"), choices=[("<=", "≤"), ("<", "<"), (">=", "≥"), (">", ">"), ("==", "="), ("!=", "≠")]
    )
    right = forms.CharField(label=_("右边"), max_length=200, help_text=_("写法同左边，也可以是一个数。"))
    importance = forms.ChoiceField(label=_("重要程度"), choices=choices(IMPORTANCE.items()))

    def weight(self) -> Importance:
        """Return how much it matters."""
        return Importance(self.cleaned_data["importance"])
