"""What programs are answered: shapes made of the same fields as forms, and values put into them."""

from collections.abc import Mapping
from typing import Any, ClassVar

import colander

from tongban import fields
from tongban.fields.base import Type, node
from tongban.lifecycle import Lifecycle


class AnyDocument(Type):
    """A JSON document with a description of its own, such as a selection record."""

    kind: ClassVar[str] = "document"

    def to_json(self, value: Any) -> Any:
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": True}


def document(title: str, **more: Any) -> colander.SchemaNode:
    """A field that holds a JSON document."""
    return node(AnyDocument(), title, **more)


class AnyValue(AnyDocument):
    """Whatever JSON can say."""

    kind: ClassVar[str] = "value"

    def json_schema(self) -> dict[str, Any]:
        return {}


def any_value(title: str, **more: Any) -> colander.SchemaNode:
    """A field that holds whatever JSON can say, such as the value of a rule."""
    return node(AnyValue(), title, **more)


def shape(name: str, title: str, *nodes: colander.SchemaNode) -> colander.SchemaNode:
    """A named shape of answers: an object of these fields."""
    found = fields.Schema(name=name, title=title)
    for one in nodes:
        found.add(one)
    return found


def named(found: colander.SchemaNode, name: str, *, required: bool = True) -> colander.SchemaNode:
    """A shape as a field of another one."""
    inner = found.clone()
    inner.shape_name, inner.name = found.name, name
    if not required:
        inner.missing = None
    return inner


def state_fields(lifecycle: Lifecycle) -> tuple[colander.SchemaNode, ...]:
    """Where a thing with a lifecycle stands: the state's name for programs, its title for people."""
    states = {name: state.title for name, state in lifecycle.states.items()}
    return fields.choice("状态", states, name="state"), fields.text("状态的说法", name="state_title")


def listed(row: colander.SchemaNode) -> colander.SchemaNode:
    """The shape of a page of a list."""
    items = fields.rows("本页各项", named(row, "item"), name="items", max=10_000)
    following = fields.text("下一页的地址，没有下一页时为空", name="next", required=False, max=2000)
    return shape(f"{row.name}List", f"{row.title}列表", items, following)


def rendered(found: colander.SchemaNode, value: Any) -> Any:
    """A value as JSON: mappings and objects by the names of the fields, everything else by its type."""
    if value is None:
        return None
    if isinstance(found.typ, fields.Record):
        return {child.name: rendered(child, _part(value, child.name)) for child in found.children}
    if isinstance(found.typ, fields.Rows):
        return [rendered(found.children[0], item) for item in value]
    return found.typ.to_json(value)


def _part(value: Any, name: str) -> Any:
    return value[name] if isinstance(value, Mapping) else getattr(value, name)
