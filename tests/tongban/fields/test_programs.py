"""The face of each type to programs: what it takes, what it gives, and that both say the same."""

from datetime import UTC, date, datetime
from typing import Any

import colander
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban import fields
from tongban.db.types import MAX_FEN
from tongban.fields import DayLimit, DayUnit, Refused

MOMENT = datetime(2026, 3, 30, 9, 0, tzinfo=UTC)
SAYS: list[tuple[colander.SchemaNode, Any, Any]] = [
    (fields.money("x"), 1_250_000, 1_250_000),
    (fields.money("x", negative=True), -5, -5),
    (fields.wan("x"), 12_345, 12_345),
    (fields.rate("x"), 1275, 1275),
    (fields.whole("x"), 7, 7),
    (fields.text("x"), "甲", "甲"),
    (fields.long_text("x"), "甲\n乙", "甲\n乙"),
    (fields.flag("x"), True, True),
    (fields.choice("x", {"a": "甲"}), "a", "a"),
    (fields.choices("x", {"a": "甲", "b": "乙"}), ["b", "a"], ("a", "b")),
    (fields.day("x"), "2026-03-30", date(2026, 3, 30)),
    (fields.moment("x"), "2026-03-30T17:00:00+08:00", MOMENT),
    (fields.moment("x"), "2026-03-30T09:00:00Z", MOMENT),
    (fields.moment("x"), "2026-03-30T09:00:00.000001Z", MOMENT.replace(microsecond=1)),
    (fields.day_limit("x"), {"count": 5, "unit": "working_day"}, DayLimit(5, DayUnit.WORKING)),
]


def _named(value: Any) -> str:
    """The same in every worker of a run, so nothing of where an object lies in memory."""
    return type(value.typ).__name__ if isinstance(value, colander.SchemaNode) else str(value)[:40]


@pytest.mark.parametrize(("node", "raw", "value"), SAYS, ids=_named)
def test_what_a_program_says(node: colander.SchemaNode, raw: Any, value: Any) -> None:
    read = node.deserialize(node.typ.from_json(raw))
    assert read == value
    again = node.deserialize(node.typ.from_json(node.typ.to_json(read)))
    assert again == value


@pytest.mark.parametrize(
    ("node", "raw"),
    [
        *((fields.money("x"), raw) for raw in ("1", 1.0, True, None, [], 2**53, -(2**53))),
        *((fields.wan("x"), raw) for raw in ("1.25", False)),
        *((fields.rate("x"), raw) for raw in ("6%", 0.06)),
        *((fields.whole("x"), raw) for raw in ("7", 7.0, True)),
        *((fields.flag("x"), raw) for raw in ("true", 1, 0, None)),
        *((fields.choices("x", {"a": "甲"}), raw) for raw in ("a", {"a": 1}, None)),
        *((fields.day("x"), raw) for raw in ("2026/3/30", "2026年3月30日", 20260330)),
        *((fields.moment("x"), raw) for raw in ("2026-03-30T17:00:00", "2026-03-30 17:00", "2026-03-30", 1)),
        *((fields.day_limit("x"), raw) for raw in ("5个工作日", {"count": "5", "unit": "working_day"}, {})),
        *((fields.day_limit("x"), {"count": 5, "unit": unit}) for unit in ("日", ["working_day"], None)),
        (fields.text("x"), 5),
        (fields.file("x"), {"filename": "x.pdf"}),
        (fields.files("x"), "key"),
    ],
    ids=_named,
)
def test_what_no_program_should_say(node: colander.SchemaNode, raw: Any) -> None:
    with pytest.raises(Refused) as caught:
        node.typ.from_json(raw)
    assert any("\u4e00" <= char <= "\u9fff" for char in str(caught.value))


@given(fen=st.integers(1, MAX_FEN))
def test_an_amount_is_the_same_however_it_is_written(fen: int) -> None:
    for node in (fields.money("x"), fields.wan("x")):
        assert node.deserialize(node.typ.from_json(fen)) == fen
        assert node.deserialize(node.typ.show(fen)) == fen


@pytest.mark.parametrize(("node", "raw", "value"), SAYS, ids=_named)
def test_its_schema_says_of_what_type_it_is(node: colander.SchemaNode, raw: Any, value: Any) -> None:
    kinds = {bool: "boolean", int: "integer", str: "string", list: "array", dict: "object"}
    assert node.typ.json_schema()["type"] == kinds[type(raw)]
    assert isinstance(node.typ.to_json(value), type(raw))
