from __future__ import annotations

import os
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

_HOME = tempfile.mkdtemp(prefix="duban-tests-")
_FRONTEND = Path(os.environ.get("DUBAN_VAR", "var")).resolve() / "frontend"
os.environ["DUBAN_VAR"] = _HOME
os.environ.setdefault("DUBAN_FRONTEND", str(_FRONTEND))
os.environ.setdefault("DUBAN_SECRET_KEY", "only for tests")

import pytest  # noqa: E402
from hypothesis import settings  # noqa: E402

# Nothing here is timed: a busy machine is no failure.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_modifyitems(items):
    """Leave the tests that need PostgreSQL out where the database is another."""
    from django.db import connection

    if connection.vendor != "postgresql":
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(pytest.mark.skip(reason="needs PostgreSQL (DUBAN_DATABASE_URL)"))


@pytest.fixture(autouse=True)
def _no_language_left():
    """Leave no language behind: a page asked for in English makes its thread speak it."""
    from django.utils import translation

    yield
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords():
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DUBAN_DEMO = True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let the flush between transactional tests through: it empties tables, which the record refuses."""
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS audit_entry_no_delete")
            cursor.execute("DROP TRIGGER IF EXISTS audit_entry_no_update")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS audit_entry_no_truncate ON audit_entry")
    yield
    # A server's thread whose browser went late may still hold a connection: it must not keep the database from going.
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def at():
    return datetime(2020, 9, 20, 2, tzinfo=UTC)


@pytest.fixture
def today():
    return date(2020, 9, 20)


@pytest.fixture
def yinchuan(db, at):
    """The demonstration's figures, people and targets, without the work that follows from them."""
    from duban.demo.services import ZONE
    from duban.orgs.selectors import find_zone
    from tests.snapshots import demonstration

    demonstration(work=False)
    return find_zone(slug=ZONE)


@pytest.fixture
def now():
    return datetime(2026, 1, 6, 2, tzinfo=UTC)


@pytest.fixture
def operator(yinchuan):
    from duban.orgs.selectors import operator

    return operator(name="测试")


@pytest.fixture
def person(yinchuan, now):
    """Return a demo person as an actor."""
    from duban.orgs.models import User
    from duban.orgs.selectors import actor_of

    def find(username):
        user = User.objects.get(username=username)
        return actor_of(user_id=user.pk, origin="127.0.0.1", on=now.date())

    return find


@pytest.fixture
def stranger(yinchuan, operator, now):
    """A statistician and everything else of another zone, who must see nothing of Yinchuan."""
    from duban.orgs.selectors import actor_of
    from duban.orgs.selectors import operator as make_operator
    from duban.orgs.services import create_account, establish, grant
    from duban.orgs.types import Role, UnitKind

    zone = establish(
        actor=operator,
        kind=UnitKind.ZONE,
        code="elsewhere",
        name="别处经开区",
        starts=date(2001, 1, 1),
        at=now,
    )
    there = make_operator(name="测试")
    user, _password = create_account(
        actor=there,
        zone_id=zone,
        username="bieren",
        name="别处统计员",
        password="Duban-2020-shili",
        at=now,
        is_sample=True,
    )
    for role in (Role.STATISTICIAN, Role.SUPERVISOR, Role.ASSESSOR, Role.SYSTEM_ADMIN):
        grant(actor=there, user_id=user, unit_id=zone, role=role, starts=date(2001, 1, 1), at=now)
    return actor_of(user_id=user, origin="127.0.0.1", on=now.date())
