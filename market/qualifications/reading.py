"""Reading tables of a data file key by key: everything that is wrong is collected, each with its place.

Data files are written by people in counties; they are told all faults at once, with file and entry.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

#: No text of a data file is longer; what is longer was pasted by mistake.
MAX_TEXT = 2000


class DataError(Exception):
    """A data file that may not be used; ``problems`` are Chinese sentences, each naming file and entry."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class Entry:
    """One table. Every reader returns an empty value for what is missing or wrong and notes the problem."""

    def __init__(self, data: Any, where: str, problems: list[str]) -> None:
        self.where = where
        self._problems = problems
        self._seen: set[str] = set()
        self._data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        if not isinstance(data, Mapping):
            self.fault("应当是一个表")

    def fault(self, text: str) -> None:
        """Note that something is wrong with this entry."""
        self._problems.append(f"{self.where}：{text}。")

    def has(self, key: str) -> bool:
        """Whether the key is given."""
        return key in self._data

    def text(self, key: str, *, required: bool = False) -> str:
        """A text of one line or more, stripped; control characters are refused."""
        value = self._take(key, str, "文字", required=required)
        if value is None:
            return ""
        if any(ord(c) < ord(" ") and c != "\n" for c in value) or len(value) > MAX_TEXT:
            self.fault(f"{key} 含有控制字符，或者超过{MAX_TEXT}字")
            return ""
        if required and not value.strip():
            self.fault(f"{key} 不能为空")
        return value.strip()

    def choice(self, key: str, among: Sequence[str], default: str = "") -> str:
        """A text that is one of a few; required when there is no default."""
        value = self.text(key, required=not default) or default
        if value and value not in among:
            self.fault(f"{key} 只能是{'、'.join(among)}，不能是“{value}”")
            return default
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of different texts."""
        values = self._take(key, list, "文字的列表") or []
        blank = any(not isinstance(v, str) or not v.strip() for v in values)
        if blank or len({str(v).strip() for v in values}) < len(values):
            self.fault(f"{key} 应当是不重复、不为空的文字")
            return ()
        return tuple(v.strip() for v in values)

    def integer(self, key: str, *, required: bool = False) -> int | None:
        """A whole number, never a truth value."""
        value = self._take(key, int, "整数", required=required)
        if isinstance(value, bool):
            self.fault(f"{key} 应当是整数")
            return None
        return value

    def decimal(self, key: str) -> Decimal | None:
        """A number, written as a whole number or as a text; a float would not be exact."""
        value = self._take(key, (int, str), "整数或写成文字的小数")
        try:
            number = None if value is None else Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if number is not None and (not number.is_finite() or isinstance(value, bool)):
            self.fault(f"{key} 不是数字")
            return None
        return number

    def flag(self, key: str) -> bool:
        """A truth value, false when missing."""
        return bool(self._take(key, bool, "true 或 false"))

    def day(self, key: str) -> date | None:
        """A date without a time; a text in ISO form is read too, since JSON has no dates."""
        value = self._take(key, (date, str), "日期")
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                self.fault(f"{key} 不是日期")
                return None
        if isinstance(value, datetime):
            self.fault(f"{key} 应当只有日期，没有时间")
            return None
        return value

    def entry(self, key: str) -> "Entry | None":
        """A table inside this one, or None."""
        value = self._take(key, Mapping, "表")
        return None if value is None else Entry(value, f"{self.where}·{key}", self._problems)

    def entries(self, key: str) -> "list[Entry]":
        """A list of tables inside this one."""
        values = self._take(key, list, "表的列表") or []
        return [Entry(v, f"{self.where}·{key}[{n}]", self._problems) for n, v in enumerate(values, 1)]

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A table of texts, as pairs in the order of the file."""
        values = self._take(key, Mapping, "表") or {}
        if any(not isinstance(v, str) for v in values.values()):
            self.fault(f"{key} 的值应当都是文字")
            return ()
        return tuple(values.items())

    def finish(self) -> None:
        """Note keys that nobody read: a misspelt key would otherwise do nothing, silently."""
        for key in self._data:
            if key not in self._seen:
                self.fault(f"不认识 {key}")

    def _take(self, key: str, kind: Any, name: str, *, required: bool = False) -> Any:
        self._seen.add(key)
        if key not in self._data:
            if required:
                self.fault(f"缺少 {key}")
            return None
        value = self._data[key]
        if not isinstance(value, kind):
            self.fault(f"{key} 应当是{name}")
            return None
        return value
