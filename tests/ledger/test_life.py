from datetime import date

import pytest

from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.core.sentences import sentences
from duban.ledger import services
from duban.ledger.models import Item, Move
from duban.ledger.types import ItemState, MoveChange, StepDraft, View


def codes(refused):
    return [p.code for p in refused.value.problems]


def wheres(refused):
    return [p.where for p in refused.value.problems]


def test_the_whole_life(ledger):
    item = ledger.struck_off()
    page = ledger.page(item)
    assert page.row.state is ItemState.STRUCK_OFF
    assert [m.edge for m in page.moves] == [
        "register", "dispatch", "accept", "begin", "report_done", "verify", "strike_off",
    ]  # fmt: skip
    assert [m.by for m in page.moves][2:6] == ["投资促进局局长"] * 3 + ["经济发展局局长"]
    assert page.row.number == "督〔2020〕1号"
    assert page.finished_on == ledger.on
    assert ledger.ids() == []
    assert ledger.ids(View.CLOSED) == [item]


def test_what_is_missing_is_said_at_once_and_shown_before(ledger):
    item = ledger.draft(done_when="", basis="", lead_id=None)
    assert wheres_of(ledger.page(item).missing["register"]) == ["done_when", "basis", "lead"]
    with pytest.raises(Invalid) as refused:
        ledger.move(item, "register", ledger.supervisor)
    assert wheres(refused) == ["done_when", "basis", "lead"]
    assert sentences(refused.value.problems)[0] == "还缺“完成标准”。补齐后再办。"


def wheres_of(problems):
    return [p.where for p in problems]


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"steps": ()}, ["route_map"]),
        ({"steps": (StepDraft("走访企业"),)}, ["route_map"]),
        ({"steps": (StepDraft("走访企业", date(2020, 11, 15)),)}, ["route_map"]),
        ({"person_id": None}, ["person"]),
        ({"responsible_id": None, "leader_id": None}, ["responsible", "leader"]),
        ({"start": None, "due": None}, ["start", "due"]),
    ],
)
def test_timetable_route_map_and_person_come_before_dispatch(ledger, given, missing):
    item = ledger.draft(**given)
    ledger.move(item, "register", ledger.supervisor)
    with pytest.raises(Invalid) as refused:
        ledger.move(item, "dispatch", ledger.supervisor)
    assert wheres(refused) == missing


def test_a_post_nobody_is_in_is_no_person(ledger, operator):
    from duban.orgs.services import create_post

    vacant = create_post(
        actor=operator, unit_id=ledger.units["promotion"], code="vacant", title="专员", at=ledger.at
    )
    item = ledger.draft(person_id=vacant)
    ledger.move(item, "register", ledger.supervisor)
    with pytest.raises(Invalid) as refused:
        ledger.move(item, "dispatch", ledger.supervisor)
    assert wheres(refused) == ["person"]


def test_refusals_differ(ledger, stranger):
    item = ledger.dispatched()
    with pytest.raises(NotFound):
        ledger.move(item, "accept", stranger, version=3)
    with pytest.raises(Forbidden) as refused:
        ledger.move(item, "accept", ledger.other)
    assert sentences(refused.value.problems) == ["您的岗位不能办理此事（签收）。需要时请联系安全管理员授权。"]
    with pytest.raises(Conflict):
        ledger.move(item, "accept", ledger.doer, version=1)
    with pytest.raises(Invalid) as refused:
        ledger.move(item, "verify", ledger.lead, finding="已看")
    assert sentences(refused.value.problems) == [
        "当前状态是“已交办”，不能办理“核实”。可能已有人办过，请刷新页面查看。"
    ]
    with pytest.raises(Invalid):
        ledger.move(item, "fly", ledger.supervisor)


