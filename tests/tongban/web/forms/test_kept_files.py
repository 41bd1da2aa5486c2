"""With a real database and disk: an error keeps the files and nothing else, on both engines."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pyramid.config import Configurator
from pyramid.csrf import CookieCSRFStoragePolicy
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from sqlalchemy import func, select
from webtest import TestApp, TestResponse, Upload

from tests.support.templates import Templates
from tests.tongban.web.forms.test_uploads import PDF
from tests.tongban.web.sample import PAGES, page_renderer
from tests.tongban.web.shell import NOW
from tongban import fields
from tongban.accounts.models import Organisation
from tongban.db.session import close_pools
from tongban.errors import DomainError
from tongban.security import Actor
from tongban.web.forms import Button, Form, RequestStash, Submission, handle_form


class PaperSchema(fields.Schema):
    """A name and a file."""

    title = fields.text("名称", max=20)
    paper = fields.file("文件")


def _file_away(request: Request, sent: Submission) -> Response:
    request.db.add(Organisation(name=sent.values["title"], region="430582", created_at=NOW))
    request.db.flush()
    if sent.values["title"] == "不收":
        raise DomainError("现在不收。")
    request.registry["test.papers"].append(sent.values["paper"].name)
    return HTTPSeeOther("/done")


def paper(request: Request) -> Any:
    """The page."""
    form = Form(
        PaperSchema(),
        request=request,
        formid="p",
        buttons=[Button("go", "提交")],
        stash=RequestStash(request),
    )
    return handle_form(request, form, lambda sent: _file_away(request, sent))


@pytest.fixture
def app(templates: Templates, tmp_path: Path) -> Iterator[TestApp]:
    with templates.fresh("schema") as place:
        config = Configurator(settings={"sqlalchemy.url": place.url, "retry.attempts": 1})
        config.set_csrf_storage_policy(CookieCSRFStoragePolicy())
        config.set_default_csrf_options(require_csrf=True)
        site = SimpleNamespace(name="站", complaint_phone="", practice=False, path=tmp_path.joinpath)
        config.add_request_method(lambda _r: site, "site", reify=True)
        config.add_request_method(lambda _r: NOW, "now", reify=True)
        config.add_request_method(lambda r: Actor(user_id=r.registry.get("test.user")), "actor", reify=True)
        config.include("tongban.db.session")
        config.include("tongban.web")
        config.add_jinja2_search_path(str(PAGES))
        config.add_route("paper", "/paper")
        config.add_view(paper, route_name="paper", renderer=page_renderer(config, "form"))
        config.registry["test.papers"] = []
        yield TestApp(config.make_wsgi_app())
        close_pools(config.registry)


def send(app: TestApp, title: str, *, page: TestResponse | None = None, file: bool = True) -> TestResponse:
    form = (page or app.get("/paper")).forms["p"]
    form["title"] = title
    if file:
        form["upload"] = Upload("可研.pdf", PDF, "application/pdf")
    return form.submit("go", index=0, status="*")


def organisations(app: TestApp) -> int:
    with app.app.registry["tongban.reads"]() as session:
        return session.scalar(select(func.count()).select_from(Organisation)) or 0


def test_a_typing_error_keeps_the_file(app: TestApp) -> None:
    page = send(app, "")
    assert page.status_int == 422
    assert send(app, "改好了", page=page, file=False).status_int == 303
    assert app.app.registry["test.papers"] == ["可研.pdf"]
    assert organisations(app) == 1


def test_a_refusal_rolls_back_what_was_half_done_and_keeps_the_file(app: TestApp) -> None:
    page = send(app, "不收")
    assert page.status_int == 409
    assert "现在不收。" in page.text
    assert organisations(app) == 0
    assert send(app, "改好了", page=page, file=False).status_int == 303
    assert app.app.registry["test.papers"] == ["可研.pdf"]
    assert organisations(app) == 1


def test_a_file_that_was_swept_is_asked_for_again(app: TestApp, tmp_path: Path) -> None:
    page = send(app, "")
    for path in (tmp_path / "stash").iterdir():
        path.unlink()
    again = send(app, "改好了", page=page, file=False)
    assert again.status_int == 422
    assert "文件" in again.html.select_one(".problems").get_text()


def test_a_file_of_another_person_is_not_handed_over(app: TestApp) -> None:
    page = send(app, "")
    app.app.registry["test.user"] = 5
    assert send(app, "改好了", page=page, file=False).status_int == 422
