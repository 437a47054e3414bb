import pytest
from django.db import DatabaseError, connection, transaction

from duban.audit.models import Entry
from duban.audit.selectors import digest_of, verify

pytestmark = pytest.mark.usefixtures("yinchuan")


def tamper(sql, *args):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute(sql, args)


def test_the_untouched_chain_is_whole():
    verdict = verify()
    assert verdict.checked > 50
    assert verdict.problems == ()


def test_an_altered_line_is_named():
    tamper("UPDATE audit_entry SET user_name = %s WHERE number = 20", "别人")
    assert [(p.code, p.where) for p in verify().problems] == [("audit.altered", "20")]


def test_a_removed_line_is_named():
    tamper("DELETE FROM audit_entry WHERE number = 20")
    assert ("audit.removed", "20") in [(p.code, p.where) for p in verify().problems]


def test_a_removed_tail_is_named():
    last = Entry.objects.order_by("number").last().number
    tamper("DELETE FROM audit_entry WHERE number >= %s", last - 1)
    assert [(p.code, p.where) for p in verify().problems] == [
        ("audit.removed", str(last - 1)),
        ("audit.removed", str(last)),
    ]


def test_a_replaced_line_with_a_digest_of_its_own_is_named():
    entry = Entry.objects.get(number=20)
    entry.user_name = "别人"
    tamper("UPDATE audit_entry SET user_name = %s, digest = %s WHERE number = 20", "别人", digest_of(entry))
    assert [(p.code, p.where) for p in verify().problems] == [("audit.inserted", "20")]


def test_an_inserted_tail_is_named():
    last = Entry.objects.order_by("number").last()
    forged = Entry(
        number=last.number + 1,
        at=last.at,
        user_name="别人",
        origin="",
        verb="x",
        thing="x",
        previous=last.digest,
    )
    forged.digest = digest_of(forged)
    forged.save()
    assert [p.code for p in verify().problems] == ["audit.inserted"]


def test_an_anchor_uncovers_a_rebuilt_chain():
    head = verify().head.split(":")
    assert verify(anchor=(int(head[0]), "0" * 64)).problems


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite's trigger is set aside for flushing tests"
)
def test_the_database_refuses_to_change_a_line():
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(number=1).update(user_name="别人")
