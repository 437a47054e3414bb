"""Who gets in, for how long, and with which password."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.urls import reverse

from duban.core import clock
from duban.orgs.models import User
from duban.orgs.services import create_account, grant
from duban.orgs.types import Role

PASSWORD = "Zhongguo-2020"
NEW = "Ningxia-2021-xin"


@pytest.fixture
def account(yinchuan, operator):
    """A person whose password is set now, by the machine's clock."""

    def make(*, password=PASSWORD, age=timedelta()):
        at = clock.now() - age
        user, first = create_account(
            actor=operator, zone_id=yinchuan, username="xinren", name="新人", password=password, at=at
        )
        grant(actor=operator, user_id=user, unit_id=yinchuan, role=Role.READER, starts=at.date(), at=at)
        return first

    return make


def sign_in(client, password=PASSWORD):
    return client.post(reverse("sign-in"), {"username": "xinren", "password": password})


def change(client, old, new):
    return client.post(reverse("password"), {"old": old, "new": new, "again": new})


def gap(client):
    return client.get(reverse("gap", args=["yinchuan"]))


def test_a_one_time_password_must_be_changed_first(client, account):
    first = account(password=None)
    sign_in(client, first)
    assert gap(client).headers["Location"] == reverse("password")
    assert change(client, first, NEW).status_code == 302
    assert gap(client).status_code == 200


def test_a_password_is_kept_so_many_days_and_no_longer(client, account, settings):
    settings.DUBAN_PASSWORD_DAYS = 90
    account(age=timedelta(days=89, hours=23))
    sign_in(client)
    assert gap(client).status_code == 200

    User.objects.filter(username="xinren").update(password_changed_at=clock.now() - timedelta(days=90))
    assert gap(client).headers["Location"] == reverse("password")
    assert "90 天" in client.get(reverse("password")).content.decode()
    assert change(client, PASSWORD, NEW).status_code == 302
    assert gap(client).status_code == 200


def test_zero_days_is_never(client, account, settings):
    settings.DUBAN_PASSWORD_DAYS = 0
    account(age=timedelta(days=5000))
    sign_in(client)
    assert gap(client).status_code == 200


@pytest.mark.parametrize("weak", ["Ab1-", "zhongguozhongguo", "Xinren2020", PASSWORD, "password123"], ids=str)
def test_weak_and_used_passwords_are_refused(client, account, weak):
    account()
    sign_in(client)
    assert change(client, PASSWORD, weak).status_code == 422


def test_the_last_five_passwords_are_not_used_again(client, account):
    account()
    sign_in(client)
    used = [PASSWORD, *(f"Ningxia-202{n}-xin" for n in range(5))]
    for old, new in pairwise(used):
        assert change(client, old, new).status_code == 302
    assert change(client, used[-1], used[1]).status_code == 422
    assert change(client, used[-1], used[0]).status_code == 302


def test_an_account_is_locked_after_repeated_failures(client, account, settings):
    account()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        assert sign_in(client, "no").status_code == 401
    page = sign_in(client)
    assert page.status_code == 401
    assert "锁定" in page.content.decode()


def test_a_success_wipes_the_failures_out(client, account, settings):
    account()
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        sign_in(client, "no")
    assert sign_in(client).status_code == 302
    client.logout()
    assert sign_in(client, "no").status_code == 401
    assert sign_in(client).status_code == 302


def test_the_idle_and_the_long_signed_in_are_asked_again(client, account, monkeypatch, settings):
    account()
    start = clock.now()
    sign_in(client)

    def after(**passed):
        monkeypatch.setattr(clock, "now", lambda: start + timedelta(**passed))
        return gap(client).status_code

    assert after(minutes=settings.DUBAN_IDLE_MINUTES - 1) == 200
    assert after(minutes=2 * settings.DUBAN_IDLE_MINUTES) == 302


def test_no_session_outlasts_a_day_however_busy(client, account, monkeypatch, settings):
    settings.DUBAN_SESSION_HOURS = 1
    account()
    start = clock.now()
    sign_in(client)
    seen = []
    for minutes in range(10, 80, 10):
        monkeypatch.setattr(clock, "now", lambda m=minutes: start + timedelta(minutes=m))
        seen.append(gap(client).status_code)
    assert seen == [200] * 6 + [302]


def test_a_switched_off_account_is_out_at_once(client, account):
    account()
    sign_in(client)
    User.objects.filter(username="xinren").update(is_active=False)
    assert gap(client).status_code == 302


def test_an_ended_role_reads_nothing(client, account):
    account()
    sign_in(client)
    User.objects.get(username="xinren").grants.update(
        ends=datetime(2020, 1, 1, tzinfo=UTC).date(), starts="2019-01-01"
    )
    assert gap(client).status_code == 404
