"""Files in forms: judged once, kept over an error, shown with name and size, removable without a script."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import colander
import deform.widget as dw

from tongban.fields import File, Files, Refused, Upload, megabytes


class FileStash(Protocol):
    """Where files wait until their form is accepted. Keys are unguessable and good only for who got them."""

    def stash(self, upload: Upload) -> str:
        """Keep a file; returns its key."""
        ...

    def fetch(self, key: str) -> Upload | None:
        """The file of a key, or None when it is unknown, another person's, used up or swept."""
        ...


@dataclass(frozen=True)
class Kept:
    """A file the form holds already."""

    key: str
    name: str
    size: int

    @property
    def size_text(self) -> str:
        """The size in words."""
        return megabytes(self.size)


class FileUpload(dw.Widget):
    """One file, or several for a field of type ``Files``.

    What passes its field's check is stashed at once and from then on travels as a key in a hidden input; what
    does not is named in the error. ``cstruct`` is an ``Upload``, a tuple of them, or null.
    """

    template = "file_upload"
    readonly_template = "readonly/file_upload"

    def serialize(self, field: Any, cstruct: Any, **kw: Any) -> str:
        readonly = kw.get("readonly", self.readonly)
        kw["kept"] = getattr(field, "kept", ())
        kw["many"] = isinstance(field.typ, Files)
        kw["accept"] = field.typ.html.get("accept")
        return field.renderer(
            self.readonly_template if readonly else self.template,
            **self.get_template_values(field, cstruct, kw),
        )

    def deserialize(self, field: Any, pstruct: Any) -> Any:
        parts = pstruct if isinstance(pstruct, dict) else {}
        remove = set(_texts(parts.get("remove")))
        # On its way over a last page a new file travels as a key in its own place.
        keys = _texts(parts.get("kept")) + _texts(parts.get("files"))
        kept = self._kept(field, [key for key in keys if key not in remove])
        new, refused = self._new(field, parts.get("files"))
        many = isinstance(field.typ, Files)
        files = (kept + new) if many else (new[-1:] or kept[:1])
        field.kept = tuple(Kept(key, upload.name, upload.size) for key, upload in files if key)
        value = tuple(upload for _key, upload in files) if many else (files[0][1] if files else None)
        if refused:
            raise colander.Invalid(field.schema, refused, value or colander.null)
        return value or colander.null

    def _kept(self, field: Any, keys: Sequence[str]) -> list[tuple[str, Upload]]:
        stash: FileStash | None = field.state.stash
        if stash is None:
            return []
        found = ((key, stash.fetch(key)) for key in dict.fromkeys(keys))
        return [(key, upload) for key, upload in found if upload is not None]

    def _new(self, field: Any, parts: Any) -> tuple[list[tuple[str, Upload]], list[str]]:
        accepted: list[tuple[str, Upload]] = []
        refused: list[str] = []
        for part in parts if isinstance(parts, list) else []:
            # Text is an input left empty. A part with a file refuses to be asked for its truth.
            if isinstance(part, str | bytes):
                continue
            try:
                upload = File.take(field.typ, part)
            except Refused as reason:
                refused.append(str(reason))
                continue
            if isinstance(upload, Upload):
                accepted.append((self._stash(field, part, upload), upload))
        return accepted, refused

    def _stash(self, field: Any, part: Any, upload: Upload) -> str:
        stash: FileStash | None = field.state.stash
        if stash is None:
            return ""
        key = stash.stash(upload)
        field.state.stashed[id(part)] = key
        return key


def _texts(values: Any) -> list[str]:
    return [value for value in values if isinstance(value, str) and value] if isinstance(values, list) else []
