"""Money typed in 元 or 万元, kept as integer 分; rates typed in percent, kept as integer basis points."""

import re
from typing import Any, ClassVar

import colander

from tongban import money as text_of
from tongban.canonical import MAX_SAFE_INT
from tongban.db.types import MAX_FEN
from tongban.fields.base import Type, attributes, node
from tongban.fields.chars import Refused
from tongban.fields.decimals import read_decimal


class Money(Type):
    """An amount typed in 元; the value is 分. Above zero and at most ``MAX_FEN`` unless told otherwise."""

    kind: ClassVar[str] = "money"
    unit: ClassVar[str] = "元"
    places: ClassVar[int] = 2
    html = attributes(inputmode="decimal", autocomplete="off")

    def __init__(self, *, zero: bool = False, negative: bool = False, max_fen: int = MAX_FEN) -> None:
        self.zero, self.negative, self.max_fen = zero, negative, max_fen

    def read(self, text: str) -> int:
        fen = read_decimal(self.bare(text), self.places, "金额")
        if fen < 0 and not self.negative:
            raise Refused("金额不能是负数。")
        if fen == 0 and not self.zero:
            raise Refused("金额要大于 0。")
        if abs(fen) > min(self.max_fen, MAX_FEN):
            raise Refused(f"金额不能超过 {text_of.format_yuan_unit(min(self.max_fen, MAX_FEN))}。")
        return fen

    def bare(self, text: str) -> str:
        """Without a currency sign and without the unit. Raises ``Refused`` for the other unit."""
        found = re.fullmatch(r"[¥￥]?\s*(.*?)\s*(万元|万|元)?", text, re.DOTALL)
        number, unit = (found[1], found[2]) if found else (text, None)
        if unit and unit[0] != self.unit[0]:
            raise Refused(f"这里的单位是{self.unit}，请换算后只填数字。")
        return number

    def show(self, value: int) -> str:
        return text_of.plain_yuan(value)

    def from_json(self, raw: Any) -> str:
        return self.show(json_integer(raw, "金额用整数填写，单位是分，例如 1250000 表示 12,500.00 元。"))

    def to_json(self, value: int) -> int:
        return value

    def json_schema(self) -> dict[str, Any]:
        least = -self.max_fen if self.negative else (0 if self.zero else 1)
        most = min(self.max_fen, MAX_FEN)
        said = {"description": "单位：分。"}
        return {"type": "integer", "format": "int64", "minimum": least, "maximum": most, **said}


class WanMoney(Money):
    """An amount typed in 万元, up to six decimals (whole 分); the value is 分."""

    kind: ClassVar[str] = "money_wan"
    unit: ClassVar[str] = "万元"
    places: ClassVar[int] = 6

    def show(self, value: int) -> str:
        return text_of.plain_wan(value)


class Rate(Type):
    """A rate typed in percent with at most two decimals; the value is basis points."""

    kind: ClassVar[str] = "rate"
    unit: ClassVar[str] = "%"
    html = attributes(inputmode="decimal", autocomplete="off")

    def __init__(self, *, min_bp: int = 0, max_bp: int = text_of.WHOLE_BP) -> None:
        self.min_bp, self.max_bp = min_bp, max_bp

    def read(self, text: str) -> int:
        bp = read_decimal(text.removesuffix("%").rstrip(), 2, "百分比")
        if not self.min_bp <= bp <= self.max_bp:
            low, high = text_of.format_percent(self.min_bp), text_of.format_percent(self.max_bp)
            raise Refused(f"百分比要在 {low} 到 {high} 之间。")
        return bp

    def show(self, value: int) -> str:
        return text_of.plain_percent(value)

    def from_json(self, raw: Any) -> str:
        return self.show(json_integer(raw, "比率用整数填写，单位是万分之一，例如 1275 表示 12.75%。"))

    def to_json(self, value: int) -> int:
        return value

    def json_schema(self) -> dict[str, Any]:
        said = {"description": "单位：万分之一（基点）。"}
        return {"type": "integer", "minimum": self.min_bp, "maximum": self.max_bp, **said}


class Whole(Type):
    """A whole number from ``min`` to ``max``. JSON integers pass as they are."""

    kind: ClassVar[str] = "whole"
    html = attributes(inputmode="numeric", autocomplete="off")

    def __init__(self, *, min: int = 0, max: int = 1_000_000) -> None:  # noqa: A002
        self.min, self.max = min, max

    def take(self, raw: Any) -> Any:
        return super().take(str(raw) if type(raw) is int and abs(raw) < 10**18 else raw)

    def read(self, text: str) -> int:
        number = read_decimal(text, 0, "这里")
        if not self.min <= number <= self.max:
            raise Refused(f"要在 {self.min} 到 {self.max} 之间。")
        return number

    def show(self, value: int) -> str:
        if not isinstance(value, int):
            raise TypeError("a whole number is an int")
        return str(value)

    def from_json(self, raw: Any) -> int:
        return json_integer(raw, "这里要填 JSON 整数。")

    def to_json(self, value: int) -> int:
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.min, "maximum": self.max}


def json_integer(raw: Any, otherwise: str) -> int:
    """An integer of JSON that no reader rounds. Raises ``Refused`` with the words given."""
    if type(raw) is not int or abs(raw) > MAX_SAFE_INT:
        raise Refused(otherwise)
    return raw


def money(
    title: str, *, zero: bool = False, negative: bool = False, max_fen: int = MAX_FEN, **more: Any
) -> colander.SchemaNode:
    """An amount in 元."""
    more.setdefault("hint", "单位：元，最多两位小数，例如 12500.00。")
    return node(Money(zero=zero, negative=negative, max_fen=max_fen), title, **more)


def wan(
    title: str, *, zero: bool = False, negative: bool = False, max_fen: int = MAX_FEN, **more: Any
) -> colander.SchemaNode:
    """An amount in 万元."""
    more.setdefault("hint", "单位：万元，例如 1.25 表示 12,500.00 元。")
    return node(WanMoney(zero=zero, negative=negative, max_fen=max_fen), title, **more)


def rate(title: str, *, min_bp: int = 0, max_bp: int = text_of.WHOLE_BP, **more: Any) -> colander.SchemaNode:
    """A rate in percent."""
    more.setdefault("hint", "单位：%，最多两位小数，例如 12.75。")
    return node(Rate(min_bp=min_bp, max_bp=max_bp), title, **more)


def whole(title: str, *, min: int = 0, max: int = 1_000_000, **more: Any) -> colander.SchemaNode:  # noqa: A002
    """A whole number."""
    return node(Whole(min=min, max=max), title, **more)
