"""Schemas: several errors at once in Chinese, rows, and forms that keep what was typed."""

from datetime import UTC, datetime
from typing import Any

import colander
import deform
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban import fields

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class Offer(fields.Schema):
    """A form with one field of most kinds."""

    title = fields.text("项目名称", max=30)
    price = fields.money("报价")
    ends = fields.moment("截止", later=True)
    leader = fields.person_name("项目负责人", required=False)
    agreed = fields.flag("含税")


class Many(fields.Schema):
    """A form with rows."""

    lines = fields.rows("明细", Offer(), min=1, max=2)


def every_node() -> list[Any]:
    nodes = [
        fields.text("甲"),
        fields.long_text("甲"),
        fields.person_name(),
        fields.organisation_name(),
        fields.uscc(),
        fields.resident_id(),
        fields.phone(),
        fields.phone(mobile_only=True),
        fields.email(),
        fields.money("甲"),
        fields.money("甲", zero=True, negative=True),
        fields.wan("甲"),
        fields.rate("甲"),
        fields.whole("甲"),
        fields.moment("甲"),
        fields.day("甲"),
        fields.day_limit("甲"),
        fields.project_code(),
        fields.region_code(),
        fields.choice("甲", {"a": "一"}),
        fields.choices("甲", {"a": "一"}),
        fields.flag("甲"),
        fields.file("甲"),
        fields.files("甲"),
        fields.rows("甲", fields.text("乙")),
        Offer(),
    ]
    return [node.bind(now=NOW) for node in nodes]


NODES = every_node()
NEAR_MISSES = st.text(
    alphabet="0123456789０１-－.,，:年月日个工作eExX×aA@转+ \n\t\x00\u200b\u202e\ud800张三·/万元%",
    max_size=30,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@given(st.text() | NEAR_MISSES | JSON)
def test_any_input_gives_a_value_or_a_message_and_nothing_else(raw: Any) -> None:
    for node in NODES:
        try:
            value = node.deserialize(raw)
        except colander.Invalid as invalid:
            invalid.asdict()
            continue
        node.serialize(colander.null if value is None else value)


@given(NEAR_MISSES)
def test_what_is_accepted_is_accepted_again_as_the_same(raw: str) -> None:
    for node in NODES:
        try:
            value = node.deserialize(raw)
        except colander.Invalid:
            continue
        assert node.deserialize(node.serialize(value)) == value


def test_all_errors_are_told_at_once() -> None:
    with pytest.raises(colander.Invalid) as caught:
        Offer().bind(now=NOW).deserialize({"price": "1e2", "ends": "2026-03-02 09:00", "leader": "张三1"})
    assert caught.value.asdict() == {
        "title": "请填写项目名称。",
        "price": "金额只能写数字，例如 12500.00，不能用字母、空格或科学计数法。",
        "ends": "这个时间已经过去，现在是 2026-03-02 09:00。",
        "leader": "姓名里不能有“1”，请只填证件上的姓名，不加称呼和说明。",
    }


def test_a_good_form_gives_values() -> None:
    typed = {
        "title": "　环评报告表编制",
        "price": "１２,５００",
        "ends": "2026-03-09T17:00",
        "extra": "不认识",
    }
    assert Offer().bind(now=NOW).deserialize(typed) == {
        "title": "环评报告表编制",
        "price": 1250000,
        "ends": datetime(2026, 3, 9, 9, 0, tzinfo=UTC),
        "leader": None,
        "agreed": False,
    }


def test_rows_are_counted(refusal: Any) -> None:
    good = {"title": "甲", "price": "1", "ends": "2026-03-09T17:00"}
    node = Many().bind(now=NOW)
    assert len(node.deserialize({"lines": [good, good]})["lines"]) == 2
    with pytest.raises(colander.Invalid) as caught:
        node.deserialize({"lines": [good] * 3})
    assert caught.value.asdict() == {"lines": "要有 1 至 2 行，现在是 3 行。"}
    with pytest.raises(colander.Invalid) as caught:
        node.deserialize({"lines": "一行"})
    assert "若干行" in caught.value.asdict()["lines"]
    assert "字段" in refusal(node, ["lines"])


def test_a_form_keeps_what_was_typed() -> None:
    form = deform.Form(Offer().bind(now=NOW))
    typed = {"title": "环评", "price": "１e2", "ends": "明天", "leader": "", "agreed": "true"}
    with pytest.raises(deform.ValidationFailure) as caught:
        form.validate_pstruct(typed)
    assert caught.value.field["price"].cstruct == "１e2"
    assert caught.value.field["ends"].cstruct == "明天"
    assert caught.value.field["title"].cstruct == "环评"
