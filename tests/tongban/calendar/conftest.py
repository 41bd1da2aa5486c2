"""What the tests of the calendar share."""

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tongban.calendar import Calendar
from tongban.calendar.official import official_calendar
from tongban.clock import TZ
from tongban.security import SYSTEM
from tongban.work import Work

#: A day in November, when next year's notice is usually still missing.
NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=TZ).astimezone(dt.UTC)


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    """The national calendar, official from 2004 to 2026."""
    return official_calendar()


@pytest.fixture
def work(db: "sessionmaker[Session]") -> Iterator[Work]:
    with db.begin() as session:
        yield Work(session, SYSTEM, NOW, "cli")
