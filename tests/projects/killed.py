"""The processes of ``test_killed``: one lays out a plan, one is killed while it changes it, one looks afterwards."""

import os
import signal
import sys
from datetime import UTC, date, datetime

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from duban.audit.selectors import verify  # noqa: E402
from duban.orgs.selectors import operator  # noqa: E402
from duban.orgs.services import establish  # noqa: E402
from duban.orgs.types import UnitKind  # noqa: E402
from duban.projects import services  # noqa: E402
from duban.projects.models import Outlook, Project, Revision  # noqa: E402
from duban.projects.types import Ownership, ProjectDraft, Regime  # noqa: E402
from tests.projects.plans import three  # noqa: E402

AT = datetime(2020, 9, 16, 2, tzinfo=UTC)
LATER = date(2020, 9, 14)


def lay_out():
    call_command("migrate", verbosity=0, interactive=False)
    since = date(2001, 1, 1)
    zone = establish(
        actor=operator(name="测试"), kind=UnitKind.ZONE, code="killed", name="示例区", starts=since, at=AT
    )
    draft = ProjectDraft("示例厂房", Ownership.PRIVATE, Regime.FILING, lead_id=zone)
    services.register_project(actor=operator(name="测试"), zone_id=zone, draft=draft, at=AT)
    keep(three(), 0)


def keep(schedule, base):
    project = Project.objects.get()
    services.keep_schedule(
        actor=operator(name="测试"), zone_id=project.zone_id, project_id=project.pk, schedule=schedule, base=base,
        reason="晚一周", at=AT,
    )  # fmt: skip


def keep_until(nth):
    """Change the plan, and be killed right after the nth thing written; print "done" where there are not so many."""
    written = 0

    def watch(execute, sql, params, many, context):
        nonlocal written
        done = execute(sql, params, many, context)
        written += sql.startswith(("INSERT", "UPDATE", "DELETE"))
        if written == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    with connection.execute_wrapper(watch):
        keep(three(start=LATER), 1)
    tell("done")


def look():
    outlook = Outlook.objects.select_related("revision").get()
    tell(f"revisions:{Revision.objects.count()} outlook:{outlook.revision.number}")
    tell("record:whole" if not verify().problems else "record:broken")


def tell(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1] == "keep":
        keep_until(int(sys.argv[2]))
    else:
        {"lay out": lay_out, "look": look}[sys.argv[1]]()
