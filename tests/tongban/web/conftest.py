"""The web shell as an application, called directly or running for a browser."""

import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from webtest import TestApp

from tests.tongban.web.shell import ANNA, MEMBERSHIPS, Stage, make_shell
from tongban.web.forms.testing import MemoryStash


@pytest.fixture(scope="session")
def base_url() -> str | None:
    """Addresses are given whole. The plugin's own fixture of this name warns under this pytest."""
    return None


@pytest.fixture
def stage() -> Stage:
    """Nobody is signed in yet; files wait in memory."""
    return Stage(stash=MemoryStash())


@pytest.fixture
def signed_in(stage: Stage) -> Stage:
    """Someone who may act for two organisations."""
    stage.actor, stage.memberships = ANNA, MEMBERSHIPS
    return stage


@pytest.fixture
def shell(stage: Stage) -> TestApp:
    """The shell with its sample pages."""
    return TestApp(make_shell(stage))


class _Server(ThreadingMixIn, WSGIServer):
    """Several requests at once, and an end when asked."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Tests look at pages, not at logs."""


@pytest.fixture
def shell_url(signed_in: Stage) -> Iterator[str]:
    """The shell, running for a browser."""
    application = make_shell(signed_in)
    server = make_server("127.0.0.1", 0, application, server_class=_Server, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
