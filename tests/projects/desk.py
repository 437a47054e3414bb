"""A project of the construction bureau with a schedule, and the people about it."""

from datetime import UTC, datetime

from duban.orgs.models import Post, Unit
from duban.projects import selectors, services
from duban.projects.models import Project
from duban.projects.types import (
    Ownership,
    ProjectDraft,
    Regime,
)
from tests.projects.plans import three

AT = datetime(2026, 1, 7, 2, tzinfo=UTC)


class Desk:
    def __init__(self, zone, person):
        self.zone, self.person = zone, person
        self.lead = person("jianhuan")
        self.keeper = person("ducha")
        self.director = person("zhuren")
        unit = Unit.objects.get(code="construction").pk
        post = Post.objects.get(code="construction-head").pk
        self.code = self.register("schedule-test", unit, post)
        self.id = Project.objects.get(code=self.code).pk
        self.keep(three())

    def register(self, code, unit, post):
        draft = ProjectDraft(
            f"项目{code}", Ownership.GOVERNMENT, Regime.APPROVAL, code=code, lead_id=unit, head_id=post
        )
        return services.register_project(actor=self.keeper, zone_id=self.zone, draft=draft, at=AT)

    def keep(self, schedule, base=0, actor=None, **more):
        return services.keep_schedule(
            actor=actor or self.lead,
            zone_id=self.zone,
            project_id=self.id,
            schedule=schedule,
            base=base,
            reason="",
            at=AT,
            **more,
        )

    def edit(self, base, *edits, actor=None, reason="调整"):
        return services.edit_schedule(
            actor=actor or self.lead,
            zone_id=self.zone,
            project_id=self.id,
            base=base,
            edits=edits,
            reason=reason,
            at=AT,
        )

    def page(self, **more):
        return selectors.schedule_page(actor=self.lead, zone_id=self.zone, code=self.code, **more)

    def dates(self, **more):
        return {x.activity.id: (x.start, x.finish) for x in self.page(**more).lines}

    def propose(self, number, name="原定计划"):
        return services.propose_baseline(
            actor=self.lead,
            zone_id=self.zone,
            project_id=self.id,
            number=number,
            name=name,
            reason="年初审定",
            at=AT,
        )

    def move(self, baseline, edge, actor, answer=""):
        services.move_baseline(
            actor=actor,
            zone_id=self.zone,
            project_id=self.id,
            baseline_id=baseline,
            edge=edge,
            at=AT,
            answer=answer,
        )

    def approved(self, number, name="原定计划"):
        made = self.propose(number, name)
        self.move(made, "approve_baseline", self.director)
        return made
