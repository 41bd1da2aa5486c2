"""C28: identity numbers ending in X, look-alikes, impossible and future birth dates; masks."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import colander
import pytest
from stdnum.cn import ric

from tongban import fields

Refusal = Callable[[Any, Any], str]
TODAY = date(2026, 3, 2)
NUMBER = fields.resident_id(today=TODAY)


def made_up(birth: str, place: str = "110101") -> str:
    """A made-up number with sequence 000 and its check digit."""
    body = f"{place}{birth}000"
    return body + str(ric.calc_check_digit(body + "0"))


@pytest.mark.parametrize(
    "typed",
    [
        "11010119491008000X",
        "11010119491008000x",
        "11010119491008000Ｘ",
        "11010119491008000ｘ",
        "１１０１０１１９４９１００８０００X",
        " 110101 19491008 000X ",
        "110101-19491008-000X",
        "11010119491008000X\u200b",
    ],
)
def test_x_in_every_form_is_kept_as_x(typed: str) -> None:
    assert NUMBER.deserialize(typed) == "11010119491008000X"


@pytest.mark.parametrize("alike", ["×", "Х", "х", "Χ", "✕", "Ⅹ"])
def test_look_alikes_of_x_are_refused_with_a_hint(alike: str, refusal: Refusal) -> None:
    assert "英文字母 X" in refusal(NUMBER, f"11010119491008000{alike}")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("110101491008001", "15 位"),
        (made_up("19490230"), "不存在"),
        (made_up("19491308"), "不存在"),
        (made_up("20260303"), "还没有到"),
        ("110101194910080009", "校验"),
        ("110101194910080000", "校验"),
        ("1101011949100800", "16 位"),
        ("1101011949100800011", "19 位"),
        ("11010119491008A00X", "前 17 位"),
        ("01010119491008000X", "前 17 位"),
        ("١1010119491008000X", "前 17 位"),
        ("11010119491008000X\n", "一行"),
        ("11010119491008000\x00", "控制字符"),
    ],
)
def test_what_is_wrong_is_named(typed: str, says: str, refusal: Refusal) -> None:
    assert says in refusal(NUMBER, typed)


def test_born_today_is_accepted() -> None:
    assert NUMBER.deserialize(made_up("20260302")) == made_up("20260302")


def test_places_no_list_knows_are_accepted() -> None:
    assert NUMBER.deserialize(made_up("19800101", "830000")) == made_up("19800101", "830000")


def test_today_is_the_local_day_of_the_bound_moment(refusal: Refusal) -> None:
    schema = fields.resident_id()
    late = schema.bind(now=datetime(2026, 3, 1, 16, 30, tzinfo=UTC))
    assert late.deserialize(made_up("20260302"))
    early = schema.bind(now=datetime(2026, 3, 1, 15, 30, tzinfo=UTC))
    assert "还没有到" in refusal(early, made_up("20260302"))
    assert schema.bind(today=date(2026, 3, 2)).deserialize(made_up("20260302"))


def test_a_schema_cannot_be_used_without_its_clock() -> None:
    with pytest.raises(colander.UnboundDeferredError):
        fields.resident_id().deserialize("11010119491008000X")


def test_the_birth_date_is_read_from_the_number() -> None:
    assert fields.birth_date("11010119491008000X") == date(1949, 10, 8)


def test_identity_numbers_are_masked() -> None:
    assert fields.mask_id("11010119491008000X") == "110101***********X"
    assert len(fields.mask_id("11010119491008000X")) == 18
    assert fields.mask_id("1101") == "****"
    assert fields.mask_id("") == ""


def test_phones_are_masked() -> None:
    assert fields.mask_phone("13800000000") == "138****0000"
    assert fields.mask_phone("010-00000000") == "010-****0000"
    assert fields.mask_phone("0731-1234567-801") == "0731-***4567"
    assert fields.mask_phone("400-000-0000") == "************"
    assert fields.mask_phone("12345") == "*****"
