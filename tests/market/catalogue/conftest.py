"""A database with the catalogue's table alone, on both engines, and a small site around the pages."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pyramid.config import Configurator
from pyramid.csrf import CookieCSRFStoragePolicy
from sqlalchemy.orm import Session, sessionmaker
from webtest import TestApp

from market.catalogue import load_into
from market.catalogue.models import ServiceItemRow
from tests.support.databases import PostgresDatabases, SqliteDatabases
from tongban.db import Base
from tongban.db.engine import make_engines
from tongban.security import Actor

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NAME = "t_catalogue"


@pytest.fixture
def sessions(
    engine_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> "Iterator[sessionmaker[Session]]":
    """Sessions on an empty ``service_item`` table."""
    postgres = engine_kind == "postgresql"
    databases = (
        PostgresDatabases(request.getfixturevalue("postgres_url")) if postgres else SqliteDatabases(tmp_path)
    )
    databases.drop(NAME)
    engines = make_engines(databases.create(NAME))
    Base.metadata.create_all(engines.write, tables=[Base.metadata.tables[ServiceItemRow.__tablename__]])
    yield sessionmaker(engines.write, expire_on_commit=False)
    engines.dispose()
    databases.drop(NAME)


class Stage:
    """What a test decides about the next request."""

    def __init__(self) -> None:
        self.actor = Actor()
        self.rules: Any = None


@pytest.fixture
def stage() -> Stage:
    return Stage()


def _nothing(_request: Any) -> dict[str, Any]:
    return {}


@pytest.fixture
def make_site(tmp_path: Path, stage: Stage) -> Iterator[Any]:
    """A site with the pages of the catalogue, and whichever other routes the test names."""
    engines = make_engines(SqliteDatabases(tmp_path).create("pages"))
    Base.metadata.create_all(engines.write, tables=[Base.metadata.tables[ServiceItemRow.__tablename__]])
    with sessionmaker(engines.write).begin() as session:
        load_into(session, NOW)
    opened: list[Session] = []

    def db(_request: Any) -> Session:
        opened.append(Session(engines.read))
        return opened[-1]

    def make(**routes: str) -> TestApp:
        config = Configurator(settings={})
        config.set_csrf_storage_policy(CookieCSRFStoragePolicy())
        site = SimpleNamespace(name="通办", region="430582", practice=True)
        config.add_request_method(lambda _r: site, "site", reify=True)
        config.add_request_method(db, "db", reify=True)
        config.add_request_method(lambda _r: NOW, "now", reify=True)
        config.add_request_method(lambda _r: stage.actor, "actor", reify=True)
        config.add_request_method(lambda _r, _region: stage.rules, "rules_of")
        if stage.rules is not None:
            config.registry["tongban.rules"] = stage.rules
        for name in ("tongban.setup_steps", "tongban.web", "market.catalogue"):
            config.include(name)
        for name, path in routes.items():
            config.add_route(name.replace("_", "."), path)
            config.add_view(_nothing, route_name=name.replace("_", "."), renderer="json")
        return TestApp(config.make_wsgi_app())

    yield make
    for session in opened:
        session.close()
    engines.dispose()
