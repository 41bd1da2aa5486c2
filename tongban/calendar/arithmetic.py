"""Working-day arithmetic over one immutable calendar. Pure: no clock, no database."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tongban.calendar.days import PROVISIONAL, SATURDAY, DayInfo, DayKind, DayMark, Due, Span, Unit
from tongban.calendar.hashing import content_hash
from tongban.calendar.instants import DEFAULT_DAY_END, deadline_instant, parse_day_end
from tongban.calendar.provisional import statutory_name
from tongban.clock import local

#: No limit of the field comes near this; a larger number is a slip of the finger.
MAX_DAYS = 10_000

_ONE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days off and worked of one place. ``years``: those with an official table; beyond them days are
    worked out by weekday and marked provisional, never refused. Two calendars of one version are equal.
    """

    version: str
    years: frozenset[int]
    marks: Mapping[dt.date, DayMark] = field(repr=False, compare=False)

    @classmethod
    def of(cls, version: str, years: Iterable[int], marks: Iterable[DayMark]) -> "Calendar":
        """A calendar from table lines; of two lines for one day the later one counts (the nearer place)."""
        return cls(version, frozenset(years), MappingProxyType({mark.date: mark for mark in marks}))

    def overlaid(self, marks: Iterable[DayMark]) -> "Calendar":
        """This calendar with further days off or worked on top, such as those of a rule file.

        The years stay as official as they were. Without any lines it is this calendar itself.
        """
        lines = list(marks)
        if not lines:
            return self
        version = f"{self.version}+{content_hash(lines)[:12]}"
        return Calendar.of(version, self.years, [*self.marks.values(), *lines])

    def explain(self, day: dt.date) -> DayInfo:
        """Whether the day counts as a working day, and why, in Chinese."""
        official = self.is_official(day)
        counted, why = self._judge(day, official)
        return DayInfo(day, counted, why if official else why + PROVISIONAL, official)

    def _judge(self, day: dt.date, official: bool) -> tuple[bool, str]:
        mark = self.marks.get(day)
        if mark is not None:
            return mark.kind is DayKind.WORK, mark.why
        holiday = None if official else statutory_name(day)
        if holiday is not None:
            return False, holiday
        if day.weekday() >= SATURDAY:
            return False, "周末"
        return True, "工作日"

    def is_working_day(self, day: dt.date) -> bool:
        """Whether the day counts in a limit of working days."""
        return self._judge(day, self.is_official(day))[0]

    def is_official(self, day: dt.date) -> bool:
        """Whether the day lies in a year with an official table."""
        return day.year in self.years

    def add_working_days(self, start: dt.date, n: int) -> Due:
        """The n-th working day after ``start``; the day of the event is not counted (民法典 201).

        A negative ``n`` counts backwards, 0 gives ``start`` itself, also when that is a day off.
        Raises ValueError beyond ``MAX_DAYS``.
        """
        _check_count(n)
        step = _ONE if n > 0 else -_ONE
        days: list[DayInfo] = []
        day, left = start, abs(n)
        while left:
            day += step
            days.append(self.explain(day))
            left -= days[-1].counted
        return self._due(start, n, day, days)

    def _due(self, start: dt.date, n: int, last: dt.date, days: list[DayInfo]) -> Due:
        provisional = not all(info.official for info in days or [self.explain(last)])
        ordered = tuple(sorted(days, key=lambda info: info.date))
        return Due(last, provisional, self.version, ordered, start=start, count=n, nominal=last)

    def span(self, start: dt.date, end: dt.date) -> Span:
        """The working days between two days, each day explained; see ``working_days_between``."""
        step = _ONE if end >= start else -_ONE
        days = [self.explain(start + step * i) for i in range(1, abs((end - start).days) + 1)]
        count = sum(info.counted for info in days)
        provisional = not all(info.official for info in days or [self.explain(start)])
        days.sort(key=lambda info: info.date)
        signed = count if end >= start else -count
        return Span(start, end, signed, provisional, self.version, tuple(days))

    def working_days_between(self, start: dt.date, end: dt.date) -> int:
        """How many working days come after ``start`` up to and with ``end``.

        The inverse of ``add_working_days``. Negative when ``end`` is earlier; then the days before ``start``
        down to and with ``end`` are counted.
        """
        step = 1 if end >= start else -1
        ordinals = range(start.toordinal() + step, end.toordinal() + step, step)
        return step * sum(self.is_working_day(dt.date.fromordinal(i)) for i in ordinals)

    def add_calendar_days(self, start: dt.date, n: int, *, roll: bool = True) -> Due:
        """The n-th calendar day after ``start``; a last day that is off moves to the next working day.

        民法典 203. Every day up to the nominal one counts, those of the roll do not. Counting backwards the
        roll goes backwards too, so that a notice "n days ahead" never gets shorter. It is provisional only
        when the roll rests on a year without a table. Raises ValueError beyond ``MAX_DAYS``.
        """
        _check_count(n)
        step = _ONE if n > 0 else -_ONE
        nominal = last = start + dt.timedelta(days=n)
        while roll and n and not self.is_working_day(last):
            last += step
        span = abs((last - start).days)
        days = [self._calendar_day(start + step * i, i, abs(n), span) for i in range(1, span + 1)]
        decisive = [info for info in days if abs((info.date - start).days) >= abs(n)] if roll else []
        return Due(
            last,
            not all(info.official for info in decisive),
            self.version,
            tuple(sorted(days, key=lambda info: info.date)),
            start=start,
            count=n,
            nominal=nominal,
            unit=Unit.CALENDAR,
        )

    def _calendar_day(self, day: dt.date, index: int, count: int, span: int) -> DayInfo:
        official = self.is_official(day)
        works, why = self._judge(day, official)
        if index > count:
            why += "，期限顺延" if index < span else "，期限顺延到这一天"
        elif not works:
            why += "，按自然日计入"
        return DayInfo(day, index <= count, why if official else why + PROVISIONAL, official)

    def next_working_day(self, day: dt.date) -> dt.date:
        """The first working day after ``day``."""
        return self.add_working_days(day, 1).date

    def deadline_instant(self, day: dt.date, day_end: str = DEFAULT_DAY_END) -> dt.datetime:
        """As ``instants.deadline_instant``, but a half-day closure ends that day earlier.

        Where a region counts to 24:00 business hours do not matter, and neither does the closure.
        """
        closing, mark = parse_day_end(day_end), self.marks.get(day)
        if closing is None or mark is None or mark.closes is None:
            return deadline_instant(day, day_end)
        return deadline_instant(day, min(closing, mark.closes).strftime("%H:%M"))

    def received_day(
        self, instant: dt.datetime, day_end: str = DEFAULT_DAY_END, *, roll: bool = True
    ) -> dt.date:
        """The day something counts as received. With ``roll``, what comes on a day off or not before close of
        business counts as received on the next working day (a regional choice). Raises ValueError for a
        datetime without an offset.
        """
        day = local(instant).date()
        if not roll:
            return day
        if self.is_working_day(day) and instant < self.deadline_instant(day, day_end):
            return day
        return self.next_working_day(day)


def _check_count(n: int) -> None:
    if abs(n) > MAX_DAYS:
        raise ValueError(f"a limit of more than {MAX_DAYS} days")
