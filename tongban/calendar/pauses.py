"""Limits that stand still for a while: half-open intervals of days that do not count."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tongban.calendar.arithmetic import MAX_DAYS, Calendar
from tongban.calendar.days import Due


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still from ``start`` up to, not including, ``end``; without an end it still does.

    A pause that ends on the day it began takes no day away. Raises ValueError for an end before the start.
    """

    start: dt.date
    end: dt.date | None
    why: str

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("a pause ends before it begins")

    def covers(self, day: dt.date) -> bool:
        """Whether the clock stands still on this day."""
        return self.start <= day and (self.end is None or day < self.end)


def pause_on(pauses: Sequence[Pause], day: dt.date) -> Pause | None:
    """The pause that covers the day, if any."""
    return next((pause for pause in pauses if pause.covers(day)), None)


def add_running_days(calendar: Calendar, start: dt.date, n: int, pauses: Sequence[Pause] = ()) -> Due:
    """As ``Calendar.add_working_days``, but paused days do not count.

    Raises ValueError for a negative count, one beyond ``MAX_DAYS``, and a pause without an end, since then no
    last day exists.
    """
    if not 0 <= n <= MAX_DAYS:
        raise ValueError("a running limit has a count of days, forwards")
    if any(pause.end is None for pause in pauses):
        raise ValueError("no last day while a pause has no end")
    days, day, left = [], start, n
    while left:
        day += dt.timedelta(days=1)
        info = calendar.explain(day)
        pause = pause_on(pauses, day)
        if pause is not None:
            info = replace(info, counted=False, why=f"暂停（{pause.why}）")
        days.append(info)
        left -= info.counted
    provisional = not all(info.official for info in days or [calendar.explain(day)])
    return Due(day, provisional, calendar.version, tuple(days), start=start, count=n, nominal=day)
