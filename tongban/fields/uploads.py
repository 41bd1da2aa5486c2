"""Uploaded files as input: judged by content, limited in size, with a name that is safe to keep."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import colander

from tongban.fields.base import Type, node
from tongban.fields.chars import Refused
from tongban.fields.filenames import NAME_MAX, clean_name, split_name
from tongban.fields.sniff import KINDS, MACRO, sniff

MB = 1024 * 1024
#: What most fields take: readable everywhere.
DOCUMENTS = ("pdf", "ofd", "jpg", "png")


@dataclass(frozen=True)
class Upload:
    """A file that passed: its cleaned name, content, media type by content, size in bytes, SHA-256 in hex."""

    name: str
    content: bytes = field(repr=False)
    media_type: str
    size: int
    sha256: str


class File(Type):
    """One file of one of ``kinds`` (keys of ``sniff.KINDS``), at most ``max_bytes`` long.

    Takes what web frameworks give for a file input: an object with ``filename`` and ``file``, or a mapping
    with ``filename`` and ``fp``; empty bytes or text is an input left empty. The value is an ``Upload``.
    """

    kind: ClassVar[str] = "file"
    ask: ClassVar[str] = "选择要上传的"

    def __init__(self, kinds: Sequence[str] = DOCUMENTS, *, max_bytes: int = 20 * MB) -> None:
        self.kinds, self.max_bytes = tuple(kinds), max_bytes
        self.html = {"accept": ",".join(end for kind in self.kinds for end in KINDS[kind].extensions)}

    @property
    def limits(self) -> str:
        """The limits in words, told before and after."""
        titles = "、".join(KINDS[kind].title for kind in self.kinds)
        return f"{titles} 文件，不超过 {megabytes(self.max_bytes)}"

    def take(self, raw: Any) -> Any:
        if isinstance(raw, Upload):
            return self._judge(raw.name, raw.content)
        if isinstance(raw, bytes | str):
            if raw:
                raise Refused("没有收到文件内容，请重新选择文件。")
            return colander.null
        name, content = _received(raw, self.max_bytes + 1)
        return colander.null if not name and not content else self._judge(name, content)

    def _judge(self, typed_name: str, content: bytes) -> Upload:
        name = clean_name(typed_name)
        if not content:
            raise Refused(f"“{name}”是空文件（0 字节），请检查后重新选择。")
        if len(content) > self.max_bytes:
            raise Refused(f"“{name}”超过 {megabytes(self.max_bytes)}，请压缩或拆分后再上传。")
        kind = sniff(content)
        if kind == MACRO:
            raise Refused(f"“{name}”带有宏，请另存为不带宏的文件后再上传。")
        if kind not in self.kinds:
            raise Refused(f"“{name}”的内容不是可以上传的类型。这里只收 {self.limits}。")
        media_type = KINDS[kind].media_type
        return Upload(
            _named(name, kind), content, media_type, len(content), hashlib.sha256(content).hexdigest()
        )

    def from_json(self, raw: Any) -> Any:
        """A file is sent before; ``raw`` is what its key led to, or nothing that is a file."""
        if not isinstance(raw, Upload):
            raise Refused("请先上传文件，这里填上传后返回的 key。key 只能由上传的人使用，一天内有效。")
        return raw

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "description": f"POST /files 返回的 key。可用 {self.limits}。"}

    def show(self, value: Upload) -> dict[str, Any]:
        if not isinstance(value, Upload):
            raise TypeError("a file is an Upload")
        return {"uid": value.sha256, "filename": value.name, "mimetype": value.media_type, "size": value.size}


class Files(File):
    """Up to ``max_count`` files, each as ``File`` takes it; the value is a tuple without doubles."""

    kind: ClassVar[str] = "files"

    def __init__(
        self, kinds: Sequence[str] = DOCUMENTS, *, max_bytes: int = 20 * MB, max_count: int = 10
    ) -> None:
        super().__init__(kinds, max_bytes=max_bytes)
        self.max_count = max_count

    def take(self, raw: Any) -> Any:
        items = list(raw) if isinstance(raw, list | tuple) else [raw]
        # Counted before anything is read: inputs left empty count too, but nobody has hundreds of them.
        if len(items) > 10 * self.max_count:
            raise Refused(f"最多上传 {self.max_count} 个文件。")
        taken = (
            super(Files, self).take(item) for item in items if item is not None and item is not colander.null
        )
        uploads: dict[str, Upload] = {}
        for upload in taken:
            if upload is not colander.null:
                uploads.setdefault(upload.sha256, upload)
        if len(uploads) > self.max_count:
            raise Refused(f"最多上传 {self.max_count} 个文件，现在是 {len(uploads)} 个。")
        return tuple(uploads.values()) or colander.null

    def from_json(self, raw: Any) -> Any:
        if not isinstance(raw, list):
            raise Refused("这里要填 JSON 数组，每一项是上传后返回的 key。")
        return [super(Files, self).from_json(item) for item in raw]

    def json_schema(self) -> dict[str, Any]:
        return {"type": "array", "items": super().json_schema(), "maxItems": self.max_count}

    def show(self, value: Sequence[Upload]) -> list[dict[str, Any]]:  # type: ignore[override]
        return [super(Files, self).show(upload) for upload in value]


def megabytes(size: int) -> str:
    """A size in bytes in words: ``20 MB``, ``512 KB``, ``12 字节``."""
    if size < 1024:
        return f"{size} 字节"
    value, unit = (size / MB, "MB") if size >= MB else (size / 1024, "KB")
    return f"{value:.1f}".removesuffix(".0") + f" {unit}"


def _named(name: str, kind: str) -> str:
    stem, extension = split_name(name)
    known = KINDS[kind].extensions
    if not extension:
        return stem[: NAME_MAX - len(known[0])] + known[0]
    if extension.lower() not in known:
        raise Refused(f"“{name}”的扩展名是 {extension}，内容却是 {KINDS[kind].title}，请核对是否选错了文件。")
    return name


def _received(raw: Any, limit: int) -> tuple[str, bytes]:
    """Name and at most ``limit`` bytes of content of what a framework gave. Raises ``Refused``."""
    if isinstance(raw, Mapping):
        name, source = raw.get("filename"), raw.get("fp")
    else:
        name, source = getattr(raw, "filename", None), getattr(raw, "file", None)
    try:
        source.seek(0)  # type: ignore[union-attr]
        content = source.read(limit)  # type: ignore[union-attr]
    except (AttributeError, TypeError, ValueError, OSError):
        content = None
    if not isinstance(content, bytes):
        raise Refused("没有收到文件内容，请重新选择文件。")
    return (name if isinstance(name, str) else ""), content


def file(
    title: str, kinds: Sequence[str] = DOCUMENTS, *, max_bytes: int = 20 * MB, **more: Any
) -> colander.SchemaNode:
    """One file; the hint tells the limits beforehand."""
    typ = File(kinds, max_bytes=max_bytes)
    more.setdefault("hint", f"可上传 {typ.limits}。")
    return node(typ, title, **more)


def files(
    title: str,
    kinds: Sequence[str] = DOCUMENTS,
    *,
    max_bytes: int = 20 * MB,
    max_count: int = 10,
    **more: Any,
) -> colander.SchemaNode:
    """Several files; with ``required=False`` none gives an empty tuple."""
    typ = Files(kinds, max_bytes=max_bytes, max_count=max_count)
    more.setdefault("hint", f"可上传 {typ.limits}，最多 {max_count} 个。")
    if not more.get("required", True):
        more.setdefault("missing", ())
    return node(typ, title, **more)
