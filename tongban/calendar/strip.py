"""The day strip: a limit drawn as one square per calendar day, each saying why it counts or not."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from tongban.calendar.arithmetic import Calendar
from tongban.calendar.days import SATURDAY, WEEKDAYS, DayInfo, Due, Unit
from tongban.calendar.instants import DEFAULT_DAY_END
from tongban.calendar.pauses import Pause, add_running_days, pause_on
from tongban.calendar.strip_text import LEGEND, day_words, first_words, strip_parts
from tongban.clock import local

#: Squares that fit one line of a list on a phone; fewer when it also says how many are left out.
SHORT = 22
SHORT_CUT = 16


class SquareState(StrEnum):
    """What a square shows; a day may be today and provisional besides."""

    COUNTED = "counted"
    OFF = "off"
    MAKEUP = "makeup"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Square:
    """One calendar day. ``used``: it counts and is over; ``last``: the limit ends on it."""

    date: dt.date
    state: SquareState
    why: str
    used: bool = False
    today: bool = False
    provisional: bool = False
    last: bool = False

    @property
    def weekday(self) -> str:
        """One character, 一 to 日."""
        return WEEKDAYS[self.date.weekday()]

    @property
    def marks(self) -> tuple[str, ...]:
        """All states of the square as words for style sheets and legends."""
        flags = {"used": self.used, "today": self.today, "provisional": self.provisional, "last": self.last}
        return (self.state.value, *(name for name, on in flags.items() if on))


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A look of squares and what it means."""

    marks: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Window:
    """The squares of the short form, and how many days before and after them are left out."""

    before: int
    squares: tuple[Square, ...]
    after: int


@dataclass(frozen=True, slots=True)
class DayStrip:
    """A limit at one moment. ``due`` is None while a pause without an end makes the last day unknown.

    ``used`` counts the days that are over; ``overdue`` the working days since the last one, None if in time.
    """

    start: dt.date
    squares: tuple[Square, ...]
    used: int
    total: int
    unit: Unit
    paused: int
    due: dt.date | None
    day_end: str
    provisional: bool
    overdue: int | None
    ended: dt.date | None
    today: dt.date

    @property
    def text(self) -> str:
        """The strip in words, for screen readers, print and e-mail."""
        return " · ".join(self.parts)

    @property
    def parts(self) -> tuple[str, ...]:
        """The pieces of the text, none of which should be broken over two lines."""
        return strip_parts(self)

    @property
    def first_words(self) -> str:
        """From which day the limit runs, in a sentence."""
        return first_words(self)

    @property
    def legend(self) -> tuple[LegendEntry, ...]:
        """The looks that occur in this strip, with their meaning."""
        seen = {self._key(square.marks) for square in self.squares}
        flags = {mark for square in self.squares for mark in square.marks}
        return tuple(
            LegendEntry(marks, words)
            for marks, words in LEGEND
            if (marks[-1] in flags if marks[-1] in ("today", "provisional") else marks in seen)
        )

    @staticmethod
    def _key(marks: tuple[str, ...]) -> tuple[str, ...]:
        if marks[0] != SquareState.COUNTED.value:
            return marks[:1]
        return tuple(mark for mark in marks if mark in ("counted", "used"))

    def window(self) -> Window:
        """All squares when they fit one line, else those around today, or around the end nearer to it."""
        squares = self.squares
        if len(squares) <= SHORT:
            return Window(0, squares, 0)
        past = sum(square.date < self.today for square in squares)
        before = min(max(0, past - SHORT_CUT // 3), len(squares) - SHORT_CUT)
        shown = squares[before : before + SHORT_CUT]
        return Window(before, shown, len(squares) - before - len(shown))


def strip_of_due(
    calendar: Calendar,
    due: Due,
    now: dt.datetime,
    *,
    day_end: str = DEFAULT_DAY_END,
    pauses: Sequence[Pause] = (),
    ended: dt.datetime | None = None,
) -> DayStrip:
    """The strip of a computed limit at ``now``; ``ended`` is the instant at which it was met, if it was.

    Raises ValueError for a limit that counts backwards and for an instant without an offset.
    """
    if due.count < 0:
        raise ValueError("a strip runs forwards")
    moment = ended or now
    deadline = calendar.deadline_instant(due.date, day_end)
    squares = tuple(_squares(calendar, due, moment, day_end, pauses, ended is not None))
    today = local(moment).date()
    return DayStrip(
        start=due.start,
        squares=squares,
        used=sum(square.used for square in squares),
        total=due.count,
        unit=due.unit,
        paused=sum(s.state is SquareState.PAUSED and s.date <= today for s in squares),
        due=due.date,
        day_end=_closing_words(due.date, deadline),
        provisional=due.provisional,
        overdue=None if moment < deadline else calendar.working_days_between(due.date, max(today, due.date)),
        ended=local(ended).date() if ended else None,
        today=today,
    )


def strip_of_pauses(
    calendar: Calendar,
    start: dt.date,
    n: int,
    pauses: Sequence[Pause],
    now: dt.datetime,
    *,
    day_end: str = DEFAULT_DAY_END,
    ended: dt.datetime | None = None,
) -> DayStrip:
    """The strip of ``n`` working days from ``start`` with pauses, of which one may still be open.

    While one is, the squares end today and there is no last day.
    """
    today = local(ended or now).date()
    closed = [_closed(pause, today) for pause in pauses]
    strip = strip_of_due(
        calendar,
        add_running_days(calendar, start, n, closed),
        now,
        day_end=day_end,
        pauses=closed,
        ended=ended,
    )
    pause = pause_on([pause for pause in pauses if pause.end is None], today)
    if ended or pause is None or strip.due is None or strip.due <= pause.start:
        return strip
    past = tuple(square for square in strip.squares if square.date <= today)
    return replace(strip, squares=past, due=None, provisional=False)


def _closed(pause: Pause, today: dt.date) -> Pause:
    if pause.end is not None:
        return pause
    return replace(pause, end=max(today, pause.start) + dt.timedelta(days=1))


def _squares(
    calendar: Calendar,
    due: Due,
    moment: dt.datetime,
    day_end: str,
    pauses: Sequence[Pause],
    ended: bool,
) -> Iterator[Square]:
    today = local(moment).date()
    index = 0
    for info in due.days:
        index += info.counted
        last = info.date == due.date
        over = info.date <= today if ended else moment >= calendar.deadline_instant(info.date, day_end)
        yield Square(
            date=info.date,
            state=_state(info, due.unit, pauses),
            why=day_words(info, index, due.unit, last=last, today=info.date == today and not ended),
            used=info.counted and over,
            today=info.date == today and not ended,
            provisional=not info.official,
            last=last,
        )


def _state(info: DayInfo, unit: Unit, pauses: Sequence[Pause]) -> SquareState:
    if not info.counted:
        return SquareState.PAUSED if pause_on(pauses, info.date) else SquareState.OFF
    weekend = info.date.weekday() >= SATURDAY
    return SquareState.MAKEUP if weekend and unit is Unit.WORKING else SquareState.COUNTED


def _closing_words(day: dt.date, deadline: dt.datetime) -> str:
    closing = local(deadline)
    return f"{closing:%H:%M}" if closing.date() == day else "24:00"
