"""One of several, several of several, yes or no; region codes as input."""

from collections.abc import Callable
from typing import Any

from tongban import fields

Refusal = Callable[[Any, Any], str]
KINDS = {"amount": "金额", "rate": "下浮率"}
ONE = fields.choice("报价方式", KINDS)
MANY = fields.choices("报价口径", [("tax", "含税"), ("travel", "差旅"), ("experts", "专家费")])


def test_one_of_the_options(refusal: Refusal) -> None:
    assert ONE.deserialize("rate") == "rate"
    assert ONE.serialize("rate") == "rate"
    for other in ("金额", "rate\x00", "x", ["rate"], 1):
        assert refusal(ONE, other)
    assert refusal(ONE, "") == "请选择报价方式。"


def test_several_in_their_stated_order(refusal: Refusal) -> None:
    assert MANY.deserialize(["experts", "tax", "tax"]) == ("tax", "experts")
    assert MANY.deserialize("travel") == ("travel",)
    assert MANY.serialize(("tax",)) == ("tax",)
    for other in (["x"], [1], {"tax": 1}, 1):
        assert refusal(MANY, other)
    for empty in ([], (), [""], None):
        assert refusal(MANY, empty) == "请选择报价口径。"
    assert fields.choices("其他", KINDS, required=False).deserialize([]) == ()
    assert "至少选 2 项" in refusal(fields.choices("其他", KINDS, min=2), ["rate"])


def test_a_ticked_box(refusal: Refusal) -> None:
    plain = fields.flag("含税")
    assert [plain.deserialize(raw) for raw in ("true", "1", "on", True, "是")] == [True] * 5
    assert [plain.deserialize(raw) for raw in ("false", "0", False, "", None, "否")] == [False] * 6
    assert refusal(plain, "maybe")
    assert refusal(plain, 1)
    assert plain.serialize(True) == "true"
    agree = fields.flag("承诺", must="请先阅读并同意承诺书。")
    assert agree.deserialize("true") is True
    for raw in ("false", False, "", None):
        assert refusal(agree, raw) == "请先阅读并同意承诺书。"


def test_region_codes_need_no_table(refusal: Refusal) -> None:
    node = fields.region_code()
    assert node.deserialize("４３０５８２") == "430582"
    assert node.deserialize("999999-x") == "999999-X"
    for other in ("43058", "4305822", "邵东市", "430582-", "430582-1", "٤30582"):
        assert "6 位数字" in refusal(node, other)
