"""A library on SQLite with Whoosh: these tests are about the files of the index."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search_index.whoosh_store import WhooshBackend
from search_index.words import Words
from tests.search_index.conftest import make_library
from tests.search_index.library import Library
from tongban.db import Base
from tongban.db.engine import make_engines
from tongban.db.models import import_all


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the index lies."""
    return tmp_path / "search"


@pytest.fixture
def library(tmp_path: Path, folder: Path, words: Words) -> Iterator[Library]:
    """An empty library in files of its own."""
    import_all()
    engines = make_engines(f"sqlite:///{tmp_path / 'library.sqlite'}")
    Base.metadata.create_all(engines.write)
    yield make_library(engines, WhooshBackend(folder), words)
    engines.dispose()
