"""Clocks that stand still: half-open intervals, by the day (domain-rules §6.1, 8)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.calendar import Calendar
from tongban.calendar.arithmetic import MAX_DAYS
from tongban.calendar.official import official_calendar
from tongban.calendar.pauses import Pause, add_running_days, pause_on

D = dt.date.fromisoformat


def test_a_pause_covers_its_first_day_and_not_the_day_it_ends() -> None:
    closed, still_open = (Pause(D("2026-03-04"), end, "检测") for end in (D("2026-03-06"), None))
    days = [D(f"2026-03-0{day}") for day in range(3, 8)]
    assert [closed.covers(day) for day in days] == [False, True, True, False, False]
    assert [still_open.covers(day) for day in days] == [False, True, True, True, True]
    assert pause_on([closed, still_open], D("2026-03-05")) is closed
    assert pause_on([closed], D("2026-03-06")) is None


def test_paused_days_do_not_count_and_say_so(calendar: Calendar) -> None:
    pause = Pause(D("2026-03-04"), D("2026-03-09"), "专家评审")
    due = add_running_days(calendar, D("2026-03-02"), 3, [pause])
    assert due.date == D("2026-03-10"), "3, then 9 and 10 March"
    assert [day.why for day in due.days if not day.counted] == ["暂停（专家评审）"] * 5


def test_pausing_and_resuming_on_the_same_day_takes_nothing_away(calendar: Calendar) -> None:
    pause = Pause(D("2026-03-04"), D("2026-03-04"), "补正")
    plain = calendar.add_working_days(D("2026-03-02"), 3)
    assert add_running_days(calendar, D("2026-03-02"), 3, [pause]) == plain


def test_a_pause_across_the_holiday_loses_only_its_working_days(calendar: Calendar) -> None:
    pause = Pause(D("2026-09-29"), D("2026-10-09"), "检测")
    due = add_running_days(calendar, D("2026-09-28"), 1, [pause])
    assert due.date == D("2026-10-09")


def test_without_an_end_there_is_no_last_day(calendar: Calendar) -> None:
    with pytest.raises(ValueError, match=r"^no last day while a pause has no end$"):
        add_running_days(calendar, D("2026-03-02"), 3, [Pause(D("2026-03-04"), None, "补正")])


def test_a_pause_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match=r"^a pause ends before it begins$"):
        Pause(D("2026-03-04"), D("2026-03-03"), "补正")


@pytest.mark.parametrize("n", [-1, MAX_DAYS + 1])
def test_a_running_limit_counts_forwards_and_is_no_slip_of_the_finger(calendar: Calendar, n: int) -> None:
    with pytest.raises(ValueError, match=r"^a running limit has a count of days, forwards$"):
        add_running_days(calendar, D("2026-03-02"), n)


def test_the_longest_running_limit_ends(calendar: Calendar) -> None:
    due = add_running_days(calendar, D("2026-03-02"), MAX_DAYS)
    assert due == calendar.add_working_days(D("2026-03-02"), MAX_DAYS)


def test_a_running_limit_of_no_days_is_as_official_as_its_day(calendar: Calendar) -> None:
    for day, provisional in (("2026-03-02", False), ("2027-03-01", True)):
        due = add_running_days(calendar, D(day), 0)
        assert (due.date, due.days, due.provisional) == (D(day), (), provisional)


def test_a_running_limit_is_provisional_when_any_of_its_days_is(calendar: Calendar) -> None:
    assert add_running_days(calendar, D("2026-12-21"), 10).provisional is True
    assert add_running_days(calendar, D("2026-03-02"), 10).provisional is False


@given(
    n=st.integers(0, 60),
    begin=st.dates(D("2026-01-01"), D("2026-12-31")),
    length=st.integers(0, 60),
)
def test_a_pause_adds_exactly_the_working_days_it_takes(n: int, begin: dt.date, length: int) -> None:
    calendar = official_calendar()
    start = D("2026-03-02")
    pause = Pause(begin, begin + dt.timedelta(days=length), "检测")
    paused = add_running_days(calendar, start, n, [pause])
    lost = sum(calendar.is_working_day(d.date) and pause.covers(d.date) for d in paused.days)
    assert paused.date == calendar.add_working_days(start, n + lost).date
