"""Two counties that come with the product."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.plugins.counties.market import CountyMarket
from tests.support.market_fixtures import engines
from tongban.clock import FixedClock

__all__ = ["engines", "opened"]


@pytest.fixture
def opened(db: "sessionmaker[Session]", clock: FixedClock, tmp_path: Path) -> Callable[..., CountyMarket]:
    """Opens the market of a county, with its own or other plugins."""
    return lambda region, *plugins: CountyMarket(db, clock, tmp_path, region, *plugins)
