"""Files in forms: kept over an error, named, limited, removable."""

from webtest import TestApp, TestResponse, Upload

from tests.tongban.web.forms.test_refused import GOOD, errors
from tests.tongban.web.shell import Stage

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def pdf(name: str, mark: bytes = b"") -> Upload:
    return Upload(name, PDF + mark, "application/pdf")


def fill(shell: TestApp, *uploads: Upload, **values: str) -> TestResponse:
    """Submit a form with files; the first file input takes them all, as a browser would send them."""
    form = shell.get("/forms/need").forms["need"]
    for name, value in {**GOOD, "name": "赵一鸣", **values}.items():
        form.set(name, value, index=0)
    return _send(shell, form, uploads)


def _send(shell: TestApp, form: object, uploads: tuple[Upload, ...]) -> TestResponse:
    controls = []
    for name, value in form.submit_fields("save", index=0):  # type: ignore[attr-defined]
        if name == "upload":
            controls += [("upload", upload) for upload in uploads] or [("upload", Upload("", b""))]
        else:
            controls.append((name, value))
    return shell.post("/forms/need", controls, content_type="multipart/form-data", status="*")


def kept(page: TestResponse) -> list[str]:
    return [span.get_text() for span in page.html.select(".upload__name")]


def test_an_optional_file_left_empty_is_no_fault(shell: TestApp, stage: Stage) -> None:
    assert fill(shell).status_int == 303
    assert stage.sent[0].values["papers"] == ()


def test_files_survive_an_error_elsewhere(shell: TestApp, stage: Stage) -> None:
    page = fill(shell, pdf("一.pdf", b"1"), pdf("二.pdf", b"2"), pdf("三.pdf", b"3"), title="")
    assert page.status_int == 422
    assert kept(page) == ["一.pdf", "二.pdf", "三.pdf"]
    form = page.forms["need"]
    form["title"] = "补上了"
    assert _send(shell, form, ()).status_int == 303
    assert [upload.name for upload in stage.sent[0].values["papers"]] == ["一.pdf", "二.pdf", "三.pdf"]


def test_one_of_three_is_removed(shell: TestApp, stage: Stage) -> None:
    page = fill(shell, pdf("一.pdf", b"1"), pdf("二.pdf", b"2"), pdf("三.pdf", b"3"), title="")
    form = page.forms["need"]
    form.set("remove", True, index=1)
    form["title"] = "补上了"
    assert _send(shell, form, ()).status_int == 303
    assert [upload.name for upload in stage.sent[0].values["papers"]] == ["一.pdf", "三.pdf"]


def test_the_same_file_twice_counts_once(shell: TestApp, stage: Stage) -> None:
    assert fill(shell, pdf("一.pdf"), pdf("一.pdf")).status_int == 303
    assert len(stage.sent[0].values["papers"]) == 1


def test_a_wrong_file_is_named_and_the_good_ones_are_kept(shell: TestApp) -> None:
    page = fill(shell, pdf("一.pdf"), Upload("恶意.exe", b"MZ123456", "application/pdf"))
    assert page.status_int == 422
    assert "恶意.exe" in errors(page)["need-papers"]
    assert kept(page) == ["一.pdf"]


def test_an_empty_file_is_refused(shell: TestApp) -> None:
    assert "0 字节" in errors(fill(shell, Upload("空.pdf", b"", "application/pdf")))["need-papers"]


def test_the_limits_are_told_beforehand(shell: TestApp) -> None:
    hint = shell.get("/forms/need").html.find(id="need-papers-hint").get_text()
    assert "不超过 20 MB" in hint
    assert "最多 10 个" in hint


def test_someone_elses_key_brings_nothing(shell: TestApp, stage: Stage) -> None:
    page = fill(shell, pdf("一.pdf"), title="")
    form = page.forms["need"]
    form["key"] = "kept-999"
    form["title"] = "补上了"
    assert _send(shell, form, ()).status_int == 303
    assert stage.sent[0].values["papers"] == ()


def test_size_is_shown(shell: TestApp) -> None:
    page = fill(shell, pdf("一.pdf", b"x" * 2048), title="")
    assert page.html.select_one(".upload__size").get_text() == "2 KB"
