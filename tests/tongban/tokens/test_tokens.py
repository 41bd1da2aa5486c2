"""Tokens: shown once, kept as digests, dead when revoked, expired, or their person may not act any more."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from webtest import TestApp

from tests.support.programs import PASSWORD, Program
from tests.support.sites import write_ini
from tests.support.templates import Place, Templates
from tongban.accounts.models import Membership, User
from tongban.app import main
from tongban.audit.models import AuditEvent
from tongban.cli import main as tongban
from tongban.clock import FixedClock
from tongban.db.session import close_pools
from tongban.tokens.models import ApiToken
from tongban.tokens.service import MAX_LIVE, digest_of


@pytest.fixture
def place(templates: Templates) -> Iterator[Place]:
    with templates.fresh("practice") as place:
        yield place


@pytest.fixture
def settings(place: Place) -> dict[str, Any]:
    return place.settings(**{"tongban.practice": "true"})


@pytest.fixture
def app(settings: dict[str, Any], clock: FixedClock) -> Iterator[TestApp]:
    application = main({"__script__": "tests"}, **settings)
    application.registry["tongban.clock"] = clock
    yield TestApp(application, lint=False)
    close_pools(application.registry)


@pytest.fixture
def command(place: Place, settings: dict[str, str]) -> Any:
    """Runs ``tongban token …`` on the site."""
    write_ini(place.data / "site.ini", settings, 6543)

    def run(*arguments: str, code: int = 0) -> str:
        options = ["--config", str(place.data / "site.ini"), "token", *arguments]
        done = CliRunner().invoke(tongban, options)
        assert done.exit_code == code, done.output
        return done.output

    return run


def rows(app: TestApp) -> list[ApiToken]:
    with app.app.registry["tongban.sessions"].begin() as session:
        return list(session.scalars(select(ApiToken).order_by(ApiToken.id)))


def token(app: TestApp, login: str = "owner1") -> str:
    answer = Program(app).post("/practice/tokens", {"user": login, "password": PASSWORD}, status=201)
    return str(answer["token"])


def test_a_token_acts_for_its_person_and_organisation(app: TestApp) -> None:
    me = Program(app, token(app)).get("/me")
    assert (me["login"], me["organisation"]["uscc"]) == ("owner1", "91990000MA0000015Q")
    assert [role["role"] for role in me["roles"]] == ["owner_admin"]


def test_only_its_digest_is_kept(app: TestApp) -> None:
    text = token(app)
    (row,) = rows(app)
    assert row.digest == digest_of(text)
    assert text not in json.dumps([str(value) for value in row.__dict__.values()])


def test_a_revoked_token_opens_nothing(app: TestApp, clock: FixedClock) -> None:
    text = token(app)
    with app.app.registry["tongban.sessions"].begin() as session:
        session.scalars(select(ApiToken)).one().revoked_at = clock.now()
    Program(app, text).get("/me", status=401)


def test_an_expired_token_opens_nothing(app: TestApp, clock: FixedClock) -> None:
    text = token(app)
    clock.move(timedelta(hours=23, minutes=59))
    Program(app, text).get("/me")
    clock.move(timedelta(minutes=2))
    Program(app, text).get("/me", status=401)


def test_a_token_of_a_disabled_person_opens_nothing(app: TestApp) -> None:
    text = token(app)
    with app.app.registry["tongban.sessions"].begin() as session:
        session.execute(User.__table__.update().where(User.login == "owner1").values(state="disabled"))
    Program(app, text).get("/me", status=401)


def test_a_token_never_acts_for_another_organisation(app: TestApp, clock: FixedClock) -> None:
    """Its person belongs to two; leaving the one it acts for ends it, rather than turning it to the other."""
    text = token(app, "both")
    org_id = rows(app)[-1].org_id
    with app.app.registry["tongban.sessions"].begin() as session:
        table = Membership.__table__
        gone = table.update().where(table.c.org_id == org_id).values(revoked_at=clock.now())
        session.execute(gone)
    Program(app, text).get("/me", status=401)


def test_a_wrong_password_makes_none(app: TestApp) -> None:
    answer = Program(app).send("POST", "/practice/tokens", {"user": "owner1", "password": "x"})
    assert answer.status_int == 422
    assert answer.json["errors"][0]["pointer"] == "/password"
    assert not rows(app)


def test_guessing_is_slowed_down(app: TestApp) -> None:
    wrong = {"user": "owner1", "password": "x"}
    codes = [Program(app).send("POST", "/practice/tokens", wrong).status_int for _ in range(7)]
    assert codes[-1] == 429


def test_practising_all_day_ends_old_tokens_instead_of_refusing_new_ones(app: TestApp) -> None:
    first = token(app)
    for _ in range(MAX_LIVE):
        last = token(app)
    Program(app, first).get("/me", status=401)
    Program(app, last).get("/me")


def test_the_last_use_is_noted(app: TestApp) -> None:
    text = token(app)
    assert rows(app)[-1].last_used_at is None
    Program(app, text).get("/me")
    assert rows(app)[-1].last_used_at is not None


def test_production_has_neither_practice_tokens_nor_its_clock(templates: Templates) -> None:
    with templates.fresh("seeded") as place:
        application = main({"__script__": "tests"}, **place.settings())
        visitor = Program(TestApp(application, lint=False))
        visitor.post("/practice/tokens", {"user": "x", "password": "y"}, status=404)
        visitor.post("/practice/clock", {"advance": "PT1H"}, status=404)
        assert not [path for path in visitor.get("/openapi.json")["paths"] if "practice" in path]
        close_pools(application.registry)


def test_from_the_command_line(app: TestApp, command: Any) -> None:
    made = json.loads(command("create", "--user", "firm1", "--name", "对接", "--days", "30", "--json"))
    assert Program(app, made["token"]).get("/me")["login"] == "firm1"
    listed = json.loads(command("list", "--user", "firm1", "--json"))
    assert [(row["id"], row["name"], row["revoked_at"]) for row in listed] == [(made["id"], "对接", None)]
    assert "token" not in listed[0]
    assert made["token"] not in command("list", "--user", "firm1")
    assert "已撤销" in command("revoke", str(made["id"]))
    Program(app, made["token"]).get("/me", status=401)


def test_the_command_line_says_what_is_wrong(command: Any) -> None:
    assert "没有登录名为 nobody" in command("create", "--user", "nobody", code=1)
    assert "不属于" in command("create", "--user", "firm1", "--org", "91990000MA0000015Q", code=1)
    assert "没有编号为 99" in command("revoke", "99", code=1)
    command("create", code=2)
    command("create", "--user", "firm1", "--days", "0", code=2)


def test_making_and_ending_stand_on_the_persons_chain(app: TestApp, command: Any) -> None:
    made = json.loads(command("create", "--user", "firm1", "--json"))
    command("revoke", str(made["id"]))
    with app.app.registry["tongban.sessions"].begin() as session:
        query = select(AuditEvent.event).where(AuditEvent.event.startswith("token_"))
        assert list(session.scalars(query.order_by(AuditEvent.id))) == ["token_create", "token_revoke"]


def test_on_ones_own_page(app: TestApp) -> None:
    browser = TestApp(app.app)
    form = browser.get("/sign-in").forms["sign-in"]
    form["login"], form["password"] = "owner1", PASSWORD
    form.submit("sign_in").follow()
    form = browser.get("/account/tokens").forms["token"]
    form["name"] = "采购系统"
    shown = form.submit("create")
    text = shown.html.select_one(".once__password").get_text()
    assert shown.headers["Cache-Control"] == "no-store"
    assert Program(app, text).get("/me")["login"] == "owner1"
    page = browser.get("/account/tokens")
    assert "采购系统" in page.text
    assert text not in page.text
    (revoke,) = [form for form in page.forms.values() if str(form.action).endswith("/revoke")]
    assert "已撤销" in revoke.submit().follow().text
    Program(app, text).get("/me", status=401)
