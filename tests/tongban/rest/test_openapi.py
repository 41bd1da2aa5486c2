"""The description of the interface: valid, complete, and true of what is answered."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from webtest import TestApp

from tests.support.programs import Program
from tests.tongban.rest.conftest import Open
from tongban.rest.operation import Operation


@pytest.fixture(scope="module")
def document(app: TestApp) -> dict[str, Any]:
    found: dict[str, Any] = Program(app).get("/openapi.json")
    return found


@pytest.fixture(scope="module")
def operations(app: TestApp) -> list[Operation]:
    found: list[Operation] = app.app.registry["tongban.operations"]
    return found


def test_it_is_valid(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert not list(OpenAPIV31SpecValidator(document).iter_errors())


def test_every_route_is_in_it_with_every_method(app: TestApp, document: dict[str, Any]) -> None:
    routes = [e["introspectable"] for e in app.app.registry.introspector.get_category("routes")]
    patterns = {route["pattern"] for route in routes if route["pattern"].startswith("/api/")}
    assert {f"/api/v1{path}" for path in document["paths"]} == patterns
    views = [e["introspectable"] for e in app.app.registry.introspector.get_category("views")]
    served = [view for view in views if (view["route_name"] or "").startswith("api.")]
    assert len(served) == sum(len(methods) for methods in document["paths"].values())


def test_every_operation_has_an_id_of_its_own_and_chinese_words(document: dict[str, Any]) -> None:
    said = [one for methods in document["paths"].values() for one in methods.values()]
    ids = [one["operationId"] for one in said]
    assert len(ids) == len(set(ids))
    for one in said:
        assert re.search("[\u4e00-\u9fff]", one["summary"]), one["operationId"]
        assert "default" in one["responses"], one["operationId"]


def test_every_field_has_chinese_words(document: dict[str, Any]) -> None:
    for name, shape in document["components"]["schemas"].items():
        for field, said in shape.get("properties", {}).items():
            if name != "Problem" and "$ref" not in said:
                assert re.search("[\u4e00-\u9fff]|JSON|SHA", said["title"]), (name, field)


def test_amounts_are_whole_fen_rates_whole_basis_points_and_moments_have_an_offset(
    document: dict[str, Any],
) -> None:
    need = document["components"]["schemas"]["Need"]["properties"]
    assert need["ceiling_fen"]["type"] == ["integer", "null"]
    assert "分" in need["ceiling_fen"]["description"]
    assert need["tax_rate_bp"]["type"] == ["integer", "null"]
    assert need["ends_at"]["format"] == "date-time"
    sent = document["paths"]["/needs"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert sent["properties"]["ceiling_fen"]["type"] == "integer"
    assert "元" not in sent["properties"]["ceiling_fen"]["description"].replace("万元", "元")


def test_what_is_public_needs_no_token_and_everything_else_does(
    document: dict[str, Any], operations: list[Operation]
) -> None:
    for one in operations:
        said = document["paths"][one.path][one.method.lower()]
        assert ({} in said["security"]) is (one.permission == "public:pages:read"), one.name


PAGES = [
    ("owner1", "/me"),
    ("owner1", "/needs?limit=3"),
    ("owner1", "/needs?scope=own"),
    ("operator", "/needs?scope=to_check"),
    (None, "/needs/430582-2026-XQ-0001"),
    (None, "/needs/430582-2026-XQ-0001/rules"),
    (None, "/services?q=环境"),
    (None, "/services/ZJ-HP-02"),
    (None, "/regions?limit=2"),
    (None, "/regions?q=邵东"),
    (None, "/regions/430582"),
    (None, "/awards"),
    (None, "/intermediaries?service=ZJ-HP-02"),
    ("operator", "/enrolments"),
    ("firm1", "/enrolment"),
    ("firm1", "/entries"),
    ("firm1", "/receipts"),
    ("firm1", "/notices?unread=true"),
    ("owner1", "/contracts"),
    (None, "/plugins"),
    (None, "/plugins/430582"),
]


@pytest.mark.parametrize(("login", "path"), PAGES)
def test_what_is_answered_is_what_the_description_says(
    login: str | None, path: str, app: TestApp, program: Open, document: dict[str, Any]
) -> None:
    who = program(login) if login else Program(app)
    answer = who.get(quote(path, safe="/?=&"))
    template = path.partition("?")[0]
    pattern = next(p for p in document["paths"] if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", p), template))
    said = document["paths"][pattern]["get"]["responses"]["200"]["content"]["application/json"]
    check(said["schema"], answer, document)


def check(schema: dict[str, Any], answer: Any, document: dict[str, Any]) -> None:
    whole = {**schema, "components": document["components"]}
    problems = [f"{list(e.absolute_path)}: {e.message}" for e in OAS31Validator(whole).iter_errors(answer)]
    assert not problems, problems[:5]
