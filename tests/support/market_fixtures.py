"""Fixtures of a market driven through its services, for the conftest of a folder of tests to import."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from market.catalogue.items import ServiceItem
from tests.support.market import Market, service_of
from tests.support.templates import Templates
from tongban.clock import FixedClock
from tongban.db.engine import Engines, make_engines


@pytest.fixture
def engines(templates: Templates) -> Iterator[Engines]:
    """A database with the regions and the calendar, which every market stands on."""
    with templates.fresh("ground") as place:
        engines = make_engines(place.url)
        yield engines
        engines.dispose()


@pytest.fixture
def make(db: "sessionmaker[Session]", clock: FixedClock, tmp_path: Path) -> Callable[..., Market]:
    """Builds a market; keyword arguments change its rules (dots written as double underscores)."""

    def build(**rules: Any) -> Market:
        return Market(db, clock, tmp_path, **rules)

    return build


@pytest.fixture
def market(make: Callable[..., Market]) -> Market:
    """A market by the nation's rules."""
    return make()


@pytest.fixture
def item(market: Market) -> ServiceItem:
    """A service that asks for a qualification."""
    return service_of(market)
