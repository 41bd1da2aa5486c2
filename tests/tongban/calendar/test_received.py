"""R11: does day one count? When something counts as received, and limits of calendar days."""

import datetime as dt

import pytest

from tongban.calendar import Calendar, DayKind, DayMark, Unit, deadline_instant
from tongban.clock import TZ

D = dt.date.fromisoformat


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=TZ).astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("moment", "received", "why"),
    [
        ("2026-03-02 16:59:00", "2026-03-02", "in business hours"),
        ("2026-03-02 17:29:59.999999", "2026-03-02", "the last instant before the close"),
        ("2026-03-02 17:30:00", "2026-03-03", "at the close is not before it"),
        ("2026-03-02 17:31:00", "2026-03-03", "after hours"),
        ("2026-03-02 23:59:59", "2026-03-03", "late in the evening"),
        ("2026-03-07 10:00:00", "2026-03-09", "a Saturday"),
        ("2026-09-19 10:00:00", "2026-09-20", "a Saturday before a Sunday that is worked"),
        ("2026-09-20 10:00:00", "2026-09-20", "a Sunday that is worked"),
        ("2026-09-30 18:00:00", "2026-10-08", "the evening before the holiday"),
    ],
)
def test_the_day_of_receipt(calendar: Calendar, moment: str, received: str, why: str) -> None:
    assert calendar.received_day(at(moment)) == D(received), why


def test_a_region_may_take_the_day_as_it_is(calendar: Calendar) -> None:
    assert calendar.received_day(at("2026-03-07 23:59:59"), roll=False) == D("2026-03-07")
    assert calendar.received_day(at("2026-03-02 23:59:59"), "24:00") == D("2026-03-02")


def test_five_working_days_differ_from_five_calendar_days(calendar: Calendar) -> None:
    received = calendar.received_day(at("2026-03-02 17:31:00"))
    assert calendar.add_working_days(received, 5).date == D("2026-03-10")
    assert calendar.add_calendar_days(received, 5).date == D("2026-03-09"), "8 March is a Sunday"


def test_calendar_days_that_end_on_a_day_off_move_to_the_next_working_day(calendar: Calendar) -> None:
    due = calendar.add_calendar_days(D("2026-09-18"), 15)
    assert (due.nominal, due.date, due.unit) == (D("2026-10-03"), D("2026-10-08"), Unit.CALENDAR)
    assert sum(day.counted for day in due.days) == 15
    words = {day.date: day.why for day in due.days}
    assert words[D("2026-10-03")] == "国庆节，按自然日计入"
    assert words[D("2026-10-04")] == "国庆节，期限顺延"
    assert words[D("2026-10-08")] == "工作日，期限顺延到这一天"


def test_without_the_rule_they_stay(calendar: Calendar) -> None:
    assert calendar.add_calendar_days(D("2026-09-18"), 15, roll=False).date == D("2026-10-03")
    assert not calendar.add_calendar_days(D("2026-12-21"), 15, roll=False).provisional


def test_a_roll_into_a_year_without_a_table_is_provisional(calendar: Calendar) -> None:
    assert calendar.add_calendar_days(D("2026-12-21"), 15).provisional
    assert not calendar.add_calendar_days(D("2026-12-21"), 10).provisional


def test_backwards_a_notice_ahead_never_gets_shorter(calendar: Calendar) -> None:
    due = calendar.add_calendar_days(D("2026-10-10"), -7)
    assert (due.nominal, due.date) == (D("2026-10-03"), D("2026-09-30"))


def test_nothing_to_count_stays_on_the_day_even_if_it_is_off(calendar: Calendar) -> None:
    assert calendar.add_calendar_days(D("2026-10-03"), 0).date == D("2026-10-03")


