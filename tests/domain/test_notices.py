import re
from datetime import date, time, timedelta

import pytest
from django.utils import translation

from duban.core.errors import Forbidden, Invalid, NotFound
from duban.core.named import POST, UNIT, named
from duban.notices import selectors, services
from duban.notices.models import Digest, Notice
from duban.notices.types import Group, Kind, Preference
from duban.orgs.models import Post, Unit, User
from duban.orgs.services import reorganise
from tests.domain.notice_desk import moment


@pytest.fixture
def desk(notice_desk):
    return notice_desk


def test_telling_twice_does_nothing_twice(desk):
    assert desk.tell() == 1
    assert desk.tell(at="2020-09-17 10:00") == 0
    assert desk.tell(who=desk.other) == 1
    assert Notice.objects.count() == 2


def test_a_notice_without_a_sentence_or_leading_outside_is_a_mistake(desk):
    with pytest.raises(Invalid):
        desk.tell(code="no.such")
    for link in ("https://elsewhere/", "//elsewhere", "javascript:1"):
        with pytest.raises(Invalid):
            desk.tell(link=link)


def test_the_inbox_is_ones_own(desk):
    desk.tell()
    assert selectors.inbox(actor=desk.head, zone_id=desk.zone).unread == 1
    assert selectors.inbox(actor=desk.other, zone_id=desk.zone).rows == ()
    [row] = selectors.inbox(actor=desk.head, zone_id=desk.zone).rows
    assert row.text == "经济发展局就“k”提出的堵点今天到期（2020-0001）。"
    later = moment("2020-09-16 11:00")
    assert services.mark_read(actor=desk.other, zone_id=desk.zone, at=later, notice_ids=[row.id]) == 0
    assert services.mark_read(actor=desk.head, zone_id=desk.zone, at=later) == 1
    assert selectors.unread_count(actor=desk.head) == 0


def test_one_digest_a_day_however_often_it_is_made(desk):
    desk.tell("a")
    desk.tell("b", who=desk.other)
    first = desk.digest("2020-09-17")
    assert [(v.username, len(v.lines)) for v in first] == [("caizheng", 1), ("jianhuan", 1)]
    desk.tell("c", at="2020-09-17 11:00")
    assert desk.digest("2020-09-17") == []
    [next_day] = desk.digest("2020-09-18")
    assert [line.text for line in next_day.lines] == ["经济发展局就“c”提出的堵点今天到期（2020-0001）。"]
    assert Digest.objects.count() == 3


def test_the_digest_waits_for_its_own_time(desk):
    desk.tell()
    services.set_preference(
        actor=desk.head, preference=Preference(digest_at=time(14, 15)), at=moment("2020-09-16 09:00")
    )
    assert desk.digest("2020-09-17", "2020-09-17 14:14") == []
    assert len(desk.digest("2020-09-17", "2020-09-17 14:15")) == 1


def test_the_most_pressing_stands_first(desk):
    today = date(2020, 9, 17)
    desk.tell("info", kind=Kind.INFORMATION)
    desk.tell("waits", due=date(2020, 9, 25))
    desk.tell("today", due=today, kind=Kind.REMINDER)
    desk.tell("past", due=date(2020, 9, 15))
    desk.tell("risen", kind=Kind.ESCALATION)
    desk.tell("over", kind=Kind.OVERDUE)
    [view] = desk.digest("2020-09-17")
    assert [line.group for line in view.lines] == [
        Group.OVERDUE, Group.OVERDUE, Group.DUE_TODAY, Group.WAITING, Group.WAITING, Group.INFORMATION,
    ]  # fmt: skip


def test_no_digest_over_the_holiday_and_one_on_the_make_up_sunday(desk):
    desk.tell(at="2020-09-25 19:00")
    assert desk.digest("2020-09-26") == []
    assert len(desk.digest("2020-09-27")) == 1
    desk.tell("b", at="2020-09-30 19:00")
    assert [day for day in range(1, 9) if desk.digest(f"2020-10-{day:02}")] == []
    assert len(desk.digest("2020-10-09")) == 1
    desk.tell("c", at="2020-10-09 19:00")
    assert len(desk.digest("2020-10-10")) == 1


def test_a_dry_run_leaves_nothing(desk):
    desk.tell("a")

    def prepare(*, actor, on, at):
        desk.tell("today's own", at="2020-09-17 06:00")

    [view] = desk.digest("2020-09-17", dry_run=True, prepare=prepare)
    assert len(view.lines) == 2
    assert not Digest.objects.exists()
    assert Notice.objects.count() == 1
    assert len(desk.digest("2020-09-17", prepare=prepare)[0].lines) == 2


def test_what_was_read_or_settled_is_not_said_again(desk, operator):
    desk.tell("a", about="item:1")
    desk.tell("b", who=desk.other)
    services.settle(actor=operator, zone_id=desk.zone, about=["item:1"], at=moment("2020-09-16 12:00"))
    services.mark_read(actor=desk.other, zone_id=desk.zone, at=moment("2020-09-16 12:00"))
    assert desk.digest("2020-09-17") == []
    assert selectors.unread_count(actor=desk.head) == 0


