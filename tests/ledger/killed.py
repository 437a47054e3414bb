"""The processes of ``test_races``: one lays out items, one is killed while it moves them, one looks afterwards."""

import sys
import time
from datetime import UTC, date, datetime

import django

django.setup()

from duban.audit.selectors import verify  # noqa: E402
from duban.ledger import services  # noqa: E402
from duban.ledger.models import Item, Move  # noqa: E402
from duban.ledger.services import moves  # noqa: E402
from duban.ledger.types import ItemDraft  # noqa: E402
from duban.orgs.selectors import find_zone, operator  # noqa: E402
from duban.orgs.services import establish  # noqa: E402
from duban.orgs.types import UnitKind  # noqa: E402

AT = datetime(2020, 9, 16, 2, tzinfo=UTC)
COUNT = 40


def lay_out():
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    zone = establish(
        actor=operator(name="测试"),
        kind=UnitKind.ZONE,
        code="killed",
        name="示例区",
        starts=date(2001, 1, 1),
        at=AT,
    )
    services.adopt_default_ledger_rule(
        actor=operator(name="测试"), zone_id=zone, starts=date(2001, 1, 1), at=AT
    )
    for n in range(COUNT):
        draft = ItemDraft(f"事项{n}", done_when="办结", basis="会议", lead_id=zone)
        services.draft_item(actor=operator(name="测试"), zone_id=zone, draft=draft, at=AT)


def move():
    pairs = list(Item.objects.values_list("pk", "version"))
    return services.move_items(actor=operator(name="测试"), items=pairs, edge="register", at=AT)


def move_and_wait():
    written = moves.record_all

    def wait(**given):
        written(**given)
        assert Move.objects.count() == COUNT
        tell("in the middle")
        time.sleep(300)

    moves.record_all = wait
    move()


def look():
    assert find_zone(slug="killed")
    tell(f"draft:{Item.objects.filter(state='draft').count()} moves:{Move.objects.count()}")
    tell("record:whole" if not verify().problems else "record:broken")
    tell(f"then:{sum(one.done for one in move())}")


def tell(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    {"lay out": lay_out, "move and wait": move_and_wait, "look": look}[sys.argv[1]]()
