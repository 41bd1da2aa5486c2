"""Stored dates after a calendar changed: computed again, with a trace of what moved."""

import datetime as dt

from tongban.calendar import Calendar, DayKind, DayMark, Unit
from tongban.calendar.recompute import StoredDue, recompute

D = dt.date.fromisoformat


def stored(calendar: Calendar, start: str, n: int) -> StoredDue:
    due = calendar.add_working_days(D(start), n)
    return StoredDue(due.start, due.count, due.date, due.provisional, due.calendar_version)


def with_2027(calendar: Calendar, *off: str) -> Calendar:
    marks = [DayMark(D(day), DayKind.OFF, "元旦") for day in off]
    return Calendar.of("2027.1", {*calendar.years, 2027}, [*calendar.marks.values(), *marks])


def test_a_provisional_date_moves_when_its_year_is_published(calendar: Calendar) -> None:
    result = recompute(with_2027(calendar, "2027-01-01", "2027-01-04"), stored(calendar, "2026-12-21", 10))
    assert result is not None
    assert (result.moved, result.settled) == (True, True)
    assert result.trace() == {
        "old_date": "2027-01-05",
        "new_date": "2027-01-06",
        "old_calendar": calendar.version,
        "new_calendar": "2027.1",
        "provisional": False,
    }


def test_a_date_that_stays_is_settled(calendar: Calendar) -> None:
    result = recompute(with_2027(calendar, "2027-01-01"), stored(calendar, "2026-12-21", 10))
    assert result is not None
    assert (result.moved, result.settled) == (False, True)


def test_a_date_in_an_untouched_year_leaves_no_trace(calendar: Calendar) -> None:
    assert recompute(with_2027(calendar, "2027-01-01"), stored(calendar, "2026-03-02", 10)) is None


def test_the_same_calendar_is_not_computed_again(calendar: Calendar) -> None:
    due = stored(calendar, "2026-12-21", 10)
    assert not due.is_stale(calendar)
    assert recompute(calendar, due) is None


def test_limits_of_calendar_days_are_rolled_again(calendar: Calendar) -> None:
    due = calendar.add_calendar_days(D("2026-12-21"), 14)
    old = StoredDue(due.start, due.count, due.date, due.provisional, due.calendar_version, unit=Unit.CALENDAR)
    result = recompute(with_2027(calendar, "2027-01-01", "2027-01-04"), old)
    assert (due.date, result and result.new.date) == (D("2027-01-04"), D("2027-01-05"))


def test_limits_of_calendar_days_without_a_roll_stay_without_one(calendar: Calendar) -> None:
    due = calendar.add_calendar_days(D("2026-12-21"), 14, roll=False)
    old = StoredDue(due.start, due.count, due.date, True, "", unit=Unit.CALENDAR, roll=False)
    result = recompute(with_2027(calendar, "2027-01-04"), old)
    assert result is not None
    assert (result.new.date, result.settled) == (D("2027-01-04"), True)
