from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duban.core.errors import Forbidden, Invalid
from duban.engine.calendars import DayUnit, WorkCalendar
from duban.engine.series import DueLight, DueRule, Term, behind_from, days_left, due_standing, near_until
from duban.ledger import services
from duban.ledger.models import Item
from duban.ledger.types import Frequency, Urgency, View

HOLIDAYS = {date(2020, 10, d): False for d in range(1, 9)} | {
    date(2020, 9, 27): True,
    date(2020, 10, 10): True,
}
CALENDAR = WorkCalendar(HOLIDAYS, frozenset({2020}))
days = st.dates(date(2020, 8, 20), date(2020, 12, 10))


@given(
    start=days, length=st.integers(0, 90), unit=st.sampled_from(DayUnit), percent=st.integers(0, 100),
    pp=st.decimals(1, 100, places=1), on=days,
)  # fmt: skip
def test_the_day_kept_says_the_same_as_the_light_on_every_day(start, length, unit, percent, pp, on):
    term, rule = Term(start, start + timedelta(days=length), unit), DueRule(behind_pp=pp)
    first = behind_from(term, Decimal(percent), rule, CALENDAR)
    light = due_standing(term, Decimal(percent), on, rule, CALENDAR).light
    if on <= term.due:
        assert (light is DueLight.BEHIND) == (first is not None and first <= on)
    else:
        assert light is DueLight.OVERDUE


@given(on=days, near=st.integers(0, 10), unit=st.sampled_from(DayUnit), ahead=st.integers(0, 40))
def test_the_last_near_deadline(on, near, unit, ahead):
    rule, due = DueRule(near_days=near, near_unit=unit), on + timedelta(days=ahead)
    assert (days_left(due, on, unit, CALENDAR) <= near) == (due <= near_until(on, rule, CALENDAR))


def test_accepting_is_counted_in_working_days_by_urgency(ledger):
    # Friday 2020-09-25; Sunday the 27th is a make-up day, so two working days end on Monday the 28th.
    ledger.later(days=9)
    assert ledger.on == date(2020, 9, 25)
    normal = ledger.dispatched(title="一般件")
    urgent = ledger.dispatched(title="急件", urgency=Urgency.URGENT)
    assert ledger.page(normal).row.accept_due == date(2020, 9, 28)
    assert ledger.page(urgent).row.accept_due == date(2020, 9, 27)
    ledger.later(days=3)
    assert ledger.ids(View.UNACCEPTED) == [urgent]
    ledger.later(days=1)
    assert set(ledger.ids(View.UNACCEPTED)) == {normal, urgent}


def test_reports_fall_due_on_working_days_and_move_on_with_each(ledger):
    ledger.later(days=8)
    item = ledger.accepted()
    assert ledger.page(item).row.report_due is None
    ledger.report(item, 20)
    # A week from Thursday 2020-09-24 lies in the National Day holiday: the first working day is the 9th.
    assert ledger.page(item).row.report_due == date(2020, 10, 9)
    ledger.report(item, 25)
    assert ledger.page(item).row.report_due == date(2020, 10, 9)
    ledger.later(days=16)
    assert ledger.ids(View.UNREPORTED) == [item]
    ledger.report(item, 40)
    assert ledger.page(item).row.report_due == date(2020, 10, 19)
    assert ledger.ids(View.UNREPORTED) == []


@pytest.mark.parametrize(
    ("frequency", "due"),
    [
        (Frequency.NONE, None),
        (Frequency.DAILY, date(2020, 9, 17)),
        (Frequency.FORTNIGHTLY, date(2020, 9, 30)),
        (Frequency.MONTHLY, date(2020, 10, 16)),
        (Frequency.QUARTERLY, date(2020, 12, 16)),
    ],
)
def test_how_often_is_reported(ledger, frequency, due):
    assert ledger.page(ledger.under_way(frequency=frequency)).row.report_due == due


def test_an_extension_is_asked_before_the_deadline_and_answered(ledger):  # noqa: PLR0915
    item = ledger.under_way()
    ledger.later(days=59)
    assert ledger.on == date(2020, 11, 14)

    def ask(**given):
        return services.ask_extension(
            **{
                "actor": ledger.doer, "item_id": item, "reason": "企业内部决策延后", "progress": "已到位72亿元",
                "forecast": date(2020, 12, 10), "at": ledger.later(), **given,
            }
        )  # fmt: skip

    with pytest.raises(Invalid) as refused:
        ask(reason=" ", progress="", forecast=date(2020, 11, 14))
    assert [p.code for p in refused.value.problems] == [
        "core.required", "core.required", "ledger.new_due_not_later",
    ]  # fmt: skip
    asked = ask()
    with pytest.raises(Invalid) as refused:
        ask()
    assert refused.value.problems[0].code == "ledger.asked_already"

    def decide(edge, actor=ledger.supervisor, **given):
        services.decide_extension(
            actor=actor, extension_id=asked, edge=edge, at=ledger.later(),
            **{"version": 0, "answer": "同意", **given},
        )  # fmt: skip

    with pytest.raises(Invalid) as refused:
        decide("grant", answer="")
    assert [p.where for p in refused.value.problems] == ["new_due", "answer"]
    with pytest.raises(Invalid):
        decide("grant", new_due=date(2020, 11, 14))
    decide("grant", new_due=date(2020, 12, 5))
    page = ledger.page(item)
    assert page.row.due == date(2020, 12, 5)
    assert page.moves[-1].edge == "extend"
    assert page.moves[-1].changes == {"due": ("2020-11-14", "2020-12-05")}
    assert page.extensions[0].state == "granted"
    ledger.later(days=30)
    with pytest.raises(Invalid) as refused:
        ask(forecast=date(2021, 1, 31))
    assert refused.value.problems[0].code == "ledger.expired"


