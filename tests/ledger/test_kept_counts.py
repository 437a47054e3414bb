import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.audit.selectors import settled_head
from duban.core.reading import kept, once, reading
from duban.ledger import selectors
from duban.ledger.types import ItemFilter, View


def counted(ledger):
    with reading(settled_head):
        counts = selectors.count_items(
            actor=ledger.supervisor, zone_id=ledger.zone, on=ledger.on, filter=ItemFilter()
        )
        listed = ledger.list(View.UNACCEPTED).total
        return counts.by_view[View.OPEN], counts.by_view[View.CLOSED], listed


def of_items(queries):
    return [q for q in queries if "COUNT(" in q["sql"] and 'FROM "ledger_item" WHERE' in q["sql"]]


@pytest.mark.django_db(transaction=True)
def test_a_count_is_kept_only_while_nothing_is_done(ledger):
    item = ledger.dispatched()
    assert counted(ledger) == (1, 0, 0)
    with CaptureQueriesContext(connection) as queries:
        assert counted(ledger) == (1, 0, 0)
    assert not [q for q in of_items(queries) if "parent_id" not in q["sql"]]
    ledger.move(item, "cancel", ledger.supervisor, reason="不再需要")
    assert counted(ledger) == (0, 1, 0)
    ledger.dispatched(title="又一项")
    assert counted(ledger) == (1, 1, 0)


@pytest.mark.django_db
def test_inside_a_transaction_nothing_outlasts_its_reading(ledger):
    item = ledger.dispatched()
    assert counted(ledger) == (1, 0, 0)
    ledger.move(item, "cancel", ledger.supervisor, reason="不再需要")
    assert counted(ledger) == (0, 1, 0)


def test_what_is_kept_holds_for_as_long_as_the_record_stands():
    asked = []

    @kept
    def lasting(n):
        asked.append(n)
        return len(asked)

    @once
    def passing(n):
        return lasting(n), asked.append("once")

    def read(stand):
        with reading(lambda: stand):
            return passing(1)[0], passing(1)[0], lasting(2)

    assert read("stand a") == read("stand a") == (1, 1, 3)
    assert asked == [1, "once", 2, "once"]
    assert read("stand b") == (5, 5, 7)
    # Gone is gone: what was kept before is not believed again.
    assert read("stand a") == (8, 8, 10)
    # Where the record stands nowhere, nothing outlasts the reading; outside of one, nothing is kept at all.
    assert read("") == (11, 11, 13)
    assert read("") == (14, 14, 16)
    assert lasting(1) == 17
