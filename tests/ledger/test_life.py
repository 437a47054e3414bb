import pytest

from duban.core.errors import Invalid
from duban.ledger.types import ItemState, View


def codes(refusal):
    return [p.code for p in refusal.value.problems]


def wheres(refusal):
    return [p.where for p in refusal.value.problems]


def test_the_whole_life(ledger):
    item = ledger.struck_off()
    assert ledger.state(item) is ItemState.STRUCK_OFF
    page = ledger.page(item)
    assert [m.edge for m in page.moves] == [
        "register", "dispatch", "accept", "begin", "report_done", "verify", "strike_off",
    ]  # fmt: skip
    assert page.row.number == "督〔2020〕1号"
    assert page.finished_on == ledger.on
    assert ledger.ids() == []
    assert ledger.ids(View.CLOSED) == [item]


def test_what_is_missing_is_said_at_once(ledger):
    item = ledger.draft(
        title="空事项", task="", done_when="", basis="", lead_id=None, person_id=None, steps=()
    )
    with pytest.raises(Invalid) as refused:
        ledger.move(item, "register", ledger.supervisor)
    assert wheres(refused) == ["done_when", "basis", "lead"]
    assert [p.where for p in ledger.page(item).missing["register"]] == ["done_when", "basis", "lead"]
