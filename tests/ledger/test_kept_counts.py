import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from duban.audit.selectors import SettledRecord
from duban.core.reading import kept, kept_with, once, reading
from duban.ledger import search, selectors
from duban.ledger.types import ItemFilter, View
from duban.orgs.selectors import operator
from duban.orgs.services import grant
from duban.orgs.types import Role


def counted(ledger):
    with reading(SettledRecord()):
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


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_takes_back_was_never_read(ledger):
    ledger.dispatched()
    with reading(SettledRecord()):
        assert selectors.saved_views(actor=ledger.supervisor, zone_id=ledger.zone) == []
        with transaction.atomic():
            ledger.dispatched(title="又一项")
            assert counted_here(ledger) == 2
            transaction.set_rollback(True)
        assert counted_here(ledger) == 1
    assert counted(ledger) == (1, 0, 0)


def counted_here(ledger):
    found = selectors.count_items(
        actor=ledger.supervisor, zone_id=ledger.zone, on=ledger.on, filter=ItemFilter()
    )
    return found.by_view[View.OPEN]


class Acts:
    """A record of acts, each told by its room."""

    def __init__(self):
        self.rooms = []

    def stand(self):
        return (len(self.rooms), f"seal {len(self.rooms)}") if self.rooms else None

    def is_settled(self):
        return True

    def acted(self, since, until):
        return frozenset(self.rooms[since[0] : until[0]]) if 0 < since[0] < until[0] else None


def test_what_is_kept_holds_for_as_long_as_the_record_stands():
    record, asked = Acts(), []

    def counting(name):
        def question():
            asked.append(name)
            return len(asked)

        return question

    people, everything = kept_with("orgs")(counting("people")), kept(counting("everything"))
    passing = once(lambda: (everything(), counting("passing")()))

    def read():
        asked.clear()
        with reading(record):
            first = people(), everything(), passing()
            assert (people(), everything(), passing()) == first
        return list(asked)

    all_of_them = ["people", "everything", "passing"]
    # Nothing on record yet, or inside a transaction: nothing outlasts its reading.
    assert read() == read() == all_of_them
    record.rooms.append("orgs")
    assert [read(), read(), read()] == [all_of_them, ["passing"], ["passing"]]
    record.rooms.append("ledger")
    assert [read(), read()] == [["everything", "passing"], ["passing"]]
    record.rooms += ["ledger", "orgs"]
    assert [read(), read()] == [all_of_them, ["passing"]]
    # A shorter record is another record.
    record.rooms = ["ledger"]
    assert [read(), read()] == [all_of_them, ["passing"]]
    asked.clear()
    people()
    people()
    assert asked == ["people", "people"]


@pytest.mark.django_db(transaction=True)
def test_the_record_tells_who_did_something(ledger):
    record = SettledRecord()
    before = record.stand()
    item = ledger.dispatched()
    between = record.stand()
    grant(
        actor=operator(name="测试"), user_id=ledger.clerk.user_id, unit_id=ledger.zone, role=Role.READER,
        starts=ledger.on, at=ledger.at,
    )  # fmt: skip
    ledger.move(item, "accept", ledger.doer)
    after = record.stand()
    assert record.acted(before, between) == {"ledger"}
    assert record.acted(before, after) == record.acted(between, after) == {"ledger", "orgs"}
    assert record.acted(after, before) is record.acted((before[0], "another"), after) is None


def test_a_word_is_counted_in_its_own_zone(ledger):
    # What the index is kept in is no model's table: items of other tests, gone since, may still be in it.
    here, there = search.count("二期", ledger.zone), search.count("二期", ledger.zone + 1)
    ledger.dispatched(title="推进二期项目")
    assert search.count("二期", ledger.zone) == here + 1
    assert search.count("二期", ledger.zone + 1) == there