def test_a_part_may_not_outlive_its_whole(ledger):
    whole = ledger.under_way(title="总项")
    with pytest.raises(Invalid) as refused:
        ledger.draft(parent_id=whole, title="分项", due=date(2020, 11, 15), basis="", lead_id=None)
    assert refused.value.problems[0].code == "ledger.outlives_parent"
    part = ledger.draft(parent_id=whole, title="分项", due=date(2020, 11, 10), basis="", lead_id=None)
    page = ledger.page(part)
    assert (page.row.lead, page.basis) == ("经济发展局", "2020年第三季度项目推进会")
    draft = ledger.a_draft(title="再上一层")
    top = ledger.draft(title="再上一层", due=date(2020, 12, 1))
    services.edit_item(
        actor=ledger.supervisor,
        item_id=top,
        version=1,
        draft=ledger.a_draft(title="再上一层", due=date(2020, 11, 12)),
        at=ledger.later(),
    )
    with pytest.raises(Invalid) as refused:
        services.edit_item(
            actor=ledger.supervisor,
            item_id=top,
            version=2,
            draft=ledger.a_draft(title="再上一层", parent_id=top, due=date(2020, 11, 12)),
            at=ledger.later(),
        )
    assert refused.value.problems[0].code == "ledger.ring"
    assert draft.title


def test_a_whole_is_not_due_before_its_parts(ledger):
    whole = ledger.draft(title="总项")
    ledger.draft(parent_id=whole, title="分项", due=date(2020, 11, 10))
    with pytest.raises(Invalid) as refused:
        services.edit_item(
            actor=ledger.supervisor, item_id=whole, version=1,
            draft=ledger.a_draft(title="总项", due=date(2020, 11, 9)), at=ledger.later(),
        )  # fmt: skip
    assert [p.code for p in refused.value.problems] == ["ledger.before_parts"]


EDGES = (
    "register", "dispatch", "accept", "refuse", "reassign", "uphold", "begin", "report_done", "send_back", "verify",
    "strike_off", "archive", "suspend", "resume", "cancel", "reopen",
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_tried_the_life_holds(ledger, data):
    """Any people try any moves in any order: what comes of it obeys the rules of the house."""
    item = ledger.draft()
    people = [ledger.supervisor, ledger.lead, ledger.doer, ledger.other]
    before, verified = Item.objects.get(pk=item), False
    for _ in range(data.draw(st.integers(5, 25))):
        edge = data.draw(st.sampled_from([*EDGES, "report"]))
        who = data.draw(st.sampled_from(people))
        ledger.later(days=data.draw(st.integers(0, 3)))
        refused = tried(ledger, item, edge, who, data.draw(st.integers(0, 100)))
        after = Item.objects.get(pk=item)
        if refused:
            assert (after.version, after.state) == (before.version, before.state)
            continue
        holds(before, after, edge, who)
        verified = edge == "verify" or (verified and edge not in {"reopen", "send_back"})
        assert verified or after.state not in {"struck_off", "archived"}
        before = after
    moves = list(before.moves.order_by("id").values_list("source", "target"))
    assert all(one[1] == other[0] for one, other in pairwise(moves))
    assert not moves or moves[-1][1] == before.state


def tried(ledger, item, edge, who, percent):
    """Return whether the house refused."""
    try:
        if edge == "report":
            ledger.report(item, percent, actor=who, problem="无")
        else:
            ledger.move(
                item, edge, who, reason="事由", result="结果", finding="属实", due=date(2022, 1, 31),
                responsible_id=ledger.units["construction"], person_id=ledger.posts["construction-head"],
            )  # fmt: skip
    except (Invalid, Forbidden):
        return True
    return False


def holds(before, after, edge, who):
    assert after.version > before.version
    assert after.moved_at >= before.moved_at
    for clock in ("accept_due", "report_due"):
        old, new = getattr(before, clock), getattr(after, clock)
        assert old is None or new is None or new >= old
    if before.state in {"struck_off", "archived", "cancelled"}:
        assert edge in {"archive", "reopen"}
    if edge == "verify":
        assert who.name not in set(after.progress.values_list("by", flat=True))
