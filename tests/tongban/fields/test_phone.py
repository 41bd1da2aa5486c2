"""R15: telephone numbers typed with a Chinese keyboard; one stored form or a clear message."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban import fields

Refusal = Callable[[Any, Any], str]
PHONE = fields.phone()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("１３８００００００００", "13800000000"),
        ("+86 138-0000-0000", "13800000000"),
        ("8613800000000", "13800000000"),
        ("008613800000000", "13800000000"),
        ("＋８６　１３８ ００００ ００００", "13800000000"),
        ("(+86)13800000000", "13800000000"),
        ("138.0000.0000", "13800000000"),
        ("138–0000—0000", "13800000000"),
        ("0１0－00000000转8", "010-00000000-8"),
        ("010-00000000转8", "010-00000000-8"),
        ("（010）00000000", "010-00000000"),
        ("01000000000", "010-00000000"),
        ("+86 10 0000 0000", "010-00000000"),
        ("+86-0731-80000000", "0731-80000000"),
        ("0731 8000 0000", "0731-80000000"),
        ("0731-8000000", "0731-8000000"),
        ("0731-8000000-8", "0731-8000000-8"),
        ("0731-80000000-801", "0731-80000000-801"),
        ("0731-80000000 分机801", "0731-80000000-801"),
        ("0731-80000000 ext. 801", "0731-80000000-801"),
        ("0731-80000000转：801", "0731-80000000-801"),
        ("0731-80000000#801", "0731-80000000-801"),
        ("400-000-0000", "400-000-0000"),
        ("4000000000", "400-000-0000"),
        ("400-000-0000转2", "400-000-0000-2"),
        ("12345", "12345"),
        ("95500", "95500"),
    ],
)
def test_one_stored_form(typed: str, kept: str) -> None:
    assert PHONE.deserialize(typed) == kept
    assert PHONE.deserialize(kept) == kept


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("1380000000", "10 位"),
        ("138000000000", "12 位"),
        ("١٣٨٠٠٠٠٠٠٠٠", "0–9"),
        ("1380000000٣", "“٣”"),
        ("13800000000\n", "一行"),
        ("13800000000\x00", "控制字符"),
        ("1_3800000000", "“_”"),
        ("①3800000000", "“①”"),
        ("80000000", "区号"),
        ("010-0000000", "区号"),
        ("13800000000转8", "手机号"),
        ("+1 202 555 0100", "区号"),
        ("12800000000", "区号"),
    ],
)
def test_what_is_wrong_is_named(typed: str, says: str, refusal: Refusal) -> None:
    assert says in refusal(PHONE, typed)


@pytest.mark.parametrize("typed", ["010-00000000", "400-000-0000", "12345"])
def test_where_messages_are_sent_only_mobiles_will_do(typed: str, refusal: Refusal) -> None:
    assert "手机号" in refusal(fields.phone("手机", mobile_only=True), typed)


@given(st.text(alphabet="0123456789０１+＋86- －()（）转分机x#٣\n", max_size=25))
def test_whatever_is_kept_is_ascii_and_stable(typed: str) -> None:
    try:
        kept = fields.parse_phone(typed)
    except fields.Refused:
        return
    assert set(kept) <= set("0123456789-")
    assert fields.parse_phone(kept) == kept
