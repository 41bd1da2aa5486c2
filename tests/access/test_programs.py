"""Every operation of programs: by nobody, by cookie, by everybody who may not, twice, with a used key."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from webtest import TestResponse

from tests.access.committed import ALWAYS, Committed
from tests.access.posts.every_program import ACTS
from tests.access.posts.programs import Act
from tests.access.practice import PracticeSite, phased_site
from tests.access.test_posts import NOTHINGS
from tests.support.programs import Program
from tests.support.templates import Templates
from tongban.accounts.models import User
from tongban.clock import SystemClock
from tongban.rest.operation import Operation
from tongban.security import SYSTEM
from tongban.tokens.service import Tokens
from tongban.work import Work

#: Operations that change nothing of the market: a file that waits for its use, a token of a practice account.
ELSEWHERE = {"files.send", "rest.tokens"}
#: Written also when nothing comes of a request: the last use of a token.
QUIET = ALWAYS | {"api_token"}

each = pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)


@pytest.fixture(scope="module")
def site(templates: Templates) -> Iterator[PracticeSite]:
    with phased_site(templates) as site:
        yield site


@pytest.fixture(scope="module")
def committed(site: PracticeSite) -> Committed:
    return Committed(site.registry["tongban.engines"].write)


@pytest.fixture(scope="module")
def programs(site: PracticeSite) -> dict[str, Program]:
    """A program for everybody with an account."""
    found = {}
    with site.session() as session:
        now = SystemClock().now()
        tokens = Tokens(Work(session, SYSTEM, now, "cli"), now)
        for login, person in site.people.items():
            user = session.get_one(User, person.user_id)
            found[login] = Program(site.visitor(), tokens.create(user, person.org_id, "测试")[0])
    return found


def operations(site: PracticeSite) -> list[Operation]:
    found: list[Operation] = site.registry["tongban.operations"]
    return found


def send(who: Program, act: Act, path: str, body: Any, **headers: str) -> TestResponse:
    return who.send(act.method, path, body, If_Match="*", **headers)


def test_every_operation_that_changes_something_is_tried(site: PracticeSite) -> None:
    changing = {one.name for one in operations(site) if one.method != "GET"}
    assert {act.name for act in ACTS} | ELSEWHERE == changing


@each
def test_an_operation_works_only_for_those_named_and_once(
    act: Act, site: PracticeSite, programs: dict[str, Program], committed: Committed
) -> None:
    """One request, which works in the end, sent by everybody in turn; the right one sends it last."""
    path = act.path(site)
    right = "owner1" if "*" in act.who else act.who[0]
    body = act.body(site, right)
    with committed.only(QUIET):
        for who in (
            Program(site.visitor()),
            Program(site.client(right)),
            Program(site.visitor(), "tongban_x"),
        ):
            answer = send(who, act, path, body)
            assert (answer.status_int, "WWW-Authenticate" in answer.headers) == (401, True)
        for login, program in sorted(programs.items()):
            if not act.may(login):
                answer = send(program, act, path, act.body(site, login))
                assert answer.status_int in (403, 404), (login, answer.status, answer.text)
    key = f"key-{act.name}"
    with committed.listed() as tables:
        answer = send(programs[right], act, path, body, Idempotency_Key=key)
    assert answer.status_int in (200, 201), answer.text
    assert set(tables) - QUIET, "nothing came of it"
    _sent_again(act, programs[right], path, body, answer, committed)


def _sent_again(
    act: Act, who: Program, path: str, body: Any, first: TestResponse, committed: Committed
) -> None:
    key = f"key-{act.name}"
    if act.method == "POST":
        with committed.only(QUIET):
            again = send(who, act, path, body, Idempotency_Key=key)
            assert again.headers["Idempotent-Replayed"] == "true"
            assert (again.status, again.body) == (first.status, first.body)
            other = send(who, act, path, {**body, "reason": "别的"}, Idempotency_Key=key)
            assert (other.status_int, other.json["code"]) == (422, "idempotency.key_reused")
    with committed.listed() as tables:
        answer = send(who, act, path, body, Idempotency_Key=f"{key}-2")
    assert answer.status_int < 500, answer.text
    if act.again == "refused":
        assert answer.status_int >= 400, answer.text
        assert set(tables) <= QUIET, tables
    elif act.again == "nothing":
        assert answer.status_int == 200
        assert set(tables) <= QUIET | {"api_call"}, tables


@pytest.mark.parametrize("nothing", NOTHINGS)
def test_about_what_does_not_exist(
    nothing: str, site: PracticeSite, programs: dict[str, Program], committed: Committed
) -> None:
    """Every address with a name in it, for a visitor and four people; never a crash, always a problem."""
    callers = {"owner1": Program(site.visitor())} | {
        login: programs[login] for login in ("operator", "firm1", "delegate1", "admin")
    }
    acts = {act.name: act for act in ACTS}
    with committed.only(QUIET):
        for one in (one for one in operations(site) if "{" in one.path):
            path = re.sub(r"\{\w+\}", nothing, one.path)
            for login, who in callers.items():
                body = acts[one.name].body(site, login) if one.method != "GET" else None
                answer = who.send(one.method, path, body, If_Match="*")
                assert answer.status_int in (401, 403, 404), (one.name, path, login, answer.text)
                assert json.loads(answer.text)["status"] == answer.status_int
                assert answer.content_type == "application/problem+json"


def test_reading_changes_nothing(
    site: PracticeSite, programs: dict[str, Program], committed: Committed
) -> None:
    with committed.only(QUIET):
        for one in operations(site):
            if one.method == "GET" and "{" not in one.path:
                for login in ("owner1", "operator", "firm1", "supervisor"):
                    answer = programs[login].send("GET", one.path)
                    # 422: what must be asked something before it answers.
                    assert answer.status_int in (200, 403, 404, 422), (one.name, login, answer.text)
                    assert "Set-Cookie" not in answer.headers