def test_not_ours_is_decided_by_the_lead_department(ledger):
    item = ledger.dispatched()
    with pytest.raises(Invalid) as refused:
        ledger.move(item, "refuse", ledger.doer)
    assert wheres(refused) == ["reason"]
    ledger.move(item, "refuse", ledger.doer, reason="属建设环保局职责")
    with pytest.raises(Invalid) as refused:
        ledger.move(item, "reassign", ledger.lead, reason="改派")
    assert wheres(refused) == ["other_unit", "person"]
    with pytest.raises(Invalid) as refused:
        ledger.move(item, "reassign", ledger.lead, reason="改派", responsible_id=ledger.units["construction"])
    assert wheres(refused) == ["person"]
    ledger.move(
        item,
        "reassign",
        ledger.lead,
        reason="改派",
        responsible_id=ledger.units["construction"],
        person_id=ledger.posts["construction-head"],
    )
    page = ledger.page(item)
    assert (page.row.state, page.row.responsible) == (ItemState.DISPATCHED, "建设环保局")
    assert page.moves[-1].changes == {
        "responsible": ("投资促进局", "建设环保局"),
        "person": ("投资促进局局长", "建设环保局局长"),
    }
    ledger.move(item, "accept", ledger.other)


def test_a_refusal_may_be_upheld(ledger):
    item = ledger.dispatched()
    ledger.move(item, "refuse", ledger.doer, reason="人手不足")
    ledger.move(item, "uphold", ledger.supervisor, reason="职责明确，请办理")
    ledger.move(item, "accept", ledger.doer)
    assert ledger.state(item) is ItemState.ACCEPTED


def test_the_one_who_did_it_never_verifies_it(ledger):
    item = ledger.reported()
    with pytest.raises(Forbidden):
        ledger.move(item, "verify", ledger.doer, finding="属实")
    # Where supervision itself does the work: the supervisor who reported is no other person.
    own = ledger.draft(
        title="督查室自办",
        responsible_id=ledger.units["office"],
        person_id=ledger.posts["supervision-head"],
    )
    for edge in ("register", "dispatch", "accept"):
        ledger.move(own, edge, ledger.supervisor)
    ledger.report(own, actor=ledger.supervisor)
    ledger.move(own, "report_done", ledger.supervisor, result="完成", reason="无")
    with pytest.raises(Invalid) as refused:
        ledger.move(own, "verify", ledger.supervisor, finding="属实")
    assert wheres(refused) == ["another_person"]
    ledger.move(own, "verify", ledger.lead, finding="属实")


def test_a_department_that_leads_and_does_is_verified_by_supervision(ledger):
    item = ledger.draft(lead_id=ledger.units["promotion"])
    for edge in ("register", "dispatch"):
        ledger.move(item, edge, ledger.supervisor)
    ledger.move(item, "accept", ledger.doer)
    ledger.report(item)
    ledger.move(item, "report_done", ledger.doer, result="完成", reason="无")
    with pytest.raises(Invalid) as refused:
        ledger.move(item, "verify", ledger.doer, finding="属实")
    assert wheres(refused) == ["another_person"]
    ledger.move(item, "verify", ledger.supervisor, finding="属实")


def test_steps_left_undone_need_a_reason(ledger):
    item = ledger.under_way()
    with pytest.raises(Invalid) as refused:
        ledger.move(item, "report_done", ledger.doer, result="完成")
    assert wheres(refused) == ["steps_done"]
    for step in ledger.page(item).steps:
        services.complete_step(
            actor=ledger.doer, item_id=item, step_id=step.id, on=ledger.on, at=ledger.later()
        )
    ledger.move(item, "report_done", ledger.doer, result="完成")


def test_sent_back_and_done_again(ledger):
    item = ledger.reported()
    ledger.move(item, "send_back", ledger.supervisor, reason="凭证不全")
    assert ledger.page(item).finished_on is None
    ledger.later(days=3)
    ledger.move(item, "report_done", ledger.doer, result="补齐凭证", reason="无新节点")
    assert ledger.page(item).finished_on == ledger.on
    ledger.move(item, "verify", ledger.supervisor, finding="属实")


def test_a_whole_is_closed_after_its_parts(ledger):
    whole = ledger.reported()
    part = ledger.dispatched(parent_id=whole, title="分项")
    ledger.move(whole, "verify", ledger.lead, finding="属实")
    for edge in ("strike_off",):
        with pytest.raises(Invalid) as refused:
            ledger.move(whole, edge, ledger.supervisor)
        assert wheres(refused) == ["children_closed"]
    ledger.move(part, "cancel", ledger.supervisor, reason="并入总项")
    ledger.move(whole, "strike_off", ledger.supervisor)
    with pytest.raises(Invalid) as refused:
        ledger.move(part, "reopen", ledger.supervisor, reason="仍须办理")
    assert codes(refused) == ["ledger.parent_closed"]


