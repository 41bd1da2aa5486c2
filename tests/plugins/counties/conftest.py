"""Two counties that come with the product."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.plugins.counties.market import CountyMarket
from tongban.clock import FixedClock


@pytest.fixture
def opened(db: "sessionmaker[Session]", clock: FixedClock, tmp_path: Path) -> Callable[..., CountyMarket]:
    """Opens the market of a county, with its own or other plugins."""
    return lambda region, *plugins: CountyMarket(db, clock, tmp_path, region, *plugins)
