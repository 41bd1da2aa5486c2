"""Plain text of one line or of many."""

from typing import Any, ClassVar

import colander

from tongban.fields import chars
from tongban.fields.base import Type, node
from tongban.fields.chars import Refused


class Text(Type):
    """One line of text: no control characters, no blanks at its ends, ``min`` to ``max`` characters."""

    def __init__(self, *, max: int, min: int = 1) -> None:  # noqa: A002
        self.min, self.max = min, max
        self.html = {"maxlength": str(max)}

    def clean(self, text: str) -> str:
        chars.refuse_broken(text)
        return chars.strip_blanks(chars.unix_lines(chars.drop_unseen(text)))

    def read(self, text: str) -> str:
        text = self.normal(text)
        if len(text) > self.max:
            raise Refused(f"最多 {self.max} 个字，现在是 {len(text)} 个字。")
        if len(text) < self.min:
            raise Refused(f"至少 {self.min} 个字，现在是 {len(text)} 个字。")
        return text

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.max, **({"minLength": self.min} if self.min > 1 else {})}

    def normal(self, text: str) -> str:
        """The one form in which the text is kept. Raises ``Refused``."""
        if "\n" in text:
            raise Refused("这里只能填一行，请去掉换行。")
        return text.replace("\t", " ")


class LongText(Text):
    """Text of several lines; every kind of line end is kept as a newline."""

    kind: ClassVar[str] = "long_text"

    def normal(self, text: str) -> str:
        return text


def text(title: str = "", *, max: int = 200, min: int = 1, **more: Any) -> colander.SchemaNode:  # noqa: A002
    """One line of plain text."""
    return node(Text(max=max, min=min), title, **more)


def long_text(title: str = "", *, max: int = 5000, min: int = 1, **more: Any) -> colander.SchemaNode:  # noqa: A002
    """Plain text of several lines."""
    return node(LongText(max=max, min=min), title, **more)
