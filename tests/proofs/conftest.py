"""A stage of one's own for each proof."""

from collections.abc import Iterator

import pytest

from tests.proofs.stage import Stage
from tests.support.templates import Place, Templates


@pytest.fixture
def practice_place(templates: Templates) -> Iterator[Place]:
    """The practice site's database and data folder."""
    with templates.fresh("practice") as place:
        yield place


@pytest.fixture
def stage(practice_place: Place) -> Iterator[Stage]:
    """The application on it, at Monday, 2 March 2026, 09:00."""
    stage = Stage(practice_place)
    yield stage
    stage.close()
