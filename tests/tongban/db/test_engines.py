"""No change is lost between writers, and a reading connection cannot write."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from tongban.db.engine import Engines
from tongban.db.types import MAX_FEN, Fen, UtcDateTime
from tongban.numbering import NumberSeries, next_number, next_sequence


@pytest.fixture
def series(db: "sessionmaker[Session]") -> None:
    with db.begin() as session:
        session.add(NumberSeries(kind="XX", region="990001", year=2026, last=0))


@pytest.mark.usefixtures("series")
def test_numbers_given_out_at_once_are_all_different(db: "sessionmaker[Session]") -> None:
    def take(_n: int) -> int:
        with db.begin() as session:
            return next_sequence(session, "XX", "990001", 2026)

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(take, range(120)))
    assert sorted(taken) == list(range(1, 121))


def test_a_number_names_region_year_and_kind(db: "sessionmaker[Session]") -> None:
    with db.begin() as session:
        assert next_number(session, "XQ", "990001", 2026) == "990001-2026-XQ-0001"
        assert next_number(session, "XQ", "990001", 2027) == "990001-2027-XQ-0001"
        assert next_number(session, "XQ", "990001", 2026) == "990001-2026-XQ-0002"


@pytest.mark.usefixtures("series")
def test_a_reading_connection_refuses_to_write(engines: Engines) -> None:
    with Session(engines.read) as session, pytest.raises(DBAPIError):
        session.execute(update(NumberSeries).values(last=7))


def test_an_instant_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        UtcDateTime().process_bind_param(datetime(2026, 3, 2, 9), None)  # type: ignore[arg-type]  # noqa: DTZ001


@pytest.mark.parametrize("value", [1.0, True, "1", MAX_FEN + 1])
def test_money_is_an_integer_within_bounds(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        Fen().process_bind_param(value, None)  # type: ignore[arg-type]


def test_microseconds_survive_both_databases(db: "sessionmaker[Session]") -> None:
    from tongban.clock.models import PracticeTime

    moment = datetime(2026, 3, 2, 1, 0, 0, 123_457, tzinfo=UTC)
    with db.begin() as session:
        session.add(PracticeTime(id=1, offset_us=5, started_at=moment))
    with db() as session:
        assert session.get_one(PracticeTime, 1).started_at == moment
