"""Practice time: real time plus an offset in the database, moved forward only."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tongban.clock import TZ, SystemClock
from tongban.clock.models import PracticeTime
from tongban.errors import DomainError

#: Where every practice site begins: a Monday inside a year with an official calendar.
PRACTICE_START = datetime(2026, 3, 2, 9, 0, tzinfo=TZ)
_OFFSET = select(PracticeTime.offset_us).where(PracticeTime.id == 1)


class TimeOnlyMovesForward(DomainError):
    """A practice site was asked to go back in time."""

    code = "clock.backwards"
    status = 422
    message = "演练时间只能向前调整。"


class PracticeClock:
    """Reads the offset on every call, so that all processes agree the moment it is moved."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._real = SystemClock()

    def offset(self) -> timedelta:
        # Without a Session around it: asked several times in every request.
        with self._engine.connect() as connection:
            offset_us = connection.scalar(_OFFSET)
        return timedelta(microseconds=offset_us or 0)

    def now(self) -> datetime:
        return self._real.now() + self.offset()


def start_practice(session: Session, start: datetime = PRACTICE_START) -> None:
    """Set a new practice site to its first moment; does nothing on one that has begun."""
    if session.get(PracticeTime, 1) is not None:
        return
    real = SystemClock().now()
    offset = start.astimezone(UTC) - real
    session.add(PracticeTime(id=1, offset_us=_microseconds(offset), started_at=start))


def move_to(session: Session, moment: datetime) -> None:
    """Move practice time forward to a moment. Raises TimeOnlyMovesForward for a step back."""
    row = session.get(PracticeTime, 1, with_for_update=True)
    if row is None:
        raise LookupError("practice time has not been started")
    offset = _microseconds(moment.astimezone(UTC) - SystemClock().now())
    if offset < row.offset_us:
        raise TimeOnlyMovesForward
    row.offset_us = offset


def _microseconds(span: timedelta) -> int:
    return span // timedelta(microseconds=1)