def test_suspended_and_resumed_with_a_new_day(ledger):
    item = ledger.under_way()
    ledger.move(item, "suspend", ledger.supervisor, reason="等待自治区批复")
    assert ledger.page(item).row.report_due is None
    ledger.later(days=20)
    ledger.move(item, "resume", ledger.supervisor, due=date(2020, 12, 15))
    page = ledger.page(item)
    assert (page.row.state, page.row.due) == (ItemState.UNDER_WAY, date(2020, 12, 15))
    assert page.moves[-1].changes == {"due": ("2020-11-14", "2020-12-15")}


def test_reopened_only_with_a_deadline_still_to_come(ledger):
    item = ledger.struck_off()
    ledger.later(days=90)
    with pytest.raises(Invalid) as refused:
        ledger.move(item, "reopen", ledger.supervisor, reason="资金回流")
    assert wheres(refused) == ["due"]
    ledger.move(item, "reopen", ledger.supervisor, reason="资金回流", due=date(2021, 3, 31))
    assert ledger.state(item) is ItemState.UNDER_WAY


def test_what_is_struck_off_stays_as_it_is(ledger):
    item = ledger.struck_off()
    before = Item.objects.filter(pk=item).values().get()
    version = before["version"]
    draft = ledger.a_draft(title="改名")
    with pytest.raises(Invalid):
        services.edit_item(
            actor=ledger.supervisor,
            item_id=item,
            version=version,
            draft=draft,
            at=ledger.later(),
            reason="改",
        )
    with pytest.raises(Invalid):
        ledger.report(item, 50)
    with pytest.raises(Invalid):
        services.ask_extension(
            actor=ledger.doer, item_id=item, reason="a", progress="b", forecast=date(2021, 1, 1), at=ledger.at
        )
    assert Item.objects.filter(pk=item).values().get() == before


def test_many_at_once_all_or_none(ledger):
    good = [ledger.draft(title=f"事项{n}") for n in range(3)]
    bad = ledger.draft(title="缺标准", done_when="")
    pairs = [(item, 1) for item in [*good, bad]]
    moves = Move.objects.count()
    with pytest.raises(Invalid) as refused:
        services.move_items(actor=ledger.supervisor, items=pairs, edge="register", at=ledger.later())
    assert wheres(refused) == ["督〔2020〕4号"]
    assert Move.objects.count() == moves
    assert {ledger.state(item) for item in good} == {ItemState.DRAFT}

    done = services.move_items(
        actor=ledger.supervisor, items=pairs, edge="register", at=ledger.later(), good_only=True
    )
    assert [(m.number, m.done) for m in done] == [
        ("督〔2020〕1号", True), ("督〔2020〕2号", True), ("督〔2020〕3号", True), ("督〔2020〕4号", False),
    ]  # fmt: skip
    assert [ledger.state(item).value for item in [*good, bad]] == ["registered"] * 3 + ["draft"]


def test_many_at_once_ask_no_more_than_few(ledger, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(count):
        pairs = [(ledger.draft(title=f"事项{count}-{n}"), 1) for n in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            services.move_items(actor=ledger.supervisor, items=pairs, edge="register", at=ledger.later())
        return len(queries)

    assert asked(3) == asked(30)


def test_an_item_of_another_zone_is_not_there(ledger, stranger):
    item = ledger.dispatched()
    for call in (
        lambda: services.move_item(
            actor=stranger, item_id=item, edge="accept", version=3, at=ledger.at, change=MoveChange()
        ),
        lambda: ledger.page(item, actor=stranger),
        lambda: ledger.report(item, actor=stranger),
        lambda: services.hand_over(
            actor=stranger,
            from_post_id=ledger.posts["promotion-head"],
            to_post_id=ledger.posts["finance-clerk"],
            item_ids=[item],
            reason="x",
            at=ledger.at,
        ),
    ):
        with pytest.raises(NotFound):
            call()
