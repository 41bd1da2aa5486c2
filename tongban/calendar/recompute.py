"""Computing a stored date again after the calendar changed, so that its holder can record the difference."""

import datetime as dt
from dataclasses import dataclass

from tongban.calendar.arithmetic import Calendar
from tongban.calendar.days import Due, Unit


@dataclass(frozen=True, slots=True)
class StoredDue:
    """A computed date as a thing keeps it: what it was computed from, and the answer of that time."""

    start: dt.date
    count: int
    date: dt.date
    provisional: bool
    calendar_version: str
    unit: Unit = Unit.WORKING
    roll: bool = True

    def is_stale(self, calendar: Calendar) -> bool:
        """Another version of the calendar is in force than the one this date was computed with."""
        return self.calendar_version != calendar.version


@dataclass(frozen=True, slots=True)
class Recomputed:
    """The old and the new answer. ``moved``: another day; ``settled``: no longer provisional."""

    old: StoredDue
    new: Due

    @property
    def moved(self) -> bool:
        """The date is another one now."""
        return self.old.date != self.new.date

    @property
    def settled(self) -> bool:
        """The date was provisional and rests on official tables now."""
        return self.old.provisional and not self.new.provisional

    def trace(self) -> dict[str, str | bool]:
        """What the audit event of the thing says."""
        return {
            "old_date": self.old.date.isoformat(),
            "new_date": self.new.date.isoformat(),
            "old_calendar": self.old.calendar_version,
            "new_calendar": self.new.calendar_version,
            "provisional": self.new.provisional,
        }


def recompute(calendar: Calendar, old: StoredDue) -> Recomputed | None:
    """The date again under ``calendar``; None when neither the day nor its standing changes.

    Meant for running limits only: what is closed keeps its facts (domain-rules §6.1, 4).
    """
    if not old.is_stale(calendar):
        return None
    if old.unit is Unit.CALENDAR:
        new = calendar.add_calendar_days(old.start, old.count, roll=old.roll)
    else:
        new = calendar.add_working_days(old.start, old.count)
    result = Recomputed(old, new)
    return result if result.moved or new.provisional != old.provisional else None
