"""A request sent again acts once; entity tags keep what somebody else wrote."""

import threading
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from webtest import TestApp

from market.needs.models import Need
from tests.support.programs import Program
from tests.tongban.rest.conftest import Open
from tests.tongban.rest.test_refusals import DRAFT, is_problem
from tongban.app import main
from tongban.db.session import close_pools
from tongban.rest.models import ApiCall


def drafts(app: TestApp, title: str) -> int:
    with Session(app.app.registry["tongban.engines"].read) as session:
        return len(session.scalars(select(Need.id).where(Need.title == title)).all())


def test_the_same_request_three_times_makes_one_need(app: TestApp, program: Open) -> None:
    body = {**DRAFT, "title": "同一请求"}
    answers = [program("owner1").send("POST", "/needs", body, Idempotency_Key="k-1") for _ in range(3)]
    assert {answer.status_int for answer in answers} == {201}
    assert len({answer.body for answer in answers}) == 1
    assert len({(answer.headers["ETag"], answer.location) for answer in answers}) == 1
    assert [answer.headers.get("Idempotent-Replayed") for answer in answers] == [None, "true", "true"]
    assert drafts(app, "同一请求") == 1


def test_without_a_key_every_request_is_a_new_one(app: TestApp, program: Open) -> None:
    for _ in range(2):
        program("owner1").post("/needs", {**DRAFT, "title": "没有键"}, status=201)
    assert drafts(app, "没有键") == 2


def test_a_key_stands_for_one_request(app: TestApp, program: Open) -> None:
    who, body = program("owner1"), {**DRAFT, "title": "一键一事"}
    made = who.post("/needs", body, status=201, Idempotency_Key="k-2")
    other = who.send("POST", "/needs", {**body, "scope": "别的"}, Idempotency_Key="k-2")
    is_problem(other, 422, "idempotency.key_reused")
    elsewhere = who.send("POST", f"/needs/{made['number']}/submit", Idempotency_Key="k-2")
    is_problem(elsewhere, 422, "idempotency.key_reused")
    assert drafts(app, "一键一事") == 1


def test_another_persons_key_is_not_known(app: TestApp, program: Open) -> None:
    body = {**DRAFT, "title": "两个人"}
    program("owner1").post("/needs", body, status=201, Idempotency_Key="k-3")
    program("owner2").post("/needs", body, status=201, Idempotency_Key="k-3")
    assert drafts(app, "两个人") == 2


def test_a_refused_request_did_nothing_and_may_be_sent_again(app: TestApp, program: Open) -> None:
    who = program("owner1")
    number = who.post("/needs", {**DRAFT, "title": "先被拒"}, status=201)["number"]
    refused = program("operator").send("POST", f"/needs/{number}/publish", Idempotency_Key="k-4")
    assert refused.status_int in (404, 409)
    who.post(f"/needs/{number}/submit")
    published = program("operator").post(f"/needs/{number}/publish", Idempotency_Key="k-4")
    assert published["state"] == "registering"


@pytest.mark.parametrize("key", ["", " ", "a b", "键", "x" * 201])
def test_a_key_that_is_none(program: Open, key: str) -> None:
    answer = program("owner1").send("POST", "/needs", DRAFT, Idempotency_Key=key.encode().decode("latin-1"))
    is_problem(answer, 400, "malformed")


def test_an_answer_outlives_the_process(app: TestApp, program: Open) -> None:
    body = {**DRAFT, "title": "重启"}
    first = program("owner1").send("POST", "/needs", body, Idempotency_Key="k-5")
    again = main({"__script__": "tests"}, **app.app.registry.settings)
    try:
        second = Program(TestApp(again, lint=False), program("owner1").token)
        replayed = second.send("POST", "/needs", body, Idempotency_Key="k-5")
        assert (replayed.status, replayed.body) == (first.status, first.body)
    finally:
        close_pools(again.registry)


