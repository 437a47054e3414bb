"""Machine code that is kept on disk is made anew when a rule it was made from changes."""

import importlib.util

import pytest

from duban.engine.schedule import machine

pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture
def doubled(tmp_path):
    """Return a way to load a function from a file once more, as another process would."""
    path = tmp_path / "doubling.py"
    path.write_text("def doubled(x):\n    return 2 * x\n")

    def load():
        spec = importlib.util.spec_from_file_location("doubling", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return machine.machined(module.doubled)

    return load


def kept(made):
    assert made(21) == 42
    return bool(made.stats.cache_hits)


def test_it_is_kept_while_the_rules_are_the_same(doubled):
    assert not kept(doubled())
    assert kept(doubled())


def test_it_is_made_anew_when_a_rule_in_another_file_changes(doubled, monkeypatch):
    assert not kept(doubled())
    monkeypatch.setattr(machine, "rules_stamp", lambda: "another rule")
    assert not kept(doubled())


def test_every_rule_that_compiled_code_calls_is_in_the_stamp():
    from duban.engine.schedule.compiled import _HELPERS

    named = {module.__name__ for module in machine._RULES}
    assert {helper.__module__ for helper in _HELPERS} <= named
