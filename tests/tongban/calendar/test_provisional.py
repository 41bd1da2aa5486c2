"""C12: the calendar ends, the site does not. Beyond the last official year dates are provisional."""

import datetime as dt

import pytest

from tongban.calendar import Calendar, DayKind, DayMark

D = dt.date.fromisoformat


def test_a_limit_beyond_the_data_is_provisional_by_weekday(calendar: Calendar) -> None:
    due = calendar.add_working_days(D("2026-12-21"), 10)
    assert (due.date, due.provisional) == (D("2027-01-05"), True)
    new_year = next(day for day in due.days if day.date == D("2027-01-01"))
    assert (new_year.counted, new_year.why, new_year.official) == (False, "元旦（暂定）", False)


def test_the_27_days_left_in_2026_are_firm_and_the_28th_is_not(calendar: Calendar) -> None:
    firm = calendar.add_working_days(D("2026-11-24"), 27)
    beyond = calendar.add_working_days(D("2026-11-24"), 28)
    assert (firm.date, firm.provisional) == (D("2026-12-31"), False)
    assert (beyond.date, beyond.provisional) == (D("2027-01-04"), True)


@pytest.mark.parametrize("year", [1949, 2003, 2027, 2031, 2200])
def test_no_year_raises(calendar: Calendar, year: int) -> None:
    info = calendar.explain(dt.date(year, 10, 1))
    assert (info.counted, info.why, info.official) == (False, "国庆节（暂定）", False)
    assert calendar.add_working_days(dt.date(year, 6, 1), 250).provisional
    assert calendar.add_calendar_days(dt.date(year, 6, 1), 60).provisional


def test_holidays_fixed_by_date_in_law_are_off_before_the_notice(calendar: Calendar) -> None:
    off = [
        D("2029-01-01"),
        D("2029-05-01"),
        D("2029-05-02"),
        D("2029-10-01"),
        D("2029-10-02"),
        D("2029-10-03"),
    ]
    assert not any(calendar.is_working_day(day) for day in off)
    assert calendar.is_working_day(D("2029-05-03"))


def test_nothing_counted_is_still_provisional_on_a_day_of_an_unknown_year(calendar: Calendar) -> None:
    assert calendar.add_working_days(D("2027-03-01"), 0).provisional
    assert not calendar.add_working_days(D("2026-03-02"), 0).provisional


def test_a_local_day_off_does_not_make_its_year_official(calendar: Calendar) -> None:
    local = calendar.overlaid([DayMark(D("2027-03-02"), DayKind.OFF, "地方节日")])
    info = local.explain(D("2027-03-02"))
    assert (info.counted, info.why, info.official) == (False, "地方节日（暂定）", False)
