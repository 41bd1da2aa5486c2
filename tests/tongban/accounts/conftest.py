"""A practice site to sign in to, and people who do."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from webtest import TestApp, TestResponse

from tests.support.templates import Place, Templates
from tongban.accounts.models import User
from tongban.accounts.practice import practice_password
from tongban.app import main
from tongban.clock import FixedClock
from tongban.security import SYSTEM
from tongban.work import Work


@pytest.fixture
def place(templates: Templates) -> Iterator[Place]:
    """A practice site of one's own: only it has people."""
    with templates.fresh("practice") as place:
        yield place


@pytest.fixture
def settings(place: Place) -> dict[str, Any]:
    return place.settings(**{"tongban.practice": "true"})


@pytest.fixture
def app(settings: dict[str, Any], clock: FixedClock) -> Iterator[TestApp]:
    application = main({"__script__": "tests"}, **settings)
    application.registry["tongban.clock"] = clock
    yield TestApp(application, extra_environ={"REMOTE_ADDR": "192.0.2.1", "HTTP_ORIGIN": "http://localhost"})
    application.registry["tongban.engines"].dispose()


@pytest.fixture
def browser(app: TestApp) -> Callable[[], TestApp]:
    """Another browser on the same site."""
    return lambda: TestApp(app.app, extra_environ=dict(app.extra_environ))


@pytest.fixture
def db(app: TestApp) -> "sessionmaker[Session]":
    return app.app.registry["tongban.sessions"]


@pytest.fixture
def as_system(db: "sessionmaker[Session]", clock: FixedClock) -> Callable[[Session], Work]:
    """A unit of work of the platform on a session."""
    return lambda session: Work(session, SYSTEM, clock.now(), "cli")


def sign_in(app: TestApp, login: str, password: str | None = None, path: str = "/sign-in", **kw: Any) -> TestResponse:
    """Fill in the form and send it."""
    form = app.get(path).forms["sign-in"]
    form["login"], form["password"] = login, practice_password() if password is None else password
    return form.submit("enter", **kw)


def person(session: Session, login: str) -> User:
    user = session.scalar(select(User).filter_by(login=login))
    assert user is not None
    return user


def token(page: TestResponse) -> str:
    """The form token that a page carries."""
    return str(page.html.find("input", {"name": "csrf_token"})["value"])
