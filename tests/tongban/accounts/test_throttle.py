"""Guesses are slowed down: failures count, successes do not, and a stranger does not lock a person out."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.tongban.accounts.helpers import sign_in
from tongban.accounts import throttle
from tongban.accounts.models import SignInAttempt


def _fail(app, times, login="owner1"):
    for _ in range(times):
        sign_in(app, login, "wrong", status=422)


def test_after_five_failures_even_the_right_password_waits(app, clock):
    _fail(app, 5)
    assert "15 分钟后再试" in sign_in(app, "owner1", status=429)
    clock.move(throttle.WINDOW)
    assert sign_in(app, "owner1").status_int == 303


def test_refused_attempts_do_not_prolong_the_wait(app, clock):
    _fail(app, 5)
    clock.move(throttle.WINDOW / 2)
    sign_in(app, "owner1", "wrong", status=429)
    clock.move(throttle.WINDOW / 2)
    assert sign_in(app, "owner1").status_int == 303


def test_successes_do_not_count(app, db):
    for _ in range(throttle.MAX_PER_LOGIN + 1):
        assert sign_in(app, "owner1").status_int == 303
    with db() as session:
        assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 0


def test_a_success_clears_the_failures_of_its_login_here(app):
    _fail(app, 4)
    sign_in(app, "owner1")
    _fail(app, 4)
    assert sign_in(app, "owner1").status_int == 303


def test_unknown_logins_are_counted_too(app):
    _fail(app, 5, "nobody.here")
    sign_in(app, "nobody.here", "wrong", status=429)


def test_failures_from_one_address_do_not_stop_the_person_at_another(app, new_browser):
    _fail(app, 5)
    elsewhere = new_browser()
    elsewhere.extra_environ["REMOTE_ADDR"] = "192.0.2.99"
    assert sign_in(elsewhere, "owner1").status_int == 303


def test_what_a_client_says_of_its_address_is_not_believed(app):
    for number in range(5):
        app.extra_environ["HTTP_X_FORWARDED_FOR"] = f"198.51.100.{number}"
        sign_in(app, "owner1", "wrong", status=422)
    app.extra_environ["HTTP_X_FORWARDED_FOR"] = "198.51.100.77"
    sign_in(app, "owner1", "wrong", status=429)


@pytest.mark.parametrize(
    ("login", "address", "limit"),
    [("owner1", "from {}", throttle.MAX_PER_LOGIN), ("login{}", "one", throttle.MAX_PER_ADDRESS)],
)
def test_many_addresses_on_one_login_and_many_logins_from_one_address_have_an_end(
    db, clock, login, address, limit
):
    def attempt(session: Session, number: int) -> None:
        throttle.check_allowed(session, login.format(number), address.format(number), clock.now())
        throttle.note_failure(session, login.format(number), address.format(number), clock.now())

    with db.begin() as session:
        for number in range(limit):
            attempt(session, number)
        with pytest.raises(throttle.TooManyAttempts):
            attempt(session, limit)


def test_neither_login_nor_address_is_stored_readably(app, db):
    _fail(app, 1)
    with db() as session:
        kept = session.scalars(select(SignInAttempt.key_digest)).all()
    assert len(kept) == 3
    assert all(len(digest) == 64 for digest in kept)
