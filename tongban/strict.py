"""Reading what anybody may have written: strict JSON, and checks that name the first part which is wrong.

Each check returns the value with its type, or raises RecordError. Selection records and receipts are read so.
"""

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from tongban.canonical import MAX_SAFE_INT

Json = dict[str, Any]

_HEX32 = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[!-~]+")
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z")
#: Control characters, marks that turn the direction of writing, and halves of surrogate pairs: what is hashed
#: must be what a person sees.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")

_SHOWN = 80


class RecordError(ValueError):
    """A record breaks its format at ``path``; ``zh`` and ``en`` say how, in both languages."""

    def __init__(self, path: str, zh: str, en: str) -> None:
        self.path = path
        self.zh = zh
        self.en = en
        super().__init__(f"{path}：{zh} ({en})")


def load_json(data: bytes) -> Any:
    """The JSON in a file; a mark of byte order before it is passed over.

    Raises RecordError where an object has a key twice (readers differ in which one they take), and ValueError
    where the bytes are not JSON in UTF-8.
    """
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_unique_keys)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def unreadable(error: OSError | ValueError) -> str:
    """Why a file could not be read at all, in words for a person."""
    if isinstance(error, OSError):
        return f"文件打不开（{error.strerror}）。"
    if isinstance(error, json.JSONDecodeError):
        return f"不是 JSON 文件：第 {error.lineno} 行第 {error.colno} 个字符处读不下去。"
    if isinstance(error, UnicodeDecodeError):
        return f"不是 UTF-8 文件：第 {error.start + 1} 个字节读不出。"
    return f"不是可以读的 JSON 文件（{error}）。"


def obj(path: str, value: object, required: Iterable[str], optional: Iterable[str] = ()) -> Json:
    """An object with all of the required keys and none beyond the optional ones."""
    if not isinstance(value, dict):
        raise _wrong(path or "record", value, "一个对象", "an object")
    prefix = f"{path}." if path else ""
    needed = tuple(required)
    allowed = {*needed, *optional}
    for key in needed:
        if key not in value:
            raise RecordError(f"{prefix}{key}", "缺少这一项。", "is missing")
    for key in value:
        if key not in allowed:
            raise RecordError(f"{prefix}{shown(key)}", "格式里没有这一项。", "is not part of the format")
    return value


def items(path: str, value: object) -> list[Any]:
    """A list."""
    if not isinstance(value, list):
        raise _wrong(path, value, "一个列表", "a list")
    return value


def integer(path: str, value: object, low: int = -MAX_SAFE_INT, high: int = MAX_SAFE_INT) -> int:
    """An integer from ``low`` to ``high``; true and false are not numbers, 1.0 is not an integer."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(path, value, "整数", "an integer")
    if not low <= value <= high:
        raise _wrong(path, value, f" {low} 到 {high} 之间的整数", f"an integer from {low} to {high}")
    return value


def text(path: str, value: object) -> str:
    """Text of which something can be seen, without characters that nobody can see."""
    if not isinstance(value, str) or not value.strip() or _UNSEEN.search(value):
        raise _wrong(path, value, "不含控制字符的非空文字", "text without control characters, not blank")
    return value


def choice(path: str, value: object, allowed: Iterable[str]) -> str:
    """One of the allowed words."""
    words = tuple(allowed)
    if not isinstance(value, str) or value not in words:
        listed = "、".join(words)
        raise _wrong(path, value, f"以下之一：{listed}", "one of " + ", ".join(words))
    return value


def hex32(path: str, value: object) -> str:
    """32 bytes as 64 lower-case hexadecimal digits (upper case would be a second way to write the same)."""
    return _matched(path, value, _HEX32, " 64 位小写十六进制数字", "64 lower-case hexadecimal digits")


def identifier(path: str, value: object) -> str:
    """An identifier of printable ASCII without blanks, so that its order is the same in every language."""
    return _matched(path, value, _ID, "不含空格的 ASCII 编号", "an identifier of ASCII without blanks")


def code(path: str, value: object) -> str:
    """A reason or source code: lower-case letters, digits and underscores."""
    return _matched(path, value, _CODE, "小写字母代码", "a code in lower-case letters")


def instant(path: str, value: object) -> str:
    """An instant in UTC with microseconds and ``Z``. In this form the order of text is the order of time."""
    zh, en = "带微秒、以 Z 结尾的 UTC 时间", "an instant in UTC with microseconds and Z"
    found = _matched(path, value, _INSTANT, zh, en)
    try:
        date.fromisoformat(found[:10])
    except ValueError as error:
        raise _wrong(path, value, zh, en) from error
    return found


def _matched(path: str, value: object, pattern: re.Pattern[str], zh: str, en: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise _wrong(path, value, zh, en)
    return value


def _wrong(path: str, value: object, zh: str, en: str) -> RecordError:
    found = _literal(value)
    return RecordError(path, f"应为{zh}，现为 {found}。", f"must be {en}, is {found}")


def shown(key: object) -> str:
    """A key as a message may show it: as it is, or as a literal where it could not be printed or seen."""
    return key if isinstance(key, str) and not _UNSEEN.search(key) else _literal(key)


def _literal(value: object) -> str:
    """A value as a person would find it in the file, at most ``_SHOWN`` characters of it."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    literal = json.dumps(value, ensure_ascii=False, default=repr)
    if _UNSEEN.search(literal):
        literal = json.dumps(value)
    return literal if len(literal) <= _SHOWN else literal[:_SHOWN] + "…"


def _unique_keys(pairs: list[tuple[str, Any]]) -> Json:
    found: Json = {}
    for key, value in pairs:
        if key in found:
            raise RecordError(shown(key), "同一对象里出现两次。", "stands twice in one object")
        found[key] = value
    return found
