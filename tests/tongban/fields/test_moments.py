"""C10: a typed time is a time in China at every step, and does not drift when saved again."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import colander
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban import fields
from tongban.clock import TZ

Refusal = Callable[[Any, Any], str]
AT = fields.moment("报名截止")
ON = fields.day("有效期至")
NINE = datetime(2026, 12, 1, 9, 0, tzinfo=TZ)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-01T09:00",
        "2026-12-01T09:00:00",
        "2026-12-01 09:00",
        "2026-12-01 9:00",
        "2026/12/1 09:00",
        "2026年12月1日 09:00",
        "2026年12月1日09:00",
        "２０２６－１２－０１　０９：００",
        "20261201 09:00",
        "2026-12-01T09:00:00+08:00",
        "2026-12-01T01:00:00Z",
        "2026-12-01T01:00:00.000Z",
    ],
)
def test_nine_in_the_morning_in_china(typed: str) -> None:
    value = AT.deserialize(typed)
    assert value == NINE
    assert value.tzinfo is UTC
    assert value.hour == 1


def test_saving_again_unchanged_three_times_does_not_drift() -> None:
    typed = "2026-12-01T09:00"
    for _ in range(3):
        value = AT.deserialize(typed)
        typed = AT.serialize(value)
        assert typed == "2026-12-01T09:00"
        assert value == NINE


@given(st.integers(946656000, 4102415999), st.integers(0, 999999))
def test_no_moment_drifts(second: int, micro: int) -> None:
    moment = datetime.fromtimestamp(second, UTC).replace(microsecond=micro)
    assert AT.deserialize(AT.serialize(moment)) == moment


def test_seconds_are_kept_to_the_last_one() -> None:
    assert AT.deserialize("2026-12-01 23:59:59") == datetime(2026, 12, 1, 23, 59, 59, tzinfo=TZ)
    assert AT.serialize(datetime(2026, 12, 1, 15, 59, 59, tzinfo=UTC)) == "2026-12-01T23:59:59"


def test_a_bare_date_needs_a_time_unless_the_field_states_one(refusal: Refusal) -> None:
    assert "填写时间" in refusal(AT, "2026-12-01")
    closing = fields.moment("截止", bare=time(17, 30))
    assert closing.deserialize("2026-12-01") == datetime(2026, 12, 1, 17, 30, tzinfo=TZ)
    assert closing.description == "只填日期时，按当日 17:30 计算。"
    last = fields.moment("截止", hint="以收到为准。", bare=time(23, 59, 59))
    assert last.description == "以收到为准。只填日期时，按当日 23:59:59 计算。"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("2026-02-30 09:00", "没有 2026 年 2 月 30 日"),
        ("2026-12-01 25:00", "没有 25:00"),
        ("2026-12-01 24:00", "次日 00:00"),
        ("2026-12-01 09:60", "没有 09:60"),
        ("2026-12-01T09:00+99:00", "09:00"),
        ("0206-12-01 09:00", "年份"),
        ("20266-12-01T09:00", "写成"),
        ("2100-01-01 00:00", "年份"),
        ("2099-12-31T23:59-12:00", "年份"),
        ("明天上午", "写成"),
        ("2026-12-٠1 09:00", "写成"),
        ("2026-12-01\n09:00", "一行"),
        ("2026-12-01 09", "写成"),
    ],
)
def test_what_is_wrong_is_named(typed: str, says: str, refusal: Refusal) -> None:
    assert says in refusal(AT, typed)


def test_an_end_in_the_past_is_refused(refusal: Refusal) -> None:
    node = fields.moment("截止", later=True).bind(now=datetime(2026, 12, 1, 1, 0, tzinfo=UTC))
    assert "已经过去" in refusal(node, "2026-12-01 09:00")
    assert "2026-12-01 09:00" in refusal(node, "2026-12-01 08:00")
    assert node.deserialize("2026-12-01 09:00:01")


def test_a_moment_without_offset_is_never_shown() -> None:
    with pytest.raises(colander.Invalid):
        AT.serialize(NINE.replace(tzinfo=None))
    with pytest.raises(colander.Invalid):
        AT.serialize(date(2026, 12, 1))
    assert AT.serialize(None) is colander.null


@pytest.mark.parametrize(
    "typed", ["2026-12-01", "2026/12/1", "2026.12.01", "2026年12月1日", "20261201", "２０２６－１２－０１"]
)
def test_a_day_is_a_date(typed: str) -> None:
    value = ON.deserialize(typed)
    assert value == date(2026, 12, 1)
    assert type(value) is date
    assert ON.serialize(value) == "2026-12-01"


@pytest.mark.parametrize(
    "typed", ["2026-02-29", "2026-13-01", "2026-12-01 09:00", "1899-12-31", "2026-12", "٢026-12-01"]
)
def test_what_is_no_day(typed: str, refusal: Refusal) -> None:
    assert refusal(ON, typed)


def test_days_before_or_after_today(refusal: Refusal) -> None:
    now = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)  # already 2 March in China
    future = fields.day("有效期至", past=False).bind(now=now)
    assert future.deserialize("2026-03-02") == date(2026, 3, 2)
    assert "已经过去" in refusal(future, "2026-03-01")
    past = fields.day("成立日期", future=False).bind(now=now)
    assert past.deserialize("2026-03-02") == date(2026, 3, 2)
    assert "还没有到" in refusal(past, "2026-03-03")


def test_a_moment_is_no_day() -> None:
    with pytest.raises(colander.Invalid):
        ON.serialize(NINE)
