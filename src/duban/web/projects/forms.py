"""A project as typed."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from duban.exchange.project_words import DATES, MONEY, OWNERSHIPS, REGIMES
from duban.projects.types import Ownership, Place, ProjectDates, ProjectDraft, Regime
from duban.web.parts import NOBODY, Figure, Form, choices, number
from duban.web.projects.people import Picks

FIELDSETS = (
    (_l("是什么"), ("name", "name_en", "code", "national_code", "ownership", "regime", "industry", "enterprise_id")),
    (_l("建什么"), ("content", "capacity", "total_investment", "expected_output", "expected_tax", "expected_jobs", "land")),
    (_l("谁来管"), ("lead_id", "assisting_ids", "backer_id", "head_id")),
    (_l("资金来源（万元）"), tuple(f"money_{code}" for code in MONEY)),
    (_l("日期"), tuple(DATES)),
    (_l("在哪里"), ("address", "longitude", "latitude", "outline")),
    (_l("登记"), ("source", "reason")),
)  # fmt: skip


def _date(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput, **kwargs)


class ProjectForm(Form):
    """What the register says of a project."""

    name = forms.CharField(label=_l("项目名称"), max_length=120)
    name_en = forms.CharField(label=_l("英文名称"), required=False, max_length=160)
    code = forms.CharField(
        label=_l("编号"), required=False, max_length=48, help_text=_l("网址里用；不填则按年份编号。")
    )
    national_code = forms.CharField(
        label=_l("项目代码"), required=False, max_length=32, help_text=_l("投资项目在线审批监管平台的代码。")
    )
    ownership = forms.ChoiceField(label=_l("投资类别"), choices=choices(OWNERSHIPS.items()))
    regime = forms.ChoiceField(label=_l("管理方式"), choices=choices(REGIMES.items()))
    industry = forms.CharField(label=_l("行业"), required=False, max_length=64)
    enterprise_id = forms.ChoiceField(label=_l("建设单位"), required=False)
    content = forms.CharField(
        label=_l("建设内容及规模"), required=False, widget=forms.Textarea, max_length=2000
    )
    capacity = forms.CharField(label=_l("产能"), required=False, max_length=120)
    total_investment = Figure(label=_l("总投资（万元）"), required=False)
    expected_output = Figure(label=_l("预计年产值（万元）"), required=False)
    expected_tax = Figure(label=_l("预计年税收（万元）"), required=False)
    expected_jobs = forms.IntegerField(label=_l("预计就业（人）"), required=False, min_value=0)
    land = Figure(label=_l("用地（亩）"), required=False)
    lead_id = forms.ChoiceField(label=_l("牵头部门"), required=False)
    assisting_ids = forms.MultipleChoiceField(
        label=_l("配合部门"), required=False, widget=forms.CheckboxSelectMultiple
    )
    backer_id = forms.ChoiceField(label=_l("包抓领导"), required=False)
    head_id = forms.ChoiceField(label=_l("企业项目负责人"), required=False)
    address = forms.CharField(label=_l("地点"), required=False, max_length=120)
    longitude = Figure(label=_l("经度"), required=False)
    latitude = Figure(label=_l("纬度"), required=False)
    outline = forms.CharField(
        label=_l("用地范围"),
        required=False,
        widget=forms.Textarea,
        help_text=_l("一行一个拐点：经度,纬度"),
    )
    source = forms.CharField(label=_l("资料来源"), required=False, max_length=200)
    reason = forms.CharField(label=_l("修改事由"), required=False, max_length=500)

    def __init__(self, *args: Any, picks: Picks, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, said in MONEY.items():
            self.fields[f"money_{code}"] = Figure(label=said, required=False)
        for name, said in DATES.items():
            self.fields[name] = _date(said)
            self.fields[name].widget = forms.DateInput({"type": "date", "class": "form-control"}, "%Y-%m-%d")
        for name, rows in (
            ("enterprise_id", picks.firms),
            ("lead_id", picks.units),
            ("backer_id", picks.leaders),
            ("head_id", picks.posts),
        ):
            self._choose(name, choices(rows, NOBODY))
        self._choose("assisting_ids", choices(picks.units))
        del self.fields["reason" if is_new else "code"]

    def _choose(self, name: str, rows: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = rows

    def clean_outline(self) -> tuple[tuple[Decimal, Decimal], ...]:
        """Read one corner a line."""
        corners = []
        for line in self.cleaned_data["outline"].replace("，", ",").splitlines():
            if not line.strip():
                continue
            x, _comma, y = line.partition(",")
            corner = _degrees(x), _degrees(y)
            if corner[0] is None or corner[1] is None:
                raise ValidationError(_("“%(line)s”不是“经度,纬度”。") % {"line": line[:40]})
            corners.append((corner[0], corner[1]))
        return tuple(corners)

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """Return the fields in the order a person fills them in."""
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in FIELDSETS]

    def draft(self, kept: ProjectDraft | None = None) -> ProjectDraft:
        """Return the draft that was typed; *kept* is what the form does not show."""
        data = self.cleaned_data
        plain: dict[str, Any] = {
            name: data[name]
            for name in (
                "name", "name_en", "national_code", "industry", "content", "capacity", "address", "land",
                "total_investment", "expected_output", "expected_tax", "expected_jobs", "source",
            )
        }  # fmt: skip
        keys: dict[str, Any] = {
            name: number(data[name]) for name in ("enterprise_id", "lead_id", "backer_id", "head_id")
        }
        dates = ProjectDates(**{name: data[name] for name in DATES})
        typed = {name: value for name, value in plain.items() if kept and value != getattr(kept, name)}
        typed |= {n: d for n in DATES if kept and (d := data[n]) != getattr(kept.dates, n)}
        return ProjectDraft(
            **plain,
            **keys,
            code=data.get("code", ""),
            ownership=Ownership(data["ownership"]),
            regime=Regime(data["regime"]),
            place=Place(data["longitude"], data["latitude"], data["outline"]),
            dates=dates,
            assisting_ids=frozenset(int(i) for i in data["assisting_ids"]),
            money={code: amount for code in MONEY if (amount := data[f"money_{code}"]) is not None},
            illustrative=frozenset() if kept is None else kept.illustrative - typed.keys(),
            is_sample=bool(kept and kept.is_sample),
        )


def _degrees(text: str) -> Decimal | None:
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def typed_in(draft: ProjectDraft) -> dict[str, Any]:
    """Return what a form begins with for a project as it stands."""
    plain = {name: getattr(draft, name) for name in draft.__dataclass_fields__}
    plain |= {name: getattr(draft.dates, name) for name in DATES}
    plain |= {f"money_{code}": amount for code, amount in draft.money.items()}
    return plain | {
        "longitude": draft.place.longitude,
        "latitude": draft.place.latitude,
        "outline": "\n".join(f"{x},{y}" for x, y in draft.place.outline),
        "assisting_ids": sorted(draft.assisting_ids),
    }
