"""A project's progress: what stands, by whose word, with pictures; and what is done to reports there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duban.core.errors import Invalid, NotFound, Refusal
from duban.core.sentences import sentences
from duban.engine.kernel import Problem
from duban.engine.series import LampKind
from duban.exchange import figures
from duban.exchange.site_words import LAMP_KINDS
from duban.projects import selectors, services
from duban.projects.types import (
    AWAITING_REVIEW,
    PictureDraft,
    PictureKind,
    PictureRow,
    ProgressPage,
    ReportKind,
    ReportRow,
    ReportState,
    Scene,
    Spot,
    WorkDraft,
)
from duban.web.nav import address
from duban.web.parts import asked_day, number, version_of
from duban.web.projects.frame import frame
from duban.web.projects.lamps import lamp_line
from duban.web.projects.reading import day_of, figure_of
from duban.web.requests import ActorRequest
from duban.web.serving import served
from duban.web.uploads import uploads
from duban.web.zones import in_working_zone as in_zone

_RHYTHMS = {
    "weekly": frozenset({ReportKind.WEEKLY}),
    "monthly": frozenset({ReportKind.MONTHLY}),
    "both": frozenset(ReportKind),
    "none": frozenset[ReportKind](),
}


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture as linked."""

    row: PictureRow
    href: str
    small: str


@dataclass(frozen=True, slots=True)
class Told:
    """A report as the timeline shows it, and what may be done to it."""

    row: ReportRow
    shots: tuple[Shot, ...]
    blocker: str
    reviews: bool
    """Whether the person reading may review it."""
    returns: bool
    resumes: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A spot of the site: its drawing beside its photos, the newest shown first."""

    spot: Spot
    drawing: Shot | None
    photos: tuple[Shot, ...]
    newest: Shot | None


@dataclass(frozen=True, slots=True)
class SceneView:
    """What there is to see of one activity."""

    scene: Scene
    places: tuple[Place, ...]
    photos: tuple[Shot, ...]


@require_GET
@in_zone
def page(request: ActorRequest, code: str) -> HttpResponse:
    return show(request, code)


def show(
    request: ActorRequest, code: str, *, told: list[str] | None = None, status: int = 200
) -> HttpResponse:
    """Render the page of a project's progress, with what a refused act was told."""
    head, context = frame(request, code, "project-progress")
    on = context["on"]
    found = selectors.progress_page(actor=request.actor, zone_id=request.zone.id, code=code, on=on)
    context |= {
        "page": found,
        "told": told or [],
        "posted": request.POST,
        "works": found.works,
        "uncounted": [
            (w.plan.activity, figures.name_of(w)) for w in found.works if w.id is None and w.plan is not None
        ],
        "reports": [_told(request, found, row) for row in found.reports],
        "scenes": [_view(request, code, scene) for scene in found.scenes],
        "activities": [(key, f"{n} {figures.name_of(called)}") for key, n, called in found.activities],
        "drawings": [(p.id, p.spot) for p in found.pictures if p.kind is PictureKind.DRAWING],
        "four": [lamp_line(view) for view in context["lamps"].ordered],
        "judgements": selectors.judgements_of(actor=request.actor, zone_id=request.zone.id, code=code),
        "lamp_kinds": LAMP_KINDS.items(),
        "may_judge": selectors.may_judge_lamps(actor=request.actor, zone_id=request.zone.id),
        "report_href": address("project-report", request.zone.slug, code) if found.may_report else "",
        "upload_mb": int(settings.UPLOAD_LIMIT) // 1024 // 1024,
    }
    del head
    return render(request, "projects/progress.html", context, status=status)


@require_POST
@in_zone
def review(request: ActorRequest, code: str, report: int) -> HttpResponse:
    """Review a report or send it back; a refusal is told on the page, what was typed stays."""

    def act(project_id: int) -> None:
        services.review_report(
            actor=request.actor,
            zone_id=request.zone.id,
            project_id=project_id,
            report_id=report,
            edge=request.POST.get("edge", ""),
            version=version_of(request.POST),
            at=request.at,
            reason=request.POST.get("reason", "").strip(),
        )

    sent_back = request.POST.get("edge") == "send_back"
    return _done(
        request, code, act, _("已退回，等报告人改后重报。") if sent_back else _("已审核，成为项目的进度。")
    )


@require_POST
@in_zone
def add_picture(request: ActorRequest, code: str) -> HttpResponse:
    """Keep a drawing, or photos, with the project."""

    def act(project_id: int) -> None:
        given = request.POST
        try:
            kind = PictureKind(given.get("kind", ""))
        except ValueError:
            raise Invalid(
                Problem("core.not_a_choice", "kind", (given.get("kind", ""), "drawing、photo"))
            ) from None
        found = uploads(request)
        if not found:
            raise Invalid(Problem("core.required", "photo", ("@projects.pictures",)))
        for upload in found:
            draft = PictureDraft(
                upload,
                kind=kind,
                spot=given.get("spot", ""),
                activity=given.get("activity", ""),
                drawing_id=number(given.get("drawing", "")),
                caption=given.get("caption", ""),
                on=asked_day(given.get("on", "")),
            )
            services.add_picture(
                actor=request.actor,
                zone_id=request.zone.id,
                project_id=project_id,
                picture=draft,
                at=request.at,
            )

    return _done(request, code, act, _("图片已存。"))


