from dataclasses import replace
from datetime import date, time

import pytest
from django.db import transaction

from duban.core.errors import Invalid, NotFound
from duban.engine.kernel import Problem
from duban.notices import selectors, services
from duban.notices.models import Channel, Delivery, Robot
from duban.notices.types import ChannelKind, Kind, NoticeDraft, Preference
from duban.orgs.models import User
from tests.domain.notice_desk import BUSY, HERE, REFUSED, ROBOT, Pretend, moment


@pytest.fixture
def desk(notice_desk):
    return notice_desk


@pytest.mark.parametrize(
    ("told", "leaves"),
    [
        ("2020-09-16 10:07", "2020-09-16 10:07"),
        ("2020-09-30 19:00", "2020-10-09"),
        ("2020-09-26 12:00", "2020-09-27"),
    ],
)
def test_at_once_means_after_the_quiet_hours(desk, told, leaves):
    desk.channel()
    desk.tell(at=told, at_once=True)
    desk.deliver(told, Pretend())
    delivery = Delivery.objects.get()
    when = (delivery.sent_at or delivery.next_at).astimezone(HERE)
    if delivery.sent_at is None:
        assert time(8, 30) < when.time() < time(9)
    assert when.isoformat(" ").startswith(leaves)
    assert desk.digest("2020-09-17") == []


def test_never_on_the_hour_and_not_all_in_one_minute(desk, operator):
    users = list(User.objects.values_list("pk", flat=True))
    for user in users:
        channel = Channel.objects.create(
            user_id=user, kind="wecom", address="", masked="", added_at=moment("2020-09-01 09:00"),
            robot=Robot.objects.create(fingerprint=str(user)),
        )  # fmt: skip
        assert channel
        draft = NoticeDraft(desk.zone, user, "k", "orgs.ring")
        services.tell(actor=operator, notices=[draft], at=moment("2020-09-16 10:00"))
    desk.digest("2020-09-17", "2020-09-17 08:30")
    minutes = [d.next_at.astimezone(HERE).minute for d in Delivery.objects.all()]
    assert len(minutes) == len(users)
    assert not {0, 30} & set(minutes)
    assert len(set(minutes)) > len(users) // 2


def test_without_a_channel_or_the_wish_it_waits_for_the_digest(desk):
    desk.tell("a", at_once=True)
    desk.channel(desk.other)
    services.set_preference(
        actor=desk.other, preference=Preference(at_once=False), at=moment("2020-09-16 09:00")
    )
    desk.tell("b", at_once=True, who=desk.other)
    desk.deliver("2020-09-16 10:07", Pretend())
    assert not Delivery.objects.exists()
    assert len(desk.digest("2020-09-17")) == 2


