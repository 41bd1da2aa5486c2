"""Time only moves forward; a practice site's time is its own."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.support.templates import START
from tongban.clock import FixedClock, local
from tongban.clock.practice import (
    PRACTICE_START,
    PracticeClock,
    TimeOnlyMovesForward,
    move_to,
    start_practice,
)
from tongban.db.engine import Engines


def test_practice_begins_at_its_stored_date_and_every_process_agrees(
    db: "sessionmaker[Session]", engines: Engines
) -> None:
    with db.begin() as session:
        start_practice(session)
        start_practice(session)
    one, other = PracticeClock(engines.read), PracticeClock(engines.read)
    assert abs(one.now() - PRACTICE_START) < timedelta(seconds=30)
    with db.begin() as session:
        move_to(session, PRACTICE_START + timedelta(days=3))
    assert abs(other.now() - PRACTICE_START - timedelta(days=3)) < timedelta(seconds=30)


def test_practice_time_never_goes_back(db: "sessionmaker[Session]") -> None:
    with db.begin() as session:
        start_practice(session)
    with db.begin() as session, pytest.raises(TimeOnlyMovesForward):
        move_to(session, PRACTICE_START - timedelta(days=1))


def test_a_site_that_is_not_practising_has_no_offset(engines: Engines) -> None:
    assert PracticeClock(engines.read).offset() == timedelta(0)


def test_local_needs_an_offset() -> None:
    assert local(datetime(2026, 3, 2, 1, tzinfo=UTC)) == START
    with pytest.raises(ValueError, match="offset"):
        local(datetime(2026, 3, 2, 1))  # noqa: DTZ001


def test_a_fixed_clock_only_moves_forward() -> None:
    clock = FixedClock(START)
    assert clock.move(timedelta(hours=1)) == START + timedelta(hours=1)
    with pytest.raises(ValueError, match="forward"):
        clock.set(START)
