"""The OpenAPI 3.1 document, made of the registered operations and of the schemas that judge their input."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import colander
from pyramid.request import Request

from tongban import fields
from tongban.rest.operation import Operation
from tongban.rest.paths import PREFIX
from tongban.rest.problems import MEDIA_TYPE
from tongban.rest.reading import fields_of, has_default
from tongban.rest.repeat import HEADER, KEEP
from tongban.security import Permission

#: What bounds input; what is answered was judged when it came in, by whatever bounds then held.
_BOUNDS = ("minLength", "maxLength", "minimum", "maximum", "maxItems", "minItems", "const")

_ABOUT = f"""通办的程序接口。金额是整数，单位为分；比率是整数，单位为万分之一；时间带时区（RFC 3339）。
POST 可带 {HEADER}，{KEEP.days} 天内同一个值和同一请求只办理一次，重发得到同样的答复。
出错时按 RFC 9457 答复，code 不会改变。"""

PROBLEM: dict[str, Any] = {
    "type": "object",
    "title": "出错说明（RFC 9457）",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "不变的代码，供程序判断。"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "内容里的位置（JSON Pointer）。"},
                    "parameter": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
        "facts": {"type": "object"},
        "incident": {"type": "string", "description": "故障编号，联系我们时请报这个编号。"},
    },
}


def document(request: Request, operations: Sequence[Operation]) -> dict[str, Any]:
    """The whole document, for the site that is asked."""
    shapes = _Shapes()
    paths: dict[str, dict[str, Any]] = {}
    for one in sorted(operations, key=lambda o: (o.path, o.method)):
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(request, one, shapes)
    return {
        "openapi": "3.1.0",
        "info": {"title": f"{request.site.name}程序接口", "version": "1", "description": _ABOUT},
        "servers": [{"url": request.site.public_url + PREFIX}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": PROBLEM, **shapes.found},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(request: Request, one: Operation, shapes: "_Shapes") -> dict[str, Any]:
    public = one.permission == Permission.PUBLIC
    said: dict[str, Any] = {
        "operationId": one.name,
        "tags": [one.name.split(".")[0]],
        "summary": one.title,
        "security": [{}, {"token": []}] if public else [{"token": []}],
        "parameters": _parameters(one),
        "responses": {str(one.status): _answer(one, shapes), "default": _problem()},
    }
    if one.note:
        said["description"] = one.note
    if one.takes_file:
        part = {"type": "string", "contentMediaType": "application/octet-stream"}
        form = {"type": "object", "properties": {"file": part}, "required": ["file"]}
        said["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": form}}}
    elif one.body is not None:
        schema = input_schema(one.body(request, {}))
        required = bool(schema.get("required"))
        said["requestBody"] = {"required": required, "content": {"application/json": {"schema": schema}}}
    return said


def _answer(one: Operation, shapes: "_Shapes") -> dict[str, Any]:
    if isinstance(one.answer, str):
        return {"description": "成功", "content": {one.answer: {}}}
    if one.answer is None:
        return {"description": "成功"}
    headers = {"ETag": {"schema": {"type": "string"}}}
    return {
        "description": "成功",
        "headers": headers,
        "content": {"application/json": {"schema": shapes.of(one.answer)}},
    }


def _problem() -> dict[str, Any]:
    return {
        "description": "没有办成",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _parameters(one: Operation) -> list[dict[str, Any]]:
    found = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"\{(\w+)\}", one.path)
    ]
    for node in one.query.children if one.query is not None else ():
        schema = {key: value for key, value in node.typ.json_schema().items() if key != "description"}
        found.append({"name": node.name, "in": "query", "description": node.title, "schema": schema})
    if one.method == "POST" and one.remembered:
        found.append({"name": HEADER, "in": "header", "schema": {"type": "string", "maxLength": 200}})
    if one.versioned:
        found.append({"name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"}})
    return found


def input_schema(schema: colander.SchemaNode) -> dict[str, Any]:
    """The JSON Schema of what is sent: an object of the fields, sections taken apart, and nothing else."""
    nodes = list(fields_of(schema))
    properties = {node.name: _described(node, _input(node)) for node in nodes}
    required = [node.name for node in nodes if node.required and not has_default(node)]
    return {
        "type": "object",
        "properties": properties,
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _input(node: colander.SchemaNode) -> dict[str, Any]:
    if isinstance(node.typ, fields.Record):
        return input_schema(node) if node.children else {"type": "object"}
    if isinstance(node.typ, fields.Rows):
        limits = {"minItems": node.typ.min, "maxItems": node.typ.max}
        return {"type": "array", "items": _input(node.children[0]), **limits}
    schema: dict[str, Any] = node.typ.json_schema()
    if has_default(node):
        schema["default"] = node.typ.to_json(node.default)
    return schema if node.required and not has_default(node) else _nullable(schema)


class _Shapes:
    """The shapes of answers, by name, as they are met."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, Any]] = {}

    def of(self, node: colander.SchemaNode) -> dict[str, Any]:
        """A reference to the shape of an answer."""
        name = getattr(node, "shape_name", None) or node.name
        if name not in self.found:
            self.found[name] = {}
            self.found[name] = {
                "type": "object",
                "title": node.title,
                "properties": {child.name: _described(child, self._part(child)) for child in node.children},
                "required": [child.name for child in node.children],
            }
        return {"$ref": f"#/components/schemas/{name}"}

    def _part(self, node: colander.SchemaNode) -> dict[str, Any]:
        if isinstance(node.typ, fields.Record):
            found = self.of(node)
            return found if node.required else {"oneOf": [found, {"type": "null"}]}
        if isinstance(node.typ, fields.Rows):
            return {"type": "array", "items": self._part(node.children[0])}
        found = _unbounded(node.typ.json_schema())
        return found if node.required else _nullable(found)


def _unbounded(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key not in _BOUNDS}


def _nullable(schema: Mapping[str, Any]) -> dict[str, Any]:
    if "type" not in schema:
        return dict(schema)
    found = {**schema, "type": [schema["type"], "null"]}
    if "enum" in found:
        found["enum"] = [*found["enum"], None]
    return found


def _hint(node: colander.SchemaNode) -> str:
    """The hint of a form; programs write amounts and rates in other units than people."""
    if not isinstance(node.typ, fields.Money | fields.Rate):
        return str(node.description)
    sentences = [part for part in node.description.split("。") if part]
    return "".join(f"{part}。" for part in sentences if "单位" not in part and "例如" not in part)


def _described(node: colander.SchemaNode, schema: dict[str, Any]) -> dict[str, Any]:
    """The title and the hint of a form beside what its type says."""
    if "$ref" in schema:
        return schema
    hint = " ".join(part for part in (_hint(node), schema.get("description", "")) if part)
    return {**schema, "title": node.title, **({"description": hint} if hint else {})}
