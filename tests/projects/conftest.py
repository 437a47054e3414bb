from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from duban.projects import services
from duban.projects.models import Project
from duban.projects.types import Ownership, ProjectDates, ProjectDraft, Regime


@pytest.fixture
def keeper(person):
    """The supervisor keeps the register."""
    return person("ducha")


@pytest.fixture
def bureau(yinchuan):
    from duban.orgs.models import Unit

    return Unit.objects.get(code="construction").pk


@pytest.fixture
def plant(yinchuan, keeper, bureau):
    """A factory to be filed, led by the construction bureau, planned for March to November 2020."""

    def make(**changes):
        facts = {
            "name": "年产千套厂房",
            "ownership": Ownership.PRIVATE,
            "regime": Regime.FILING,
            "lead_id": bureau,
            "total_investment": Decimal(10000),
            "dates": ProjectDates(planned_start=date(2020, 3, 1), planned_finish=date(2020, 11, 30)),
        } | changes
        at = datetime(2020, 3, 20, 1, tzinfo=UTC)
        code = services.register_project(actor=keeper, zone_id=yinchuan, draft=ProjectDraft(**facts), at=at)
        return Project.objects.get(zone_id=yinchuan, code=code)

    return make
