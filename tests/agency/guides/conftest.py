"""A small site with guides and catalogue."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.market.catalogue.small_site import MakeSite, Stage, small_site


@pytest.fixture
def stage() -> Stage:
    """Who asks, and by which rules."""
    return Stage()


@pytest.fixture
def make_site(tmp_path: Path, stage: Stage) -> Iterator[MakeSite]:
    """A site with the pages of both."""
    with small_site(tmp_path, stage, "market.catalogue", "agency.plan", "agency.guides") as make:
        yield make
