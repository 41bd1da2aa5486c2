"""An entry by a program is judged by the moment at which its request was received, as one by a form is."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from webtest import TestApp

from market.entries.models import Entry
from tests.support.programs import Program, sign_in
from tests.support.templates import START, Templates
from tests.tongban.rest.test_refusals import DRAFT, is_problem
from tongban.app import main
from tongban.arrival.models import ArrivalTicket
from tongban.arrival.moment import RECEIVED_AT
from tongban.clock import FixedClock
from tongban.db.session import close_pools

END = datetime.fromisoformat(DRAFT["ends_at"])
MICRO = timedelta(microseconds=1)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture
def app(templates: Templates, clock: FixedClock) -> Iterator[TestApp]:
    with templates.fresh("practice") as place:
        application = main({"__script__": "tests"}, **place.settings(**{"tongban.practice": "true"}))
        application.registry["tongban.clock"] = clock
        yield TestApp(application, lint=False)
        close_pools(application.registry)


@pytest.fixture
def number(app: TestApp) -> str:
    """A need that is open for registration."""
    owner = sign_in(app, "owner1")
    made: str = owner.post("/needs", DRAFT, status=201)["number"]
    owner.post(f"/needs/{made}/submit")
    sign_in(app, "operator").post(f"/needs/{made}/publish")
    return made


def offer(firm: Program, value: int = 5_000_000) -> dict[str, Any]:
    leader = next(p["id"] for p in firm.get("/enrolment")["practitioners"] if p["checked"])
    return {"value": value, "practitioner": str(leader), "promise": True}


def late(clock: FixedClock, moment: datetime, app: TestApp) -> Program:
    """A program that signs in at a moment; tokens of a practice account live a day only."""
    clock.set(moment - timedelta(minutes=1))
    firm = sign_in(app, "firm1")
    clock.set(moment)
    return firm


def test_a_microsecond_before_the_end_is_in_time(app: TestApp, clock: FixedClock, number: str) -> None:
    firm = late(clock, END - MICRO, app)
    outcome = firm.post(f"/needs/{number}/entry/quote", offer(firm), status=201)
    assert outcome["outcome"] == "accepted"
    assert outcome["receipt"]["received"].endswith(":59.999999Z")
    with app.app.registry["tongban.sessions"].begin() as session:
        ticket = session.scalars(select(ArrivalTicket)).one()
        assert (ticket.subject, ticket.outcome) == (number, "accepted")


def test_at_the_end_it_is_late_and_has_a_receipt_all_the_same(
    app: TestApp, clock: FixedClock, number: str
) -> None:
    firm = late(clock, END, app)
    answer = firm.send("POST", f"/needs/{number}/entry/quote", offer(firm), Idempotency_Key="late")
    assert answer.status_int == 201
    assert (answer.json["outcome"], answer.json["reason_code"]) == ("refused", "late")
    receipt = answer.json["receipt"]
    assert (receipt["kind"], receipt["of"]["reason"]) == ("refused_entry", "late")
    assert firm.get(f"/receipts/{receipt['number']}")["signature"] == receipt["signature"]
    assert (
        firm.send("POST", f"/needs/{number}/entry/quote", offer(firm), Idempotency_Key="late").body
        == answer.body
    )
    with app.app.registry["tongban.sessions"].begin() as session:
        assert session.scalars(select(Entry).where(Entry.need.has(number=number))).all() == []


def test_what_the_server_held_in_time_is_in_time_however_long_it_waited(
    app: TestApp, clock: FixedClock, number: str
) -> None:
    firm = late(clock, END + timedelta(seconds=3), app)
    waited = Program(TestApp(app.app, lint=False, extra_environ={RECEIVED_AT: END - MICRO}), firm.token)
    assert waited.post(f"/needs/{number}/entry/quote", offer(firm), status=201)["outcome"] == "accepted"


def test_the_same_price_again_is_a_second_quote_and_withdrawing_voids_the_last(
    app: TestApp, number: str
) -> None:
    firm = sign_in(app, "firm1")
    path = f"/needs/{number}/entry"
    first = firm.post(f"{path}/quote", offer(firm), status=201)
    second = firm.post(f"{path}/quote", offer(firm, 4_900_000), status=201)
    entry = firm.get(path)
    assert [(quote["seq"], quote["value"]) for quote in entry["quotes"]] == [(1, 5_000_000), (2, 4_900_000)]
    assert first["entry"] == second["entry"] == entry["number"]
    receipt = firm.post(f"{path}/withdraw")
    assert receipt["commitment"] == second["receipt"]["commitment"]
    assert firm.get(path)["state"] == "withdrawn"


def test_a_faulty_offer_leaves_nothing(app: TestApp, number: str) -> None:
    firm = sign_in(app, "firm1")
    path = f"/needs/{number}/entry/quote"
    for changes, where in (
        ({"value": 6_800_001}, "/value"),
        ({"value": "50000.00"}, "/value"),
        ({"practitioner": "999999"}, "/practitioner"),
        ({"promise": False}, "/promise"),
        ({"promise": "true"}, "/promise"),
    ):
        answer = firm.send("POST", path, {**offer(firm), **changes})
        problem = answer.json
        assert (answer.status_int, [fault["pointer"] for fault in problem["errors"]]) == (422, [where])
    is_problem(firm.send("GET", f"/needs/{number}/entry"), 404, "entry.none")
    with app.app.registry["tongban.sessions"].begin() as session:
        outcomes = set(session.scalars(select(ArrivalTicket.outcome)))
    assert outcomes == {"http 422"}


def test_nobody_else_sees_an_entry(app: TestApp, number: str) -> None:
    firm = sign_in(app, "firm1")
    outcome = firm.post(f"/needs/{number}/entry/quote", offer(firm), status=201)
    for login in ("firm2", "owner1", "operator", "admin", "supervisor"):
        other = sign_in(app, login)
        is_problem(other.send("GET", f"/needs/{number}/entry"), 404, "entry.none")
        answer = other.send("GET", f"/receipts/{outcome['receipt']['number']}")
        assert answer.status_int == 404
        assert number not in str(other.get("/entries")["items"])
