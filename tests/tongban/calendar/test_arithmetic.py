"""Counting working days by the official table of 2026 (domain-rules §6.1)."""

import datetime as dt
import hashlib

import pytest

from tongban.calendar import Calendar, DayKind, DayMark
from tongban.calendar.arithmetic import MAX_DAYS
from tongban.calendar.days import local_days
from tongban.calendar.hashing import content_hash

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


def test_a_day_that_the_law_made_a_holiday_later_was_worked_before(calendar: Calendar) -> None:
    """2 May is a holiday by law since 2025; in 2012 the table let it be worked."""
    assert calendar.explain(D("2012-05-02")).why == "工作日"
    assert calendar.add_calendar_days(D("2012-05-01"), 1).days[0].why == "工作日"


@pytest.mark.parametrize("n", [MAX_DAYS + 1, -MAX_DAYS - 1])
def test_an_absurd_number_of_days_is_refused(calendar: Calendar, n: int) -> None:
    said = "^a limit of more than 10000 days$"
    with pytest.raises(ValueError, match=said):
        calendar.add_working_days(D("2026-03-02"), n)
    with pytest.raises(ValueError, match=said):
        calendar.add_calendar_days(D("2026-03-02"), n)


def test_the_largest_number_of_days_is_counted(calendar: Calendar) -> None:
    assert len(calendar.add_calendar_days(D("2026-03-02"), MAX_DAYS, roll=False).days) == MAX_DAYS
    assert calendar.add_working_days(D("2026-03-02"), -MAX_DAYS).count == -MAX_DAYS


@pytest.mark.parametrize("n", [5, 1, 0, -1, -5])
def test_a_computed_date_says_what_it_was_computed_from(calendar: Calendar, n: int) -> None:
    """So that a stored date can be computed again, and explained."""
    start = D("2026-09-30")
    for due in (calendar.add_working_days(start, n), calendar.add_calendar_days(start, n)):
        assert (due.start, due.count, due.calendar_version) == (start, n, calendar.version)
        assert [day.date for day in due.days] == sorted({day.date for day in due.days} - {start})
        assert all((day.date > start) == (n > 0) for day in due.days)
    assert calendar.add_working_days(start, n).nominal == calendar.add_working_days(start, n).date
    assert calendar.add_working_days(start, n).unit == "wd"
    assert calendar.add_calendar_days(start, n).unit == "cd"


def test_a_span_names_its_two_days_and_its_calendar(calendar: Calendar) -> None:
    ahead = calendar.span(D("2026-09-29"), D("2026-10-08"))
    assert (ahead.start, ahead.end, ahead.working_days) == (D("2026-09-29"), D("2026-10-08"), 2)
    assert (ahead.calendar_version, ahead.provisional) == (calendar.version, False)
    back = calendar.span(D("2026-10-08"), D("2026-09-29"))
    assert (back.start, back.end, back.working_days) == (D("2026-10-08"), D("2026-09-29"), -2)
    assert [day.date.day for day in back.days] == [29, 30, 1, 2, 3, 4, 5, 6, 7]


def test_a_span_of_one_day_is_empty_and_as_official_as_its_day(calendar: Calendar) -> None:
    for day, provisional in (("2026-03-02", False), ("2027-03-01", True)):
        span = calendar.span(D(day), D(day))
        assert (span.working_days, span.days, span.provisional) == (0, (), provisional)
    assert calendar.working_days_between(D("2026-03-02"), D("2026-03-02")) == 0


def test_local_days_off_lie_on_top_of_the_national_calendar(calendar: Calendar) -> None:
    local = calendar.overlaid([DayMark(D("2026-03-03"), DayKind.OFF, "地方节日")])
    assert local.add_working_days(D("2026-03-02"), 1).date == D("2026-03-04")
    assert local.explain(D("2026-03-03")).why == "地方节日"
    assert local.years == calendar.years
    assert calendar.is_working_day(D("2026-03-03"))
    assert calendar.overlaid([]) is calendar


def test_two_places_with_the_same_days_of_their_own_have_one_version(calendar: Calendar) -> None:
    days = local_days({"2026-03-03": "off", "2026-03-07": "work"})
    local = calendar.overlaid(days)
    assert local == calendar.overlaid(reversed(days))
    assert local.version == f"{calendar.version}+{content_hash(days)[:12]}"
    assert local.version != calendar.overlaid(days[:1]).version


def test_days_of_a_rule_file_say_that_they_are_local() -> None:
    assert local_days({"2026-03-03": "off", "2026-03-07": "work"}) == (
        DayMark(D("2026-03-03"), DayKind.OFF, "本地放假"),
        DayMark(D("2026-03-07"), DayKind.WORK, "本地上班"),
    )
    with pytest.raises(ValueError, match="'holiday' is not a valid DayKind"):
        local_days({"2026-03-03": "holiday"})


def test_of_two_lines_for_one_day_the_later_counts(calendar: Calendar) -> None:
    off, work = (DayMark(D("2026-03-03"), kind, "x") for kind in (DayKind.OFF, DayKind.WORK))
    assert Calendar.of("v", [2026], [off, work]).is_working_day(off.date)
    assert not Calendar.of("v", [2026], [work, off]).is_working_day(off.date)


def test_the_digest_of_a_table_is_that_of_its_lines_in_canonical_json() -> None:
    lines = [
        DayMark(D("2026-03-08"), DayKind.WORK, "下午停办业务", dt.time(12, 30)),
        DayMark(D("2026-01-01"), DayKind.OFF, "元旦"),
    ]
    text = '[["2026-01-01","off","元旦",null],["2026-03-08","work","下午停办业务","12:30"]]'
    assert content_hash(lines) == hashlib.sha256(text.encode()).hexdigest()
