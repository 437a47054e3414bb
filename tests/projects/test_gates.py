"""The legal procedure, worked by hand: what stops what, whose move it is, how many days are left, what is a red line."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from duban.core.errors import Conflict, Forbidden, Invalid
from duban.projects import selectors, services
from duban.projects.models import PermitChange
from duban.projects.selectors.gatework import months_later
from duban.projects.types import (
    GateState,
    Holder,
    PapersDraft,
    Party,
    PermitDraft,
    ProjectDates,
    ProjectFilter,
    Regime,
    ResponsibleDraft,
)

AT = datetime(2020, 9, 20, 2, tzinfo=UTC)
ALL = {
    Regime.FILING: ("filed", "land", "environment", "works", "supervision", "permit"),
    Regime.VERIFICATION: ("verdict", "land", "environment", "works", "supervision", "permit"),
    Regime.APPROVAL: (
        "proposal", "feasibility", "design", "land", "environment", "works", "supervision", "permit",
    ),
}  # fmt: skip


@pytest.fixture
def ruled(yinchuan, keeper):
    services.adopt_default_procedures(actor=keeper, zone_id=yinchuan, starts=date(2009, 1, 1), at=AT)


@pytest.fixture
def enter(ruled, keeper, yinchuan):
    """Enter a step of a project."""

    def record(project, step, *, version=0, at=AT, reason="", **facts):
        services.record_permit(
            actor=keeper, zone_id=yinchuan, project_id=project.pk, step=step, draft=PermitDraft(**facts),
            version=version, at=at, reason=reason,
        )  # fmt: skip

    return record


@pytest.fixture
def gates(keeper, yinchuan):
    def ask(project, on):
        found = selectors.gates_of(actor=keeper, zone_id=yinchuan, project_id=project.pk, on=on)
        return found, {g.step.code: g for g in found.steps}

    return ask


@pytest.fixture
def five(keeper, yinchuan):
    """All five parties with both papers."""

    def stand(project, day=date(2020, 1, 2), parties=tuple(Party)):
        for party in parties:
            papers = PapersDraft("授-1", day, "承-1", day)
            draft = ResponsibleDraft(party, f"{party.value}公司", "某人", day, papers=papers)
            services.name_responsible(
                actor=keeper, zone_id=yinchuan, project_id=project.pk, draft=draft, at=AT
            )

    return stand


def told(problems):
    return [(p.code, *p.args) for p in problems]


@pytest.mark.parametrize("regime", list(Regime))
def test_each_regime_opens_where_the_law_says(plant, gates, ruled, regime):
    found, step = gates(plant(regime=regime), date(2020, 9, 20))
    first = {Regime.FILING: "filed", Regime.VERIFICATION: "verdict", Regime.APPROVAL: "proposal"}[regime]
    assert found.next is not None
    assert (found.next.step.code, found.next.state, found.next.holder) == (
        first,
        GateState.READY,
        Holder.OWNER,
    )
    assert found.holder == "建设单位"
    after = {Regime.FILING: ("filed",), Regime.VERIFICATION: ("verdict",), Regime.APPROVAL: ("feasibility",)}
    assert (step["land"].state, step["land"].missing) == (GateState.BLOCKED, after[regime])
    assert (step["works"].state, step["works"].missing) == (GateState.BLOCKED, ("land",))
    assert step["supervision"].missing == ("works", "parties")
    assert step["permit"].missing == ("land", "works", "supervision", "parties")
    assert step["energy"].state is GateState.UNCONFIRMED
    assert not found.red_lines


@pytest.mark.parametrize("regime", list(Regime))
def test_started_without_names_each_document_of_the_regime(plant, gates, enter, five, regime):
    project = plant(regime=regime, dates=ProjectDates(started_on=date(2020, 3, 10)))
    five(project)
    for code in ALL[regime][:2]:
        enter(project, code, granted_on=date(2020, 2, 20), number="甲1")
    enter(project, "environment", granted_on=date(2020, 4, 1), number="环1")
    found, _step = gates(project, date(2020, 9, 20))
    still = [c for c in ALL[regime][2:] if c != "environment"]
    names = {g.step.code: g.step.document for g in found.steps}
    order = [g.step.code for g in found.steps]
    wanted = "、".join(names[c] for c in sorted(still, key=order.index))
    assert told(found.red_lines) == [
        ("projects.started_without", "2020-03-10", wanted),
        ("projects.papers_after_start", "2020-03-10", "环境影响评价批复"),
    ]
    # On the day before it was started nothing was amiss; the ceremony is no start.
    assert not gates(project, date(2020, 3, 9))[0].red_lines


def test_a_ceremony_is_no_start(plant, gates, ruled):
    project = plant(dates=ProjectDates(ceremony_on=date(2020, 3, 10)))
    assert not gates(project, date(2020, 9, 20))[0].red_lines


def test_a_step_only_some_need_is_red_once_it_is_said_to_apply(plant, gates, enter):
    project = plant(dates=ProjectDates(started_on=date(2020, 3, 10)))
    without = gates(project, date(2020, 9, 20))[0].red_lines[0].args[1]
    assert "节能" not in without
    enter(project, "energy", planned_on=date(2020, 10, 1))
    assert "节能审查意见" in gates(project, date(2020, 9, 20))[0].red_lines[0].args[1]
    enter(project, "energy", version=1, waived="年耗能不满1000吨标准煤")
    assert "节能" not in gates(project, date(2020, 9, 20))[0].red_lines[0].args[1]


def test_the_clock_counts_working_days_for_the_verdict_and_calendar_days_for_the_permit(
    plant, gates, enter, five
):
    project = plant(regime=Regime.VERIFICATION)
    enter(project, "verdict", applied_on=date(2020, 8, 31), accepted_on=date(2020, 9, 1))
    found, step = gates(project, date(2020, 9, 20))
    # 20 working days after 1 Sept 2020: 18 of them by Sunday 27 (a make-up day is worked: 19), 28 is the twentieth.
    assert step["verdict"].due == date(2020, 9, 28)
    assert step["verdict"].is_firm
    # left after Sunday 20 September: 21–25, 27 (made up), 28.
    assert (step["verdict"].days_left, found.holder) == (7, "核准机关（建设环保局）")
    assert gates(project, date(2020, 9, 30))[1]["verdict"].days_left == -2
    assert told(gates(project, date(2020, 9, 30))[0].warnings) == [
        ("projects.over_time", "项目核准文件", "2", "@days.working")
    ]
    other = plant(name="二")
    five(other)
    for code in ALL[Regime.FILING][:-1]:
        enter(other, code, granted_on=date(2020, 2, 20), number="甲1")
    enter(other, "permit", applied_on=date(2020, 9, 10), accepted_on=date(2020, 9, 11))
    step = gates(other, date(2020, 9, 20))[1]
    assert (step["permit"].due, step["permit"].days_left) == (date(2020, 9, 18), -2)


def test_days_counted_from_the_application_are_no_firm_deadline(plant, gates, enter):
    project = plant(regime=Regime.VERIFICATION)
    enter(project, "verdict", applied_on=date(2020, 9, 1))
    step = gates(project, date(2020, 9, 20))[1]["verdict"]
    assert (step.state, step.due, step.is_firm) == (GateState.APPLIED, date(2020, 9, 28), False)


def test_no_supervision_and_no_permit_before_all_five_stand_with_both_papers(
    plant, enter, five, keeper, yinchuan
):
    project = plant()
    five(project, parties=(Party.OWNER, Party.SURVEYOR, Party.DESIGNER, Party.BUILDER))
    bare = ResponsibleDraft(Party.SUPERVISOR, "监理公司", "某人", date(2020, 1, 2))
    row = services.name_responsible(actor=keeper, zone_id=yinchuan, project_id=project.pk, draft=bare, at=AT)
    for code in ("supervision", "permit", "accepted"):
        with pytest.raises(Invalid) as refused:
            enter(project, code, granted_on=date(2020, 9, 1), number="质1")
        assert [p.args[:2] for p in refused.value.problems] == [
            ("@party.supervisor", "@party.lack.authorisation"),
            ("@party.supervisor", "@party.lack.commitment"),
        ]
    enter(project, "works", granted_on=date(2020, 9, 1), number="规1")
    papers = PapersDraft("授-5", date(2020, 9, 2), "承-5", date(2020, 9, 2))
    services.file_papers(
        actor=keeper, zone_id=yinchuan, project_id=project.pk, responsible_id=row, papers=papers, at=AT
    )
    with pytest.raises(Invalid):
        enter(project, "supervision", granted_on=date(2020, 9, 1), number="质1")
    enter(project, "supervision", granted_on=date(2020, 9, 2), number="质1")


def test_a_permit_ends_by_itself_three_months_after_it_and_each_extension(plant, gates, enter, five):
    project = plant()
    five(project)
    for code in ALL[Regime.FILING][:-1]:
        enter(project, code, granted_on=date(2020, 2, 20), number="甲1")
    enter(project, "permit", granted_on=date(2020, 2, 29), number="施1")
    assert gates(project, date(2020, 4, 30))[1]["permit"].until == date(2020, 5, 29)
    assert told(gates(project, date(2020, 5, 1))[0].warnings) == [
        ("projects.ends_soon", "建筑工程施工许可证", "2020-05-29")
    ]
    assert not gates(project, date(2020, 5, 29))[0].red_lines
    ended = ("projects.ended_void", "建筑工程施工许可证", "2020-05-29")
    assert told(gates(project, date(2020, 5, 30))[0].red_lines) == [ended]
    with pytest.raises(Invalid):
        enter(
            project,
            "permit",
            version=1,
            granted_on=date(2020, 2, 29),
            number="施1",
            extended=3,
            reason="延期",
        )
    enter(project, "permit", version=1, granted_on=date(2020, 2, 29), number="施1", extended=2, reason="延期")
    assert gates(project, date(2020, 5, 30))[1]["permit"].until == date(2020, 11, 29)
    services.enter_dates(
        actor=None or _keeper(), zone_id=project.zone_id, project_id=project.pk,
        dates={"started_on": date(2020, 9, 18)}, version=0, at=AT,
    )  # fmt: skip
    found, step = gates(project, date(2020, 9, 20))
    assert (found.red_lines, step["permit"].until) == ((), None)


def _keeper():
    from duban.orgs.selectors import operator

    return operator(name="测试")


def test_two_years_of_a_verdict_and_thirty_working_days_to_ask(plant, gates, enter):
    project = plant(regime=Regime.VERIFICATION)
    enter(project, "verdict", granted_on=date(2018, 12, 3), number="核1")
    step = gates(project, date(2020, 9, 20))[1]["verdict"]
    # the thirtieth working day before 3 December 2020, counted back: 22 October.
    assert (step.until, step.ask_by) == (date(2020, 12, 3), date(2020, 10, 22))
    assert told(gates(project, date(2020, 12, 4))[0].red_lines) == [
        ("projects.ended_renew", "项目核准文件", "2020-12-03")
    ]


def test_an_environmental_approval_is_examined_anew_after_five_years(plant, gates, enter):
    project = plant()
    enter(project, "environment", granted_on=date(2015, 9, 19), number="环1")
    assert told(gates(project, date(2020, 9, 20))[0].red_lines) == [
        ("projects.ended_recheck", "环境影响评价批复", "2020-09-19")
    ]


def test_what_was_granted_before_what_it_rests_on_is_said(plant, gates, enter):
    project = plant()
    enter(project, "works", granted_on=date(2020, 2, 1), number="规1")
    enter(project, "land", granted_on=date(2020, 3, 1), number="地1")
    said = told(gates(project, date(2020, 9, 20))[0].warnings)
    assert ("projects.out_of_order", "建设工程规划许可证", "建设用地规划许可证") in said
    assert ("projects.out_of_order", "建设用地规划许可证", "项目备案证") in said


def test_the_fifteen_days_of_filing_the_completion_are_the_owner_s(plant, gates, enter, five):
    project = plant()
    five(project)
    for code in (*ALL[Regime.FILING], "verified", "accepted"):
        enter(project, code, granted_on=date(2020, 9, 10), number="甲1")
    step = gates(project, date(2020, 9, 20))[1]["completion-filed"]
    assert (step.state, step.holder, step.due, step.days_left) == (
        GateState.READY, Holder.OWNER, date(2020, 9, 25), 5,
    )  # fmt: skip


def test_what_was_entered_changes_with_a_reason_and_stays_in_the_history(plant, enter, keeper, yinchuan):
    project = plant()
    enter(project, "land", planned_on=date(2020, 9, 1))
    enter(project, "land", version=1, planned_on=date(2020, 9, 5), refused_on=date(2020, 9, 5))
    with pytest.raises(Conflict):
        enter(project, "land", version=1, applied_on=date(2020, 9, 6))
    with pytest.raises(Invalid) as refused:
        enter(project, "land", version=2, applied_on=date(2020, 9, 6))
    assert [p.code for p in refused.value.problems] == ["core.required"]
    enter(project, "land", version=2, applied_on=date(2020, 9, 6), reason="补正后重新申报")
    history = selectors.permit_history(actor=keeper, zone_id=yinchuan, project_id=project.pk)
    assert [h.reason for h in history] == ["补正后重新申报", "", ""]
    assert history[0].before["refused_on"] == "2020-09-05"
    assert PermitChange.objects.count() == 3


def test_everything_wrong_with_an_entry_is_told_at_once(plant, enter):
    project = plant()
    with pytest.raises(Invalid) as refused:
        enter(
            project, "land", applied_on=date(2020, 9, 10), accepted_on=date(2020, 9, 9),
            granted_on=date(2020, 9, 21), refused_on=date(2020, 9, 12), waived="不需要",
        )  # fmt: skip
    assert sorted({p.code for p in refused.value.problems}) == [
        "core.required", "projects.crossed", "projects.granted_and_refused", "projects.not_yet", "projects.waived_and_done",
    ]  # fmt: skip
    with pytest.raises(Invalid) as refused:
        enter(project, "nothing", applied_on=date(2020, 9, 10))
    assert [p.code for p in refused.value.problems] == ["projects.unknown_step"]


def test_others_do_not_enter_permits(plant, ruled, person, yinchuan):
    project = plant()
    for username in ("zhaoshang", "zhuren", "tongji"):
        with pytest.raises(Forbidden):
            services.record_permit(
                actor=person(username), zone_id=yinchuan, project_id=project.pk, step="land",
                draft=PermitDraft(applied_on=date(2020, 9, 1)), version=0, at=AT,
            )  # fmt: skip


def test_a_zone_changes_its_procedure_from_a_day_on(plant, gates, ruled, keeper, yinchuan):
    from dataclasses import replace

    procedure = selectors.procedures_on(zone_id=yinchuan, on=AT.date())[Regime.FILING]
    steps = [replace(s, days=5) if s.code == "permit" else s for s in procedure.steps]
    change = {"actor": keeper, "zone_id": yinchuan, "regime": Regime.FILING, "at": AT}
    with pytest.raises(Invalid) as refused:
        services.set_procedure(
            **change,
            steps=[replace(steps[0], needs=("land",)), *steps[1:]],
            starts=date(2020, 10, 1),
            reason="x",
        )
    assert [p.code for p in refused.value.problems] == ["projects.unknown_need"]
    services.set_procedure(
        **change, steps=steps, starts=date(2020, 10, 1), reason="本市承诺5日", replaces=procedure.id
    )
    with pytest.raises(Conflict):
        services.set_procedure(
            **change, steps=steps, starts=date(2020, 10, 1), reason="又改", replaces=procedure.id
        )
    project = plant()
    assert gates(project, date(2020, 9, 30))[1]["permit"].step.days == 7
    assert gates(project, date(2020, 10, 1))[1]["permit"].step.days == 5


def test_the_board_puts_red_lines_first_and_then_the_fewest_days(plant, enter, keeper, yinchuan):
    late = plant(name="甲", regime=Regime.VERIFICATION)
    red = plant(name="乙", dates=ProjectDates(started_on=date(2020, 3, 1)))
    calm = plant(name="丙")
    enter(late, "verdict", accepted_on=date(2020, 9, 1))
    board = selectors.permit_board(
        actor=keeper, zone_id=yinchuan, on=date(2020, 9, 20), filter=ProjectFilter(2020)
    )
    assert [g.project_id for g in board] == [red.pk, late.pk, calm.pk]


def test_the_same_day_so_many_months_later():
    assert months_later(date(2020, 11, 30), 3) == date(2021, 2, 28)
    assert months_later(date(2019, 11, 30), 3) == date(2020, 2, 29)
    assert months_later(date(2020, 1, 31), 24) == date(2022, 1, 31)


def test_total_is_decimal(plant):
    assert plant().total_investment == Decimal(10000)
