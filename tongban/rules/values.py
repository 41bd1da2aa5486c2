"""Types of rule values: what a rule file may say, and how the value reads in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

_FIELD_WORDS = {"region": "地区代码", "year": "年份", "month": "月", "day": "日", "seq": "1"}
_FIELD = re.compile(r"\{([^{}]*)\}")
_SEQ = re.compile(r"seq(:0[1-9]d)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


class BadValue(ValueError):
    """A value a rule cannot have; the message is Chinese and says what is wanted."""


class ValueType(Protocol):
    """The type of one rule."""

    def clean(self, value: object) -> Any:
        """The value as stored (JSON). Raises BadValue."""
        ...

    def words(self, value: Any, unit: str) -> str:
        """The value as people read it; ``unit`` is the Chinese unit, may be empty."""
        ...


@dataclass(frozen=True)
class Whole:
    """A whole number between two bounds, both allowed."""

    minimum: int
    maximum: int

    def clean(self, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise BadValue("要写整数，不加引号")
        if not self.minimum <= value <= self.maximum:
            raise BadValue(f"要在 {self.minimum} 到 {self.maximum} 之间")
        return value

    def words(self, value: Any, unit: str) -> str:
        return f"{value}{unit}" if unit in ("", "%") else f"{value} {unit}"


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    yes: str = "是"
    no: str = "否"

    def clean(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise BadValue("要写 true 或 false，不加引号")
        return value

    def words(self, value: Any, unit: str) -> str:
        return self.yes if value else self.no


@dataclass(frozen=True)
class Choice:
    """One of several words; each has a Chinese reading."""

    choices: Mapping[str, str]

    def clean(self, value: object) -> str:
        if not isinstance(value, str) or value not in self.choices:
            raise BadValue(f"可以写的有：{_listed(self.choices)}")
        return value

    def words(self, value: Any, unit: str) -> str:
        return self.choices.get(value, str(value))


@dataclass(frozen=True)
class Choices:
    """Several of a set of words, in an order that may matter; none twice."""

    choices: Mapping[str, str]
    last: str | None = None
    empty_words: str = "无"
    joint: str = "、"

    def clean(self, value: object) -> list[str]:
        if not isinstance(value, list):
            raise BadValue('要写列表，如 ["…", "…"]')
        for item in value:
            if not isinstance(item, str) or item not in self.choices:
                raise BadValue(f"其中 {item} 不可用，可以写的有：{_listed(self.choices)}")
        if len(set(value)) != len(value):
            raise BadValue("同一项写了两次")
        if self.last is not None and (not value or value[-1] != self.last):
            raise BadValue(f"最后一项必须是 {self.last}（{self.choices[self.last]}）")
        return list(value)

    def words(self, value: Any, unit: str) -> str:
        return self.joint.join(self.choices.get(item, str(item)) for item in value) or self.empty_words


@dataclass(frozen=True)
class Text:
    """Plain text, without control and direction characters."""

    maximum: int = 200
    lines: bool = False

    def clean(self, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise BadValue("要写文字，不能为空")
        if _CONTROL.search(value) or ("\n" in value and not self.lines):
            raise BadValue("含有不能显示的字符或多余的换行")
        if len(value) > self.maximum:
            raise BadValue(f"不能超过 {self.maximum} 个字")
        return value if self.lines else value.strip()

    def words(self, value: Any, unit: str) -> str:
        return str(value)


@dataclass(frozen=True)
class Texts:
    """A list of short texts, none twice."""

    maximum: int = 60

    def clean(self, value: object) -> list[str]:
        if not isinstance(value, list):
            raise BadValue('要写列表，如 ["…", "…"]')
        cleaned = [Text(self.maximum).clean(item) for item in value]
        if len(set(cleaned)) != len(cleaned):
            raise BadValue("同一项写了两次")
        return cleaned

    def words(self, value: Any, unit: str) -> str:
        return "、".join(value) or "无"


@dataclass(frozen=True)
class TimeOfDay:
    """A time of day, written ``17:30``; ``24:00`` is the end of the day."""

    def clean(self, value: object) -> str:
        if not isinstance(value, str) or not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00", value):
            raise BadValue('要写时刻，如 "17:30"')
        return value

    def words(self, value: Any, unit: str) -> str:
        return str(value)


@dataclass(frozen=True)
class NumberPattern:
    """A pattern for document numbers: ``{region}``, ``{year}``, ``{month}``, ``{day}``, ``{seq}`` in text."""

    def clean(self, value: object) -> str:
        text = Text(80).clean(value)
        fields = _FIELD.findall(text)
        for name in fields:
            if name not in _FIELD_WORDS and not _SEQ.fullmatch(name):
                raise BadValue(
                    f"不认识 {{{name}}}，可以写的有：{{region}} {{year}} {{month}} {{day}} {{seq:04d}}"
                )
        if sum(1 for name in fields if _SEQ.fullmatch(name)) != 1 or "year" not in fields:
            raise BadValue("要有一个 {seq} 和 {year}，否则编号会重复")
        if re.search(r"[{}]", _FIELD.sub("", text)):
            raise BadValue("大括号没有配对")
        return text

    def words(self, value: Any, unit: str) -> str:
        return _FIELD.sub(lambda found: _FIELD_WORDS.get(found[1], "0001"), str(value))


@dataclass(frozen=True)
class TableOf:
    """A table: every key of a known set (or matching a pattern), every value of one type."""

    inner: ValueType
    keys: Mapping[str, str] = field(default_factory=dict)
    pattern: str | None = None
    names_only: bool = False

    def clean(self, value: object) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise BadValue("要写表，如 { … = … }")
        return {key: self._entry(key, item) for key, item in value.items()}

    def _entry(self, key: str, item: object) -> Any:
        if self.pattern is not None and not re.fullmatch(self.pattern, key):
            raise BadValue(f"键 {key} 写法不对")
        if self.pattern is None and key not in self.keys:
            raise BadValue(f"不认识 {key}，可以写的有：{_listed(self.keys)}")
        try:
            return self.inner.clean(item)
        except BadValue as problem:
            raise BadValue(f"{key} = {shown(item)}：{problem}") from None

    def words(self, value: Any, unit: str) -> str:
        # Databases keep the entries of a table in an order of their own.
        entries = [key for key in self.keys if key in value] + [key for key in value if key not in self.keys]
        if self.names_only:
            return "、".join(self.keys.get(key, key) for key in entries) or "无"
        listed = (f"{self.keys.get(key, key)} {self.inner.words(value[key], unit)}" for key in entries)
        return "；".join(listed) or "无"


@dataclass(frozen=True)
class LocalDays:
    """Days that differ from the national calendar: date → ``off`` or ``work``."""

    def clean(self, value: object) -> dict[str, str]:
        if not isinstance(value, Mapping):
            raise BadValue('要写表，如 "2026-05-04" = "off"')
        for day, kind in value.items():
            _real_date(day)
            if kind not in ("off", "work"):
                raise BadValue(f'{day} 要写 "off"（放假）或 "work"（上班）')
        return dict(sorted(value.items()))

    def words(self, value: Any, unit: str) -> str:
        return (
            "；".join(f"{day} {'放假' if kind == 'off' else '上班'}" for day, kind in value.items()) or "无"
        )


@dataclass(frozen=True)
class Fields:
    """A small record: named fields, each with its own type; any of them may be left out."""

    fields: Mapping[str, ValueType]
    titles: Mapping[str, str] = field(default_factory=dict)

    def clean(self, value: object) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise BadValue("要写表，如 { … = … }")
        cleaned = {}
        for key, item in value.items():
            if key not in self.fields:
                raise BadValue(f"不认识 {key}，可以写的有：{'、'.join(self.fields)}")
            try:
                cleaned[key] = self.fields[key].clean(item)
            except BadValue as problem:
                raise BadValue(f"{key} = {shown(item)}：{problem}") from None
        return cleaned

    def words(self, value: Any, unit: str) -> str:
        parts = (f"{self.titles.get(k, k)}：{self.fields[k].words(v, '')}" for k, v in value.items())
        return "，".join(parts) or "无"


def shown(value: object) -> str:
    """A value as its writer wrote it, shortened, for a message."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _listed(choices: Mapping[str, str]) -> str:
    return "、".join(f"{key}（{words}）" if words else key for key, words in choices.items())


def _real_date(text: object) -> date:
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(text)):  # Python takes other ISO forms as well
            raise ValueError
        return date.fromisoformat(str(text))
    except ValueError:
        raise BadValue(f'{text} 不是日期，要写成 "2026-05-04"') from None
