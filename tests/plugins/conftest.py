"""A database with the bundled rules, loaded once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from plugins.declared import PARAMETERS
from plugins.facade import Hooks
from plugins.load import load_packs
from plugins.offers import BUNDLED
from plugins.provider import Provider
from plugins.python_plugins import Discovery
from tests.plugins.county import NOW, County
from tongban.db.engine import make_engines
from tongban.regions.service import load_regions


@pytest.fixture(scope="session")
def loaded_template(templates: Any) -> Iterator[sessionmaker[Session]]:
    """Regions and bundled rules, loaded once; each test takes back what it did."""
    with templates.fresh("schema") as place:
        engines = make_engines(place.url)
        sessions = sessionmaker(engines.write, expire_on_commit=False)
        with sessions.begin() as session:
            load_regions(session)
            load_packs(session, NOW, [BUNDLED])
        yield sessions
        engines.dispose()


@pytest.fixture
def county(loaded_template: sessionmaker[Session], tmp_path: Path) -> Iterator[County]:
    """A county to write rules for; the changes are rolled back."""
    with loaded_template() as session:
        yield County(session, tmp_path, Provider(PARAMETERS, Hooks(Discovery())))
        session.rollback()
