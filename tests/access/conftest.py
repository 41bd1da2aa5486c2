"""One set of real things per database; tests work on it within transactions that they roll back."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import sessionmaker

from tests.access.things import Things, make_things
from tests.support.templates import START, Templates
from tongban.clock import FixedClock
from tongban.db.engine import make_engines


@pytest.fixture(scope="module")
def things(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Things]:
    """One thing of every kind."""
    with templates.fresh("schema") as place:
        engines = make_engines(place.url)
        db = sessionmaker(engines.write, expire_on_commit=False)
        yield make_things(db, FixedClock(START), tmp_path_factory.mktemp("things"))
        engines.dispose()
