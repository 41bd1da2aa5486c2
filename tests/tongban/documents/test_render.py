"""Documents are readable Chinese PDFs that carry their font and can be copied from."""

import io

import pytest
from pypdf import PdfReader

from tests.support.templates import START
from tongban.documents import TemplateBroken, render_pdf
from tongban.documents.render import missing_characters, qr_svg

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set text(font: "Noto Sans CJK SC", lang: "zh", region: "cn")
#data.text #strong(data.text) #emph(data.text)
#if "qr" in sys.inputs { image(bytes(sys.inputs.qr), format: "svg", width: 3cm) }
"""
TEXT = "中选通知书、《办法》①㎡℃𠮷壹佰元整"


def words(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_chinese_can_be_read_and_copied() -> None:
    pdf = render_pdf(TEMPLATE, {"text": TEXT}, at=START, link="http://localhost/awards/1")
    assert TEXT in words(pdf).replace(" ", "").replace("\n", "")
    fonts = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    assert all("NotoSansCJK" in str(font.get_object()["/BaseFont"]) for font in fonts.values())


def test_the_same_input_gives_the_same_bytes() -> None:
    one, two = (render_pdf(TEMPLATE, {"text": TEXT}, at=START) for _ in range(2))
    assert one == two


def test_300_pages() -> None:
    pdf = render_pdf("#for n in range(300) [第 #n 页 #pagebreak(weak: true)]", {}, at=START)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 300


@pytest.mark.parametrize("template", ["#unknown-function()", '#read("/etc/passwd")', '#image("/x.png")'])
def test_a_broken_template_is_refused_with_its_place_and_reads_no_file(template: str) -> None:
    with pytest.raises(TemplateBroken):
        render_pdf(template, {}, at=START)


def test_characters_without_a_glyph_are_named() -> None:
    assert missing_characters(TEXT) == []
    assert missing_characters("a\U0001f600") == ["\U0001f600"]


def test_the_qr_code_is_svg_text() -> None:
    assert qr_svg("http://localhost/awards/1").startswith("<svg")
