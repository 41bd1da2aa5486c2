"""Fixtures every test may use.

``engine_kind`` runs a test on SQLite and on PostgreSQL; ``db``, ``engines``, ``app``, ``site`` build on it.
"""

import gc
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext
from sqlalchemy.orm import Session, sessionmaker
from webtest import TestApp

from tests.support import browser as chromium
from tests.support import scratch
from tests.support.databases import PostgresDatabases, SqliteDatabases
from tests.support.postgres import URL_VARIABLE, Postgres
from tests.support.sites import Site, start_site
from tests.support.templates import START, Place, Templates
from tongban.app import main
from tongban.clock import FixedClock
from tongban.db.engine import Engines, make_engines
from tongban.db.session import close_pools

#: The folder of this run, told to the workers.
FOLDER_VARIABLE = "TONGBAN_TEST_FOLDER"

#: The folders of tests that run whole sites.
LONGEST = ("browser", "proofs")

#: What an object without a name of its own calls itself; workers must agree on the names of tests.
LIES_IN_MEMORY = re.compile(r" at (0x)?[0-9a-f]{6,}")

pytest_plugins = ["tests.support.no_skips"]


def pytest_configure(config: pytest.Config) -> None:
    """A folder for all workers of a parallel run, and one PostgreSQL.

    A run in one process starts PostgreSQL only when a test asks.
    """
    if hasattr(config, "workerinput"):
        return
    scratch.sweep()
    folder = scratch.new_folder("run")
    os.environ[FOLDER_VARIABLE] = str(folder)
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    if config.getoption("numprocesses", None) and URL_VARIABLE not in os.environ:
        server = Postgres().start()
        os.environ[URL_VARIABLE] = server.url
        config.add_cleanup(server.stop)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Large counts run only when asked for by ``-m soak``; whole sites, which take longest, come first.

    Otherwise the last file to begin would keep one worker busy long after the others are done.
    """
    for item in items:
        if LIES_IN_MEMORY.search(item.nodeid):
            raise pytest.UsageError(f"{item.nodeid}: named differently in every worker; give it ids")
    items.sort(key=lambda item: item.nodeid.split("/")[1] not in LONGEST)
    if "soak" in config.getoption("-m", ""):
        return
    soak = [item for item in items if item.get_closest_marker("soak")]
    items[:] = [item for item in items if item not in soak]
    config.hook.pytest_deselected(items=soak)


def pytest_collection_finish() -> None:
    """Modules and collected tests live until the end: the garbage collector need not look at them each time.

    It would spend a fifth of the run on them, as many applications are built and dropped.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 5)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A failed test shows what its site wrote."""
    report: Any = yield
    site = getattr(item, "funcargs", {}).get("site")
    if report.failed and isinstance(site, Site):
        report.sections.append(("site log", site.log()))
    return report


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine_kind(request: pytest.FixtureRequest) -> str:
    """Runs the test once per kind of database."""
    kind: str = request.param
    return kind


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The tests' own PostgreSQL server."""
    if url := os.environ.get(URL_VARIABLE):
        yield url
        return
    server = Postgres().start()
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def templates(engine_kind: str, request: pytest.FixtureRequest) -> Templates:
    """Databases of this kind to copy, shared by all workers of the run."""
    shared = Path(os.environ[FOLDER_VARIABLE]) / engine_kind
    if engine_kind == "sqlite":
        return Templates(SqliteDatabases(shared), shared)
    return Templates(PostgresDatabases(request.getfixturevalue("postgres_url")), shared)


@pytest.fixture
def engines(templates: Templates) -> Iterator[Engines]:
    """A writing and a reading engine on a new database with the schema."""
    with templates.fresh("schema") as place:
        engines = make_engines(place.url)
        yield engines
        engines.dispose()


@pytest.fixture
def db(engines: Engines) -> "sessionmaker[Session]":
    """Sessions on a new database with the schema: ``with db.begin() as session``."""
    return sessionmaker(engines.write, expire_on_commit=False)


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at Monday, 2 March 2026, 09:00 in China until the test moves it."""
    return FixedClock(START)


@pytest.fixture
def place(templates: Templates) -> Iterator[Place]:
    """A new database with what ``tongban init`` loads, and its data folder."""
    with templates.fresh("seeded") as place:
        yield place


@pytest.fixture
def settings(place: Place) -> dict[str, Any]:
    """Settings of a site at that place; change them before asking for ``app``."""
    return place.settings()


@pytest.fixture
def app(settings: dict[str, Any], clock: FixedClock) -> Iterator[TestApp]:
    """The real application, called without a server, its clock the test's."""
    application = main({"__script__": "tests"}, **settings)
    application.registry["tongban.clock"] = clock
    yield TestApp(application)
    close_pools(application.registry)


@pytest.fixture(scope="module")
def site(engine_kind: str, templates: Templates) -> Iterator[Site]:
    """A running practice site, one for the tests of a module."""
    with templates.fresh("practice") as place:
        site = start_site(engine_kind, place)
        yield site
        site.stop()


@pytest.fixture(scope="session")
def base_url() -> None:
    """None: tests name the site they visit. The plugin's own fixture is of a kind pytest warns about."""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The installed Chromium, without sandbox and background traffic."""
    return chromium.launch_options()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A person in China at a desk."""
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1280, "height": 800},
    }


@pytest.fixture
def new_context(new_context: Any) -> Iterator[Any]:
    """Browser contexts under watch: a CSP violation, a script error or a lost asset fails the test."""
    watch = chromium.Watch()

    def watched(**options: Any) -> BrowserContext:
        return watch.over(new_context(**options))

    yield watched
    watch.listen_once_more()
    assert not watch.complaints, "\n".join(watch.complaints)
