"""R11, as far as it is typed: a limit carries its unit, working days are never mixed with others."""

from collections.abc import Callable
from typing import Any

import pytest

from tongban import fields
from tongban.fields import DayLimit, DayUnit

Refusal = Callable[[Any, Any], str]
LIMIT = fields.day_limit("办理时限")


@pytest.mark.parametrize(
    ("typed", "limit", "shown"),
    [
        ("5个工作日", DayLimit(5, DayUnit.WORKING), "5 个工作日"),
        ("５ 个 工作日", DayLimit(5, DayUnit.WORKING), "5 个工作日"),
        ("5日", DayLimit(5, DayUnit.CALENDAR), "5 个自然日"),
        ("15日", DayLimit(15, DayUnit.CALENDAR), "15 个自然日"),
        ("15天", DayLimit(15, DayUnit.CALENDAR), "15 个自然日"),
        ("15 个自然日", DayLimit(15, DayUnit.CALENDAR), "15 个自然日"),
    ],
)
def test_a_limit_and_its_unit(typed: str, limit: DayLimit, shown: str) -> None:
    assert LIMIT.deserialize(typed) == limit
    assert LIMIT.serialize(limit) == shown
    assert LIMIT.deserialize(shown) == limit


def test_the_page_says_how_a_bare_day_is_read() -> None:
    assert "只写“日”的按自然日计算" in LIMIT.description


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("5", "单位"),
        ("工作日", "写成"),
        ("0日", "1 到"),
        ("-5日", "写成"),
        ("5.5日", "写成"),
        ("٣日", "写成"),
        ("9999日", "1 到"),
    ],
)
def test_what_is_wrong_is_named(typed: str, says: str, refusal: Refusal) -> None:
    assert says in refusal(LIMIT, typed)
