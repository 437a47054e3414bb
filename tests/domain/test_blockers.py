import threading
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from duban.audit.models import Entry
from duban.blockers import selectors, services
from duban.blockers.lifecycle import MACHINE
from duban.blockers.models import Blocker, Move
from duban.blockers.types import (
    OPEN,
    WITH_ADDRESSEE,
    BlockerDraft,
    BlockerFilter,
    BlockerKind,
    BlockerState,
    CauseRow,
    ServiceRule,
    Subject,
)
from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.engine.calendars import DayCount
from duban.notices.models import Notice
from duban.orgs.models import Post, Unit

HERE = ZoneInfo("Asia/Shanghai")
SUBJECT = Subject("project", "7", "标准厂房三期", "XM-007", "/yinchuan/", date(2020, 11, 14))


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.fixture
def desk(yinchuan, operator, person):
    """Promotion is stuck on construction. 2020-09-16 is a Wednesday."""
    units = dict(Unit.objects.values_list("code", "pk"))

    class Desk:
        zone = yinchuan
        unit = units
        stuck = person("zhaoshang")
        asked = person("jianhuan")
        leader = person("fuzhuren-zhaoshang")
        director = person("zhuren")

        def draft(self, **more):
            given = {
                "subject": SUBJECT,
                "kind": BlockerKind.BLOCKAGE,
                "unit_id": units["promotion"],
                "to_unit_id": units["construction"],
                "cause": "permits",
                "text": "施工许可未批",
                "help_wanted": "请尽快办理施工许可",
            }
            return BlockerDraft(**given | more)

        def raised(self, at="2020-09-16 10:00", actor=None, **more):
            return services.raise_blocker(
                actor=actor or self.stuck, zone_id=yinchuan, draft=self.draft(**more), at=moment(at)
            )

        def move(self, pk, edge, actor, text="", at="2020-09-17 10:00", version=None, **more):
            services.move_blocker(
                actor=actor,
                zone_id=yinchuan,
                blocker_id=pk,
                edge=edge,
                version=Blocker.objects.get(pk=pk).version if version is None else version,
                text=text,
                at=moment(at),
                **more,
            )

        def page(self, pk, actor=None, at="2020-09-30 10:00"):
            return selectors.blocker_page(
                actor=actor or self.stuck, zone_id=yinchuan, blocker_id=pk, at=moment(at)
            )

        def escalate(self, day):
            return services.escalate(actor=operator, at=moment(f"{day} 08:00"))

        def told(self, code):
            rows = Notice.objects.filter(code=f"blockers.told.{code}", settled=False)
            return set(rows.values_list("user__username", flat=True))

    return Desk()


def test_the_whole_life(desk):
    pk = desk.raised()
    row = desk.page(pk).row
    assert (row.number, row.due, row.state) == ("2020-0001", date(2020, 9, 17), BlockerState.RAISED)
    assert desk.told("raised") == {"jianhuan"}
    assert Notice.objects.get().at_once, "somebody is stuck on them"

    desk.move(pk, "acknowledge", desk.asked)
    assert desk.told("raised") == set(), "settled"
    assert desk.told("acknowledged") == {"zhaoshang"}
    assert desk.page(pk).row.due == date(2020, 9, 24)  # five working days after the 17th
    desk.move(pk, "answer", desk.asked, "容缺受理，周五发证", "2020-09-18 10:00")
    assert desk.told("answered") == {"zhaoshang"}
    assert desk.page(pk).row.due is None
    desk.move(pk, "reopen", desk.stuck, "还没有拿到证", "2020-09-21 10:00")
    assert desk.page(pk).row.due == date(2020, 9, 27)  # the make-up Sunday is worked
    desk.move(pk, "answer", desk.asked, "已发证", "2020-09-22 10:00")
    desk.move(pk, "clear", desk.stuck, "", "2020-09-23 10:00")

    page = desk.page(pk)
    assert page.row.state is BlockerState.CLEARED
    assert [m.edge for m in page.moves][::-1] == [
        "raise", "acknowledge", "answer", "reopen", "answer", "clear",
    ]  # fmt: skip
    # Asked: 16, 17 and 21 September; its own turn: 18, 19, 20 and 22 September.
    shared = {d.unit_id: (d.asked, d.own) for d in page.held}
    none = DayCount(0, 0)
    assert shared == {
        desk.unit["construction"]: (DayCount(3, 3), none),
        desk.unit["promotion"]: (none, DayCount(4, 2)),
    }
    assert page.row.days.calendar == 7
    verbs = Entry.objects.filter(thing=f"blocker:{pk}").order_by("number").values_list("verb", flat=True)
    assert (verbs.first(), verbs.last()) == ("blockers.raise", "blockers.clear")