@require_GET
@in_zone
def picture(request: ActorRequest, code: str, picture: int) -> HttpResponse:
    """Return a picture to who may see its project; never run, never kept by a browser."""
    kept, path = selectors.picture(
        actor=request.actor, zone_id=request.zone.id, picture_id=picture, code=code
    )
    return served(path, name=kept.name, mime=kept.mime, as_small="small" in request.GET)


@require_POST
@in_zone
def set_work(request: ActorRequest, code: str) -> HttpResponse:
    """Say what is counted, in which unit, how many there are to be and by when."""

    def act(project_id: int) -> None:
        given = request.POST
        draft = WorkDraft(
            name=given.get("name", ""),
            unit=given.get("unit", ""),
            activity=given.get("activity", "")[:40],
            total=figure_of(given.get("total", ""), "total"),
            start=day_of(given.get("start", "")),
            finish=day_of(given.get("finish", "")),
        )
        services.set_work(
            actor=request.actor, zone_id=request.zone.id, project_id=project_id, draft=draft, at=request.at
        )

    return _done(request, code, act, _("工程量已登记。"))


@require_POST
@in_zone
def set_rhythm(request: ActorRequest, code: str) -> HttpResponse:
    """Say how often the project reports, from today."""

    def act(project_id: int) -> None:
        how = request.POST.get("how", "")
        if how not in _RHYTHMS:
            raise Invalid(Problem("core.not_a_choice", "how", (how, "、".join(_RHYTHMS))))
        services.set_rhythm(
            actor=request.actor,
            zone_id=request.zone.id,
            project_id=project_id,
            kinds=_RHYTHMS[how],
            starts=day_of(request.POST.get("starts", "")) or request.today,
            at=request.at,
        )

    return _done(request, code, act, _("报送频次已定。"))


@require_POST
@in_zone
def judge(request: ActorRequest, code: str) -> HttpResponse:
    """Say that a light has a good reason, or take that back."""

    def act(project_id: int) -> None:
        given = request.POST
        reach: dict[str, Any] = {
            "actor": request.actor,
            "zone_id": request.zone.id,
            "project_id": project_id,
            "at": request.at,
            "reason": given.get("reason", ""),
        }
        if "withdraw" in given:
            services.withdraw_judgement(judgement_id=number(given["withdraw"]) or 0, **reach)
            return
        lamp = given.get("lamp", "")
        if lamp not in set(LampKind):
            raise Invalid(Problem("core.not_a_choice", "lamp", (lamp, "、".join(LampKind))))
        starts = day_of(given.get("starts", "")) or request.today
        ends = day_of(given.get("ends", ""))
        if ends is None:
            raise Invalid(Problem("core.required", "ends", ("@projects.ends",)))
        services.judge_lamp(lamp=LampKind(lamp), starts=starts, ends=ends, **reach)

    return _done(request, code, act, _("认定已登记，灯旁写明理由、认定人和起止日期。"))


def _done(request: ActorRequest, code: str, act: Any, said: str) -> HttpResponse:
    """Do something to the project and go back to its page; a refusal is told there."""
    found = selectors.project_head(actor=request.actor, zone_id=request.zone.id, code=code, on=request.today)
    try:
        act(found.id)
    except NotFound:
        raise
    except Refusal as refusal:
        return show(request, code, told=sentences(refusal.problems), status=refusal.status)
    messages.success(request, said)
    return redirect("project-progress", request.zone.slug, code)


def _told(request: ActorRequest, page: ProgressPage, row: ReportRow) -> Told:
    own = row.by_id is not None and row.by_id == request.actor.user_id
    reviews = page.may_review and not own
    slug = request.zone.slug
    return Told(
        row=row,
        shots=tuple(_shot(request, page.code, p) for p in row.pictures),
        blocker=address("blocker", slug, row.blocker_id) if row.blocker_id else "",
        reviews=reviews and row.state in AWAITING_REVIEW,
        returns=reviews and (row.state in AWAITING_REVIEW or row.state is ReportState.REVIEWED),
        resumes=page.may_report and row.state in {ReportState.DRAFT, ReportState.RETURNED},
    )


def _place(request: ActorRequest, code: str, spot: Spot) -> Place:
    photos = tuple(_shot(request, code, p) for p in spot.photos)
    drawing = None if spot.drawing is None else _shot(request, code, spot.drawing)
    return Place(spot, drawing, photos, photos[-1] if photos else None)


def _view(request: ActorRequest, code: str, scene: Scene) -> SceneView:
    return SceneView(
        scene,
        tuple(_place(request, code, spot) for spot in scene.spots),
        tuple(_shot(request, code, p) for p in scene.photos),
    )


def _shot(request: ActorRequest, code: str, row: PictureRow) -> Shot:
    href = address("project-picture", request.zone.slug, code, row.id)
    return Shot(row, href, f"{href}?small")
