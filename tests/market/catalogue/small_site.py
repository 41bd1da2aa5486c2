"""A small site around the pages of the catalogue: its table on SQLite, a fixed time, a chosen person."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Protocol

from pyramid.config import Configurator
from pyramid.csrf import CookieCSRFStoragePolicy
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker
from webtest import TestApp

from market.catalogue import load_into
from market.catalogue.models import ServiceItemRow
from tests.support.databases import SqliteDatabases
from tongban.db import Base
from tongban.db.engine import make_engines
from tongban.security import Actor

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SITE = SimpleNamespace(name="通办", region="430582", practice=True)


class Stage:
    """What a test decides about the next request."""

    def __init__(self) -> None:
        self.actor = Actor()
        self.rules: Any = None


class MakeSite(Protocol):
    """Makes the site with further routes, given as ``needs_new="/needs/new"`` for ``needs.new``."""

    def __call__(self, **routes: str) -> TestApp: ...


def create_table(engine: Engine) -> None:
    """The catalogue's table alone."""
    Base.metadata.create_all(engine, tables=[Base.metadata.tables[ServiceItemRow.__tablename__]])


def _nothing(_request: Any) -> dict[str, Any]:
    return {}


@contextmanager
def small_site(folder: Path, stage: Stage, *packages: str) -> Iterator[MakeSite]:
    """Makes sites with the given packages over the web shell and the bundled catalogue."""
    engines = make_engines(SqliteDatabases(folder).create("pages"))
    create_table(engines.write)
    with sessionmaker(engines.write).begin() as session:
        load_into(session, NOW)

    def db(request: Any) -> Session:
        session = Session(engines.read)
        request.add_finished_callback(lambda _request: session.close())
        return session

    def make(**routes: str) -> TestApp:
        config = Configurator(settings={})
        config.set_csrf_storage_policy(CookieCSRFStoragePolicy())
        config.add_request_method(lambda _r: SITE, "site", reify=True)
        config.add_request_method(db, "db", reify=True)
        config.add_request_method(lambda _r: NOW, "now", reify=True)
        config.add_request_method(lambda _r: stage.actor, "actor", reify=True)
        config.add_request_method(lambda _r, _region: stage.rules, "rules_of")
        # Pages only: what programs do is tried on whole sites.
        config.add_directive("add_operation", lambda _config, _operation: None, action_wrap=False)
        if stage.rules is not None:
            config.registry["tongban.rules"] = stage.rules
        config.add_directive("add_portal_entrance", lambda *_entrance: None, action_wrap=False)
        for name in ("tongban.setup_steps", "tongban.web", *packages):
            config.include(name)
        for name, path in routes.items():
            config.add_route(name.replace("_", "."), path)
            config.add_view(_nothing, route_name=name.replace("_", "."), renderer="json")
        return TestApp(config.make_wsgi_app())

    yield make
    engines.dispose()
