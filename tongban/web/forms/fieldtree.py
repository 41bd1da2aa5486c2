"""Walking a form's fields: their paths, ids and errors.

Ids follow from the names (``form-contact-phone``), so that links to a field stay right when fields are added.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tongban.web.forms.messages import REQUIRED, required_text, translate


@dataclass
class FormState:
    """What all fields of one form share while it is being handled.

    ``stashed`` maps the id of an uploaded part to the key under which its file is kept.
    """

    formid: str
    stash: Any = None
    keep_blank_rows: bool = False
    stashed: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """One line of the summary: the id to jump to, the question's title, what is wrong."""

    anchor: str
    title: str
    message: str


def place(node: Any, path: str) -> None:
    """Give a field and its children their path and id. Rows of a sequence are placed when they are made."""
    state: FormState = node.state
    node.path = path
    if path:
        node.oid = getattr(node.schema, "oid", f"{state.formid}-{path.replace('.', '-')}")
    if getattr(node.widget, "template", "") == "sequence":
        return
    for child in node.children:
        place(child, f"{path}.{child.name}" if path else child.name)


def subfields(node: Any) -> list[Any]:
    """The live children of a field: rows for a sequence, members for a mapping."""
    rows = getattr(node, "sequence_fields", None)
    if rows is not None:
        return list(rows)
    return [] if getattr(node.widget, "template", "") == "sequence" else list(node.children)


def walk(node: Any) -> Iterator[Any]:
    """A field and everything below it, in document order."""
    yield node
    for child in subfields(node):
        yield from walk(child)


def find(node: Any, path: str) -> Any | None:
    """The field at a dotted path (rows by number), or None."""
    return next((item for item in walk(node) if getattr(item, "path", None) == path), None)


def error_texts(node: Any) -> list[str]:
    """What is wrong with this very field, in Chinese, without what is wrong with its children."""
    if node.error is None:
        return []
    template = getattr(node.widget, "template", "")
    found: list[str] = []
    for message in node.error.messages():
        if not message:
            continue
        text = required_text(node.title, template) if str(message) == REQUIRED else translate(message)
        if text not in found:
            found.append(text)
    return found


def problems(form: Any) -> list[Problem]:
    """Every problem of a form in document order; those of the form as a whole point at the form."""
    found: list[Problem] = []
    for node in walk(form):
        anchor = node.formid if node is form else first_control(node)
        title = "" if node is form else str(node.title)
        found.extend(Problem(anchor, title, text) for text in error_texts(node))
    return found


def first_control(node: Any) -> str:
    """The id of what receives the focus: a group's first choice, otherwise the field's own control."""
    template = getattr(node.widget, "template", "")
    return f"{node.oid}-0" if template in ("radio_choice", "checkbox_choice") else str(node.oid)
