"""Practice time for programs: forward only, answered when what fell due has run."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from webtest import TestApp

from tests.support.programs import Program
from tests.tongban.rest.conftest import Open
from tests.tongban.rest.test_refusals import is_problem
from tongban.outbox import service


def now(who: Program) -> datetime:
    return datetime.fromisoformat(who.get("/me")["now"])


@pytest.mark.parametrize(
    ("body", "by"),
    [
        ({"advance": "PT30M"}, timedelta(minutes=30)),
        ({"advance": "P1DT2H"}, timedelta(days=1, hours=2)),
        ({"advance": "P1W"}, timedelta(days=7)),
    ],
)
def test_forward_by_a_duration(program: Open, body: dict[str, str], by: timedelta) -> None:
    who = program("operator")
    before = now(who)
    answer = who.post("/practice/clock", body)
    assert by <= datetime.fromisoformat(answer["now"]) - before < by + timedelta(seconds=30)


def test_forward_to_a_moment(program: Open) -> None:
    who = program("operator")
    to = now(who) + timedelta(hours=5)
    assert datetime.fromisoformat(who.post("/practice/clock", {"to": to.isoformat()})["now"]) >= to


def test_what_falls_due_has_run_at_its_moment_when_it_is_answered(app: TestApp, program: Open) -> None:
    registry, who, ran = app.app.registry, program("operator"), list[timedelta]()
    registry["tongban.handlers"].at("test.due", lambda work, _id, due: ran.append(work.now - due))
    due = registry["tongban.clock"].now() + timedelta(hours=2)
    with registry["tongban.sessions"].begin() as session:
        service.schedule(session, "test.due", "need", 1, due)
    who.post("/practice/clock", {"advance": "PT1H"})
    assert not ran
    who.post("/practice/clock", {"advance": "PT2H"})
    assert len(ran) == 1
    assert ran[0] < timedelta(seconds=20)


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "/advance"),
        ({"advance": "PT1H", "to": "2026-12-01T09:00:00+08:00"}, "/advance"),
        ({"advance": "1h"}, "/advance"),
        ({"advance": "-PT1H"}, "/advance"),
        ({"advance": "PT0S"}, "/advance"),
        ({"advance": "P1M"}, "/advance"),
        ({"advance": "P1Y"}, "/advance"),
        ({"advance": "P401D"}, "/advance"),
        ({"advance": "P99999999999D"}, "/advance"),
        ({"advance": "PT1e400H"}, "/advance"),
        ({"advance": 30}, "/advance"),
        ({"to": "2029-12-01T09:00:00+08:00"}, "/to"),
        ({"to": "2026-12-01"}, "/to"),
    ],
)
def test_what_is_no_step_forward(program: Open, body: dict[str, Any], where: str) -> None:
    problem = is_problem(program("operator").send("POST", "/practice/clock", body), 422, "invalid")
    assert [fault["pointer"] for fault in problem["errors"]] == [where]


def test_never_back(program: Open) -> None:
    answer = program("operator").send("POST", "/practice/clock", {"to": "2026-03-01T09:00:00+08:00"})
    assert answer.status_int in (409, 422)
    assert "向前" in answer.json["detail"]


def test_a_step_sent_twice_is_one_step(program: Open) -> None:
    who = program("operator")
    steps = [who.post("/practice/clock", {"advance": "P2D"}, Idempotency_Key="step") for _ in range(2)]
    assert steps[0] == steps[1]
    assert now(who) - datetime.fromisoformat(steps[0]["now"]) < timedelta(hours=1)


def test_others_do_not_move_the_time(program: Open, visitor: Program) -> None:
    is_problem(program("owner1").send("POST", "/practice/clock", {"advance": "PT1H"}), 403, "not_allowed")
    is_problem(visitor.send("POST", "/practice/clock", {"advance": "PT1H"}), 401, "unauthorized")
