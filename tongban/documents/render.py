"""From a template and its data to a PDF."""

import io
import json
import logging
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst
from fontTools.ttLib import TTFont

from tongban.errors import DomainError

log = logging.getLogger(__name__)

FONTS = Path(__file__).parent / "fonts"

#: Typst's own annotations ask that source, root and fonts be of one type, which no call needs.
_compile: Callable[..., bytes] = typst.compile


class TemplateBroken(DomainError):
    """A document template does not typeset; the message names the place, for whoever edits it."""

    code = "documents.template"
    status = 422


def render_pdf(template: str, data: Mapping[str, Any], *, at: datetime, link: str | None = None) -> bytes:
    """Typeset a template; the same input gives the same bytes.

    The template reads ``#let data = json(bytes(sys.inputs.data))`` and, if ``link`` is given, the QR code of
    it as SVG text in ``sys.inputs.qr``. It can read no file. Raises TemplateBroken.
    """
    text = json.dumps(data, ensure_ascii=False)
    missing = missing_characters(text)
    if missing:
        log.warning("no glyph for %s", " ".join(f"U+{ord(c):04X}" for c in missing))
    inputs = {"data": text}
    if link is not None:
        inputs["qr"] = qr_svg(link)
    with tempfile.TemporaryDirectory() as root:
        try:
            pdf = _compile(
                template.encode(),
                root=Path(root),
                font_paths=[FONTS],
                ignore_system_fonts=True,
                sys_inputs=inputs,
                format="pdf",
                timestamp=at.astimezone(UTC).replace(microsecond=0),
            )
        except typst.TypstError as error:
            raise TemplateBroken(f"文书模板有误：{error}") from error
    return pdf


def qr_svg(link: str) -> str:
    """The QR code of an address, error level M, as SVG text."""
    buffer = io.BytesIO()
    segno.make(link, error="m", micro=False).save(buffer, kind="svg", border=2, xmldecl=False, nl=False)
    return buffer.getvalue().decode()


def missing_characters(text: str) -> list[str]:
    """Printable characters of a text that the shipped font cannot show."""
    return sorted({c for c in text if ord(c) not in _glyphs() and c.isprintable()})


@cache
def _glyphs() -> frozenset[int]:
    with TTFont(FONTS / "NotoSansCJKsc-Regular.otf", lazy=True) as font:
        return frozenset(font.getBestCmap())
