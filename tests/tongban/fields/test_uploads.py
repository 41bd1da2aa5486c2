"""R14, as far as types go: empty, doubled, wrong, oversized and disguised files; their names."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from webob import Request

from tongban import fields
from tongban.fields import MB, Upload, clean_name, sniff

Refusal = Callable[[Any, Any], str]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
JPG = b"\xff\xd8\xff\xe0" + bytes(20)
ONE = fields.file("合同", ["pdf", "png", "jpg"], max_bytes=MB)
MANY = fields.files("附件", ["pdf", "png", "jpg"], max_bytes=MB, max_count=3)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def archive(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return buffer.getvalue()


DOCX = archive({"[Content_Types].xml": WORD, "word/document.xml": "<w/>"})
DOCM = archive({"[Content_Types].xml": "vnd.ms-word.document.macroEnabled.main", "word/document.xml": "<w/>"})
XLSX = archive({"xl/workbook.xml": "<x/>", "[Content_Types].xml": SHEET})
OFD = archive({"OFD.xml": "<ofd/>", "Doc_0/Document.xml": "<d/>"})
ZIP = archive({"图纸.txt": "一"})


def posted(*files: tuple[str, bytes]) -> list[Any]:
    """The files as a browser sends them and WebOb hands them on."""
    edge = "edge7M"
    parts = b"".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="f"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n".encode()
        + content
        + b"\r\n"
        for name, content in files
    )
    request = Request.blank("/", method="POST", body=parts + f"--{edge}--\r\n".encode())
    request.content_type = f"multipart/form-data; boundary={edge}"
    return list(request.POST.getall("f"))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (PNG, "png"),
        (JPG, "jpg"),
        (DOCX, "docx"),
        (XLSX, "xlsx"),
        (OFD, "ofd"),
        (ZIP, "zip"),
        (DOCM, "macro"),
        (b"MZ\x90\x00", None),
        (b"<html></html>", None),
        (b"GIF89a", None),
        (b"", None),
        (b"PK\x03\x04broken", None),
        (archive({"word/document.xml": "", "word/vbaProject.bin": ""}), "macro"),
        (b"\xd0\xcf\x11\xe0" * 200, None),
    ],
)
def test_content_decides_what_a_file_is(content: bytes, kind: str | None) -> None:
    assert sniff(content) == kind


def test_an_upload_is_what_was_sent() -> None:
    (raw,) = posted(("合同 终稿.pdf", PDF))
    upload = ONE.deserialize(raw)
    assert upload == Upload(
        "合同 终稿.pdf", PDF, "application/pdf", len(PDF), hashlib.sha256(PDF).hexdigest()
    )
    assert "PDF-1.7" not in repr(upload)


def test_an_optional_file_left_empty_is_nothing(refusal: Refusal) -> None:
    optional = fields.file("附件", required=False)
    (empty,) = posted(("", b""))
    for raw in (empty, b"", "", None):
        assert optional.deserialize(raw) is None
        assert refusal(ONE, raw) == "请选择要上传的合同。"
    assert fields.files("附件", required=False).deserialize([b"", None]) == ()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.pdf", b"", "空文件"),
        ("a.pdf", PDF + bytes(MB), "超过 1 MB"),
        ("a.exe", b"MZ\x90\x00", "只收 PDF、PNG、JPG"),
        ("a.pdf", b"MZ\x90\x00", "只收"),
        ("a.docx", DOCX, "只收"),
        ("a.docx", DOCM, "宏"),
        ("a.pdf", PNG, "扩展名是 .pdf，内容却是 PNG"),
        ("a.exe", PDF, "扩展名是 .exe"),
    ],
)
def test_what_is_wrong_is_named(name: str, content: bytes, says: str, refusal: Refusal) -> None:
    message = refusal(ONE, *posted((name, content)))
    assert says in message
    assert f"“{name}”" in message


def test_limits_are_told_before() -> None:
    assert ONE.description == "可上传 PDF、PNG、JPG 文件，不超过 1 MB。"
    assert MANY.description == "可上传 PDF、PNG、JPG 文件，不超过 1 MB，最多 3 个。"
    assert ONE.typ.html["accept"] == ".pdf,.png,.jpg,.jpeg"


def test_a_file_of_exactly_the_limit_is_taken() -> None:
    content = PDF + bytes(MB - len(PDF))
    assert ONE.deserialize(posted(("a.pdf", content))[0]).size == MB


def test_three_files_and_the_same_one_twice(refusal: Refusal) -> None:
    raw = posted(("a.pdf", PDF), ("b.png", PNG), ("c.jpg", JPG), ("d.pdf", PDF))
    assert [upload.name for upload in MANY.deserialize(raw)] == ["a.pdf", "b.png", "c.jpg"]
    four = posted(*[(f"{number}.pdf", PDF + b"%d" % number) for number in range(4)])
    assert "最多上传 3 个文件，现在是 4 个" in refusal(MANY, four)
    assert "最多上传 3 个文件" in refusal(MANY, [b""] * 1000)
    assert "“b.exe”" in refusal(MANY, posted(("a.pdf", PDF), ("b.exe", b"MZ")))


def test_a_file_chosen_before_passes_again() -> None:
    upload = ONE.deserialize(posted(("a.pdf", PDF))[0])
    assert ONE.deserialize(upload) == upload
    assert ONE.deserialize({"filename": "a.pdf", "fp": io.BytesIO(PDF)}) == upload
    assert ONE.serialize(upload)["filename"] == "a.pdf"
    assert MANY.serialize((upload,))[0]["size"] == len(PDF)


@pytest.mark.parametrize(
    "raw", ["a.pdf", b"%PDF", 1, [], {}, {"filename": "a.pdf", "fp": None}, io.StringIO("x"), object()]
)
def test_what_is_no_file(raw: Any, refusal: Refusal) -> None:
    assert refusal(ONE, raw)


def test_a_closed_file_is_asked_for_again(refusal: Refusal) -> None:
    closed = io.BytesIO(PDF)
    closed.close()
    assert "重新选择" in refusal(ONE, {"filename": "a.pdf", "fp": closed})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\fakepath\\合同.pdf", "合同.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("a\x00b\n.pdf", "a_b_.pdf"),
        ("合同\u202efdp.exe", "合同fdp.exe"),
        ('a<b>:"c|?*.pdf', "a_b___c___.pdf"),
        (".htaccess", "htaccess"),
        ("", "未命名"),
        ("   ", "未命名"),
        ("..", "未命名"),
        (".pdf", "pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("nul", "_nul"),
        ("a\ud800.pdf", "a_.pdf"),
        ("第1.2版 终稿.pdf", "第1.2版 终稿.pdf"),
        ("e\u0301.pdf", "é.pdf"),
    ],
)
def test_names_are_safe_to_keep(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


def test_a_long_name_keeps_its_extension() -> None:
    name = clean_name("长" * 300 + ".docx")
    assert len(name) == 120
    assert name.endswith("长.docx")


def test_a_name_without_extension_gets_one() -> None:
    assert ONE.deserialize(posted(("扫描件", PDF))[0]).name == "扫描件.pdf"
    assert ONE.deserialize(posted(("第1.2版", PDF))[0]).name == "第1.2版.pdf"
    assert ONE.deserialize(posted(("PHOTO.JPEG", JPG))[0]).name == "PHOTO.JPEG"


@given(st.text())
def test_every_name_is_cleaned_and_stable(typed: str) -> None:
    name = clean_name(typed)
    assert 1 <= len(name) <= 120
    assert not set(name) & set('/\\<>:"|?*\x00\n')
    assert name.encode("utf-8")
    assert clean_name(name) == name


@given(st.binary(max_size=200))
def test_no_content_upsets_the_sniffer(content: bytes) -> None:
    for head in (b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), ZIP[:40], DOCX[:80]):
        sniff(head + content)
