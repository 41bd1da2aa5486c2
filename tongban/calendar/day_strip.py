"""The day strip as it is drawn and said: its squares, and what it says in words."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from tongban.calendar.days import PROVISIONAL, WEEKDAYS, Unit
from tongban.calendar.strip_text import LEGEND, UNIT_WORDS, date_words, late_words

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
        used = f"已用 {self.used}/{self.total} {UNIT_WORDS[self.unit]}"
        parts = [used if self.total else "当日"]
        if self.paused:
            parts.append(f"暂停 {self.paused} 天")
        parts.extend(self._ending())
        return tuple(parts)

    @property
    def first_words(self) -> str:
        """From which day the limit runs: the question asked most often."""
        return f"{date_words(self.start, self.today)}为起算日，当日不计，从次日起算。"

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

    def _ending(self) -> list[str]:
        if self.due is None:
            return [f"暂停中，恢复后还有 {self.total - self.used} {UNIT_WORDS[self.unit]}"]
        late = [] if self.overdue is None else [late_words(self.overdue)]
        if self.ended is not None:
            return [*late, f"{date_words(self.ended, self.today)}完成"]
        until = f"{date_words(self.due, self.today)} {self.day_end} "
        until += "到期" if late else "前"
        return [*late, until + (PROVISIONAL if self.provisional else "")]
