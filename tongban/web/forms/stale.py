"""A form that somebody else overtook: what they saved is shown beside what was typed, not overwritten."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from colander import null
from markupsafe import Markup

from tongban.web.forms.fieldtree import find, subfields

#: The hidden field by which a form knows the version it was opened on.
VERSION = "version"
_NOTHING = (None, "", null)


@dataclass(frozen=True)
class Latest:
    """One answer as it is stored now, in words; it differs from what was typed."""

    title: str
    value: Markup


class Stored:
    """The answers a form was filled with when it was made: the thing as it is stored now."""

    def __init__(self, form: Any, appstruct: Mapping[str, Any]) -> None:
        self._form, self._values = form, appstruct
        self._shown = {field.path: field.cstruct for field in _leaves(form)}

    def differing(self, values: Mapping[str, Any]) -> tuple[Latest, ...]:
        """The stored answers that differ from the values of a submission, in the order of the form."""
        return tuple(
            Latest(str(field.title), self._in_words(field))
            for field in _leaves(self._form)
            if not field.widget.hidden and not _same(_at(self._values, field.path), _at(values, field.path))
        )

    def renew(self) -> None:
        """Have the form sent again on top of what is stored now."""
        field = find(self._form, VERSION)
        if field is not None and VERSION in self._shown:
            field.cstruct = self._shown[VERSION]

    def _in_words(self, field: Any) -> Markup:
        # Made by our own read-only templates, which escape every value.
        return Markup(field.serialize(self._shown.get(field.path, null), readonly=True))  # noqa: S704


def _leaves(node: Any) -> Iterator[Any]:
    """The questions of a form; a list of rows is one question."""
    children = [] if getattr(node.widget, "template", "") == "sequence" else subfields(node)
    if not children:
        yield node
    for child in children:
        yield from _leaves(child)


def _at(values: Any, path: str) -> Any:
    for name in path.split("."):
        values = values.get(name) if isinstance(values, Mapping) else None
    return values


def _same(one: Any, other: Any) -> bool:
    return (one in _NOTHING and other in _NOTHING) or one == other
