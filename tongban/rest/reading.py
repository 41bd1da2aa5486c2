"""From JSON or a query to values, by the very schemas that judge forms."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import colander

from tongban.fields import File, Files, Record, Refused, Rows, Section, Upload
from tongban.rest.errors import Fault, Invalid
from tongban.web.forms.messages import translate

#: The file that a key leads to, if it is this person's.
FetchFile = Callable[[str], Upload | None]
Path = tuple[str, ...]


def fields_of(schema: colander.SchemaNode) -> Iterator[colander.SchemaNode]:
    """The fields that programs send: those of sections stand beside the others."""
    for node in schema.children:
        if isinstance(node, Section):
            yield from fields_of(node)
        else:
            yield node


def has_default(node: colander.SchemaNode) -> bool:
    """Whether a form would show the field filled in."""
    return node.default is not colander.null and not isinstance(node.default, colander.deferred)


def values_of(schema: colander.SchemaNode, raw: Mapping[str, Any], fetch: FetchFile) -> dict[str, Any]:
    """The values of a JSON object, sections taken apart. Raises Invalid naming every part that is wrong."""
    faults: dict[Path, str] = {}
    cstruct = _Reader(fetch, faults).record(schema, raw, ())
    return _judged(schema, cstruct, faults, in_query=False)


def query_of(schema: colander.SchemaNode, query: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The values of a query. Raises Invalid, also for a name that is unknown or comes twice."""
    faults: dict[Path, str] = {}
    cstruct: dict[str, Any] = {}
    known = {node.name for node in schema.children}
    for name, value in query:
        if name not in known:
            faults[(name,)] = f"没有这个参数。可用的参数：{'、'.join(sorted(known)) or '无'}。"
        elif name in cstruct:
            faults[(name,)] = "这个参数只能写一次。"
        else:
            cstruct[name] = value
    return _judged(schema, cstruct, faults, in_query=True)


def pointer_of(schema: colander.SchemaNode | None, dotted: str) -> str:
    """The JSON pointer of a field that a service names by its place on the page."""
    path: list[str] = []
    node = schema
    for name in dotted.split("."):
        node = node.get(name) if isinstance(node, colander.SchemaNode) else None
        if not isinstance(node, Section):
            path.append(name)
    return pointer(path)


def pointer(path: Iterable[str]) -> str:
    """A path as a JSON pointer (RFC 6901)."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)


def _judged(
    schema: colander.SchemaNode, cstruct: Any, faults: dict[Path, str], *, in_query: bool
) -> dict[str, Any]:
    try:
        values: dict[str, Any] = schema.deserialize(cstruct)
    except colander.Invalid as error:
        for path, message in _messages(error, ()):
            faults.setdefault(path, message)
        values = {}
    if faults:
        raise Invalid(
            [
                Fault("".join(path) if in_query else pointer(path), detail, in_query)
                for path, detail in faults.items()
            ]
        )
    return _flat(schema, values)


def _flat(schema: colander.SchemaNode, values: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for node in schema.children:
        if isinstance(node, Section):
            flat |= _flat(node, values[node.name])
        else:
            flat[node.name] = values[node.name]
    return flat


def _messages(error: colander.Invalid, path: Path) -> Iterator[tuple[Path, str]]:
    said = [error.msg] if error.msg and not isinstance(error.msg, list) else (error.msg or [])
    if said:
        yield path, "".join(translate(message) for message in said)
    for child in error.children:
        if isinstance(child.node, Section):
            yield from _messages(child, path)
        else:
            name = str(child.pos) if isinstance(error.node.typ, Rows) else child.node.name
            yield from _messages(child, (*path, name))


class _Reader:
    """Turns JSON into what a form would have sent; what no form could send is a fault."""

    def __init__(self, fetch: FetchFile, faults: dict[Path, str]) -> None:
        self._fetch, self._faults = fetch, faults

    def record(self, schema: colander.SchemaNode, raw: Mapping[str, Any], path: Path) -> dict[str, Any]:
        known = {node.name for node in fields_of(schema)}
        for name in raw:
            if name not in known:
                self._faults[(*path, name)] = "没有这个字段。"
        return self._fields(schema, raw, path)

    def _fields(self, schema: colander.SchemaNode, raw: Mapping[str, Any], path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for node in schema.children:
            if isinstance(node, Section):
                found[node.name] = self._fields(node, raw, path)
            elif raw.get(node.name) is not None:
                found[node.name] = self._value(node, raw[node.name], (*path, node.name))
            elif has_default(node):
                # What a form shows as chosen already, a program need not say.
                found[node.name] = node.serialize()
        return found

    def _value(self, node: colander.SchemaNode, raw: Any, path: Path) -> Any:
        if isinstance(node.typ, Record):
            if isinstance(raw, dict):
                return self.record(node, raw, path)
            self._faults[path] = "这里要填 JSON 对象。"
        elif isinstance(node.typ, Rows):
            if isinstance(raw, list):
                row = node.children[0]
                return [self._value(row, item, (*path, str(i))) for i, item in enumerate(raw)]
            self._faults[path] = "这里要填 JSON 数组。"
        else:
            try:
                return node.typ.from_json(self._file(node.typ, raw))
            except Refused as refused:
                self._faults[path] = str(refused)
        return colander.null

    def _file(self, typ: Any, raw: Any) -> Any:
        """Keys of files sent before become the files; everything else stays as it is."""
        if isinstance(typ, Files) and isinstance(raw, list):
            return [self._fetch(key) if isinstance(key, str) else key for key in raw]
        return self._fetch(raw) if isinstance(typ, File) and isinstance(raw, str) else raw
