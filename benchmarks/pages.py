"""Pages as a browser gets them, middleware and session included, without the network."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from importlib import import_module

from django.conf import settings
from django.test import Client

from benchmarks import material
from benchmarks.measuring import Measured, memory, nth_percentile
from duban.orgs.models import User
from duban.orgs.services import create_account, grant
from duban.orgs.types import Role

_PASSWORD = "Duban-bench-2026"


def _signed_in(zone: int) -> Client:
    actor = material.actor()
    user, _ = create_account(
        actor=actor, zone_id=zone, username="bench", name="bench", password=_PASSWORD, at=material.AT
    )
    for role in (Role.DIRECTOR, Role.STATISTICIAN):
        grant(actor=actor, user_id=user, unit_id=zone, role=role, starts=material.AT.date(), at=material.AT)
    User.objects.filter(pk=user).update(must_change_password=False, password_changed_at=datetime.now(UTC))
    client = Client()
    if client.post("/sign-in/", {"username": "bench", "password": _PASSWORD}).status_code != 302:
        raise SystemExit("not signed in")
    return client


def _page(address: str, what: str, promise: str) -> Measured:
    import_module("duban.config.wsgi")  # what the server does on starting
    settings.ALLOWED_HOSTS.append("testserver")
    zone = material.zone("bench")
    material.history(zone)
    client = _signed_in(zone)
    weights: list[int] = []

    def work() -> None:
        response = client.get(address)
        if response.status_code != 200:
            msg = f"{address}: {response.status_code}"
            raise SystemExit(msg)
        weights.append(len(gzip.compress(response.content)))

    wall, cpu = nth_percentile(work, 60, 95)
    size = f"{material.INDICATORS} indicators; {weights[-1] / 1000:.0f} kB compressed"
    return Measured(what, size, wall, cpu, promise, memory())


BENCHES = {
    "page-gap": lambda: _page(
        "/bench/gap/?as_of=2025-08", "gap board page, 95th percentile", "150 ms, 120 kB"
    ),
}
