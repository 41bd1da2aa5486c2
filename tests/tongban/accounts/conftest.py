"""A practice site to sign in to, and people who do."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker
from webtest import TestApp

from tests.support.templates import Place, Templates
from tongban.app import main
from tongban.clock import FixedClock
from tongban.db.session import close_pools
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
    yield TestApp(
        application, extra_environ={"REMOTE_ADDR": "192.0.2.1", "HTTP_ORIGIN": "http://localhost:80"}
    )
    close_pools(application.registry)


@pytest.fixture
def new_browser(app: TestApp) -> Callable[[], TestApp]:
    """Another browser on the same site."""
    return lambda: TestApp(app.app, extra_environ=dict(app.extra_environ))


@pytest.fixture
def db(app: TestApp) -> "sessionmaker[Session]":
    return app.app.registry["tongban.sessions"]


@pytest.fixture
def as_system(db: "sessionmaker[Session]", clock: FixedClock) -> Callable[[Session], Work]:
    """A unit of work of the platform on a session."""
    return lambda session: Work(session, SYSTEM, clock.now(), "cli")
