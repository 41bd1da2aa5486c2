"""Money as text: plain two-place figures everywhere, 大写 that agrees, and one rounding."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban import money
from tongban.db.types import MAX_FEN

AMOUNTS = st.integers(min_value=-MAX_FEN, max_value=MAX_FEN)


@pytest.mark.parametrize(
    ("fen", "plain", "shown"),
    [
        (10000, "100.00", "100.00"),
        (100000000, "1000000.00", "1,000,000.00"),
        (10, "0.10", "0.10"),
        (1, "0.01", "0.01"),
        (0, "0.00", "0.00"),
        (1250000, "12500.00", "12,500.00"),
        (-1250050, "-12500.50", "-12,500.50"),
        (-1, "-0.01", "-0.01"),
        (MAX_FEN, "10000000000000.00", "10,000,000,000,000.00"),
    ],
)
def test_amounts_are_plain_two_place_figures(fen: int, plain: str, shown: str) -> None:
    assert money.plain_yuan(fen) == plain
    assert money.format_yuan(fen) == shown
    assert money.format_yuan_unit(fen) == f"{shown} 元"


@pytest.mark.parametrize(
    ("fen", "plain", "shown"),
    [
        (1250000, "1.25", "1.25 万元"),
        (12345000000, "12345.00", "12,345.00 万元"),
        (1, "0.000001", "0.000001 万元"),
        (10000, "0.01", "0.01 万元"),
        (-5000000, "-5.00", "-5.00 万元"),
        (500000, "0.50", "0.50 万元"),
        (1001234567, "1001.234567", "1,001.234567 万元"),
    ],
)
def test_ten_thousands_are_exact(fen: int, plain: str, shown: str) -> None:
    assert money.plain_wan(fen) == plain
    assert money.format_wan(fen) == shown


def test_the_units_are_a_yuan_ten_thousand_yuan_and_the_whole() -> None:
    assert (money.format_yuan(money.YUAN), money.format_wan(money.WAN)) == ("1.00", "1.00 万元")
    assert money.format_percent(money.WHOLE_BP) == "100.00%"


def test_rates_are_plain_two_place_figures() -> None:
    assert money.plain_percent(1275) == "12.75"
    assert money.format_percent(5) == "0.05%"
    assert money.format_percent(10000) == "100.00%"


@given(AMOUNTS)
def test_what_is_written_reads_back(fen: int) -> None:
    assert money.parse_plain(money.plain_yuan(fen)) == fen
    assert money.parse_plain(money.format_yuan(fen).replace(",", "")) == fen
    assert money.parse_plain(money.plain_wan(fen), 6) == fen
    assert "E" not in json.dumps(money.plain_yuan(fen))


@pytest.mark.parametrize(
    ("text", "places", "value"),
    [
        ("12500", 2, 1250000),
        ("0", 2, 0),
        ("-7", 2, -700),
        ("0.5", 2, 50),
        ("007", 0, 7),
        ("1.000001", 6, 1000001),
        ("9" * 18 + ".999999999", 9, 10**27 - 1),
    ],
)
def test_plain_text_may_leave_out_decimals(text: str, places: int, value: int) -> None:
    assert money.parse_plain(text, places) == value


@pytest.mark.parametrize(("text", "places"), [("1.5", 0), ("1" * 19, 2), ("0.1234567890", 10)])
def test_plain_text_has_as_many_digits_as_there_are_places_and_amounts(text: str, places: int) -> None:
    with pytest.raises(ValueError, match=r"^not a plain decimal number$"):
        money.parse_plain(text, places)


@pytest.mark.parametrize(
    "text",
    ["", "1e2", "NaN", "Infinity", "1_000", "1,000", " 1", "1 ", "1.", ".5", "+1", "１", "٣", "1.005", "1\n"],
)
def test_plain_text_takes_nothing_else(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a plain decimal number$"):
        money.parse_plain(text)


@pytest.mark.parametrize("wrong", [1.0, True, None, "100"])
def test_only_integers_are_amounts(wrong: object) -> None:
    for write in (money.plain_yuan, money.format_yuan, money.format_wan, money.daxie, money.plain_percent):
        with pytest.raises(TypeError, match=r"^an amount or rate is an int$"):
            write(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("base", "bp", "price"),
    [
        (1234567, 1275, 1077160),
        (100001, 5000, 50001),
        (99999, 3333, 66669),
        (100000, 0, 100000),
        (100000, 10000, 0),
        (1, 5000, 1),
        (0, 1275, 0),
    ],
)
def test_a_discount_is_rounded_half_up_at_the_end(base: int, bp: int, price: int) -> None:
    assert money.apply_discount(base, bp) == price
    assert type(money.apply_discount(base, bp)) is int


@given(st.integers(0, MAX_FEN), st.integers(0, 10000))
def test_a_discounted_price_is_nearest_to_the_exact_one(base: int, bp: int) -> None:
    error = money.apply_discount(base, bp) * 10000 - base * (10000 - bp)
    assert -5000 < error <= 5000


@pytest.mark.parametrize(("base", "bp"), [(-1, 0), (100, -1), (100, 10001)])
def test_a_discount_outside_the_rule_is_an_error(base: int, bp: int) -> None:
    with pytest.raises(
        ValueError, match=r"^a discount is 0 to 10000 basis points off a price that is not negative$"
    ):
        money.apply_discount(base, bp)


@pytest.mark.parametrize("wrong", [1.5, True])
def test_a_discount_takes_no_floats(wrong: float) -> None:
    with pytest.raises(TypeError):
        money.apply_discount(wrong, 100)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("yuan", "capitals"),
    [
        # The examples of 《支付结算办法》附一.
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("100.00", "壹佰元整"),
        ("1000000.00", "壹佰万元整"),
        ("0.10", "壹角"),
        ("0.05", "伍分"),
        ("0.00", "零元整"),
        ("10.00", "壹拾元整"),
        ("10.01", "壹拾元零壹分"),
        ("1001.00", "壹仟零壹元整"),
        ("10001.00", "壹万零壹元整"),
        ("100010.00", "壹拾万零壹拾元整"),
        ("20000000.00", "贰仟万元整"),
        ("100000000.00", "壹亿元整"),
        ("100000001.00", "壹亿零壹元整"),
        ("110000000.00", "壹亿壹仟万元整"),
        ("10999.00", "壹万零玖佰玖拾玖元整"),
        ("11000.00", "壹万壹仟元整"),
        ("109999999.00", "壹亿零玖佰玖拾玖万玖仟玖佰玖拾玖元整"),
        ("100100000.00", "壹亿零壹拾万元整"),
        ("1000000000000.00", "壹万亿元整"),
        ("1000500000000.00", "壹万零伍亿元整"),
        ("10000000000000.00", "壹拾万亿元整"),
        ("-100.00", "负壹佰元整"),
    ],
)
def test_capitals_follow_the_bill_rules(yuan: str, capitals: str) -> None:
    assert money.daxie(money.parse_plain(yuan)) == capitals


def read_capitals(text: str) -> int:
    """An independent reading of 大写, in 分."""
    sign = -1 if text.startswith("负") else 1
    yuan, _, rest = text.removeprefix("负").rpartition("元")
    cents = sum(
        "零壹贰叁肆伍陆柒捌玖".index(digit) * size
        for name, size in (("角", 10), ("分", 1))
        for digit in re.findall(f"(.){name}", rest)
    )
    return sign * (read_whole(yuan) * 100 + cents)


def read_whole(text: str) -> int:
    for name, size in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = text.rpartition(name)
        if found:
            return read_whole(head) * size + read_whole(tail)
    total = digit = 0
    for char in text:
        if char in "拾佰仟":
            total, digit = total + digit * 10 ** ("拾佰仟".index(char) + 1), 0
        else:
            digit = "零壹贰叁肆伍陆柒捌玖".index(char)
    return total + digit


@given(AMOUNTS)
def test_capitals_read_back_to_the_same_amount(fen: int) -> None:
    capitals = money.daxie(fen)
    assert read_capitals(capitals) == fen
    assert "零零" not in capitals
    assert not re.search("零[万亿元角分拾佰仟]", capitals.removeprefix("零元整"))


def test_capitals_of_different_amounts_differ() -> None:
    seen = {money.daxie(fen) for fen in range(0, 1_300_000, 7)} | {money.daxie(fen) for fen in range(20_000)}
    assert len(seen) == len(set(range(0, 1_300_000, 7)) | set(range(20_000)))


def test_capitals_end_where_storage_ends() -> None:
    assert money.daxie(MAX_FEN) == "壹拾万亿元整"
    for fen in (MAX_FEN + 1, -MAX_FEN - 1):
        with pytest.raises(ValueError, match=r"^amount beyond what is ever stored$"):
            money.daxie(fen)
