"""R10: amounts as typed; exact 分, never an exponent, NaN, underscore or float."""

from collections.abc import Callable
from typing import Any

import colander
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban import fields, money
from tongban.db.types import MAX_FEN

Refusal = Callable[[Any, Any], str]
PRICE = fields.money("报价")
WAN = fields.wan("投资额")
RATE = fields.rate("下浮率")


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("100", 10000),
        ("1000000.00", 100000000),
        ("0.10", 10),
        ("0.1", 10),
        ("0.01", 1),
        ("１００", 10000),
        ("１２，５００．５", 1250050),
        ("12,500.00", 1250000),
        ("1,234,567.8", 123456780),
        ("¥12,500", 1250000),
        ("￥ 12500 元", 1250000),
        ("　100 ", 10000),
        ("10000000000000.00", MAX_FEN),
    ],
)
def test_amounts_are_exact_fen(typed: str, fen: int) -> None:
    value = PRICE.deserialize(typed)
    assert value == fen
    assert type(value) is int


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("NaN", "数字"),
        ("nan", "数字"),
        ("Infinity", "数字"),
        ("-inf", "数字"),
        ("1e2", "科学计数法"),
        ("1E+2", "科学计数法"),
        ("1_000", "数字"),
        ("٣", "数字"),
        ("①", "数字"),
        ("0x10", "数字"),
        ("1.", "数字"),
        (".5", "数字"),
        ("+5", "数字"),
        ("1 000", "数字"),
        ("一百", "数字"),
        ("0.0000001", "2 位小数"),
        ("1.005", "2 位小数"),
        ("0", "大于 0"),
        ("0.00", "大于 0"),
        ("-0", "大于 0"),
        ("-1", "负数"),
        ("－１", "负数"),
        ("−1", "负数"),
        ("1,00", "千位"),
        ("1,0000", "千位"),
        (",100", "千位"),
        ("12,50.00", "千位"),
        ("1,000,00", "千位"),
        ("10000000000000.01", "不能超过"),
        ("9" * 18, "不能超过"),
        ("9" * 19, "位数太多"),
        ("1.25万元", "单位是元"),
        ("100\n", "一行"),
        ("100\x00", "控制字符"),
    ],
)
def test_what_is_wrong_is_named(typed: str, says: str, refusal: Refusal) -> None:
    assert says in refusal(PRICE, typed)


@pytest.mark.parametrize("raw", [100, 100.0, True, [100]])
def test_numbers_of_programs_are_refused_for_their_unit_is_a_guess(raw: Any, refusal: Refusal) -> None:
    assert refusal(PRICE, raw)


def test_zero_and_negative_where_a_field_allows_them() -> None:
    node = fields.money("调整额", zero=True, negative=True)
    assert node.deserialize("0") == 0
    assert node.deserialize("-12.50") == -1250
    assert node.serialize(-1250) == "-12.50"


def test_a_limit_of_the_field_is_told_in_yuan(refusal: Refusal) -> None:
    assert refusal(fields.money("保证金", max_fen=500000), "5000.01") == "金额不能超过 5,000.00 元。"


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("1.25", 1250000), ("12,345", 12345000000), ("0.000001", 1), ("5万元", 5000000), ("5万", 5000000)],
)
def test_ten_thousands_are_exact(typed: str, fen: int) -> None:
    assert WAN.deserialize(typed) == fen


@pytest.mark.parametrize(
    ("typed", "says"), [("0.0000001", "6 位小数"), ("5元", "单位是万元"), ("1e2", "科学")]
)
def test_what_is_wrong_with_ten_thousands(typed: str, says: str, refusal: Refusal) -> None:
    assert says in refusal(WAN, typed)


@given(st.integers(1, MAX_FEN))
def test_amounts_do_not_change_when_saved_again(fen: int) -> None:
    for node in (PRICE, WAN):
        assert node.deserialize(node.serialize(fen)) == fen
    assert PRICE.deserialize(money.format_yuan(fen)) == fen
    assert PRICE.deserialize(money.format_yuan_unit(fen)) == fen
    assert WAN.deserialize(money.format_wan(fen)) == fen


def test_only_integers_are_shown() -> None:
    for wrong in (1.5, "100", True):
        with pytest.raises(colander.Invalid):
            PRICE.serialize(wrong)


@pytest.mark.parametrize(
    ("typed", "bp"), [("12.75", 1275), ("１２．７５％", 1275), ("0", 0), ("100", 10000), ("5 %", 500)]
)
def test_rates_are_basis_points(typed: str, bp: int) -> None:
    assert RATE.deserialize(typed) == bp
    assert RATE.deserialize(RATE.serialize(bp)) == bp


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("100.01", "0.00% 到 100.00%"),
        ("-1", "之间"),
        ("12.755", "2 位小数"),
        ("1e1", "数字"),
        ("NaN", "数字"),
    ],
)
def test_what_is_wrong_with_rates(typed: str, says: str, refusal: Refusal) -> None:
    assert says in refusal(RATE, typed)


@pytest.mark.parametrize(("typed", "number"), [("12", 12), ("１２", 12), ("1,000", 1000), (12, 12), ("0", 0)])
def test_whole_numbers(typed: Any, number: int) -> None:
    assert fields.whole("份数").deserialize(typed) == number


@pytest.mark.parametrize("typed", ["1_0", "٣", "1.0", "1e1", "-1", "1000001", "十", 1.0, True, 10**30, "1\n"])
def test_what_is_no_whole_number(typed: Any, refusal: Refusal) -> None:
    assert refusal(fields.whole("份数"), typed)
