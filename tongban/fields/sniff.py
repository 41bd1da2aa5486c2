"""What a file is, by its content. Names and the type a browser states are only claims."""

import io
import zipfile
from dataclasses import dataclass

import filetype
from filetype.types.archive import Pdf, Zip
from filetype.types.image import Jpeg, Png


@dataclass(frozen=True)
class FileKind:
    """A kind of file that can be taken: Chinese name, media type, extensions (the usual one first)."""

    title: str
    media_type: str
    extensions: tuple[str, ...]


_OOXML = "application/vnd.openxmlformats-officedocument."
KINDS: dict[str, FileKind] = {
    "pdf": FileKind("PDF", "application/pdf", (".pdf",)),
    "ofd": FileKind("OFD", "application/ofd", (".ofd",)),
    "jpg": FileKind("JPG", "image/jpeg", (".jpg", ".jpeg")),
    "png": FileKind("PNG", "image/png", (".png",)),
    "docx": FileKind("Word（docx）", f"{_OOXML}wordprocessingml.document", (".docx",)),
    "xlsx": FileKind("Excel（xlsx）", f"{_OOXML}spreadsheetml.sheet", (".xlsx",)),
    "zip": FileKind("ZIP", "application/zip", (".zip",)),
}
#: An Office file that carries macros: a kind of its own, never taken.
MACRO = "macro"

_MATCHERS = (Pdf(), Png(), Jpeg(), Zip())
_CONTENT_TYPES = "[Content_Types].xml"
_CONTENT_TYPES_MAX = 1_000_000


def sniff(content: bytes) -> str | None:
    """The key in ``KINDS``, ``MACRO``, or ``None`` for everything else."""
    matcher = filetype.match(content, matchers=_MATCHERS)
    if matcher is None:
        return None
    kind: str = matcher.EXTENSION
    return _zipped(content) if kind == "zip" else kind


def _zipped(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            types = _content_types(archive) if _CONTENT_TYPES in names else b""
    except Exception:  # a crafted archive leads zipfile to errors of many kinds
        return None
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        return MACRO
    if b"wordprocessingml.document.main" in types and "word/document.xml" in names:
        return "docx"
    if b"spreadsheetml.sheet.main" in types and "xl/workbook.xml" in names:
        return "xlsx"
    return "ofd" if "OFD.xml" in names else "zip"


def _content_types(archive: zipfile.ZipFile) -> bytes:
    with archive.open(_CONTENT_TYPES) as member:
        return member.read(_CONTENT_TYPES_MAX)
