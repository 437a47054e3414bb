import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.ledger import selectors
from duban.ledger.types import ItemFilter, ItemState, View


@pytest.mark.django_db(transaction=True)
def test_a_count_is_kept_only_while_nothing_is_done(ledger):
    def counted():
        got = selectors.count_items(
            actor=ledger.supervisor, zone_id=ledger.zone, on=ledger.on, filter=ItemFilter()
        )
        return got.by_state.get(ItemState.DISPATCHED, 0), got.by_view[View.ALL], ledger.list(View.ALL).total

    item = ledger.dispatched()
    assert counted() == (1, 1, 1)
    with CaptureQueriesContext(connection) as queries:
        assert counted() == (1, 1, 1)
    assert not [
        q
        for q in queries
        if "COUNT(" in q["sql"] and 'FROM "ledger_item" WHERE ("ledger_item"."zone' in q["sql"]
    ]
    ledger.move(item, "accept", ledger.doer)
    assert counted() == (0, 1, 1)
    ledger.dispatched(title="又一项")
    assert counted() == (1, 2, 2)
