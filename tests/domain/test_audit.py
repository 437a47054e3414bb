"""Alteration, removal, insertion, swap and a shortened chain are each found, and named."""

import importlib
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from duban.audit.models import Entry, Head
from duban.audit.selectors import digest_of, verify
from duban.audit.services import record, record_all
from duban.audit.types import Act
from duban.cli.heads import Heads
from duban.orgs.types import Actor

DOER = Actor(user_id=1, name="某人", origin="127.0.0.1")


@pytest.fixture(autouse=True)
def _chain(db, now):
    acts = (Act("test", f"thing:{n}", 1, {"n": n}, {"n": n + 1}, "试") for n in range(60))
    record_all(actor=DOER, acts=acts, at=now)


def tamper(sql, *args):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute(sql, args)


def found(**asked):
    return [(p.code.removeprefix("audit."), p.where) for p in verify(**asked).problems]


def last():
    return Entry.objects.order_by("number").last()


def forged(number, previous, after):
    entry = Entry(
        number=number, at=after.at, user_name="别人", origin="", verb="x", thing="x", previous=previous
    )
    entry.digest = digest_of(entry)
    return entry


def test_the_untouched_chain_is_whole():
    verdict = verify()
    assert verdict.checked == last().number > 50
    assert verdict.problems == ()
    assert verdict.head == f"{last().number}:{last().digest}"


COLUMNS = {
    "at": "2020-01-01 00:00:00+00:00", "user_id": 7, "user_name": "别人", "origin": "别处", "zone_id": 7,
    "verb": "别的", "thing": "别物", "before": '{"x":1}', "after": '{"x":1}', "reason": "别因", "algorithm": "md5",
}  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_whatever_is_altered_is_named(column):
    tamper(f"UPDATE audit_entry SET {column} = %s WHERE number = 20", COLUMNS[column])
    assert found() == [("altered", "20")]


def test_a_method_nobody_knows_is_an_alteration():
    tamper("UPDATE audit_entry SET algorithm = %s WHERE number = 20", "rot13")
    assert found() == [("altered", "20")]


@pytest.mark.parametrize("first", [1, 20, -2])
def test_removed_lines_are_named_wherever_they_stood(first):
    number = first if first > 0 else last().number + first + 1
    tamper("DELETE FROM audit_entry WHERE number IN (%s, %s)", number, number + 1)
    assert found() == [("removed", str(number)), ("removed", str(number + 1))]


def test_every_line_removed():
    count = last().number
    tamper("DELETE FROM audit_entry")
    assert found() == [("removed", str(n)) for n in range(1, count + 1)]


def test_a_replaced_line_with_a_digest_of_its_own_is_named():
    entry = Entry.objects.get(number=20)
    entry.user_name = "别人"
    tamper("UPDATE audit_entry SET user_name = %s, digest = %s WHERE number = 20", "别人", digest_of(entry))
    assert found() == [("inserted", "20")]


def test_a_replaced_last_line_is_named():
    entry = last()
    entry.user_name = "别人"
    tamper(
        "UPDATE audit_entry SET user_name = %s, digest = %s WHERE number = %s",
        "别人", digest_of(entry), entry.number,
    )  # fmt: skip
    assert found() == [("tail", str(entry.number))]


def test_swapped_lines_are_named():
    for one, other in ((20, -1), (21, 20), (-1, 21)):
        tamper("UPDATE audit_entry SET number = %s WHERE number = %s", other, one)
    assert found()[:2] == [("altered", "20"), ("altered", "21")]


def test_a_line_inserted_between_two_is_named():
    """Those after it are pushed along to make room."""
    end = last().number
    for number in range(end, 29, -1):
        tamper("UPDATE audit_entry SET number = %s WHERE number = %s", number + 1, number)
    before = Entry.objects.get(number=29)
    forged(30, before.digest, before).save()
    told = found()
    assert told[:2] == [("altered", "31"), ("altered", "32")]
    assert ("inserted", str(end)) in told


def test_an_inserted_tail_is_named():
    end = last()
    forged(end.number + 1, end.digest, end).save()
    assert found() == [("inserted", str(end.number))]


def shortened(cut):
    """Somebody with the database's own password takes the last lines and sets the head back."""
    end = last().number
    kept = Entry.objects.get(number=end - cut)
    tamper("DELETE FROM audit_entry WHERE number > %s", kept.number)
    Head.objects.filter(pk=1).update(number=kept.number, digest=kept.digest)
    return end


def test_a_tail_cut_together_with_its_head_shows_against_a_kept_head():
    end = last()
    shortened(3)
    assert found() == []
    assert found(anchors={end.number: end.digest}) == [("anchor", str(end.number))]


def test_a_rebuilt_chain_shows_against_a_kept_head(now):
    kept = {last().number: last().digest}
    shortened(3)
    for _ in range(5):
        record(actor=DOER, act=Act("x", "x"), at=now)
    assert found() == []
    assert found(anchors=kept) == [("anchor", str(next(iter(kept))))]


def test_heads_are_kept_by_database_in_a_file(tmp_path):
    place = tmp_path / "audit-heads"
    here, there = (Heads(place, {"ENGINE": "x", "NAME": name}) for name in ("here", "there"))
    assert here.kept() == {}
    here.keep("12:ab")
    here.keep("12:ab")
    there.keep("30:cd")
    here.keep("0:")
    assert (here.kept(), there.kept()) == ({12: "ab"}, {30: "cd"})
    assert place.read_text().count("\n") == 2
    assert place.stat().st_mode & 0o77 == 0


@pytest.mark.parametrize(
    "sql",
    ["UPDATE audit_entry SET user_name = 'x' WHERE number = 1", "DELETE FROM audit_entry WHERE number = 1"],
)
def test_the_database_refuses_to_change_or_delete_a_line(sql):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # set aside for the flush between tests
            steps = importlib.import_module("duban.audit.migrations.0002_append_only")
            steps.protect(None, SimpleNamespace(connection=connection, execute=cursor.execute))
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(sql)


@pytest.mark.postgres
def test_the_database_refuses_to_empty_the_record():
    with connection.cursor() as cursor:
        steps = importlib.import_module("duban.audit.migrations.0003_no_truncate")
        steps.protect(None, SimpleNamespace(connection=connection, execute=cursor.execute))
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute("TRUNCATE audit_entry")
        steps.unprotect(None, SimpleNamespace(connection=connection, execute=cursor.execute))
