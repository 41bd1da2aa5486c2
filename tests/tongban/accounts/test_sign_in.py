"""Signing in and out: a new session each time, and old cookies, tokens and forms dead."""

from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, sessionmaker
from webtest import TestApp

from tests.tongban.accounts.helpers import collect_long_bodies, person, sign_in, token
from tongban.accounts.models import User, WebSession
from tongban.accounts.sessions import ABSOLUTE, COOKIE, IDLE
from tongban.clock import FixedClock
from tongban.db.session import close_pools


def _is_in(app: TestApp) -> bool:
    return app.get("/account", expect_errors=True).status_int == 200


def test_the_right_password_opens_the_page_that_was_wanted(app):
    answer = sign_in(app, "owner1", path=app.get("/account").location)
    assert answer.location == "http://localhost/account"
    assert "林晓舟" in app.get("/account")


@pytest.mark.parametrize("login", ["owner1", " OWNER1 ", "ｏｗｎｅｒ１"])
def test_a_login_means_the_same_in_capitals_full_width_and_with_blanks(app, login):
    assert sign_in(app, login).status_int == 303


@pytest.mark.parametrize(("login", "password"), [("owner1", "wrong"), ("nobody", "wrong"), ("nobody", None)])
def test_wrong_login_and_wrong_password_are_told_in_the_same_words(app, login, password):
    answer = sign_in(app, login, password, status=422)
    assert "登录名或密码不对" in answer
    assert answer.forms["sign-in"]["login"].value == login
    assert not _is_in(app)


@pytest.mark.parametrize(
    "login",
    ["a\x00b", "\ud800", "\u202eowner1", "a" * 1_000_000, "a\nb", "' or 1=1"],
    ids=["nul", "surrogate", "direction", "long", "newline", "quote"],
)
def test_broken_logins_are_refused_in_the_form(app, login):
    form = app.get("/sign-in").forms["sign-in"]
    fields = dict(form.submit_fields("enter"))
    fields.update(login=login.encode("utf-8", "surrogatepass"), password="x")
    answer = app.post("/sign-in", fields, expect_errors=True)
    assert answer.status_int in (303, 400, 422)
    del answer
    collect_long_bodies()


@pytest.mark.parametrize("path", ["/sign-in?next=%00", "/sign-in?next=%ff", "/sign-in?came_from=%ed%a0%80"])
def test_broken_addresses_are_no_crash(app, path):
    assert app.get(path, expect_errors=True).status_int in (200, 400)


def test_a_planted_session_cookie_is_worth_nothing_after_signing_in(app, new_browser):
    """C30: an id from before signing in does not become a session."""
    app.set_cookie(COOKIE, "planted-by-somebody-else")
    sign_in(app, "owner1")
    assert app.cookies[COOKIE] != "planted-by-somebody-else"
    other = new_browser()
    other.set_cookie(COOKIE, "planted-by-somebody-else")
    assert not _is_in(other)


def test_signing_in_again_ends_the_former_session_of_the_browser(app, new_browser):
    sign_in(app, "owner1")
    other = new_browser()
    other.set_cookie(COOKIE, app.cookies[COOKIE])
    assert _is_in(other)
    sign_in(app, "owner2")
    assert not _is_in(other)


def test_a_cookie_is_dead_after_signing_out(app, new_browser):
    sign_in(app, "owner1")
    cookie = app.cookies[COOKIE]
    app.post("/sign-out", {"csrf_token": token(app.get("/account"))})
    assert not _is_in(app)
    other = new_browser()
    other.set_cookie(COOKIE, cookie)
    assert not _is_in(other)


def test_a_cookie_is_dead_after_the_password_changed(app, new_browser):
    sign_in(app, "owner1")
    other = new_browser()
    sign_in(other, "owner1")
    form = app.get("/account").forms["password"]
    form["old_password"], form["new_password"], form["new_password_again"] = (
        "lianxi-2026",
        "新的密码不好猜 2027",
        "新的密码不好猜 2027",
    )
    assert form.submit("change").status_int == 303
    assert _is_in(app)
    assert not _is_in(other)
    assert sign_in(other, "owner1", status=422)
    assert sign_in(other, "owner1", "新的密码不好猜 2027").status_int == 303


def test_a_cookie_is_dead_the_moment_the_person_is_disabled(app, db: "sessionmaker[Session]", as_system):
    sign_in(app, "delegate1")
    with db.begin() as session:
        from tongban.accounts.people import People

        People(as_system(session)).disable(person(session, "delegate1"), held=0)
    assert not _is_in(app)
    assert "登录名或密码不对" in sign_in(app, "delegate1", status=422)


