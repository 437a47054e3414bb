from datetime import timedelta
from decimal import Decimal

import pytest

from duban.core.errors import Conflict, Forbidden, Invalid, NotFound
from duban.engine.kernel import Period
from duban.indicators import selectors, services
from duban.indicators.models import Filing, Observation
from duban.indicators.types import FigureDraft, FilingState
from duban.orgs.models import Unit

DECEMBER = Period(2025, 12)


@pytest.fixture
def finance(yinchuan):
    return Unit.objects.get(code="finance").pk


@pytest.fixture
def desk(person, yinchuan, finance, now):
    class Desk:
        clerk = person("caizheng")
        signer = person("tongji")
        other = person("jingfa")

        def page(self, actor=None):
            return selectors.filing_page(
                actor=actor or self.clerk, zone_id=yinchuan, unit_id=finance, period=DECEMBER, at=now
            )

        def save(self, level, actor=None, **more):
            [line] = self.page().figures
            draft = FigureDraft(line.indicator.id, level=level, **more)
            return services.save_figures(
                actor=actor or self.clerk,
                zone_id=yinchuan,
                unit_id=finance,
                period=DECEMBER,
                version=self.page().filing.version,
                figures=[draft],
                at=now,
            )

        def move(self, actor, edge, reason="", version=None, later=0):
            filing = self.page().filing
            services.move_filing(
                actor=actor,
                filing_id=filing.id,
                edge=edge,
                version=filing.version if version is None else version,
                reason=reason,
                at=now + timedelta(minutes=later),
            )

    return Desk()


def test_each_indicator_is_asked_of_one_unit_only(operator, yinchuan, now):
    board = selectors.filing_board(actor=operator, zone_id=yinchuan, period=DECEMBER, on=now.date())
    assert sum(r.expected for r in board.rows) == 5


def test_the_whole_life(desk):
    desk.save(Decimal("15.1"))
    desk.move(desk.clerk, "submit")
    desk.move(desk.signer, "return", "与国库数不符")
    desk.save(Decimal("15.2"))
    desk.move(desk.clerk, "resubmit")
    assert not Observation.objects.filter(period=DECEMBER.key).exists()
    desk.move(desk.signer, "approve", later=1)

    made = Observation.objects.get(period=DECEMBER.key)
    assert (made.level, made.entered_by, made.approved_by) == (Decimal("15.2"), "财政审计局经办", "统计员")
    desk.move(desk.signer, "lock", later=2)
    desk.move(desk.signer, "reopen", "决算调整", later=3)
    assert desk.page().filing.state is FilingState.RETURNED
    assert next(m.edge for m in desk.page().moves) == "reopen"


def test_a_correction_after_reopening_is_a_new_vintage_with_the_reason(desk):
    desk.save(Decimal("15.1"))
    desk.move(desk.clerk, "submit")
    desk.move(desk.signer, "approve", later=1)
    desk.move(desk.signer, "reopen", "决算调整", later=2)
    desk.save(Decimal("15.3"))
    desk.move(desk.clerk, "resubmit", later=3)
    desk.move(desk.signer, "approve", later=4)

    levels = list(
        Observation.objects.filter(period=DECEMBER.key).order_by("known_at").values_list("level", "reason")
    )
    assert levels == [(Decimal("15.1"), ""), (Decimal("15.3"), "决算调整")]


def test_nothing_is_submitted_half_filled(desk):
    desk.save(None)
    with pytest.raises(Invalid):
        desk.move(desk.clerk, "submit")
    desk.save(None, absent_because="国库未出数")
    desk.move(desk.clerk, "submit")


def test_whoever_submits_never_approves(desk):
    desk.save(Decimal("15.1"), actor=desk.signer)
    desk.move(desk.signer, "submit")
    with pytest.raises(Invalid):
        desk.move(desk.signer, "approve")
    desk.move(desk.other, "approve")


def test_the_clerk_cannot_approve(desk):
    desk.save(Decimal("15.1"))
    desk.move(desk.clerk, "submit")
    with pytest.raises(Forbidden):
        desk.move(desk.clerk, "approve")


def test_the_second_of_two_is_told(desk):
    desk.save(Decimal("15.1"))
    with pytest.raises(Conflict):
        desk.move(desk.clerk, "submit", version=0)


def test_return_and_reopen_need_a_reason(desk):
    desk.save(Decimal("15.1"))
    desk.move(desk.clerk, "submit")
    with pytest.raises(Invalid):
        desk.move(desk.signer, "return")


def test_late_returns_close_unless_leave_is_given(desk, yinchuan, finance, person, now, operator):
    old = Period(2025, 6)
    asked = {"actor": desk.clerk, "zone_id": yinchuan, "unit_id": finance, "period": old}
    [line] = selectors.filing_page(**asked, at=now).figures
    draft = FigureDraft(line.indicator.id, level=Decimal(7))
    with pytest.raises(Invalid):
        services.save_figures(**asked, version=0, figures=[draft], at=now)
    leave = {"zone_id": yinchuan, "unit_id": finance, "period": old, "reason": "补报", "at": now}
    services.give_exception(actor=person("tongji"), until=now.date() + timedelta(days=3), **leave)
    services.save_figures(**asked, version=0, figures=[draft], at=now)


def test_another_department_s_return_is_not_there(person, yinchuan, finance, now, stranger):
    with pytest.raises(NotFound):
        selectors.filing_page(actor=stranger, zone_id=yinchuan, unit_id=finance, period=DECEMBER, at=now)
    with pytest.raises(Forbidden):
        services.save_figures(
            actor=person("jianhuan"),
            zone_id=yinchuan,
            unit_id=finance,
            period=DECEMBER,
            version=0,
            figures=[],
            at=now,
        )
    assert not Filing.objects.exists()
