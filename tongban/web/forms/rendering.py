"""The renderer of our form templates.

It knows one folder only: a widget without a template of ours fails loudly instead of bringing in the
library's inline scripts.
"""

from functools import cache
from pathlib import Path
from typing import Any

from deform.template import ZPTRendererFactory

from tongban.web.forms.fieldtree import error_texts
from tongban.web.forms.messages import label, translate

TEMPLATES = Path(__file__).parent / "templates"

#: Widgets whose control is a group of inputs: their title is the group's, not one input's label.
GROUPS = frozenset({"radio_choice", "checkbox_choice", "file_upload", "sequence", "mapping"})


class FormRenderer(ZPTRendererFactory):
    """Renders a widget, with what every template of ours needs to know about its field."""

    def __init__(self, *, auto_reload: bool = False) -> None:
        super().__init__((str(TEMPLATES),), auto_reload=auto_reload, debug=False, translator=translate)

    def __call__(self, template_name: str, **values: Any) -> str:
        node = values["field"]
        errors = error_texts(node)
        values.setdefault("errors", errors)
        values.setdefault("described", _described(node, errors))
        values.setdefault("invalid", "true" if errors else None)
        values.setdefault("group", getattr(node.widget, "template", "") in GROUPS)
        values.setdefault("label", label)
        values.setdefault("html", _html(node))
        values.setdefault("counted", _counted(node))
        return str(self.load(template_name)(**values))


def _described(node: Any, errors: list[str]) -> str | None:
    ids = [f"{node.oid}-error"] if errors else []
    if node.description:
        ids.append(f"{node.oid}-hint")
    return " ".join(ids) or None


def _html(node: Any) -> dict[str, str]:
    """Attributes the field's type asks for.

    Not ``type``, which the widget decides; not ``maxlength``, with which browsers cut pasted text without a
    word: it is counted instead, and judged by the server.
    """
    html = dict(getattr(node.typ, "html", None) or {})
    for name in ("type", "maxlength", "accept"):
        html.pop(name, None)
    if purpose := getattr(node.widget, "autocomplete", None):
        html["autocomplete"] = purpose
    return {**html, **(getattr(node.widget, "attributes", None) or {})}


def _counted(node: Any) -> str | None:
    html = getattr(node.typ, "html", None) or {}
    return html.get("maxlength")


@cache
def renderer() -> FormRenderer:
    """The renderer all forms of the process share; templates are compiled once."""
    return FormRenderer()
