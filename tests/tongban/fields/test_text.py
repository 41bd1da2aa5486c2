"""Plain text: R17 (NUL and other bytes), blanks of every kind, lengths."""

from collections.abc import Callable
from typing import Any

import colander
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban import fields

Refusal = Callable[[Any, Any], str]
LINE = fields.text("项目名称", max=20)
LONG = fields.long_text("说明", max=50)


@pytest.mark.parametrize("bad", ["a\x00b", "a\x07b", "a\x1bb", "a\x7fb", "a\x9fb", "\x00", "甲\x0e乙"])
@pytest.mark.parametrize("node", [LINE, LONG])
def test_control_characters_are_refused_with_their_place(node: Any, bad: str, refusal: Refusal) -> None:
    message = refusal(node, bad)
    assert "控制字符" in message
    assert "第" in message


@pytest.mark.parametrize(
    "bad", [f"a{chr(0xD800)}b", chr(0xDFFF), "a\ufffdb", "a\ufffeb", "a\uffffb", "a\U0001fffeb"]
)
@pytest.mark.parametrize("node", [LINE, LONG])
def test_lone_surrogates_and_garbage_are_refused(node: Any, bad: str, refusal: Refusal) -> None:
    assert "乱码" in refusal(node, bad)


def test_direction_marks_are_removed() -> None:
    assert LINE.deserialize("甲\u202e乙\u2066丙\u200f丁\u061c") == "甲乙丙丁"


def test_zero_width_characters_inside_are_removed_but_joiners_stay() -> None:
    assert LINE.deserialize("邵\u200b东\ufeff市\u2060") == "邵东市"
    assert LINE.deserialize("👨\u200d👩") == "👨\u200d👩"


@pytest.mark.parametrize(
    "blank", ["", " ", "\u3000", "\u200b", "\t\n", "\ufeff", "\u00a0\u2003", "\u2028", "\u3164"]
)
def test_blanks_of_every_kind_count_as_missing(blank: str, refusal: Refusal) -> None:
    assert refusal(LINE, blank) == "请填写项目名称。"
    assert fields.text("备注", required=False).deserialize(blank) is None


def test_missing_values_of_every_kind() -> None:
    optional = fields.text("备注", required=False)
    assert optional.deserialize() is None
    assert optional.deserialize(None) is None
    assert fields.text("备注", missing="无").deserialize("　") == "无"


def test_blanks_at_the_ends_go_and_those_inside_stay() -> None:
    assert LINE.deserialize("\u3000\u200b 环评 报告\u3000\n") == "环评 报告"
    assert LINE.deserialize("环评\t报告") == "环评 报告"


def test_one_line_is_one_line(refusal: Refusal) -> None:
    for text in ("甲\n乙", "甲\r\n乙", "甲\u2028乙", "甲\x0b乙"):
        assert "一行" in refusal(LINE, text)


def test_line_ends_of_every_kind_become_newlines() -> None:
    assert LONG.deserialize("一\r\n二\r三\x0b四\u2028五\n\n六") == "一\n二\n三\n四\n五\n\n六"


def test_length_is_told_with_the_count(refusal: Refusal) -> None:
    assert LINE.deserialize("字" * 20) == "字" * 20
    assert refusal(LINE, "字" * 23) == "最多 20 个字，现在是 23 个字。"
    assert "至少 5 个字" in refusal(fields.text("理由", min=5), "太短")


def test_rare_characters_count_as_one() -> None:
    assert LINE.deserialize("𠮷" * 20) == "𠮷" * 20


def test_a_title_of_one_megabyte_is_refused_quickly(refusal: Refusal) -> None:
    assert "最多 20 个字，现在是 1000000 个字" in refusal(LINE, "长" * 1_000_000)
    assert "太长" in refusal(fields.money("金额"), "1" + " " * 1_000_000 + "2")


@pytest.mark.parametrize("other", [1, 1.5, True, [], {}, b"abc", ["a"]])
def test_what_is_no_text_is_refused(other: Any, refusal: Refusal) -> None:
    assert "文本" in refusal(LINE, other)


@given(st.text())
def test_accepted_text_stays_as_it_is_when_saved_again(raw: str) -> None:
    for node in (fields.text("甲", required=False), fields.long_text("乙", required=False)):
        try:
            value = node.deserialize(raw)
        except colander.Invalid:
            continue
        assert value is None or node.deserialize(node.serialize(value)) == value
        assert value is None or "\x00" not in value
        assert value is None or value.encode("utf-8")
