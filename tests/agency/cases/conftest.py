"""An agency centre on a database of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.support.agency import Agency
from tests.support.market_fixtures import engines
from tongban.clock import FixedClock

__all__ = ["engines"]

MakeAgency = Callable[..., Agency]


@pytest.fixture
def make(db: "sessionmaker[Session]", clock: FixedClock, tmp_path: Path) -> MakeAgency:
    """Builds a centre; keyword arguments change the rules of its region."""

    def build(**rules: Any) -> Agency:
        return Agency(db, clock, tmp_path, **rules)

    return build


@pytest.fixture
def agency(make: MakeAgency) -> Agency:
    """A centre by the nation's rules, at 09:00 on Monday, 2 March 2026."""
    return make()