def test_not_ours_goes_to_the_raiser_s_leader_who_readdresses(desk):
    pk = desk.raised()
    with pytest.raises(Invalid):
        desk.move(pk, "refuse", desk.asked)
    desk.move(pk, "refuse", desk.asked, "属经济发展局职责")
    assert desk.told("refused") == {"fuzhuren-zhaoshang"}
    assert desk.told("sent_back") == {"zhaoshang"}
    with pytest.raises(Forbidden):
        desk.move(pk, "readdress", desk.asked, "不对", to_unit_id=desk.unit["finance"])
    with pytest.raises(Invalid):
        desk.move(pk, "readdress", desk.leader, "改派")
    for same in ("construction", "promotion"):
        with pytest.raises(Invalid):
            desk.move(pk, "readdress", desk.leader, "改派", to_unit_id=desk.unit[same])
    desk.move(pk, "readdress", desk.leader, "请经发局办", "2020-09-18 10:00", to_unit_id=desk.unit["economy"])
    assert desk.told("raised") == {"jingfa"}
    row = desk.page(pk).row
    assert (row.to_unit_id, row.state, row.due) == (
        desk.unit["economy"], BlockerState.RAISED, date(2020, 9, 21),
    )  # fmt: skip
    days = {d.unit_id: d for d in desk.page(pk, at="2020-09-21 10:00").held}
    # Construction had the 16th, promotion's leader the 17th, economy the 18th to the 20th.
    assert [days[desk.unit[u]].asked.calendar for u in ("construction", "economy")] == [1, 3]
    assert days[desk.unit["promotion"]].own.calendar == 1


def test_what_was_upheld_is_not_refused_again(desk):
    pk = desk.raised()
    desk.move(pk, "refuse", desk.asked, "不属本局")
    desk.move(pk, "uphold", desk.leader, "由建环局办")
    assert desk.told("upheld") == {"jianhuan"}
    with pytest.raises(Invalid) as refused:
        desk.move(pk, "refuse", desk.asked, "还是不属")
    assert [p.args for p in refused.value.problems] == [("not_upheld",)]
    assert desk.page(pk, desk.asked).missing["refuse"] != ()
    desk.move(pk, "answer", desk.asked, "办")


def test_sides_keep_to_their_own_steps(desk):
    pk = desk.raised()
    for edge, actor in (
        ("acknowledge", desk.stuck),
        ("withdraw", desk.asked),
        ("acknowledge", desk.director),
    ):
        with pytest.raises(Forbidden):
            desk.move(pk, edge, actor, "x")
    desk.move(pk, "answer", desk.asked, "办")
    with pytest.raises(Forbidden):
        desk.move(pk, "clear", desk.asked)
    assert desk.page(pk, desk.stuck).open_edges == ("clear", "reopen", "withdraw")
    assert desk.page(pk, desk.asked).open_edges == ()


