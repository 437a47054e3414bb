"""A zone of 600 projects: the list as a browser gets it, and the permit clock of all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module

from django.conf import settings
from django.test import Client

from benchmarks import material
from benchmarks.measuring import Measured, memory, nth_percentile
from duban.orgs.models import User
from duban.orgs.services import create_account, grant
from duban.orgs.types import Role

PROJECTS = 600
_PASSWORD = "Duban-bench-2026"


def _signed_in(zone: int) -> Client:
    user, _ = create_account(
        actor=material.actor(),
        zone_id=zone,
        username="bench",
        name="bench",
        password=_PASSWORD,
        at=material.AT,
    )
    for role in (Role.DIRECTOR, Role.SUPERVISOR):
        grant(
            actor=material.actor(),
            user_id=user,
            unit_id=zone,
            role=role,
            starts=material.AT.date(),
            at=material.AT,
        )
    User.objects.filter(pk=user).update(must_change_password=False, password_changed_at=datetime.now(UTC))
    client = Client()
    if client.post("/sign-in/", {"username": "bench", "password": _PASSWORD}).status_code != 302:
        raise SystemExit("not signed in")
    return client


def _build(zone: int) -> None:
    from duban.projects import services
    from duban.projects.models import Permit, Project
    from duban.projects.types import Ownership, ProjectDates, ProjectDraft, Regime

    actor, at = material.actor(), material.AT
    services.adopt_project_defaults(actor=actor, zone_id=zone, starts=date(2009, 1, 1), at=at)
    draft = ProjectDraft("项目", Ownership.PRIVATE, Regime.FILING, total_investment=Decimal(10000))
    for n in range(PROJECTS):
        started = date(at.year - 1 - n % 3, 1 + n % 12, 1 + n % 28)
        services.register_project(
            actor=actor,
            zone_id=zone,
            at=at,
            draft=replace(
                draft,
                name=f"项目{n:03d}",
                dates=ProjectDates(started_on=started, planned_finish=date(at.year + n % 3, 6, 1)),
            ),
        )
    Permit.objects.bulk_create(
        Permit(project_id=pk, step=step, granted_on=date(2020, 2, 1), number="1")
        for pk in Project.objects.values_list("pk", flat=True)
        for step in ("filed", "land", "environment", "works")
    )


def _pages() -> list[Measured]:
    import_module("duban.config.wsgi")  # what the server does on starting
    settings.ALLOWED_HOSTS.append("testserver")
    zone = material.zone("bench")
    _build(zone)
    client = _signed_in(zone)

    def get(address: str) -> None:
        response = client.get(address)
        if response.status_code != 200:
            msg = f"{address}: {response.status_code}"
            raise SystemExit(msg)

    asked = (
        ("/bench/projects/", "project list page, 95th percentile", "120 ms"),
        ("/bench/projects/permits/", "permit clock of all, 95th percentile", "300 ms"),
        ("/bench/projects/board/", "board of all, 95th percentile", "300 ms"),
    )
    rows = []
    for address, what, promise in asked:
        wall, cpu = nth_percentile(lambda at=address: get(at), 30, 95)
        rows.append(Measured(what, f"{PROJECTS} projects", wall, cpu, promise, memory()))
    return rows


BENCHES = {"projects": _pages}
