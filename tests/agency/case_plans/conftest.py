"""An agency centre on a database of its own, with a case whose agreement is in force."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.support.agency import Agency
from tests.support.market_fixtures import engines
from tongban.clock import FixedClock

__all__ = ["engines"]


@pytest.fixture
def agency(db: "sessionmaker[Session]", clock: FixedClock, tmp_path: Path) -> Agency:
    """A centre that carries one case."""
    agency = Agency(db, clock, tmp_path)
    agency.lead_to("active")
    return agency