def test_who_stands_on_both_sides_cannot_clear(desk, now):
    from duban.orgs.selectors import actor_of
    from duban.orgs.selectors import operator as make_operator
    from duban.orgs.services import grant
    from duban.orgs.types import Role

    grant(
        actor=make_operator(name="测试"), user_id=desk.stuck.user_id, unit_id=desk.unit["construction"],
        role=Role.RESPONSIBLE, starts=date(2001, 1, 1), at=now,
    )  # fmt: skip
    both = actor_of(user_id=desk.stuck.user_id, origin="-", on=now.date())
    pk = desk.raised()
    desk.move(pk, "answer", both, "自己办")
    with pytest.raises(Invalid) as refused:
        desk.move(pk, "clear", both)
    assert [p.args for p in refused.value.problems] == [("not_addressed",)]


def test_a_leader_is_asked_by_post(desk):
    post = Post.objects.get(code="deputy-construction").pk
    pk = desk.raised(to_unit_id=None, to_post_id=post)
    assert desk.told("raised") == {"fuzhuren-jianshe"}
    with pytest.raises(Forbidden):
        desk.move(pk, "acknowledge", desk.asked)


def test_everything_wrong_with_it_is_said_at_once(desk):
    with pytest.raises(Invalid) as refused:
        desk.raised(to_unit_id=None, cause="moon", text=" ", help_wanted="")
    assert [p.code for p in refused.value.problems] == [
        "blockers.no_addressee", "blockers.unknown_cause", "core.required", "core.required",
    ]  # fmt: skip
    with pytest.raises(Invalid):
        desk.raised(to_unit_id=desk.unit["promotion"])
    with pytest.raises(Forbidden):
        desk.raised(actor=desk.asked)
    assert not Blocker.objects.exists()


def test_the_second_of_two_is_told(desk):
    pk = desk.raised()
    desk.move(pk, "acknowledge", desk.asked)
    with pytest.raises(Conflict):
        desk.move(pk, "answer", desk.asked, "办", version=0)


def test_another_zone_sees_nothing(desk, stranger, at):
    pk = desk.raised()
    with pytest.raises(NotFound):
        desk.page(pk, stranger)
    with pytest.raises(NotFound):
        desk.move(pk, "acknowledge", stranger)
    with pytest.raises(NotFound):
        desk.raised(actor=stranger)
    with pytest.raises(NotFound):
        services.set_service_rule(
            actor=stranger, zone_id=desk.zone, rule=ServiceRule(), starts=at.date(), reason="x", at=at
        )
    assert selectors.count_blockers(actor=stranger, zone_id=desk.zone, on=at.date()) == 0
    assert selectors.days_blocked(actor=stranger, zone_id=desk.zone, on=at.date()) == []


def test_a_firm_sees_its_own_only(desk, now):
    from duban.orgs.selectors import actor_of
    from duban.orgs.selectors import operator as make_operator
    from duban.orgs.services import create_account, establish, grant
    from duban.orgs.types import Role, UnitKind

    them = make_operator(name="测试")
    firm = establish(
        actor=them, kind=UnitKind.ENTERPRISE, code="firm", name="某公司（示例）", zone_id=desk.zone,
        parent_id=desk.zone, starts=date(2001, 1, 1), at=now,
    )  # fmt: skip
    user, _password = create_account(
        actor=them, zone_id=desk.zone, username="qiye", name="企业负责人", at=now
    )
    grant(actor=them, user_id=user, unit_id=firm, role=Role.ENTERPRISE_HEAD, starts=date(2001, 1, 1), at=now)
    head = actor_of(user_id=user, origin="-", on=now.date())
    others, own = desk.raised(), desk.raised(actor=head, unit_id=firm)
    with pytest.raises(NotFound):
        desk.page(others, head)
    assert desk.page(own, head).row.unit == "某公司（示例）"
    seen = selectors.open_blockers(actor=head, zone_id=desk.zone, on=date(2020, 9, 30))
    assert (seen.total, [r.id for r in seen.rows]) == (1, [own])
    desk.move(own, "refuse", desk.asked, "不属本局")
    assert desk.told("refused") == {"zhuren"}, "a firm without a leader in charge: the director decides"


