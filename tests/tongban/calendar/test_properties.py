"""What holds for every start and every number of days."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tongban.calendar.official import official_calendar

CALENDAR = official_calendar()
DAYS = st.dates(dt.date(2003, 1, 1), dt.date(2029, 12, 31))
COUNTS = st.integers(-400, 400)


@given(start=DAYS, n=COUNTS)
def test_adding_and_counting_are_inverse(start: dt.date, n: int) -> None:
    assert CALENDAR.working_days_between(start, CALENDAR.add_working_days(start, n).date) == n


@given(start=DAYS, n=COUNTS)
def test_counting_as_a_span_says_the_same(start: dt.date, n: int) -> None:
    due = CALENDAR.add_working_days(start, n)
    span = CALENDAR.span(start, due.date)
    assert (span.working_days, span.days, span.provisional) == (n, due.days, due.provisional)


@given(start=DAYS, n=COUNTS)
def test_a_later_start_or_more_days_never_end_earlier(start: dt.date, n: int) -> None:
    due = CALENDAR.add_working_days(start, n).date
    assert CALENDAR.add_working_days(start, n + 1).date > due
    if n:
        assert CALENDAR.add_working_days(start + dt.timedelta(days=1), n).date >= due


@given(start=DAYS, n=st.integers(1, 400))
def test_a_limit_ends_on_a_working_day_after_its_start(start: dt.date, n: int) -> None:
    due = CALENDAR.add_working_days(start, n)
    assert due.date > start
    assert CALENDAR.is_working_day(due.date)
    assert len(due.days) == (due.date - start).days


@given(start=DAYS, n=COUNTS)
def test_provisional_exactly_when_a_year_without_a_table_is_touched(start: dt.date, n: int) -> None:
    due = CALENDAR.add_working_days(start, n)
    touched = {day.date.year for day in due.days} or {start.year}
    assert due.provisional == bool(touched - CALENDAR.years)


@given(a=DAYS, b=DAYS, c=DAYS)
def test_counts_of_neighbouring_spans_add_up(a: dt.date, b: dt.date, c: dt.date) -> None:
    a, b, c = sorted((a, b, c))
    between = CALENDAR.working_days_between
    assert between(a, c) == between(a, b) + between(b, c)


@given(start=DAYS, n=st.integers(1, 400))
def test_calendar_days_roll_forward_to_the_first_working_day(start: dt.date, n: int) -> None:
    due = CALENDAR.add_calendar_days(start, n)
    assert due.nominal == start + dt.timedelta(days=n)
    assert CALENDAR.is_working_day(due.date)
    assert CALENDAR.working_days_between(due.nominal, due.date) == (due.date != due.nominal)
