"""Settings come from the environment, and from nowhere else; what cannot be meant is refused."""

import pytest

from duban.config.env import Env, database, kept_secret
from duban.core.errors import BadSetting


def test_a_misspelt_setting_is_refused_by_name():
    env = Env({"DUBAN_PORT": "1", "DUBAN_HOSTS": "a", "HOME": "/"})
    assert env.words("HOSTS") == ["a"]
    with pytest.raises(BadSetting, match="DUBAN_PORT"):
        env.refuse_unknown()


@pytest.mark.parametrize("value", ["", "abc", "-1", "3", "1.5", "41"])
def test_a_number_out_of_its_bounds_is_refused(value):
    with pytest.raises(BadSetting, match="whole number from 5 to 40"):
        Env({"DUBAN_LENGTH": value}).number("LENGTH", 10, least=5, most=40)


def test_flags_and_choices_say_what_they_take():
    assert Env({"DUBAN_TLS": "Yes"}).flag("TLS", default=False) is True
    with pytest.raises(BadSetting, match="say yes or no"):
        Env({"DUBAN_TLS": "maybe"}).flag("TLS", default=False)
    with pytest.raises(BadSetting, match="DEBUG, INFO"):
        Env({"DUBAN_LOG": "LOUD"}).choice("LOG", "INFO", ("DEBUG", "INFO"))


def test_a_secret_may_come_from_a_file_but_not_from_both(tmp_path):
    file = tmp_path / "key"
    file.write_text("s3cret\n")
    assert Env({"DUBAN_SECRET_KEY_FILE": str(file)}).text("SECRET_KEY") == "s3cret"
    with pytest.raises(BadSetting, match="keep one"):
        Env({"DUBAN_SECRET_KEY_FILE": str(file), "DUBAN_SECRET_KEY": "x"}).text("SECRET_KEY")


def test_the_first_start_makes_a_key_and_keeps_it(tmp_path):
    place = tmp_path / "var" / "secret-key"
    first = kept_secret(place)
    assert len(first) >= 50
    assert kept_secret(place) == first
    assert place.stat().st_mode & 0o77 == 0
    assert kept_secret(tmp_path / "other") != first


@pytest.mark.parametrize(
    ("address", "engine", "name"),
    [
        ("sqlite:////var/lib/duban.sqlite3", "sqlite3", "/var/lib/duban.sqlite3"),
        ("postgres://du:p%40ss@db:5433/duban", "postgresql", "duban"),
    ],
)
def test_addresses_of_databases(address, engine, name):
    found = database(address)
    assert found["ENGINE"] == f"django.db.backends.{engine}"
    assert found["NAME"] == name
    if engine == "postgresql":
        assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
            "du",
            "p@ss",
            "db",
            "5433",
        )
    else:
        assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize("address", ["mysql://a/b", "duban.sqlite3", ""])
def test_other_databases_are_refused(address):
    with pytest.raises(BadSetting, match="use sqlite"):
        database(address)
