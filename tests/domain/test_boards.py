"""Questions over all rooms: what waits for me, what has no owner, which plan covers which gap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from duban.boards import selectors
from duban.boards.types import HoleKind, TaskKind
from duban.core.errors import NotFound
from duban.indicators.types import Tier
from duban.ledger.models import Step
from duban.ledger.types import CauseDraft
from duban.orgs.models import Tenure, Unit
from duban.orgs.services import reorganise
from tests.domain.plans import AUGUST, D, Desk

AUTUMN = date(2020, 10, 10)


@pytest.fixture
def desk(yinchuan, person, at):
    return Desk(yinchuan, person, at)


def holes(desk, on=AUTUMN):
    return selectors.ownerless(actor=desk.writer, zone_id=desk.zone, on=on)


def test_the_gap_board_says_what_is_covered(desk):
    plan, _items = desk.approved()
    found = selectors.gap_board_with_coverage(
        actor=desk.outsider, zone_id=desk.zone, as_of=AUGUST, known_at=desk.at
    )
    row = next(r for r in found.board.rows if r.indicator.code == "funds_in_place")
    covered = found.coverage[row.indicator.id]
    assert (row.gap.missing, covered.coverage.missing) == (D("14.87"), D("14.87"))
    assert round(covered.coverage.covered_pct) == 62
    assert covered.plan_ids == (plan,)
    assert set(found.coverage) == {row.indicator.id}


def test_against_another_tier_the_gap_is_another(desk):
    desk.approved()
    found = selectors.gap_board_with_coverage(
        actor=desk.outsider, zone_id=desk.zone, as_of=AUGUST, known_at=desk.at, tier=Tier.STRETCH
    )
    [covered] = found.coverage.values()
    assert (covered.coverage.missing, covered.coverage.why_not.code) == (None, "series.no_target")


def test_nothing_is_without_an_owner_in_the_seed(desk):
    found = holes(desk)
    assert [(h.kind, h.title) for h in found.holes] == [
        (HoleKind.UNIT_HEAD, "财政审计局"),
    ]
    assert found.holes[0].asked.post == "管委会副主任（分管经济）"
    assert found.holes[0].asked.holder == "管委会副主任（分管经济）"
    assert found.asked_of == {"indicators": 5, "plans": 0, "items": 0, "blockers": 0, "units": 5}


def test_a_year_without_targets_is_full_of_holes(desk):
    kinds = [h.kind for h in holes(desk, date(2026, 1, 6)).holes]
    assert kinds.count(HoleKind.INDICATOR_TARGET) == 5


def test_what_a_plan_lacks(desk):
    plan = desk.begin(leader_id=None)
    asked = [(h.kind, h.asked.unit, h.asked.post) for h in holes(desk).holes if h.plan_id == plan]
    head = ("投资促进局", "投资促进局局长")
    assert asked == [
        (HoleKind.PLAN_LEADER, *head),
        (HoleKind.PLAN_CAUSE, *head),
        (HoleKind.PLAN_MEASURE, *head),
    ]
    desk.causes(plan, CauseDraft("intent", "", is_primary=True))
    desk.four(plan)
    assert [h.kind for h in holes(desk).holes if h.plan_id == plan] == [HoleKind.PLAN_LEADER]


def test_open_work_nobody_answers_for(desk):
    from duban.ledger.services import draft_item, move_item
    from duban.ledger.types import ItemDraft

    card = draft_item(
        actor=desk.supervisor,
        zone_id=desk.zone,
        draft=ItemDraft("催办一期入驻", done_when="六家入驻", basis="推进会", lead_id=desk.owner),
        at=desk.at,
    )
    assert not [h for h in holes(desk).holes if h.item_id]
    move_item(actor=desk.supervisor, item_id=card.id, edge="register", version=card.version, at=desk.at)
    found = [h for h in holes(desk).holes if h.item_id == card.id]
    assert [h.kind for h in found] == [HoleKind.ITEM_PERSON, HoleKind.ITEM_DATE, HoleKind.ITEM_ROUTE_MAP]
    assert {(h.number, h.asked.post) for h in found} == {(card.number, "投资促进局局长")}
    assert holes(desk).asked_of["items"] == 1


def test_items_wait_beside_plans_and_returns(desk, person):
    desk.item("跟踪签约项目", "dispatched")
    home = selectors.waiting(actor=desk.writer, zone_id=desk.zone, on=date(2020, 12, 21))
    assert [(t.kind, t.due) for t in home.tasks] == [
        (TaskKind.FILE, date(2020, 12, 10)),
        (TaskKind.ACCEPT, date(2020, 12, 20)),
    ]
    assert (home.overdue, home.today, home.tasks[1].item_id is not None) == (2, 0, True)
    supervised = selectors.waiting(actor=desk.supervisor, zone_id=desk.zone, on=date(2020, 12, 21))
    assert supervised.tasks == ()


def test_somebody_who_has_left(desk):
    plan = desk.begin()
    Tenure.objects.filter(post__code__in=["deputy-promotion", "promotion-head"]).update(
        ends=date(2020, 9, 30)
    )
    found = {h.kind: h for h in holes(desk).holes}
    assert found[HoleKind.PLAN_LEADER_LEFT].plan_id == plan
    assert found[HoleKind.UNIT_HEAD_LEFT].title == "投资促进局"
    assert found[HoleKind.INDICATOR_LEADER].code == "funds_in_place"
    # Head and leader are gone and the zone names no head: the question goes to the unit itself.
    assert found[HoleKind.UNIT_HEAD_LEFT].asked.unit == "投资促进局"
    assert found[HoleKind.UNIT_HEAD_LEFT].asked.holder == ""
    assert [h.kind for h in holes(desk, date(2020, 9, 30)).holes if h.plan_id == plan] == [
        HoleKind.PLAN_CAUSE,
        HoleKind.PLAN_MEASURE,
    ]


def test_without_head_and_leader_it_goes_to_the_zone_s_head(desk, operator, now):
    from duban.orgs.models import Post

    director = Post.objects.get(code="director")
    reorganise(
        actor=operator, unit_id=desk.zone, starts=date(2020, 1, 1), changes={"head_id": director.pk}, at=now
    )
    Tenure.objects.filter(post__code__in=["deputy-promotion", "promotion-head"]).update(
        ends=date(2020, 9, 30)
    )
    found = next(h for h in holes(desk).holes if h.kind is HoleKind.UNIT_HEAD_LEFT)
    assert (found.asked.post, found.asked.holder) == ("管委会主任", "管委会主任")


def test_a_stranger_is_told_nothing(desk, stranger):
    with pytest.raises(NotFound):
        selectors.ownerless(actor=stranger, zone_id=desk.zone, on=AUTUMN)


def test_what_waits_for_me(desk, person, now):
    today = now.date()

    def waits(username):
        home = selectors.waiting(actor=person(username), zone_id=desk.zone, on=today)
        return [(t.kind, t.title) for t in home.tasks]

    assert waits("caizheng") == [(TaskKind.FILE, "财政审计局")]
    assert waits("zhaoshang") == [(TaskKind.FILE, "投资促进局")]
    assert waits("tongji") == [(TaskKind.FILE, "银川经济技术开发区")]
    assert waits("fuzhuren-zhaoshang") == waits("zhuren") == waits("kaohe") == []
    plan = desk.begin()
    desk.causes(plan)
    desk.four(plan)
    desk.move(plan, "submit_plan", desk.writer)
    assert waits("fuzhuren-zhaoshang") == [(TaskKind.APPROVE_PLAN, "到位资金补短板方案")]


def test_overdue_first_then_today_then_by_date(desk, person, now):
    plan = desk.begin()
    desk.causes(plan)
    desk.four(plan)
    desk.move(plan, "submit_plan", desk.writer)
    desk.move(plan, "return_plan", desk.leader, reason="再核")
    home = selectors.waiting(actor=desk.writer, zone_id=desk.zone, on=now.date())
    assert [t.kind for t in home.tasks] == [TaskKind.FILE, TaskKind.REVISE_PLAN]
    due = home.tasks[0].due
    assert (home.overdue, home.today) == (0, 0)
    on_the_day = selectors.waiting(actor=desk.writer, zone_id=desk.zone, on=due)
    assert (on_the_day.overdue, on_the_day.today) == (0, 1)
    later = selectors.waiting(actor=desk.writer, zone_id=desk.zone, on=due + timedelta(days=1))
    assert (later.overdue, later.today) == (1, 0)
    assert Unit.objects.get(pk=later.tasks[0].unit_id).code == "promotion"


def test_a_calendar_holds_my_deadlines_and_steps(desk):
    item = desk.item("跟踪签约项目", "under_way")
    desk.item("还没交办", "registered")
    step = Step.objects.get(item_id=item)
    entries = {e.uid: e for e in selectors.feed_entries(desk.writer, AUTUMN)}
    assert {uid: e.day for uid, e in entries.items()} == {
        f"item-{item}": date(2020, 12, 20),
        f"step-{step.pk}": date(2020, 12, 18),
    }
    assert entries[f"item-{item}"].link == f"/yinchuan/ledger/{item}/"
    assert list(selectors.feed_entries(desk.supervisor, AUTUMN)) == []
    Step.objects.filter(pk=step.pk).update(done_on=AUTUMN)
    assert [e.uid for e in selectors.feed_entries(desk.writer, AUTUMN)] == [f"item-{item}"]
