"""Computing a due date by the rules of a thing, and remembering what it was computed from."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from tongban.calendar import Calendar, CalendarService, Due, Unit
from tongban.dues.models import DueDate
from tongban.rules import Rules
from tongban.site.deadlines import received_on
from tongban.work import Thing, Work


@dataclass(frozen=True)
class Limit:
    """The end of a limit: the moment, and the days it rests on."""

    at: dt.datetime
    due: Due


def limit(calendar: Calendar, rules: Rules, start: dt.date, count: int, unit: Unit = Unit.WORKING) -> Limit:
    """The close of business of the last of ``count`` days after ``start`` (domain rules §6.1)."""
    add = calendar.add_working_days if unit is Unit.WORKING else calendar.add_calendar_days
    due = add(start, count)
    return Limit(calendar.deadline_instant(due.date, str(rules.value("clock.day_end"))), due)


class Dues:
    """Due dates of one unit of work."""

    def __init__(self, work: Work, calendars: CalendarService) -> None:
        self._session = work.session
        self._calendars = calendars

    def calendar(self, rules: Rules) -> Calendar:
        """The calendar of the region these rules belong to, with the days its rule file changes."""
        return self._calendars.for_rules(rules)

    def after(self, rules: Rules, start: dt.date, count: int, unit: Unit = Unit.WORKING) -> Limit:
        """The end of a limit that begins with the day after ``start``."""
        return limit(self.calendar(rules), rules, start, count, unit)

    def after_receipt(self, rules: Rules, received_at: dt.datetime, count: int) -> Limit:
        """The end of a limit that begins with the receipt of something."""
        calendar = self.calendar(rules)
        return limit(calendar, rules, received_on(calendar, rules, received_at), count)

    def keep(self, thing: Thing, name: str, found: Limit) -> dt.datetime:
        """Remember what the thing's date ``name`` rests on; returns the moment, for the thing itself."""
        row = self.row(thing, name)
        if row is None:
            row = DueDate(thing_kind=thing.thing_kind, thing_id=thing.id, name=name)
            self._session.add(row)
        row.start, row.count, row.unit = found.due.start, found.due.count, found.due.unit.value
        row.day, row.provisional = found.due.date, found.due.provisional
        row.calendar_version = found.due.calendar_version
        self._session.flush()
        return found.at

    def row(self, thing: Thing, name: str) -> DueDate | None:
        """What the thing's date rests on, if it was computed."""
        key = {"thing_kind": thing.thing_kind, "thing_id": thing.id, "name": name}
        return self._session.scalar(select(DueDate).filter_by(**key))