def test_the_last_instant_is_the_close_of_business_or_midnight() -> None:
    assert deadline_instant(D("2026-12-15")) == dt.datetime(2026, 12, 15, 9, 30, tzinfo=dt.UTC)
    assert deadline_instant(D("2026-12-15"), "24:00") == dt.datetime(2026, 12, 15, 16, 0, tzinfo=dt.UTC)


def test_an_instant_is_kept_in_utc() -> None:
    assert deadline_instant(D("2026-12-15")).tzinfo is dt.UTC


def test_old_summer_time_is_kept() -> None:
    assert deadline_instant(D("1988-07-01")) == dt.datetime(1988, 7, 1, 8, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize("day_end", ["", "17", "25:00", "24:01", "17:60", "１７:30", "17:30\n", "-1:00"])
def test_a_wrong_close_of_business_is_refused(day_end: str) -> None:
    with pytest.raises(ValueError, match="not a time"):
        deadline_instant(D("2026-12-15"), day_end)


def test_a_half_day_closure_ends_that_day_earlier_but_the_day_counts(calendar: Calendar) -> None:
    half = calendar.overlaid([DayMark(D("2026-03-02"), DayKind.WORK, "下午停办业务", dt.time(12))])
    assert half.is_working_day(D("2026-03-02"))
    assert half.deadline_instant(D("2026-03-02")) == deadline_instant(D("2026-03-02"), "12:00")
    assert half.deadline_instant(D("2026-03-02"), "24:00") == deadline_instant(D("2026-03-02"), "24:00")
    assert half.received_day(at("2026-03-02 12:00:00")) == D("2026-03-03")
    assert half.received_day(at("2026-03-02 11:59:00")) == D("2026-03-02")


def test_an_hour_after_the_close_of_business_closes_nothing(calendar: Calendar) -> None:
    late = calendar.overlaid([DayMark(D("2026-03-02"), DayKind.WORK, "延时服务", dt.time(18, 30))])
    assert late.deadline_instant(D("2026-03-02")) == deadline_instant(D("2026-03-02"), "17:30")
    assert late.deadline_instant(D("2026-03-02"), "20:00") == deadline_instant(D("2026-03-02"), "18:30")
    assert late.deadline_instant(D("2026-03-03"), "20:00") == deadline_instant(D("2026-03-03"), "20:00")


def test_rolled_days_say_that_they_are_provisional(calendar: Calendar) -> None:
    words = {day.date: day.why for day in calendar.add_calendar_days(D("2026-12-28"), 4).days}
    assert words[D("2027-01-01")] == "元旦，按自然日计入（暂定）"
    assert words[D("2027-01-02")] == "周末，期限顺延（暂定）"
    assert words[D("2027-01-04")] == "工作日，期限顺延到这一天（暂定）"
    assert words[D("2026-12-31")] == "工作日"


def test_backwards_the_roll_is_told_too(calendar: Calendar) -> None:
    due = calendar.add_calendar_days(D("2026-10-10"), -7)
    assert [day.date.day for day in due.days] == [30, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert [day.counted for day in due.days] == [False] * 3 + [True] * 7
    assert due.days[0].why == "工作日，期限顺延到这一天"
    assert due.days[1].why == "国庆节，期限顺延"
    assert due.days[3].why == "国庆节，按自然日计入"


def test_a_last_day_that_is_worked_decides_alone_whether_it_is_provisional(calendar: Calendar) -> None:
    assert calendar.add_calendar_days(D("2026-12-21"), 14).provisional is True
    assert calendar.add_calendar_days(D("2027-01-11"), -11, roll=False).provisional is False
    assert calendar.add_calendar_days(D("2027-01-11"), -11).date == D("2026-12-31")
    assert calendar.add_calendar_days(D("2027-01-11"), -11).provisional is False


def test_a_moment_without_an_offset_is_refused(calendar: Calendar) -> None:
    with pytest.raises(ValueError, match="offset"):
        calendar.received_day(dt.datetime(2026, 3, 2, 9))  # noqa: DTZ001 - the very thing refused
