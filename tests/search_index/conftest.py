"""A library on each pair of database and index: SQLite with Whoosh, PostgreSQL with its own table."""

from pathlib import Path

import pytest
from sqlalchemy.orm import sessionmaker

from search_index.backend import Backend
from search_index.postgres import PostgresBackend
from search_index.whoosh_store import WhooshBackend
from search_index.words import Words
from tests.search_index.library import Library, make_kinds, make_tables
from tongban.db.engine import Engines


@pytest.fixture(scope="session")
def words(tmp_path_factory: pytest.TempPathFactory) -> Words:
    """The dictionary, loaded once."""
    return Words(tmp_path_factory.mktemp("words"))


@pytest.fixture
def backend(engine_kind: str, engines: Engines, tmp_path: Path) -> Backend:
    """The index that goes with the database."""
    if engine_kind == "postgresql":
        return PostgresBackend(engines.write)
    return WhooshBackend(tmp_path / "search")


def make_library(engines: Engines, backend: Backend, words: Words) -> Library:
    """An empty library whose index was built once."""
    make_tables(engines.write)
    library = Library(
        sessions=sessionmaker(engines.write, expire_on_commit=False),
        reads=sessionmaker(engines.read, autoflush=False),
        backend=backend,
        kinds=make_kinds(),
        words=words,
    )
    library.indexer.rebuild()
    return library


@pytest.fixture
def library(engines: Engines, backend: Backend, words: Words) -> Library:
    """An empty library on each pair."""
    return make_library(engines, backend, words)
