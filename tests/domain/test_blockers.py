from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.audit.models import Entry
from duban.blockers import selectors, services
from duban.blockers.lifecycle import MACHINE
from duban.blockers.models import Blocker
from duban.blockers.types import (
    OPEN,
    WITH_ADDRESSEE,
    BlockerState,
    ServiceRule,
)
from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.engine.calendars import DayCount
from duban.notices.models import Notice
from duban.orgs.models import Post


@pytest.fixture
def desk(blocker_desk):
    return blocker_desk


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