def test_escalation_climbs_the_chain_and_says_each_level_once(desk):
    pk = desk.raised()  # due Thursday the 17th
    assert desk.escalate("2020-09-16") == []
    [reminded] = desk.escalate("2020-09-17")
    assert (reminded.level, desk.told("due")) == (0, {"jianhuan"})
    assert desk.escalate("2020-09-17") == []

    [first] = desk.escalate("2020-09-18")
    assert (first.level, desk.told("late")) == (1, {"jianhuan"})
    assert desk.escalate("2020-09-18") == []
    assert desk.escalate("2020-09-19") == [], "a Saturday"
    assert desk.escalate("2020-09-21") == []
    [second] = desk.escalate("2020-09-22")  # the third working day after
    assert (second.level, desk.told("late")) == (2, {"jianhuan", "fuzhuren-jianshe"})
    [third] = desk.escalate("2020-09-24")
    assert (third.level, desk.told("late")) == (3, {"jianhuan", "fuzhuren-jianshe", "zhuren"})
    assert desk.escalate("2020-09-25") == []
    assert Move.objects.filter(edge="escalate").count() == 3
    assert desk.page(pk).row.late

    desk.move(pk, "acknowledge", desk.asked, at="2020-09-25 09:00", version=0)
    assert (desk.page(pk).row.level, desk.told("late")) == (0, set())


def test_a_missed_week_is_made_up_level_by_level(desk):
    desk.raised()
    assert [e.level for e in desk.escalate("2020-09-25")] == [1, 2, 3]


def test_the_rule_and_the_causes_are_dated_data(desk, person):
    boss, at = person("ducha"), moment("2020-09-20 09:00")
    before = {"actor": boss, "zone_id": desk.zone, "at": at}
    rule = ServiceRule(acknowledge_days=2, answer_days=10, levels=(2, 4, 6))
    services.set_service_rule(**before, rule=rule, starts=date(2020, 9, 21), reason="试行")
    assert selectors.service_rule_on(zone_id=desk.zone, on=date(2020, 9, 20)).acknowledge_days == 1
    assert desk.page(desk.raised(at="2020-09-21 09:00")).row.due == date(2020, 9, 23)
    with pytest.raises(Conflict):
        services.set_service_rule(**before, rule=rule, starts=date(2020, 9, 1), reason="倒填")
    for bad in (ServiceRule(acknowledge_days=0), ServiceRule(levels=(3, 2, 5)), ServiceRule(answer_days=61)):
        with pytest.raises(Invalid):
            services.set_service_rule(**before, rule=bad, starts=date(2020, 9, 21), reason="x")
    with pytest.raises(Forbidden):
        services.set_service_rule(
            actor=desk.asked, zone_id=desk.zone, rule=rule, starts=date(2020, 9, 21), reason="x", at=at
        )
    services.set_cause(**before, cause=CauseRow("permits", "行政审批", ""), order=3, starts=date(2020, 9, 25))
    names = [
        next(c.name for c in selectors.causes_on(zone_id=desk.zone, on=day) if c.code == "permits")
        for day in (date(2020, 9, 24), date(2020, 9, 25))
    ]
    assert names == ["审批手续", "行政审批"]
    assert len(selectors.causes_on(zone_id=desk.zone, on=date(2020, 9, 25))) == 14


