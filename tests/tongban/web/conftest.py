"""The web shell as an application, called directly or running for a browser."""

import threading
from collections.abc import Iterator

import pytest
from waitress.server import create_server
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


@pytest.fixture
def shell_url(signed_in: Stage) -> Iterator[str]:
    """The shell, running for a browser."""
    server = create_server(make_shell(signed_in), host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)
