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


@pytest.fixture
def firm_unit(yinchuan, operator):
    """The firm as a unit that can sign in, with its project head."""
    from duban.demo.people import PASSWORD
    from duban.enterprises.services import register_enterprise
    from duban.enterprises.types import EnterpriseDraft
    from duban.orgs.services import create_account, establish, grant
    from duban.orgs.types import Role, UnitKind

    at = datetime(2020, 1, 2, 1, tzinfo=UTC)
    unit = establish(
        actor=operator,
        kind=UnitKind.ENTERPRISE,
        code="plant-firm",
        name="千套公司（示例）",
        starts=date(2019, 1, 1),
        zone_id=yinchuan,
        parent_id=yinchuan,
        at=at,
    )
    user, _password = create_account(
        actor=operator,
        zone_id=yinchuan,
        username="qiantao",
        name="千套公司项目负责人",
        at=at,
        password=PASSWORD,
        is_sample=True,
    )
    grant(
        actor=operator, user_id=user, unit_id=unit, role=Role.ENTERPRISE_HEAD, starts=date(2019, 1, 1), at=at
    )
    firm = register_enterprise(
        actor=operator, zone_id=yinchuan, draft=EnterpriseDraft("千套公司（示例）", unit_id=unit), at=at
    )
    return unit, user, firm


@pytest.fixture
def site(yinchuan, plant, person, firm_unit, keeper, now):
    """A project under way since April 2020, its firm, its lead department's head and officer, and its keeper."""
    from duban.orgs.selectors import actor_of
    from tests.projects.site import Site

    _unit, user, firm = firm_unit
    dates = ProjectDates(
        planned_start=date(2020, 3, 1), started_on=date(2020, 3, 10), planned_finish=date(2020, 11, 30)
    )
    project = plant(enterprise_id=firm, dates=dates)
    head = actor_of(user_id=user, origin="127.0.0.1", on=now.date())
    return Site(yinchuan, project, head, person("jianhuan"), person("xiangmu"), keeper)


@pytest.fixture
def browse(site):
    """Somebody of the site at the pages, by the name they sign in with."""
    from django.test import Client
    from django.urls import reverse

    from duban.demo.people import PASSWORD

    def as_user(username):
        client = Client(headers={"accept-language": "zh-hans"})
        client.post(reverse("sign-in"), {"username": username, "password": PASSWORD})
        return client

    return as_user


@pytest.fixture
def migrate():
    """Take the room's tables to where a migration leaves them; the test over, to where they all do."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    def to(name):
        executor = MigrationExecutor(connection)
        executor.migrate([("projects", name)])
        return executor.loader.project_state([("projects", name)]).apps

    yield to
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture
def own_folder(tmp_path, settings):
    """Files handed in are kept in a folder of the test's own."""
    settings.VAR = tmp_path


@pytest.fixture
def planned(site):
    """The site with a plan that reports speak of."""
    from tests.projects.telling import lay_out

    return lay_out(site)
