"""A database with the catalogue's table alone, on both engines, and a small site around the pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.market.catalogue.small_site import MakeSite, Stage, create_table, small_site
from tests.support.databases import PostgresDatabases, SqliteDatabases
from tongban.db.engine import make_engines

NAME = "t_catalogue"


@pytest.fixture
def sessions(
    engine_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> "Iterator[sessionmaker[Session]]":
    """Sessions on an empty ``service_item`` table."""
    if engine_kind == "postgresql":
        databases: PostgresDatabases | SqliteDatabases = PostgresDatabases(
            request.getfixturevalue("postgres_url")
        )
    else:
        databases = SqliteDatabases(tmp_path)
    databases.drop(NAME)
    engines = make_engines(databases.create(NAME))
    create_table(engines.write)
    yield sessionmaker(engines.write, expire_on_commit=False)
    engines.dispose()
    databases.drop(NAME)


@pytest.fixture
def stage() -> Stage:
    """Who asks, and by which rules."""
    return Stage()


@pytest.fixture
def make_site(tmp_path: Path, stage: Stage) -> Iterator[MakeSite]:
    """A site with the pages of the catalogue, and whichever other routes the test names."""
    with small_site(tmp_path, stage, "market.catalogue") as make:
        yield make
