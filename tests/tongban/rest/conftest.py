"""A practice site called without a server, and programs of its people."""

from collections.abc import Callable, Iterator

import pytest
from webtest import TestApp

from tests.support.programs import Program, sign_in
from tests.support.templates import Templates
from tongban.app import main
from tongban.db.session import close_pools

Open = Callable[[str], Program]


@pytest.fixture(scope="module")
def app(templates: Templates) -> Iterator[TestApp]:
    """The practice site, one for the tests of a module."""
    with templates.fresh("practice") as place:
        application = main({"__script__": "tests"}, **place.settings(**{"tongban.practice": "true"}))
        yield TestApp(application, lint=False)
        close_pools(application.registry)


@pytest.fixture(scope="module")
def program(app: TestApp) -> Open:
    """The program of a practice account, by its login."""
    known: dict[str, Program] = {}

    def find(login: str) -> Program:
        if login not in known:
            known[login] = sign_in(app, login)
        return known[login]

    return find


@pytest.fixture
def visitor(app: TestApp) -> Program:
    """A program without a token."""
    return Program(app)
