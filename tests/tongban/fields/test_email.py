"""E-mail addresses in one stored form."""

from collections.abc import Callable
from typing import Any

import pytest

from tongban import fields

Refusal = Callable[[Any, Any], str]
EMAIL = fields.email()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("name@example.com", "name@example.com"),
        (" Name@Example.COM　", "name@example.com"),
        ("ｎａｍｅ＠ｅｘａｍｐｌｅ．ｃｏｍ", "name@example.com"),
        ("a.b+c@mail.example.cn", "a.b+c@mail.example.cn"),
    ],
)
def test_one_stored_form(typed: str, kept: str) -> None:
    assert EMAIL.deserialize(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "name",
        "name@",
        "@example.com",
        "a@b@example.com",
        "张三@example.com",
        "name@例子.公司",
        "a b@example.com",
        "name@example.com\n",
        "name@example.com\nBcc: x@example.com",
        "name@example",
        "甲 <name@example.com>",
        "a\x00@b.cn",
    ],
)
def test_what_is_no_address(typed: str, refusal: Refusal) -> None:
    assert refusal(EMAIL, typed)
