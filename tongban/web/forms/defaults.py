"""Which widget a question gets when its schema names none, by the type of its answer."""

from collections.abc import Callable
from typing import Any

import colander
import deform.widget as dw

from tongban.web.forms import widgets
from tongban.web.forms.rows import Rows
from tongban.web.forms.uploads import FileUpload

Maker = Callable[[Any], dw.Widget]

#: At most this many options are shown all at once; more go into a list.
VISIBLE_OPTIONS = 5


def _choice(typ: Any) -> dw.Widget:
    values = list(typ.options.items())
    few = len(values) <= VISIBLE_OPTIONS
    return widgets.RadioChoice(values=values) if few else widgets.Select(values=values)


def _rows(typ: Any) -> dw.Widget:
    limits = {"min_len": max(1, getattr(typ, "min", 1)), "max_len": getattr(typ, "max", Rows.max_len)}
    return Rows(**limits)


#: ``kind`` of a type of ``tongban.fields`` → widget.
KINDS: dict[str, Maker] = {
    "choice": _choice,
    "choices": lambda typ: widgets.CheckboxChoice(values=list(typ.options.items())),
    "day": lambda _typ: widgets.DateInput(),
    "day_limit": lambda _typ: widgets.TextInput(width="short"),
    "email": lambda _typ: widgets.TextInput(autocomplete="email"),
    "file": lambda _typ: FileUpload(),
    "files": lambda _typ: FileUpload(),
    "flag": lambda _typ: widgets.Checkbox(),
    "long_text": lambda _typ: widgets.TextArea(),
    "moment": lambda _typ: widgets.DateTimeInput(),
    "money": lambda typ: widgets.MoneyInput(unit=typ.unit),
    "money_wan": lambda typ: widgets.MoneyInput(unit=typ.unit),
    "phone": lambda _typ: widgets.TextInput(width="short", autocomplete="tel"),
    "rate": lambda typ: widgets.RateInput(unit=typ.unit),
    "whole": lambda _typ: widgets.TextInput(width="short"),
}

#: Types of the library itself, and those that hold other fields. The nearest class in a type's order wins.
TYPES: dict[type, Maker] = {
    colander.Mapping: lambda _typ: widgets.Section(),
    colander.Sequence: _rows,
    colander.Boolean: lambda _typ: widgets.Checkbox(),
    colander.Date: lambda _typ: widgets.DateInput(),
    colander.DateTime: lambda _typ: widgets.DateTimeInput(),
    colander.Set: lambda _typ: widgets.CheckboxChoice(),
}


def widget_for(typ: Any) -> dw.Widget:
    """The default widget of a type: one line of text for a type nobody has named here."""
    maker = KINDS.get(getattr(typ, "kind", ""))
    if maker is None:
        maker = next((TYPES[kind] for kind in type(typ).__mro__ if kind in TYPES), None)
    return maker(typ) if maker else widgets.TextInput()


def dress(node: Any) -> None:
    """Give every field below a form, whose schema names no widget, the widget of its type."""
    for child in node.children:
        if getattr(child.schema, "widget", None) is None:
            child.widget = widget_for(child.schema.typ)
        dress(child)