def test_many_at_once_make_one(app: TestApp, program: Open) -> None:
    """Whoever comes while the first is at work is told to come back, or answered as the first was."""
    who, body, codes = program("owner1"), {**DRAFT, "title": "同时"}, []
    together = threading.Barrier(6)

    def send() -> None:
        together.wait()
        codes.append(who.send("POST", "/needs", body, Idempotency_Key="k-6").status_int)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(codes) <= {201, 409}
    assert codes.count(201) >= 1
    assert drafts(app, "同时") == 1


def test_nothing_kept_of_a_request_tells_a_price(app: TestApp, program: Open) -> None:
    """Neither the answer nor a digest by which prices could be tried one after the other."""
    number = program("owner1").post("/needs", {**DRAFT, "title": "密封"}, status=201)["number"]
    program("owner1").post(f"/needs/{number}/submit")
    program("operator").post(f"/needs/{number}/publish")
    firm = program("firm1")
    leader = next(p["id"] for p in firm.get("/enrolment")["practitioners"] if p["checked"])
    offer = {"value": 5_432_109, "practitioner": str(leader), "promise": True}
    firm.post(f"/needs/{number}/entry/quote", offer, status=201, Idempotency_Key="k-7")
    with Session(app.app.registry["tongban.engines"].read) as session:
        kept = session.scalars(select(ApiCall)).all()
    assert any(number in (call.body or "") for call in kept)
    assert not [call for call in kept if "5432109" in (call.body or "") or "54321" in (call.location or "")]
    assert firm.get(f"/needs/{number}/entry")["quotes"][0]["value"] == 5_432_109


def draft(program: Open, title: str) -> tuple[str, str]:
    made = program("owner1").send("POST", "/needs", {**DRAFT, "title": title})
    return f"/needs/{made.json['number']}", made.headers["ETag"]


def edited(**changes: Any) -> dict[str, Any]:
    return {k: v for k, v in DRAFT.items() if k not in ("region", "service")} | changes


def test_a_change_names_the_version_it_is_of(program: Open) -> None:
    who, (path, tag) = program("owner1"), draft(program, "版本")
    is_problem(who.send("PUT", path, edited(title="无版本")), 428, "precondition_required")
    is_problem(who.send("PUT", path, edited(), If_Match="x"), 412, "precondition_failed")
    changed = who.send("PUT", path, edited(title="第二版"), If_Match=tag)
    assert (changed.status_int, changed.json["title"]) == (200, "第二版")
    is_problem(who.send("PUT", path, edited(title="第三版"), If_Match=tag), 412, "precondition_failed")
    assert who.get(path)["title"] == "第二版"
    assert who.put(path, edited(title="不管哪版"), If_Match="*")["title"] == "不管哪版"


def test_what_is_known_already_is_not_sent_again(program: Open) -> None:
    who, (path, _) = program("owner1"), draft(program, "缓存")
    tag = who.send("GET", path).headers["ETag"]
    for header in (tag, f'"other", W/{tag}', "*"):
        unchanged = who.send("GET", path, If_None_Match=header)
        assert (unchanged.status_int, unchanged.body, unchanged.headers["ETag"]) == (304, b"", tag)
    who.put(path, edited(title="改了"), If_Match=tag)
    assert who.send("GET", path, If_None_Match=tag).status_int == 200


def test_a_list_is_read_page_by_page_each_row_once(program: Open) -> None:
    who = program("owner1")
    for number in range(5):
        draft(program, f"分页 {number}")
    whole = [row["number"] for row in who.get("/needs?scope=own&limit=100")["items"]]
    found, path = [], "/needs?scope=own&limit=3"
    while path:
        answer = who.send("GET", path)
        found += [row["number"] for row in answer.json["items"]]
        path = answer.json["next"]
        assert answer.headers.get("Link") == (f'<{path}>; rel="next"' if path else None)
    assert found == whole
    assert len(set(found)) == len(found) > 5
