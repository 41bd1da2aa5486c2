"""Counting working days by the official table of 2026 (domain-rules §6.1)."""

import datetime as dt

import pytest

from tongban.calendar import Calendar, DayKind, DayMark
from tongban.calendar.arithmetic import MAX_DAYS

D = dt.date.fromisoformat


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-02-13", 10, "2026-03-05"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-18", 5, "2026-09-24"),
        ("2026-09-24", 7, "2026-10-12"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-30", 3, "2026-10-10"),
    ],
)
def test_the_published_vectors(calendar: Calendar, start: str, n: int, due: str) -> None:
    result = calendar.add_working_days(D(start), n)
    assert result.date == D(due)
    assert not result.provisional
    assert sum(day.counted for day in result.days) == n
    assert calendar.working_days_between(D(start), D(due)) == n


def test_2026_has_248_working_days(calendar: Calendar) -> None:
    assert calendar.working_days_between(D("2025-12-31"), D("2026-12-31")) == 248


def test_the_day_of_the_event_is_not_counted_and_a_start_on_a_day_off_is_fine(calendar: Calendar) -> None:
    assert calendar.add_working_days(D("2026-10-03"), 1).date == D("2026-10-08")
    assert calendar.add_working_days(D("2026-10-03"), 0).date == D("2026-10-03")
    assert calendar.add_working_days(D("2026-03-02"), 1).days[0].date == D("2026-03-03")


def test_counting_backwards_excludes_the_day_of_the_event_too(calendar: Calendar) -> None:
    due = calendar.add_working_days(D("2026-10-08"), -2)
    assert due.date == D("2026-09-29")
    assert [day.date for day in due.days] == [D("2026-09-29") + dt.timedelta(days=i) for i in range(9)]
    assert calendar.working_days_between(D("2026-10-08"), D("2026-09-29")) == -2


def test_every_day_says_why_it_counts_or_not(calendar: Calendar) -> None:
    words = {day.date: (day.counted, day.why) for day in calendar.span(D("2026-09-18"), D("2026-10-09")).days}
    assert words[D("2026-09-19")] == (False, "周末")
    assert words[D("2026-09-20")] == (True, "调休上班（国庆节）")
    assert words[D("2026-09-21")] == (True, "工作日")
    assert words[D("2026-09-25")] == (False, "中秋节")
    assert words[D("2026-10-01")] == (False, "国庆节")


def test_the_extended_spring_festival_of_2020_is_in_the_table(calendar: Calendar) -> None:
    assert calendar.add_working_days(D("2020-01-23"), 1).date == D("2020-02-03")


def test_an_absurd_number_of_days_is_refused(calendar: Calendar) -> None:
    with pytest.raises(ValueError, match="more than"):
        calendar.add_working_days(D("2026-03-02"), MAX_DAYS + 1)
    with pytest.raises(ValueError, match="more than"):
        calendar.add_calendar_days(D("2026-03-02"), -MAX_DAYS - 1)


def test_local_days_off_lie_on_top_of_the_national_calendar(calendar: Calendar) -> None:
    local = calendar.overlaid([DayMark(D("2026-03-03"), DayKind.OFF, "地方节日")])
    assert local.add_working_days(D("2026-03-02"), 1).date == D("2026-03-04")
    assert local.explain(D("2026-03-03")).why == "地方节日"
    assert local.version != calendar.version
    assert calendar.is_working_day(D("2026-03-03"))
    assert calendar.overlaid([]) is calendar
