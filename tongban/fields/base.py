"""What all our input types share: text in, a value or ``colander.Invalid`` out, never another exception."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

import colander

from tongban.fields.chars import Refused, code_text


def attributes(**html: str) -> Mapping[str, str]:
    """HTML attributes of an input, for a class attribute."""
    return MappingProxyType(html)


class Type(colander.SchemaType):
    """Base of our types. ``None`` and blank text are missing; what is no text is refused.

    Derived types write ``read`` (from cleaned text to a value, raising ``Refused``) and ``show`` (from a
    value to what a form shows again). ``kind`` names the type for templates and API descriptions;
    ``html`` holds the attributes its input element should carry; ``ask`` is the verb in the message of an
    empty required field.
    """

    kind: ClassVar[str] = "text"
    ask: ClassVar[str] = "填写"
    html: Mapping[str, str] = attributes()

    def clean(self, text: str) -> str:
        """Normalise the characters; an empty result counts as missing. Raises ``Refused``."""
        return code_text(text)

    def read(self, text: str) -> Any:
        """The value of cleaned, non-empty text. Raises ``Refused``."""
        raise NotImplementedError

    def show(self, value: Any) -> Any:
        """What an input shows for a stored value. Raises TypeError or ValueError for a foreign value."""
        return str(value)

    def deserialize(self, node: Any, cstruct: Any) -> Any:
        if cstruct is colander.null or cstruct is None:
            return colander.null
        try:
            return self.take(cstruct)
        except Refused as refused:
            raise colander.Invalid(node, str(refused), cstruct) from None

    def take(self, raw: Any) -> Any:
        """A value, or ``colander.null`` for blank text. Raises ``Refused``."""
        if not isinstance(raw, str):
            raise Refused("格式不对：这里要填文本。")
        text = self.clean(raw)
        return self.read(text) if text else colander.null

    def from_json(self, raw: Any) -> Any:
        """What a form would have sent for a JSON value; ``deserialize`` judges it. Raises ``Refused``."""
        if not isinstance(raw, str):
            raise Refused("这里要填 JSON 字符串。")
        return raw

    def to_json(self, value: Any) -> Any:
        """A value as JSON says it."""
        return self.show(value)

    def json_schema(self) -> dict[str, Any]:
        """JSON Schema of what ``from_json`` takes and ``to_json`` gives."""
        return {"type": "string"}

    def serialize(self, node: Any, appstruct: Any) -> Any:
        if appstruct is colander.null or appstruct is None:
            return colander.null
        try:
            return self.show(appstruct)
        except (TypeError, ValueError):
            raise colander.Invalid(node, "这一项的值无法显示。") from None


def node(
    typ: Any, title: str = "", *, hint: str = "", required: bool = True, **more: Any
) -> colander.SchemaNode:
    """A schema node of a type. ``required=False`` makes an empty field ``None`` (or ``missing=`` if given).

    ``more`` goes to the node: ``name``, ``default``, ``validator``, ``widget``.
    """
    more.setdefault("missing_msg", f"请{typ.ask}{title or '这一项'}。")
    if not required:
        more.setdefault("missing", None)
    if title:
        more["title"] = title
    return colander.SchemaNode(typ, description=hint, **more)
