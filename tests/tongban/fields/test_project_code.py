"""Investment project codes: GB/T 40058 in 24 characters, older forms as legacy."""

from collections.abc import Callable
from typing import Any

import pytest

from tongban import fields
from tongban.fields import ProjectCodeKind

Refusal = Callable[[Any, Any], str]
CODE = fields.project_code()


@pytest.mark.parametrize(
    "typed",
    [
        "2026-990000-48-01-000001",
        "20269900004801000001",
        "２０２６－９９００００－４８－０１－０００００１",
        "2026—990000—48—01—000001",
        " 2026 990000 48 01 000001 ",
    ],
)
def test_the_national_form(typed: str) -> None:
    code = CODE.deserialize(typed)
    assert code == "2026-990000-48-01-000001"
    assert len(code) == 24
    assert fields.project_code_kind(code) is ProjectCodeKind.NATIONAL


@pytest.mark.parametrize("typed", ["XTZ2019-0001", "b20180001234", "9900-201907-A1"])
def test_an_older_form_is_legacy(typed: str, refusal: Refusal) -> None:
    code = CODE.deserialize(typed)
    assert code == typed.upper()
    assert fields.project_code_kind(code) is ProjectCodeKind.LEGACY
    assert "24" in refusal(fields.project_code(legacy=False), typed)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-990000-48-01-00001",
        "2026-99000-48-01-000001",
        "2026-990000-48-01-00000X",
        "2026990000480100001",
        "202699000048010000011",
        "٢026-990000-48-01-000001",
        "没有",
        "无",
        "ABCDEFGHIJ",
        "1",
        "2026-990000-48-01-000001\n",
    ],
)
def test_a_slip_in_a_national_code_is_no_older_form(typed: str, refusal: Refusal) -> None:
    assert refusal(CODE, typed)
