"""Names of people and organisations have one stored form each."""

from collections.abc import Callable
from typing import Any

import pytest

from tongban import fields

Refusal = Callable[[Any, Any], str]
PERSON = fields.person_name()
FIRM = fields.organisation_name()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("张三", "张三"),
        ("张　三", "张三"),
        (" 欧阳 小明 ", "欧阳小明"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉.买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉・买买提", "阿卜杜拉·买买提"),
        ("Ｊｏｈｎ  Smith", "John Smith"),
        ("José Álvarez", "José Álvarez"),
        ("Jose\u0301", "José"),
        ("J. O'Neil-Smith", "J. O'Neil-Smith"),
        ("李〇一", "李〇一"),
        ("𠮷田", "𠮷田"),
        ("王\ue123", "王\ue123"),
        ("张\u200b三\u202e", "张三"),
    ],
)
def test_a_persons_name_in_its_one_form(typed: str, kept: str) -> None:
    assert PERSON.deserialize(typed) == kept
    assert PERSON.deserialize(kept) == kept


@pytest.mark.parametrize(
    "typed", ["张三（法人）", "张三1", "张三；李四", "·张三", "<张三>", "张\n三", "张三\x00", "张"]
)
def test_what_is_no_persons_name(typed: str, refusal: Refusal) -> None:
    assert refusal(PERSON, typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("邵东示例科技有限公司", "邵东示例科技有限公司"),
        ("示例 (湖南) 咨询有限公司", "示例（湖南）咨询有限公司"),
        ("示例(湖南)咨询有限公司", "示例（湖南）咨询有限公司"),
        ("ＡＢＣ测绘有限公司", "ABC测绘有限公司"),
        ("示例\u202e有限公司", "示例有限公司"),
        ("示例　有限公司", "示例有限公司"),
        ("Example (Asia) Ltd.", "Example (Asia) Ltd."),
        ("第３勘察院", "第3勘察院"),
    ],
)
def test_an_organisations_name_in_its_one_form(typed: str, kept: str) -> None:
    assert FIRM.deserialize(typed) == kept
    assert FIRM.deserialize(kept) == kept


@pytest.mark.parametrize("typed", ["123456", "——", "甲", "甲公司\n乙公司", "公司" * 60])
def test_what_is_no_organisations_name(typed: str, refusal: Refusal) -> None:
    assert refusal(FIRM, typed)
