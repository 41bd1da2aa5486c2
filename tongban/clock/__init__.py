"""The only source of time.

Instants are aware and in UTC; people read them in Asia/Shanghai. A practice site (演练) owns its time: an
offset in the database that every process reads, which only ever grows.
"""

from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

#: The zone every deadline of the field is stated in.
TZ = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """What the rest of the code knows of time."""

    def now(self) -> datetime:
        """The present moment of this site, aware, in UTC."""
        ...

    def offset(self) -> timedelta:
        """How far this site's time is ahead of real time (zero unless it is a practice site)."""
        ...


def local(instant: datetime) -> datetime:
    """The same instant as people in China read it. Raises ValueError for a datetime without an offset."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs an offset")
    return instant.astimezone(TZ)


class SystemClock:
    """Real time, for production."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def offset(self) -> timedelta:
        return timedelta(0)


class FixedClock:
    """A clock that stands still until it is moved; for tests and for recomputing the past."""

    def __init__(self, moment: datetime) -> None:
        self._moment = local(moment).astimezone(UTC)

    def now(self) -> datetime:
        return self._moment

    def offset(self) -> timedelta:
        return timedelta(0)

    def move(self, by: timedelta) -> datetime:
        """Move forward and return the new moment. Raises ValueError for a step back."""
        if by < timedelta(0):
            raise ValueError("time only moves forward")
        self._moment += by
        return self._moment

    def set(self, moment: datetime) -> None:
        """Move forward to a moment. Raises ValueError for a step back."""
        self.move(moment.astimezone(UTC) - self._moment)