def test_one_count_for_every_list(desk):
    first, second = desk.raised(), desk.raised(cause="funds", at="2020-09-18 10:00")
    desk.move(first, "answer", desk.asked, "办", "2020-09-18 10:00")
    on = date(2020, 9, 22)

    def look(actor=desk.stuck, **filters):
        wanted = BlockerFilter(**filters)
        page = selectors.open_blockers(actor=actor, zone_id=desk.zone, on=on, wanted=wanted, limit=50)
        count = selectors.count_blockers(actor=actor, zone_id=desk.zone, on=on, wanted=wanted)
        assert len(page.rows) == page.total == count
        return {r.id for r in page.rows}

    assert look() == {first, second}
    assert look(state="answered") == {first}
    assert look(cause="funds") == {second}
    assert look(late=True) == {second}
    assert look(mine=True) == {first}
    assert look(mine=True, actor=desk.asked) == {second}
    assert look(text="2020-0002 厂房") == {second}
    assert look(text="没有这个") == set()
    assert look(to_unit_id=desk.unit["finance"]) == set()
    assert {r.id for r in selectors.waiting_for(actor=desk.asked, zone_id=desk.zone, on=on)} == {second}
    assert [r.id for r in selectors.blockers_of(
        actor=desk.stuck, zone_id=desk.zone, subject_kind="project", subject_id="7", on=on
    )] == [first, second]  # fmt: skip
    [entry] = selectors.feed_entries(desk.asked, on)
    assert (entry.uid, entry.day, entry.link) == (
        f"blocker-{second}", date(2020, 9, 21), f"/yinchuan/blockers/{second}/",
    )  # fmt: skip


def test_constant_queries(desk, django_assert_max_num_queries):
    for _ in range(12):
        desk.raised()
    with django_assert_max_num_queries(8):
        selectors.open_blockers(actor=desk.stuck, zone_id=desk.zone, on=date(2020, 9, 30), limit=50)
    with django_assert_max_num_queries(6):
        selectors.days_blocked(actor=desk.stuck, zone_id=desk.zone, on=date(2020, 9, 30))


EDGES = st.lists(st.sampled_from([e.name for e in MACHINE.edges]), max_size=12)
FACTS = {
    "reason": "x", "solution": "x", "addressee": True, "not_upheld": True, "not_addressed": True,
}  # fmt: skip


@given(EDGES)
def test_nothing_is_cleared_that_was_not_answered(edges):
    state, answered = MACHINE.initial, False
    for name in edges:
        if MACHINE.check(name, state, FACTS):
            continue
        step = MACHINE.edge(name)
        answered = answered or name == "answer"
        state = step.target
        assert state != "cleared" or answered
        assert bool(step.roles), "every step is somebody's"


def test_the_states_are_shared_out():
    assert set(MACHINE.states) == set(BlockerState)
    assert {"answered", "refused"} == OPEN - WITH_ADDRESSEE
    assert {s for s in MACHINE.states if MACHINE.is_final(s)} == {"withdrawn"}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time")
@pytest.mark.django_db(transaction=True)
def test_two_at_once_and_one_is_told(desk):
    pk = desk.raised()
    outcomes = []
    gate = threading.Barrier(4)

    def acknowledge():
        gate.wait()
        try:
            desk.move(pk, "acknowledge", desk.asked, version=0)
            outcomes.append("done")
        except Conflict:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=acknowledge) for _ in range(4)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert sorted(outcomes) == ["done", "told", "told", "told"]
    assert Move.objects.filter(edge="acknowledge").count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time")
@pytest.mark.django_db(transaction=True)
def test_numbers_and_levels_are_given_once_whoever_comes_together(desk):
    gate = threading.Barrier(4)

    def together(work):
        def run():
            gate.wait()
            try:
                work()
            finally:
                connection.close()

        threads = [threading.Thread(target=run) for _ in range(4)]
        [t.start() for t in threads]
        [t.join() for t in threads]

    together(desk.raised)
    assert sorted(Blocker.objects.values_list("number", flat=True)) == [f"2020-000{n}" for n in range(1, 5)]
    together(lambda: desk.escalate("2020-09-18"))
    assert Move.objects.filter(edge="escalate").count() == 4
    assert Notice.objects.filter(code="blockers.told.late").count() == 4
