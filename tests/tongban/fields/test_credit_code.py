"""统一社会信用代码: check character, look-alikes, the organisation code inside."""

from collections.abc import Callable
from typing import Any

import pytest
from stdnum.cn import uscc as stdnum_uscc

from tongban import fields

Refusal = Callable[[Any, Any], str]
CODE = fields.uscc()
#: Vectors of domain-rules 6.4.
VALID = ["91350100M000100Y43", "11430902006728916M", "11320000MB151840XJ"]


def made_up(body: str) -> str:
    """A made-up code of region 990000 with its check character."""
    return body + str(stdnum_uscc.calc_check_digit(body + "0"))


@pytest.mark.parametrize("code", VALID)
def test_valid_codes_are_kept(code: str) -> None:
    assert CODE.deserialize(code) == code


@pytest.mark.parametrize(
    "typed",
    [
        "91350100m000100y43",
        " 91350100M000100Y43\u3000",
        "９１３５０１００Ｍ０００１００Ｙ４３",
        "91350100-M000100Y4-3",
        "9135 0100 M000 100Y 43",
        "\u202a91350100M000100Y43",
        "91350100ｍ000100Y43",
    ],
)
def test_one_stored_form(typed: str) -> None:
    assert CODE.deserialize(typed) == "91350100M000100Y43"


def test_a_wrong_check_character_is_refused(refusal: Refusal) -> None:
    assert "校验" in refusal(CODE, "91350100M000100Y4Z".replace("Z", "4"))


@pytest.mark.parametrize(
    ("letter", "hint"), [("O", "数字 0"), ("I", "数字 1"), ("Z", "数字 2"), ("S", "数字 5"), ("V", "U")]
)
def test_look_alike_letters_are_refused_with_a_hint(letter: str, hint: str, refusal: Refusal) -> None:
    for typed in (letter, letter.lower()):
        message = refusal(CODE, f"91350100M000100Y4{typed}")
        assert "第 18 位" in message
        assert hint in message


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("91350100M000100Y4", "17 位"),
        ("91350100M000100Y433", "19 位"),
        ("430521000012345", "旧注册号"),
        ("9135010АM000100Y43", "第 8 位"),  # a Cyrillic А
        ("91350100M000100Y4３\n", "一行"),
        ("91350100M000100Y4\x00", "控制字符"),
        ("9135010AM000100Y43", "行政区划"),
        ("٩1350100M000100Y43", "第 1 位"),
    ],
)
def test_what_is_wrong_is_named(typed: str, says: str, refusal: Refusal) -> None:
    assert says in refusal(CODE, typed)


def test_every_single_slip_is_noticed() -> None:
    code = VALID[0]
    for position in range(18):
        for char in "0123456789ABCDEFGHJKLMNPQRTUWXY":
            if char != code[position]:
                with pytest.raises(fields.Refused):
                    fields.parse_uscc(code[:position] + char + code[position + 1 :])


def test_village_collectives_have_a_letter_at_the_front() -> None:
    code = made_up("N2990000MF0000001")
    assert CODE.deserialize(code) == code


def test_the_organisation_code_inside_only_warns() -> None:
    assert fields.organisation_code_warning("91350100M000100Y43") is None
    odd = made_up("91990000M000100Y5")
    assert CODE.deserialize(odd) == odd
    warning = fields.organisation_code_warning(odd)
    assert warning is not None
    assert "核对" in warning


def test_an_organisation_code_may_end_in_x_or_zero() -> None:
    assert fields.organisation_code_warning("11320000MB151840XJ") is None
    assert fields.organisation_code_warning(made_up("919900000000000" + "00")) is None
