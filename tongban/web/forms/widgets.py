"""The widgets of our forms: deform's where they only carry values, ours where the page needs more.

All render through the templates beside this module; none needs a script to work.
"""

import re
from datetime import date
from typing import Any

import deform.widget as dw
from colander import null

from tongban import money
from tongban.web.filters import date_text

#: What ``<input type="datetime-local">`` and ``<input type="date">`` can show. Anything else is shown as
#: text, so that what was typed is never lost.
_LOCAL = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class TextInput(dw.TextInputWidget):
    """One line of text.

    ``width`` short, medium or full; ``unit`` stands behind the input (份, 平方米); ``autocomplete`` is its
    HTML purpose. Keyboard and length come from the field's type.
    """

    width = "medium"
    unit: str | None = None
    autocomplete: str | None = None
    input_type = "text"

    def deserialize(self, field: Any, pstruct: Any) -> Any:
        if pstruct is not null and not isinstance(pstruct, str):
            raise dw.Invalid(field.schema, "请填写文字。", null)
        return super().deserialize(field, pstruct)


class MoneyInput(TextInput):
    """An amount in 元 (or 万元), echoed in capital characters below the input."""

    template = "money_input"
    readonly_template = "readonly/money_input"
    width = "short"
    unit = "元"

    def fen(self, field: Any, cstruct: Any) -> int | None:
        """What was typed as 分; None while it is no amount."""
        try:
            value = field.typ.take(cstruct) if isinstance(cstruct, str) else null
        except ValueError:
            return None
        return None if value is null else int(value)

    def in_words(self, field: Any, cstruct: Any) -> str:
        """The amount in capital characters, empty while it is no amount."""
        fen = self.fen(field, cstruct)
        return "" if fen is None else f"大写：{money.daxie(fen)}"

    def grouped(self, field: Any, cstruct: Any) -> str:
        """The amount as it is read back: ``12,500.00 元``; what is no amount as it was typed."""
        fen = self.fen(field, cstruct)
        if fen is None:
            return str(cstruct or "")
        return money.format_yuan_unit(fen) if self.unit == "元" else money.format_wan(fen)


class RateInput(TextInput):
    """A rate in percent."""

    width = "short"
    unit = "%"


class TextArea(TextInput):
    """Several lines of text, ``rows`` high."""

    template = "textarea"
    readonly_template = "readonly/textarea"
    width = "full"
    rows = 5


class Password(TextInput):
    """A password: never shown again, not even after an error."""

    template = "password"
    readonly_template = "readonly/password"
    strip = False
    autocomplete = "current-password"
    redisplay = False


class Hidden(dw.HiddenWidget):
    """A value that is carried but not shown."""


class NonceInput(Hidden):
    """A hidden input that the browser fills with 32 random bytes in hexadecimal; empty without a script.

    The server draws its own nonce for an empty one.
    """

    template = "nonce"


def _day_text(text: str) -> str:
    return date_text(date.fromisoformat(text)) if _DAY.fullmatch(text) else text


class DateInput(TextInput):
    """A calendar date, by the browser's own calendar."""

    input_type = "date"
    readonly_template = "readonly/datetime_input"
    width = "short"
    shown = _DAY

    def serialize(self, field: Any, cstruct: Any, **kw: Any) -> str:
        text = cstruct if isinstance(cstruct, str) else ""
        kw["shown_type"], text = self.presentable(text)
        return super().serialize(field, text, **kw)

    def readable(self, cstruct: Any) -> str:
        """The date as it is read back."""
        return _day_text(cstruct) if isinstance(cstruct, str) else ""

    def presentable(self, text: str) -> tuple[str, str]:
        """The input type that can show a text, and the text as that input wants it."""
        return (self.input_type, text) if not text or self.shown.fullmatch(text) else ("text", text)


class DateTimeInput(DateInput):
    """A date and time in Asia/Shanghai, to the minute, by the browser's own calendar."""

    input_type = "datetime-local"
    width = "medium"

    def presentable(self, text: str) -> tuple[str, str]:
        """As for dates; seconds and offset, which the input cannot show, are left out."""
        found = _LOCAL.match(text)
        if found:
            return self.input_type, f"{found[1]}T{found[2]}"
        return (self.input_type, "") if not text else ("text", text)

    def readable(self, cstruct: Any) -> str:
        """The date and time as they are read back."""
        found = _LOCAL.match(cstruct) if isinstance(cstruct, str) else None
        return f"{_day_text(found[1])} {found[2]}" if found else str(cstruct or "")


class Select(dw.SelectWidget):
    """A choice from a list. Begins with an empty line, so that nothing is chosen unseen."""

    width = "medium"
    empty_label: str | None = "请选择"

    def serialize(self, field: Any, cstruct: Any, **kw: Any) -> str:
        values: list[Any] = list(kw.get("values") or self.values)
        has_empty = any(isinstance(v, tuple) and v[0] == "" for v in values)
        if self.empty_label is not None and not self.multiple and not has_empty:
            values.insert(0, ("", self.empty_label))
        kw["values"] = values
        return super().serialize(field, cstruct, **kw)

    def flat(self, values: Any) -> list[tuple[str, str]]:
        """All options without their groups."""
        return [
            pair
            for item in values
            for pair in (item.options if isinstance(item, self.optgroup_class) else [item])
        ]


class RadioChoice(dw.RadioChoiceWidget):
    """One of a few, all visible. ``hints`` maps a value to a line below its label."""

    inline = False
    hints: dict[str, str] = {}  # noqa: RUF012 - deform widgets take class attributes as defaults


class Checkbox(dw.CheckboxWidget):
    """A statement to confirm; ``label`` is the statement (the field's title, if not given)."""

    label: str | None = None


class CheckboxChoice(dw.CheckboxChoiceWidget):
    """Several of a few, all visible. ``hints`` maps a value to a line below its label."""

    inline = False
    hints: dict[str, str] = {}  # noqa: RUF012


class Section(dw.MappingWidget):
    """A group of questions under a heading."""
