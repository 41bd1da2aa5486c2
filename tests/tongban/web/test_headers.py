"""What every answer tells the browser."""

from webtest import TestApp

from tests.tongban.web.shell import Stage
from tongban.web.headers import CSP


def test_nothing_but_our_own_files_may_run_or_load(shell: TestApp) -> None:
    policy = dict(part.split(" ", 1) for part in CSP.split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    for path in ("/sample/need", "/static/web/css/tokens.css", "/nowhere"):
        headers = shell.get(path, status="*").headers
        assert headers["Content-Security-Policy"] == CSP
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_pages_of_a_person_are_not_kept(shell: TestApp, signed_in: Stage) -> None:
    assert shell.get("/sample/need").headers["Cache-Control"] == "no-store"


def test_public_pages_may_be_kept(shell: TestApp) -> None:
    assert "no-store" not in shell.get("/sample/need").headers.get("Cache-Control", "")


def test_static_files_are_kept_for_a_year_even_by_someone_signed_in(shell: TestApp, signed_in: Stage) -> None:
    assert "max-age=31536000" in shell.get("/static/web/css/tokens.css").headers["Cache-Control"]


def test_only_the_style_sheet_folder_of_the_form_library_is_served(shell: TestApp) -> None:
    assert shell.get("/static/library/bootstrap.min.css").content_type == "text/css"
    for path in ("../scripts/deform.js", "scripts/jquery-2.0.3.min.js", "%2e%2e/scripts/deform.js"):
        assert shell.get(f"/static/library/{path}", status="*").status_int == 404


def test_the_address_of_a_static_file_changes_with_its_content(shell: TestApp) -> None:
    page = shell.get("/sample/need")
    sheets = [link["href"] for link in page.html.find_all("link", rel="stylesheet")]
    assert len(sheets) > 5
    assert all("?x=" in href for href in sheets)
    for href in sheets:
        shell.get(href)


def test_nothing_comes_from_elsewhere(shell: TestApp) -> None:
    for path in ("/sample/style", "/forms/need"):
        page = shell.get(path).html
        for tag, attribute in (("link", "href"), ("script", "src"), ("img", "src"), ("form", "action")):
            for found in page.find_all(tag):
                assert not found.get(attribute, "/").startswith(("http:", "https:", "//")), found
