"""Two people at once: the second is told, nothing is lost. On PostgreSQL, with threads that are really at once."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from duban.audit.selectors import verify
from duban.core.errors import Conflict, Invalid
from duban.core.files import Upload
from duban.ledger import services
from duban.ledger.models import Attachment, Counter, Extension, Item, Move, Progress, Slip
from duban.ledger.services.attachments import drop_attached
from duban.ledger.types import MoveChange, ProgressDraft
from tests.races import OwnDatabase

at_once = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")


def together(*works):
    """Start every piece of work at the same moment, each on a connection of its own; return what came of each."""
    gate, results = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        try:
            gate.wait()
            results[place] = work()
        except (Conflict, Invalid) as refusal:
            results[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return results


@at_once
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_moves_at_once_one_is_told(ledger):
    items = [ledger.dispatched(title=f"事项{n}") for n in range(5)]
    for item in items:
        version, at = ledger.version(item), ledger.later()

        def move(edge, actor, item=item, version=version, at=at):
            return services.move_item(
                actor=actor,
                item_id=item,
                edge=edge,
                version=version,
                at=at,
                change=MoveChange(reason="不属本局"),
            )

        results = together(
            lambda move=move: move("accept", ledger.doer),
            lambda move=move: move("refuse", ledger.doer),
            lambda move=move: move("cancel", ledger.supervisor),
        )
        assert sorted(type(r).__name__ for r in results) == ["Conflict", "Conflict", "int"]
        assert Move.objects.filter(item=item).count() == 3
        assert Item.objects.get(pk=item).version == version + 1
    assert verify().problems == ()


@at_once
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_bulk_moves_that_cross_do_not_lock_one_another_out(ledger):
    items = [ledger.draft(title=f"事项{n}") for n in range(20)]
    there, back, at = [(i, 1) for i in items], [(i, 1) for i in reversed(items)], ledger.later()

    def bulk(pairs):
        return services.move_items(actor=ledger.supervisor, items=pairs, edge="register", at=at)

    results = together(*(lambda pairs=pairs: bulk(pairs) for pairs in (there, back, there, back)))
    assert sorted(type(r).__name__ for r in results) == ["Conflict"] * 3 + ["list"]
    assert Move.objects.count() == len(items)


@at_once
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_numbers_are_given_once_each(ledger):
    at = ledger.later()

    def draft(name):
        return services.draft_item(
            actor=ledger.supervisor, zone_id=ledger.zone, draft=ledger.a_draft(title=name), at=at
        ).number

    results = together(*(lambda n=n: [draft(f"{n}-{m}") for m in range(5)] for n in range(4)))
    numbers = {number for result in results for number in result}
    assert numbers == {f"督〔2020〕{n}号" for n in range(1, 21)}
    assert Counter.objects.get(kind="item").last == 20


@at_once
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_report_however_often_it_arrives(ledger):
    item, at = ledger.accepted(), ledger.later()

    def report():
        draft = ProgressDraft(35, "已到位", key="phone-1")
        return services.report_progress(actor=ledger.doer, item_id=item, draft=draft, at=at)

    results = together(report, report, report, report)
    assert len(set(results)) == 1
    assert Progress.objects.count() == 1
    assert [m.edge for m in ledger.page(item).moves].count("begin") == 1


@at_once
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_extension_is_asked_and_answered_once(ledger):
    item, at = ledger.under_way(), ledger.later()
    due = Item.objects.get(pk=item).due

    def ask():
        return services.ask_extension(
            actor=ledger.doer, item_id=item, reason="延后", progress="72亿", forecast=due + timedelta(days=20), at=at
        )  # fmt: skip

    asked = [r for r in together(ask, ask, ask) if isinstance(r, int)]
    assert len(asked) == Extension.objects.count() == 1

    def decide(edge, days):
        services.decide_extension(
            actor=ledger.supervisor, extension_id=asked[0], edge=edge, version=0, at=at, answer="已阅",
            new_due=due + timedelta(days=days),
        )  # fmt: skip
        return edge

    results = together(lambda: decide("grant", 10), lambda: decide("decline", 0), lambda: decide("grant", 20))
    assert sorted(type(r).__name__ for r in results) == ["Conflict", "Conflict", "str"]
    row, now = Extension.objects.get(), Item.objects.get(pk=item).due
    assert now == (row.new_due if row.state == "granted" else due)


@at_once
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_part_and_its_whole_cannot_slip_past_one_another(ledger):
    for n in range(4):
        whole = ledger.draft(title=f"总项{n}")
        shorter = ledger.a_draft(title=f"总项{n}", due=ledger.a_draft().due - timedelta(days=20), steps=())
        part = ledger.a_draft(title=f"分项{n}", parent_id=whole)
        at = ledger.later()
        together(
            lambda shorter=shorter, whole=whole, at=at: services.edit_item(
                actor=ledger.supervisor, item_id=whole, version=1, draft=shorter, at=at
            ),
            lambda part=part, at=at: services.draft_item(
                actor=ledger.supervisor, zone_id=ledger.zone, draft=part, at=at
            ),
        )
        due = Item.objects.get(pk=whole).due
        assert all(child <= due for child in Item.objects.filter(parent=whole).values_list("due", flat=True))


@at_once
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_slips_are_issued_once_by_two_runs_at_once(ledger):
    for n in range(6):
        ledger.under_way(title=f"事项{n}")
    ledger.later(days=80)
    on, at = ledger.on, ledger.later()

    def issue():
        return services.issue_slips(actor=ledger.supervisor, zone_id=ledger.zone, on=on, at=at)

    results = together(issue, issue, issue)
    assert sorted(len(r) for r in results) == [0, 0, 6]
    assert sorted(Slip.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5, 6]


CHILD = Path(__file__).with_name("killed.py")


@pytest.mark.slow
def test_killed_in_the_middle_of_a_bulk_move_nothing_half_is_left(tmp_path):
    """A process is killed (-9) after it wrote the moves and before it is done; the next one finds all as it was."""
    with OwnDatabase(tmp_path) as environment:

        def run(part):
            return subprocess.Popen(
                [sys.executable, str(CHILD), part], env=environment, stdout=subprocess.PIPE, text=True
            )

        first = run("lay out")
        first.communicate(timeout=300)
        assert first.returncode == 0
        child = run("move and wait")
        assert child.stdout.readline().strip() == "in the middle"
        os.kill(child.pid, signal.SIGKILL)
        assert child.wait(60) == -signal.SIGKILL
        child.stdout.close()
        after = run("look")
        assert after.communicate(timeout=300)[0].split() == ["draft:40", "moves:0", "record:whole", "then:40"]


@at_once
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_file_handed_in_while_its_sample_goes_stays(ledger, tmp_path, settings):
    settings.VAR = tmp_path
    upload = Upload("a.pdf", b"%PDF-1.7 shared")
    sample, real = ledger.under_way(is_sample=True), ledger.under_way(title="另一项")
    services.attach(actor=ledger.doer, item_id=sample, upload=upload, at=ledger.later())
    kept, gone, at = threading.Event(), threading.Event(), ledger.later()

    def hand_in():
        with transaction.atomic():
            services.attach(actor=ledger.doer, item_id=real, upload=upload, at=at)
            kept.set()
            # What hands it in has not ended: whoever drops the file must wait for it.
            assert not gone.wait(1)

    def remove():
        assert kept.wait(30)
        with transaction.atomic():
            last = Attachment.objects.filter(item=sample)
            drop_attached([last.get().digest])
            last.delete()
        gone.set()

    together(hand_in, remove)
    assert gone.is_set()
    assert [p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()] == [upload.content]
