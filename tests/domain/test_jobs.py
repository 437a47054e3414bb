import json
import signal
import threading
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult
from typer.testing import CliRunner

from duban.core import clock
from duban.jobs.models import Run
from duban.jobs.schedule import SCHEDULE, tick
from duban.jobs.tasks import sweep
from duban.notices.models import Digest, Notice
from duban.notices.services import tell
from duban.notices.types import Kind, NoticeDraft
from duban.orgs.models import User

HERE = ZoneInfo("Asia/Shanghai")


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


def queued():
    return sorted(t.task_path.rsplit(".", 1)[1] for t in DBTaskResult.objects.all())


@pytest.fixture
def signals():
    kept = {s: signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.django_db
def test_every_turn_is_taken_once():
    tick(moment("2020-09-16 03:00"))
    assert queued() == ["compute_chances", "deliver_notices", "make_digests"]
    assert tick(moment("2020-09-16 03:00:59")) == []
    tick(moment("2020-09-16 09:00"))
    once, often = (
        ["escalate_blockers", "follow_calendars", "sweep", "tell_plans"],
        ["compute_chances", "deliver_notices", "make_digests"],
    )
    assert queued() == sorted(once + often * 2)
    tick(moment("2020-09-16 23:59"))
    assert queued().count("escalate_blockers") == 1
    tick(moment("2020-09-17 09:00"))
    assert queued().count("escalate_blockers") == 2
    assert Run.objects.filter(task="escalate_blockers").count() == 2


def test_no_task_runs_on_the_half_hour():
    assert not [t for t in SCHEDULE if t.daily_from and t.daily_from.minute in {0, 30}]


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_what_is_queued(yinchuan, signals):
    call_command("duban_worker", once=True)
    call_command("duban_worker", once=True)
    states = set(DBTaskResult.objects.values_list("status", flat=True))
    assert states == {"SUCCESSFUL"}, [t.traceback for t in DBTaskResult.objects.all()]


@pytest.mark.django_db
def test_the_sweep_forgets_what_is_over_and_nothing_else(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: moment("2020-09-30 03:17"))
    for key, over in (("gone", "2020-09-30 03:16"), ("here", "2020-09-30 03:18")):
        Session.objects.create(session_key=key, session_data="", expire_date=moment(over))
    for slot, at in (("old", "2020-09-16 03:16"), ("new", "2020-09-16 03:18")):
        Run.objects.create(task="sweep", slot=slot, at=moment(at))
    assert sweep.func() == 2
    assert [s.session_key for s in Session.objects.all()] == ["here"]
    assert [r.slot for r in Run.objects.all()] == ["new"]


@pytest.fixture
def told(yinchuan, operator):
    user = User.objects.get(username="jianhuan")
    draft = NoticeDraft(
        yinchuan, user.pk, "k", "blockers.told.due", ("经济发展局", "三期", "@blocker.blockage", "2020-0001"),
        link="/yinchuan/blockers/1/", due=date(2020, 10, 10), kind=Kind.REMINDER,
    )  # fmt: skip
    tell(actor=operator, notices=[draft], at=moment("2020-10-09 10:00"))
    return user


def test_the_command_says_a_day_s_digests(told):
    from duban.cli.app import app

    def answer(*words):
        done = CliRunner().invoke(app, ["notices", "digest", "--on", "2020-10-10", "--json", *words])
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    line = {
        "text": "经济发展局就“三期”提出的堵点今天到期（2020-0001）。",
        "due": "2020-10-10",
        "link": "/yinchuan/blockers/1/",
        "kind": "reminder",
        "group": "due_today",
    }
    whole = answer("--dry-run")
    lines = {one["username"]: one["lines"] for one in whole["digests"]}
    assert line in lines["jianhuan"]
    assert all(line not in own for name, own in lines.items() if name != "jianhuan")
    assert {"caizheng", "zhaoshang"} <= set(lines)
    assert not Digest.objects.exists()
    assert answer() == whole
    assert answer() == {"on": "2020-10-10", "digests": []}
    mine = Digest.objects.get(user__username="jianhuan").pk
    assert {n.digest_id for n in Notice.objects.filter(user__username="jianhuan")} == {mine}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time")
@pytest.mark.django_db(transaction=True)
def test_many_workers_do_nothing_twice(told, operator):
    from duban.notices.services import make_digests

    gate, made = threading.Barrier(4), []

    def work():
        gate.wait()
        try:
            tick(moment("2020-10-10 09:00"))
            at = moment("2020-10-10 09:00")
            made.append(len(make_digests(actor=operator, on=at.date(), at=at)))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert sorted(made) == [0, 0, 0, 1]
    assert len(queued()) == len(SCHEDULE)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time")
@pytest.mark.django_db(transaction=True)
def test_telling_at_the_same_time_tells_once(told, operator, yinchuan):
    gate = threading.Barrier(4)

    def work():
        gate.wait()
        try:
            draft = NoticeDraft(yinchuan, told.pk, "again", "orgs.ring")
            tell(actor=operator, notices=[draft], at=moment("2020-10-09 10:00"))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert Notice.objects.filter(key__endswith=":again").count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time")
@pytest.mark.django_db(transaction=True)
def test_many_senders_send_each_message_once(told, operator, person):
    from duban.notices.services import add_channel, deliver
    from duban.notices.types import ChannelKind, Outcome

    add_channel(
        actor=person("jianhuan"), kind=ChannelKind.WECOM, at=moment("2020-10-09 09:00"),
        address="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123456789abcdef",
    )  # fmt: skip
    drafts = [NoticeDraft(told.zone_id, told.pk, f"{n}", "orgs.ring", at_once=True) for n in range(8)]
    tell(actor=operator, notices=drafts, at=moment("2020-10-09 10:07"))
    gate, sent = threading.Barrier(4), []

    class Pretend:
        def send(self, message):
            sent.append(message)
            return Outcome(sent=True)

    def work():
        gate.wait()
        try:
            deliver(actor=operator, at=moment("2020-10-09 10:07"), sender=Pretend())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert len(sent) == 8
