"""One of several, several of several, and yes or no."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import colander

from tongban.fields.base import Type, node
from tongban.fields.chars import Refused

_BOOLS: dict[str, bool] = {
    **dict.fromkeys(("true", "1", "on", "yes", "是"), True),
    **dict.fromkeys(("false", "0", "off", "no", "否"), False),
}

Options = Mapping[str, str] | Iterable[tuple[str, str]]


class Choice(Type):
    """One key of ``options`` (key → Chinese label)."""

    kind: ClassVar[str] = "choice"
    ask: ClassVar[str] = "选择"

    def __init__(self, options: Options) -> None:
        self.options = dict(options)

    def read(self, text: str) -> str:
        if text not in self.options:
            raise Refused("请从列出的选项中选一项。")
        return text

    def json_schema(self) -> dict[str, Any]:
        words = "；".join(f"{key}：{title}" for key, title in self.options.items() if title != key)
        return {
            "type": "string",
            **({"enum": list(self.options)} if self.options else {}),
            **({"description": words} if words else {}),
        }


class Choices(Choice):
    """Several keys of ``options``, as a tuple in their stated order; at least ``min``."""

    kind: ClassVar[str] = "choices"

    def __init__(self, options: Options, *, min: int = 1) -> None:  # noqa: A002
        super().__init__(options)
        self.min = min

    def take(self, raw: Any) -> Any:
        items = [raw] if isinstance(raw, str) else raw
        if not isinstance(items, list | tuple | set | frozenset) or not all(
            isinstance(item, str) for item in items
        ):
            raise Refused("请从列出的选项中选择。")
        chosen = {self.read(item) for item in (self.clean(text) for text in items) if item}
        if not chosen:
            return colander.null
        if len(chosen) < self.min:
            raise Refused(f"请至少选 {self.min} 项。")
        return tuple(key for key in self.options if key in chosen)

    def show(self, value: Iterable[str]) -> tuple[str, ...]:
        return tuple(str(item) for item in value)

    def from_json(self, raw: Any) -> Any:
        if not isinstance(raw, list):
            raise Refused("这里要填 JSON 数组。")
        return raw

    def to_json(self, value: Iterable[str]) -> list[str]:
        return list(self.show(value))

    def json_schema(self) -> dict[str, Any]:
        return {"type": "array", "items": super().json_schema(), "uniqueItems": True}


class Flag(Type):
    """Yes or no, as a bool. ``must`` is the message where only yes will do."""

    kind: ClassVar[str] = "flag"

    def __init__(self, *, must: str = "") -> None:
        self.must = must

    def take(self, raw: Any) -> Any:
        return self._agreed(raw) if isinstance(raw, bool) else super().take(raw)

    def read(self, text: str) -> bool:
        value = _BOOLS.get(text.lower())
        if value is None:
            raise Refused("请选择是或否。")
        return self._agreed(value)

    def _agreed(self, value: bool) -> bool:
        if self.must and not value:
            raise Refused(self.must)
        return value

    def show(self, value: bool) -> str:
        return "true" if value else "false"

    def from_json(self, raw: Any) -> bool:
        if not isinstance(raw, bool):
            raise Refused("这里要填 true 或 false。")
        return raw

    def to_json(self, value: bool) -> bool:
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "boolean", **({"const": True} if self.must else {})}


class YesNo(Choice):
    """Yes or no as an answer of its own, as a bool; what is left out stays unanswered, unlike a ``Flag``."""

    def __init__(self) -> None:
        super().__init__({"yes": "是", "no": "否"})

    def take(self, raw: Any) -> Any:
        return raw if isinstance(raw, bool) else super().take(raw)

    def read(self, text: str) -> Any:
        value = _BOOLS.get(text.lower())
        if value is None:
            raise Refused("请选择是或否。")
        return value

    def show(self, value: bool) -> str:
        if not isinstance(value, bool):
            raise TypeError("yes or no is a bool")
        return "yes" if value else "no"

    def from_json(self, raw: Any) -> Any:
        if not isinstance(raw, bool):
            raise Refused("这里要填 true 或 false。")
        return raw

    def to_json(self, value: bool) -> bool:
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


def choice(title: str, options: Options, **more: Any) -> colander.SchemaNode:
    """One of ``options``."""
    return node(Choice(options), title, **more)


def choices(title: str, options: Options, *, min: int = 1, **more: Any) -> colander.SchemaNode:  # noqa: A002
    """At least ``min`` of ``options``; with ``required=False`` none gives an empty tuple."""
    if not more.get("required", True):
        more.setdefault("missing", ())
    return node(Choices(options, min=min), title, **more)


def yes_no(title: str, **more: Any) -> colander.SchemaNode:
    """Yes or no; with ``required=False`` ``None`` when nothing is chosen."""
    return node(YesNo(), title, **more)


def flag(title: str, *, must: str = "", **more: Any) -> colander.SchemaNode:
    """A box to tick: unticked is False, or the message ``must`` where it has to be ticked."""
    if must:
        more.setdefault("missing_msg", must)
    else:
        more.setdefault("missing", False)
    return node(Flag(must=must), title, **more)
