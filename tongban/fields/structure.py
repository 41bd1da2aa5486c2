"""What holds fields: a schema of named fields and repeated rows, with Chinese messages for other input."""

from typing import Any

import colander

from tongban.fields.base import node


class Record(colander.Mapping):
    """A mapping of named fields; unknown names are ignored."""

    ask = "填写"

    def _validate(self, node: Any, value: Any) -> dict[str, Any]:
        if not hasattr(value, "items"):
            raise colander.Invalid(node, "格式不对：这里要有一组带名称的字段。", value)
        return dict(value)


class Schema(colander.MappingSchema):
    """Base of our schemas: class attributes made by the functions of ``tongban.fields``."""

    schema_type = Record


class Section(Schema):
    """Fields that stand together on a page under a title; for programs they stand beside all others."""


class Rows(colander.Sequence):
    """Rows of one shape, ``min`` to ``max`` of them."""

    ask = "填写"

    def __init__(self, *, min: int = 0, max: int = 100) -> None:  # noqa: A002
        super().__init__()
        self.min, self.max = min, max

    def _validate(self, node: Any, value: Any, accept_scalar: Any) -> list[Any]:
        if not isinstance(value, list | tuple):
            raise colander.Invalid(node, "格式不对：这里要有若干行。", value)
        if not self.min <= len(value) <= self.max:
            raise colander.Invalid(node, f"要有 {self.min} 至 {self.max} 行，现在是 {len(value)} 行。", value)
        return list(value)

    def deserialize(self, node: Any, cstruct: Any, accept_scalar: Any = None) -> Any:
        return colander.null if cstruct is None else super().deserialize(node, cstruct, accept_scalar)


def rows(
    title: str,
    row: colander.SchemaNode,
    *,
    min: int = 0,  # noqa: A002
    max: int = 100,  # noqa: A002
    **more: Any,
) -> colander.SchemaNode:
    """``min`` to ``max`` rows, each shaped like ``row`` (a schema or a field)."""
    found = node(Rows(min=min, max=max), title, **more)
    found.add(row)
    return found