def test_everyone_reads_their_own_language(desk):
    services.set_preference(
        actor=desk.head, preference=Preference(language="en"), at=moment("2020-09-16 09:00")
    )
    desk.tell()
    desk.tell(who=desk.other)
    english = {v.username: v.lines[0].text for v in desk.digest("2020-09-17")}
    assert "due today" in english["jianhuan"]
    assert "今天到期" in english["caizheng"]


@pytest.mark.parametrize(
    "bad",
    [
        Preference(starts=time(18), ends=time(9)),
        Preference(digest_at=time(6)),
        Preference(language="tlh"),
    ],
)
def test_preferences_that_cannot_be(desk, bad):
    with pytest.raises(Invalid):
        services.set_preference(actor=desk.head, preference=bad, at=moment("2020-09-16 09:00"))


def test_only_the_machine_sends_and_makes_digests(desk, at):
    with pytest.raises(Forbidden):
        services.deliver(actor=desk.head, at=at)
    with pytest.raises(Forbidden):
        services.make_digests(actor=desk.head, on=at.date(), at=at)


def test_a_feed_opens_until_it_is_taken_back(desk):
    at = moment("2020-09-16 09:00")
    first = services.make_feed(actor=desk.head, at=at)
    assert selectors.feed_owner(token=first) == desk.head.user_id
    assert re.fullmatch(r"[\w-]{43}", first)
    second = services.make_feed(actor=desk.head, at=at + timedelta(hours=1))
    for dead in (first, "", "x" * 43):
        with pytest.raises(NotFound):
            selectors.feed_owner(token=dead)
    User.objects.filter(pk=desk.head.user_id).update(is_active=False)
    with pytest.raises(NotFound):
        selectors.feed_owner(token=second)
    User.objects.filter(pk=desk.head.user_id).update(is_active=True)
    assert services.revoke_feed(actor=desk.head, at=at)
    assert not services.revoke_feed(actor=desk.head, at=at)
    with pytest.raises(NotFound):
        selectors.feed_owner(token=second)


def test_one_thing_is_said_once_as_pressing_as_it_is(desk):
    desk.tell("waits", about="item:1", due=date(2020, 9, 16))
    desk.tell("late", about="item:1", due=date(2020, 9, 16), kind=Kind.OVERDUE)
    desk.tell("news", about="item:1", kind=Kind.INFORMATION)
    [view] = desk.digest("2020-09-17")
    assert [line.kind for line in view.lines] == [Kind.OVERDUE, Kind.INFORMATION]


def test_units_and_posts_are_named_in_the_readers_language_as_they_were(desk, operator):
    unit, post = Unit.objects.get(code="economy"), Post.objects.get(code="deputy-economy")
    desk.tell(
        code="blockers.told.late",
        args=(
            named(UNIT, unit.pk, "经济发展局"), "标题", "@blocker.blockage", "2020-0001", "3",
            named(POST, post.pk, "管委会副主任（分管经济）"),
        ),
    )  # fmt: skip
    desk.tell("old", args=("建设环保局", "旧", "@blocker.blockage", "2020-0002"))

    def shown():
        return [row.text for row in selectors.inbox(actor=desk.head, zone_id=desk.zone).rows]

    chinese = "经济发展局就“标题”提出的堵点已超期 3 个工作日，现由管委会副主任（分管经济）办理（2020-0001）。"
    assert chinese in shown()
    reorganise(
        actor=operator, unit_id=unit.pk, changes={"name": "经济发展和统计局", "name_en": "Economy and Statistics"},
        starts=date(2020, 10, 1), at=moment("2020-09-30 10:00"),
    )  # fmt: skip
    assert chinese in shown()
    with translation.override("en"):
        old, new = shown()
        english = unit.spells.order_by("starts").first().name_en
        assert english
        assert post.title_en
        assert english in new
        assert post.title_en in new
        assert "经济发展" not in new
        # What was told before names carried their ids stays as it was told.
        assert "建设环保局" in old


def test_a_digest_speaks_the_readers_language(desk):
    unit = Unit.objects.get(code="economy")
    desk.tell(args=(named(UNIT, unit.pk, "经济发展局"), "k", "@blocker.blockage", "2020-0001"))
    services.set_preference(
        actor=desk.head, preference=Preference(language="en"), at=moment("2020-09-16 10:00")
    )
    [view] = desk.digest("2020-09-17")
    assert unit.spells.get().name_en in view.lines[0].text


def test_names_cost_two_queries_however_many_there_are(desk, django_assert_num_queries):
    unit = Unit.objects.get(code="economy")
    for n in range(8):
        day = f"2020-09-{10 + n} 10:00"
        desk.tell(f"k{n}", at=day, args=(named(UNIT, unit.pk, "经济发展局"), "k", "@blocker.blockage", "1"))
    with translation.override("en"), django_assert_num_queries(4):
        assert len(selectors.inbox(actor=desk.head, zone_id=desk.zone).rows) == 8
