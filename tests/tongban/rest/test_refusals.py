"""What no operation takes: always a problem in Chinese with a stable code, never a crash, never a cookie."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from webtest import TestApp, TestResponse

from tests.support.programs import Program
from tests.tongban.rest.conftest import Open

DRAFT = {
    "region": "430582",
    "service": "ZJ-HP-02",
    "method": "lowest_price",
    "title": "编制报告表",
    "project_name": "年产 5 万吨食品加工项目",
    "scope": "编制环境影响报告表。",
    "service_days": 20,
    "ceiling_fen": 6_800_000,
    "ends_at": "2026-03-30T17:00:00+08:00",
    "contact_name": "林晓舟",
    "contact_phone": "400-000-0001",
}


def is_problem(answer: TestResponse, status: int, code: str) -> dict[str, Any]:
    assert answer.content_type == "application/problem+json", answer.text
    problem: dict[str, Any] = json.loads(answer.body)
    assert (answer.status_int, problem["status"], problem["code"]) == (status, status, code), answer.text
    assert problem["type"] == f"urn:tongban:problem:{code}"
    assert any("\u4e00" <= char <= "\u9fff" for char in problem["title"] + problem["detail"])
    assert "Set-Cookie" not in answer.headers
    return problem


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"{", "第 1 行"),
        (b"[]", "JSON 对象"),
        (b"3", "JSON 对象"),
        (b'{"title": "a", "title": "b"}', "title 出现了两次"),
        (b'{"facts": {"x": 1, "x": 2}}', "x 出现了两次"),
        (b'{"ceiling_fen": NaN}', "整数"),
        (b'{"ceiling_fen": 1e3}', "整数"),
        (b'{"ceiling_fen": 12.5}', "整数"),
        (b'{"title": "\xff"}', "UTF-8"),
        (b'{"title": "\\ud800"}', "代理"),
        (b'{"\\udfff": 1}', "代理"),
        (b'{"a": ' * 40 + b"1" + b"}" * 40, "嵌套"),
        (b"[" * 100_000, "嵌套"),
        (b'{"service_days": ' + b"9" * 5000 + b"}", "JSON"),
    ],
)
def test_what_two_readers_could_take_differently(program: Open, body: bytes, says: str) -> None:
    problem = is_problem(program("owner1").send("POST", "/needs", body), 400, "malformed")
    assert says in problem["detail"]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("ceiling_fen", "68000.00", "单位是分"),
        ("ceiling_fen", 0, "大于 0"),
        ("ceiling_fen", 10**15 + 1, "超过"),
        ("ceiling_fen", 10**17, "单位是分"),
        ("ceiling_fen", True, "单位是分"),
        ("tax_rate_bp", 10_001, "之间"),
        ("tax_rate_bp", "6%", "万分之一"),
        ("service_days", "20", "整数"),
        ("service_days", 0, "1 到 1000"),
        ("ends_at", "2026-03-30T17:00", "RFC 3339"),
        ("ends_at", "2026-03-30", "RFC 3339"),
        ("ends_at", 1, "RFC 3339"),
        ("ends_at", "2026-03-30T25:00:00+08:00", "没有"),
        ("ends_at", "2026-01-30T17:00:00+08:00", "已经过去"),
        ("ends_at", "2026-03-08T17:00:00+08:00", "非工作日"),
        ("signing_expected", "30/4/2026", "2026-12-01"),
        ("title", 5, "字符串"),
        ("title", "", "请填写"),
        ("title", None, "请填写"),
        ("title", "a\x00b", "看不见"),
        ("title", "字" * 121, "最多 120"),
        ("method", "auction", "选项"),
        ("region", "110101", "选项"),
        ("service", "ZJ-XX-99", "选项"),
        ("contact_phone", "12", ""),
        ("nothing", 1, "没有这个字段"),
    ],
)
def test_a_field_that_is_wrong_is_named(program: Open, field: str, value: Any, says: str) -> None:
    answer = program("owner1").send("POST", "/needs", {**DRAFT, field: value})
    problem = json.loads(answer.body)
    assert answer.status_int == 422, answer.text
    said = {fault["pointer"]: fault["detail"] for fault in problem["errors"]}
    assert says in said.get(f"/{field}", "nothing said"), said


def test_all_that_is_wrong_is_said_at_once(program: Open) -> None:
    body = {**DRAFT, "ceiling_fen": "x", "title": "", "a/b~c": 1}
    problem = is_problem(program("owner1").send("POST", "/needs", body), 422, "invalid")
    assert {fault["pointer"] for fault in problem["errors"]} == {"/ceiling_fen", "/title", "/a~1b~0c"}


def test_a_body_of_another_type(program: Open) -> None:
    for kind in ("application/x-www-form-urlencoded", "text/plain", "application/xml"):
        answer = program("owner1").send("POST", "/needs", b"a=1", Content_Type=kind)
        is_problem(answer, 415, "unsupported_media_type")


def test_a_body_that_is_too_large(program: Open) -> None:
    answer = program("owner1").send("POST", "/needs", b'{"scope": "' + b"x" * 1_100_000 + b'"}')
    is_problem(answer, 413, "too_large")


def test_an_answer_that_the_program_does_not_take(program: Open) -> None:
    who = program("owner1")
    is_problem(who.send("GET", "/needs", Accept="text/html"), 406, "not_acceptable")
    for taken in ("*/*", "application/json", "application/*;q=0.1", "text/html, application/json;q=0.5"):
        assert who.send("GET", "/needs?limit=1", Accept=taken).status_int == 200


def test_addresses_of_nothing_and_methods_they_do_not_take(visitor: Program) -> None:
    is_problem(visitor.send("GET", "/nothing"), 404, "not_found")
    is_problem(visitor.send("POST", "/api/v2/needs", {}), 404, "not_found")
    is_problem(visitor.send("GET", "/api/v1/needs/%ff"), 400, "bad_request")
    is_problem(visitor.send("GET", "/api/v1/needs/a%00b"), 404, "not_found")
    for method in ("DELETE", "PATCH", "OPTIONS", "PUT"):
        answer = visitor.send(method, "/needs")
        is_problem(answer, 405, "method_not_allowed")
        assert set(answer.allow) == {"GET", "HEAD", "POST"}
    is_problem(visitor.send("GET", "/needs/1/submit"), 405, "method_not_allowed")


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=x", "limit"),
        ("after=xyz", "after"),
        ("after=%00", "after"),
        ("state=gone", "state"),
        ("region=5", "region"),
        ("what=1", "what"),
        ("limit=1&limit=2", "limit"),
    ],
)
def test_a_parameter_that_is_wrong_is_named(visitor: Program, query: str, parameter: str) -> None:
    problem = is_problem(visitor.send("GET", f"/needs?{query}"), 422, "invalid")
    assert [fault["parameter"] for fault in problem["errors"]] == [parameter]


def test_a_query_that_is_not_utf_8(visitor: Program) -> None:
    is_problem(visitor.send("GET", "/needs?service=%ff"), 400, "bad_request")


@pytest.mark.parametrize(
    "header", ["", "Basic YTpi", "Bearer", "Bearer x y", "Bearer \xff", "bearer tongban_x"]
)
def test_a_token_that_opens_nothing(app: TestApp, header: str) -> None:
    """Also where nobody needs one: a program that thinks it is somebody learns that it is not."""
    for path in ("/needs", "/me"):
        answer = Program(app).send("GET", path, Authorization=header)
        is_problem(answer, 401, "invalid_token")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


def test_without_a_token(visitor: Program) -> None:
    is_problem(visitor.send("GET", "/me"), 401, "unauthorized")
    is_problem(visitor.send("POST", "/needs", DRAFT), 401, "unauthorized")


def test_with_a_token_that_may_not(program: Open) -> None:
    is_problem(program("firm1").send("POST", "/needs", DRAFT), 403, "not_allowed")


def test_a_crash_is_a_number_to_name(app: TestApp, visitor: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __getattr__(self, name: str) -> Any:
            raise LookupError("broken")

    monkeypatch.setitem(app.app.registry, "tongban.rules", Broken())
    problem = is_problem(visitor.send("GET", "/plugins/430582"), 500, "internal")
    assert len(problem["incident"]) == 8


#: Whatever JSON can say, and names that fields have.
_leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
_values = st.recursive(_leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner))
_names = st.sampled_from([*DRAFT, "facts", "tax", "tax_rate_bp", "beacon_named", "recusal"]) | st.text(
    max_size=9
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.dictionaries(_names, _values, max_size=4))
def test_whatever_is_sent_is_judged(program: Open, changes: dict[str, Any]) -> None:
    body = json.dumps({**DRAFT, **changes}, ensure_ascii=True).encode()
    answer = program("owner1").send("POST", "/needs", body)
    assert answer.status_int in (201, 400, 409, 422), answer.text
    if answer.status_int == 422:
        assert json.loads(answer.body)["errors"]
