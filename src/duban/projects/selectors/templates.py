"""Templates of schedules a zone keeps."""

from __future__ import annotations

from duban.core.errors import NotFound
from duban.engine.kernel import Problem
from duban.orgs.types import Actor
from duban.projects.models import Template
from duban.projects.policies import is_calendar_keeper
from duban.projects.selectors.schedule_codec import decode
from duban.projects.types import Schedule, TemplateKind, TemplateRow

__all__ = ["keeps_site_calendar", "list_templates", "template_schedule"]


def list_templates(*, actor: Actor, zone_id: int) -> list[TemplateRow]:
    """Return the zone's templates by kind and name; nothing where the actor reads none of its business."""
    if zone_id not in actor.zone_ids:
        return []
    rows = Template.objects.filter(zone_id=zone_id).defer("body").order_by("kind", "name")
    return [
        TemplateRow(
            t.pk, TemplateKind(t.kind), t.name, t.name_en, t.activities, t.days, t.is_sample, t.version
        )
        for t in rows
    ]


def template_schedule(*, actor: Actor, zone_id: int, template_id: int) -> Schedule:
    """
    Return what a template holds.

    :raises NotFound: if it is not within reach
    """
    template = Template.objects.filter(zone_id=zone_id, pk=template_id).first()
    if template is None or zone_id not in actor.zone_ids:
        raise NotFound(Problem("core.not_found", str(template_id)))
    return decode(template.body)


def keeps_site_calendar(*, actor: Actor, zone_id: int) -> bool:
    """Return whether the actor may change the zone's shutdowns and templates."""
    return is_calendar_keeper(actor, zone_id)