def test_a_session_ends_when_it_is_not_used_and_after_a_working_day(app, clock: FixedClock, db):
    sign_in(app, "owner1")
    clock.move(IDLE)
    assert not _is_in(app)
    sign_in(app, "owner1")
    with db.begin() as session:
        session.execute(update(WebSession).values(last_seen_at=clock.now() + ABSOLUTE))
    clock.move(ABSOLUTE)
    assert not _is_in(app)


def test_only_a_digest_of_the_cookie_is_stored(app, db: "sessionmaker[Session]"):
    sign_in(app, "owner1")
    with db() as session:
        assert session.scalar(select(func.count()).where(WebSession.token_digest == app.cookies[COOKIE])) == 0
        assert session.scalar(select(func.count()).select_from(WebSession)) == 1


def test_a_form_token_from_before_signing_in_is_dead_afterwards(app):
    before = token(app.get("/sign-in"))
    sign_in(app, "owner1")
    answer = app.post("/account/sessions", {"csrf_token": before}, status=400)
    assert "登录身份已变化" in answer


def test_a_form_token_of_another_session_is_refused(app, new_browser):
    other = new_browser()
    sign_in(other, "owner1")
    stolen = token(other.get("/account"))
    sign_in(app, "owner1")
    app.post("/account/sessions", {"csrf_token": stolen}, status=400)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app):
    cookie = next(
        c for c in sign_in(app, "owner1").headers.getall("Set-Cookie") if c.startswith(f"{COOKIE}=")
    )
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/%0d%0aSet-Cookie:x=1\r\nX: y",
        "///evil.example",
        "evil.example",
        " /account",
        "/" + "a" * 5000,
    ],
)
@pytest.mark.parametrize("name", ["next", "came_from"])
def test_signing_in_never_leads_to_another_site(app, name, target):
    form = app.get("/sign-in", {name: target}).forms["sign-in"]
    form["login"], form["password"] = "owner1", "lianxi-2026"
    answer = app.post(f"/sign-in?{urlencode({name: target})}", form.submit_fields("enter"))
    assert answer.status_int == 303
    assert answer.location in ("http://localhost/", "http://localhost/desk")


def test_a_target_with_other_letters_is_escaped(app):
    answer = sign_in(app, "owner1", path="/sign-in?next=/needs%3Fregion%3D%E9%82%B5")
    assert answer.location == "http://localhost/needs?region=%E9%82%B5"


def test_someone_signed_in_without_the_permission_is_told_so(app):
    sign_in(app, "owner1")
    assert "您现在不能查看" in app.get("/admin/accounts", status=403)


def test_practice_accounts_sign_in_by_one_click(app):
    page = app.get("/sign-in?next=/account")
    form = next(form for form in page.forms.values() if "practice" in form.action)
    answer = form.submit("login", value="operator")
    assert answer.location == "http://localhost/account"


def test_one_click_takes_no_other_login_and_needs_the_token(app, db, as_system):
    with db.begin() as session:
        from tongban.accounts.people import People

        People(as_system(session)).add("real.person", "真实用户", "a good long secret", "000000")
    page = token(app.get("/sign-in"))
    app.post("/sign-in/practice", {"csrf_token": page, "login": "real.person"}, status=404)
    app.post("/sign-in/practice", {"login": "owner1"}, status=400)


def test_a_real_site_has_neither_buttons_nor_the_published_password(settings, clock):
    from tongban.app import main

    application = main({"__script__": "tests"}, **{**settings, "tongban.practice": "false"})
    application.registry["tongban.clock"] = clock
    app = TestApp(application)
    page = app.get("/sign-in")
    assert "演练账号" not in page
    sign_in(app, "owner1", status=422)
    app.post("/sign-in/practice", {"csrf_token": token(page), "login": "owner1"}, status=404)
    close_pools(application.registry)


def test_an_initial_password_is_to_be_changed_first(app, db, as_system):
    from tongban.accounts.people import People, one_time_password

    password = one_time_password()
    with db.begin() as session:
        People(as_system(session)).reset_password(person(session, "owner1"), password)
    answer = sign_in(app, "owner1", password)
    assert answer.location.endswith("/account")
    assert "别人代为设置" in answer.follow()
    with db() as session:
        assert session.scalar(select(User.password_is_initial).filter_by(login="owner1"))
