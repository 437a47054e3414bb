"""Set-up does each thing once, and says what to do when it cannot."""

import pytest

import house


def test_a_step_is_done_once_until_what_it_rests_on_changes(tmp_path):
    stamp, done = tmp_path / "stamp", []
    for value in ("one", "one", "two"):
        house.unless_stamped(stamp, value, lambda value=value: done.append(value))
    assert done == ["one", "two"]


def test_a_step_that_failed_is_done_again(tmp_path):
    stamp = tmp_path / "stamp"
    stamp.write_text("old")

    def fail():
        raise house.Stop("no")

    with pytest.raises(house.Stop):
        house.unless_stamped(stamp, "new", fail)
    assert not stamp.exists()


def test_without_ensurepip_it_names_the_package(monkeypatch, tmp_path):
    monkeypatch.setattr(house, "BIN", tmp_path)
    monkeypatch.setattr(house, "_has_ensurepip", lambda: False)
    monkeypatch.setattr(house.os, "geteuid", lambda: 1000)
    with pytest.raises(house.Stop, match=r"apt-get install python3\.\d+-venv"):
        house.make_venv()


def test_packages_are_counted(capsys):
    seen = set()
    for line in (
        "Collecting django==5.2.19",
        "  Downloading django.whl",
        "Requirement already satisfied: rich==15.0.0 in x",
    ):
        house._count(line, seen, 2)
    assert seen == {"django", "rich"}


def test_a_failed_program_is_named():
    with pytest.raises(house.Stop, match="false"):
        house.run("false")