def test_failures_are_tried_again_later_and_later_and_never_lost(desk):
    channel = desk.channel()
    desk.tell(at="2020-09-16 10:07", at_once=True)
    now = moment("2020-09-16 10:07")
    waits = []
    for _ in range(20):
        report = services.deliver(actor=operator_of(desk), at=now, sender=Pretend(BUSY))
        assert report.failed == 1
        delivery = Delivery.objects.get()
        if delivery.next_at is None:
            break
        waits.append(int((delivery.next_at - now).total_seconds()) // 60)
        now = delivery.next_at
    assert waits == [1, 2, 5, 15, 60, 180, 360, 720]
    assert selectors.unread_count(actor=desk.head) == 1
    [row] = selectors.channels_of(actor=desk.head)
    assert (row.failed, row.last_error) == (1, Problem("notices.network"))

    with pytest.raises(NotFound):
        services.retry_channel(actor=desk.other, channel_id=channel, at=now)
    assert services.retry_channel(actor=desk.head, channel_id=channel, at=now) == 1
    assert services.deliver(actor=operator_of(desk), at=now, sender=Pretend()).sent == 1


def operator_of(_desk):
    from duban.orgs.selectors import operator

    return operator(name="测试")


def test_a_refusal_that_time_will_not_mend_is_not_tried_again(desk):
    desk.channel()
    desk.tell(at="2020-09-16 10:07", at_once=True)
    desk.deliver("2020-09-16 10:07", Pretend(REFUSED))
    assert desk.deliver("2020-09-17 10:07", Pretend()).sent == 0
    assert Delivery.objects.get().state == "failed"
    assert len(desk.digest("2020-09-17")) == 1, "the digest says it"


def test_killed_between_sending_and_marking_it_is_sent_again(desk):
    class Dies:
        def send(self, message):
            raise KeyboardInterrupt

    desk.channel()
    desk.tell(at="2020-09-16 10:07", at_once=True)
    with pytest.raises(KeyboardInterrupt):
        desk.deliver("2020-09-16 10:07", Dies())
    assert desk.deliver("2020-09-16 10:08", Pretend()).sent == 0, "another may not take it meanwhile"
    assert desk.deliver("2020-09-16 10:13", Pretend()).sent == 1
    assert desk.deliver("2020-09-16 10:30", Pretend()).sent == 0


def test_a_robot_gets_no_more_than_its_share_of_a_minute(desk, person):
    for name in ("jianhuan", "caizheng", "zhaoshang"):
        desk.channel(person(name))
        for n in range(5):
            desk.tell(f"{n}", at="2020-09-16 10:07", who=person(name), at_once=True)
    first = desk.deliver("2020-09-16 10:07", Pretend())
    assert (first.sent, first.postponed) == (10, 5)
    assert desk.deliver("2020-09-16 10:08", Pretend()).sent == 5


def test_a_robot_that_asks_for_patience_gets_it_whoever_writes(desk, person):
    for name in ("jianhuan", "caizheng"):
        desk.channel(person(name))
        desk.tell(at="2020-09-16 10:07", who=person(name), at_once=True)
    crowded = replace(BUSY, pause=600)
    report = desk.deliver("2020-09-16 10:07", Pretend(crowded))
    assert (report.failed, report.postponed) == (1, 1)
    assert desk.deliver("2020-09-16 10:16", Pretend()).sent == 0
    assert desk.deliver("2020-09-16 10:17", Pretend()).sent == 2


def test_what_nobody_needs_any_more_is_not_sent(desk):
    channel = desk.channel()
    desk.tell(at="2020-09-30 19:00", at_once=True)
    desk.deliver("2020-09-30 19:00", Pretend())
    services.mark_read(actor=desk.head, zone_id=desk.zone, at=moment("2020-10-02 09:00"))
    pretend = Pretend()
    desk.deliver("2020-10-09 10:00", pretend)
    assert pretend.sent == []
    assert Delivery.objects.get().state == "dropped"
    services.remove_channel(actor=desk.head, channel_id=channel, at=moment("2020-10-09 11:00"))
    assert Channel.objects.get().address == ""


def test_a_failure_never_undoes_a_move(desk):
    desk.channel()
    with transaction.atomic():
        desk.tell(at="2020-09-16 10:07", at_once=True)
        assert not Delivery.objects.exists(), "nothing goes out inside the caller's transaction"


def test_a_digest_goes_out_with_its_lines_and_a_link(desk, settings):
    desk.channel()
    desk.tell("a", due=date(2020, 9, 16))
    desk.tell("b", kind=Kind.INFORMATION)
    desk.digest("2020-09-17", "2020-09-17 08:30")
    pretend = Pretend()
    desk.deliver("2020-09-17 09:10", pretend)
    [message] = pretend.sent
    assert message.subject == "督办 2020-09-17 提要，2 件"
    assert message.text.startswith("【已逾期 1】\n· 经济发展局就“a”")
    assert message.link == "http://127.0.0.1:8000/"
    assert message.address == ROBOT


@pytest.mark.parametrize(
    "address",
    [
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x",
        "https://169.254.169.254/latest/meta-data",
        "https://qyapi.weixin.qq.com.evil.example/send?key=x",
        "https://qyapi.weixin.qq.com:22/send?key=x",
        "https://user:pw@qyapi.weixin.qq.com/send?key=x",
        "https://qyapi.weixin.qq.com/",
        "file:///etc/passwd",
        "https://[bad",
        "",
    ],
)
def test_robots_live_on_allowed_hosts_only(desk, address):
    with pytest.raises(Invalid):
        desk.channel(address=address)


def test_a_private_deployment_may_be_allowed(desk, settings):
    settings.DUBAN_NOTICE_HOSTS = ["wecom.zone.example:8443", "http://robot.intranet"]
    desk.channel(address="https://wecom.zone.example:8443/cgi-bin/webhook/send?key=abc")
    desk.channel(address="http://robot.intranet/hook/abc", kind=ChannelKind.FEISHU)
    with pytest.raises(Invalid):
        desk.channel(address="http://wecom.zone.example:8443/x")


def test_the_address_is_sealed_masked_and_not_in_the_record(desk, django_db_blocker):
    from duban.audit.models import Entry

    desk.channel()
    row = Channel.objects.get()
    key = ROBOT.split("=")[1]
    assert key not in row.address + row.masked + row.secret
    assert row.address.startswith("fernet1:")
    assert row.masked == "qyapi.weixin.qq.com …cdef"
    assert not [e for e in Entry.objects.all() if key in e.after or "SECxyz" in e.after]
    with pytest.raises(Invalid):
        desk.channel()


def test_a_changed_key_is_said_and_not_a_crash(desk, settings):
    desk.channel()
    desk.tell(at="2020-09-16 10:07", at_once=True)
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    assert desk.deliver("2020-09-16 10:07", Pretend()).failed == 1
    [row] = selectors.channels_of(actor=desk.head)
    assert row.last_error == Problem("notices.broken_seal")
    settings.SECRET_KEY_FALLBACKS = [old]
    services.retry_channel(actor=desk.head, channel_id=row.id, at=moment("2020-09-16 11:07"))
    assert desk.deliver("2020-09-16 11:07", Pretend()).sent == 1


def test_mail_needs_a_server_and_goes_by_django(desk, settings, mailoutbox):
    with pytest.raises(Invalid):
        desk.channel(address="a@example.com", kind=ChannelKind.EMAIL)
    settings.EMAIL_HOST = "mail.example"
    desk.channel(address="someone@example.com", kind=ChannelKind.EMAIL)
    desk.tell(at="2020-09-16 10:07", at_once=True)
    services.deliver(actor=operator_of(desk), at=moment("2020-09-16 10:07"))
    [mail] = mailoutbox
    assert mail.to == ["someone@example.com"]
    assert "等您办" in mail.subject
    assert Channel.objects.get().masked == "s…@example.com"


def test_a_digest_that_was_read_meanwhile_is_not_sent(desk):
    desk.channel()
    desk.tell("a")
    desk.digest("2020-09-17", "2020-09-17 08:30")
    services.mark_read(actor=desk.head, zone_id=desk.zone, at=moment("2020-09-17 08:30"))
    desk.deliver("2020-09-17 09:10", Pretend())
    assert Delivery.objects.get().state == "dropped"
