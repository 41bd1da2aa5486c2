"""Lists by keyset: the next page begins after the last row shown, never at an offset."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, and_, or_
from sqlalchemy.orm import Session
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import ColumnElement, UnaryExpression

T = TypeVar("T")

PAGE_SIZE = 20


@dataclass(frozen=True)
class Page(Generic[T]):
    """The rows of one page, and the cursor of the next one if there is one."""

    rows: Sequence[T]
    next_cursor: str | None
    is_first: bool


def page_of(
    session: Session,
    query: Select[tuple[T]],
    order: Sequence[UnaryExpression[Any] | ColumnElement[Any]],
    after: str | None,
    size: int = PAGE_SIZE,
) -> Page[T]:
    """One page of ``query`` in ``order`` (columns that are never null, the last one unique).

    A cursor that cannot be read, e.g. because someone shortened a link, begins at the first page.
    """
    columns = [(_column(o), _descending(o)) for o in order]
    values = _decode(after, [column.type.python_type for column, _ in columns])
    if values is not None:
        query = query.where(_beyond(columns, values))
    rows = session.scalars(query.order_by(*order).limit(size + 1)).all()
    more = len(rows) > size
    rows = rows[:size]
    cursor = _encode([getattr(rows[-1], column.key) for column, _ in columns]) if more else None
    return Page(rows, cursor, values is None)


def _column(expression: Any) -> Any:
    return expression.element if isinstance(expression, UnaryExpression) else expression


def _descending(expression: Any) -> bool:
    return isinstance(expression, UnaryExpression) and expression.modifier is operators.desc_op


def _beyond(columns: list[tuple[Any, bool]], values: list[Any]) -> ColumnElement[bool]:
    alternatives = []
    for i, (column, descending) in enumerate(columns):
        equal = [c == v for (c, _), v in zip(columns[:i], values[:i], strict=True)]
        step = column < values[i] if descending else column > values[i]
        alternatives.append(and_(*equal, step))
    return or_(*alternatives)


def _encode(values: list[Any]) -> str:
    plain = [{"t": v.isoformat()} if isinstance(v, datetime) else v for v in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _decode(cursor: str | None, types: list[type]) -> list[Any] | None:
    if not cursor:
        return None
    try:
        plain = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        values = [datetime.fromisoformat(v["t"]) if isinstance(v, dict) else v for v in plain]
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        return None
    if len(values) != len(types):
        return None
    return values if all(_fits(v, t) for v, t in zip(values, types, strict=True)) else None


def _fits(value: Any, wanted: type) -> bool:
    """A cursor comes from outside: a value of another type, or beyond what a column holds, is not one."""
    if not isinstance(value, wanted) or isinstance(value, bool):
        return False
    if isinstance(value, datetime):
        return value.tzinfo is not None
    if isinstance(value, int):
        return abs(value) < 2**63
    return isinstance(value, str) and value.isprintable()
