"""Departments and posts: set up, renamed, moved, put under another head or leader, each from a day on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods

from duban.core.errors import NotFound, Refusal
from duban.engine.kernel import Problem
from duban.exchange import figures
from duban.orgs import selectors, services
from duban.orgs.types import PersonRow, PostRow, Role, UnitKind, UnitRow
from duban.web.admin.views import allow
from duban.web.parts import NOBODY, Form
from duban.web.requests import ActorRequest
from duban.web.zones import in_zone


class UnitForm(Form):
    """A new department."""

    code = forms.SlugField(label=_l("编码"), max_length=48)
    name = forms.CharField(label=_l("名称"), max_length=64)
    name_en = forms.CharField(label=_l("英文名称"), max_length=128, required=False)
    starts = forms.DateField(label=_l("自哪天起"))


class ChangeForm(Form):
    """What a unit is called, where it stands and who leads it, from a day on."""

    name = forms.CharField(label=_l("名称"), max_length=64)
    name_en = forms.CharField(label=_l("英文名称"), max_length=128, required=False)
    parent = forms.ChoiceField(label=_l("上级"))
    head = forms.ChoiceField(label=_l("负责人"), required=False)
    leader = forms.ChoiceField(label=_l("分管领导"), required=False)
    starts = forms.DateField(label=_l("自哪天起"))
    reason = forms.CharField(label=_l("事由"), max_length=200)

    def __init__(
        self, *args: Any, unit: UnitRow, units: list[UnitRow], posts: list[PostRow], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {
            "name": unit.name,
            "name_en": unit.name_en,
            "parent": unit.parent_id,
            "head": unit.head_id,
            "leader": unit.leader_id,
        } | kwargs.pop("initial", {})
        super().__init__(*args, **kwargs)
        if unit.kind is UnitKind.ZONE:
            del self.fields["parent"]
        else:
            above = [(u.id, figures.name_of(u)) for u in units if u.id != unit.id]
            self.offer("parent", above)
        for name in ("head", "leader"):
            self.offer(name, ((p.id, p.title) for p in posts), NOBODY)

    def changes(self) -> dict[str, object]:
        """Return what was typed; call after ``is_valid``."""
        data = self.cleaned_data
        typed = {
            f"{n}_id": int(data[n]) if data[n] else None for n in ("parent", "head", "leader") if n in data
        }
        return {"name": data["name"], "name_en": data["name_en"], **typed}


class PostForm(Form):
    """A new post in the unit."""

    code = forms.SlugField(label=_l("编码"), max_length=48)
    title = forms.CharField(label=_l("职务"), max_length=64)
    title_en = forms.CharField(label=_l("英文职务"), max_length=128, required=False)


class AppointForm(Form):
    """Who holds a post from a day on."""

    post = forms.ChoiceField(label=_l("岗位"))
    person = forms.ChoiceField(label=_l("由谁任职"))
    starts = forms.DateField(label=_l("自哪天起"))

    def __init__(self, *args: Any, posts: list[PostRow], people: list[PersonRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("post", ((p.id, p.title) for p in posts))
        named = ((p.id, f"{p.name}（{p.username}）") for p in people if p.is_active)
        self.offer("person", named)


@require_http_methods(["GET", "POST"])
@in_zone
def units(request: ActorRequest) -> HttpResponse:
    allow(request, Role.SYSTEM_ADMIN)
    form = UnitForm(request.POST or None, initial={"starts": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            services.establish(
                actor=request.actor,
                kind=UnitKind.DEPARTMENT,
                zone_id=request.zone.id,
                parent_id=request.zone.id,
                at=request.at,
                **form.cleaned_data,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已登记。"))
            return redirect("units", request.zone.slug)
    rows = selectors.list_units(actor=request.actor, zone_id=request.zone.id, on=request.today)
    return render(request, "admin/units.html", {"rows": rows, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
@in_zone
def unit(request: ActorRequest, unit: int) -> HttpResponse:
    allow(request, Role.SYSTEM_ADMIN)
    asked: dict[str, Any] = {"actor": request.actor, "zone_id": request.zone.id, "on": request.today}
    rows, posts = selectors.list_units(**asked), selectors.list_posts(**asked)
    row = next((u for u in rows if u.id == unit), None)
    if row is None:
        raise NotFound(Problem("core.not_found"))
    own = [p for p in posts if p.unit_id == unit]
    verb, data = request.POST.get("verb", ""), request.POST or None
    today = {"starts": request.today}
    change = ChangeForm(data if verb == "change" else None, unit=row, units=rows, posts=posts, initial=today)
    post = PostForm(data if verb == "post" else None, prefix="post")
    people = selectors.list_people(**asked)
    appoint = AppointForm(
        data if verb == "appoint" else None, posts=own, people=people, initial=today, prefix="appoint"
    )
    for form, do in ((change, _change), (post, _post), (appoint, _appoint)):
        if form.is_valid() and _done(request, form, do, row):
            return redirect("unit", request.zone.slug, unit)
    status = max(change.status, post.status, appoint.status)
    context = {"unit": row, "posts": own, "change": change, "post": post, "appoint": appoint}
    return render(request, "admin/unit.html", context, status=status)


def _done(request: ActorRequest, form: Any, do: Any, row: UnitRow) -> bool:
    try:
        do(request, form, row)
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("已登记。"))
    return True


def _change(request: ActorRequest, form: ChangeForm, row: UnitRow) -> None:
    services.reorganise(
        actor=request.actor,
        unit_id=row.id,
        starts=form.cleaned_data["starts"],
        changes=form.changes(),
        reason=form.cleaned_data["reason"],
        at=request.at,
    )


def _post(request: ActorRequest, form: PostForm, row: UnitRow) -> None:
    services.create_post(actor=request.actor, unit_id=row.id, at=request.at, **form.cleaned_data)


def _appoint(request: ActorRequest, form: AppointForm, row: UnitRow) -> None:
    data = form.cleaned_data
    services.appoint(
        actor=request.actor,
        post_id=int(data["post"]),
        user_id=int(data["person"]),
        starts=data["starts"],
        at=request.at,
    )
