"""The small values of the calendar: what a day is, and what a computed date consists of."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

SATURDAY = 5
WEEKDAYS = "一二三四五六日"

#: Stands behind every explanation that rests on no official table.
PROVISIONAL = "（暂定）"


class DayKind(StrEnum):
    """What an official table says of a day it names."""

    OFF = "off"
    WORK = "work"


class Unit(StrEnum):
    """What a limit counts: working days (工作日) or calendar days (自然日)."""

    WORKING = "wd"
    CALENDAR = "cd"


@dataclass(frozen=True, slots=True)
class DayMark:
    """One line of a table: this day is off or worked, and why.

    ``closes`` is the end of business of a day with a half-day closure; such a day still counts whole.
    """

    date: dt.date
    kind: DayKind
    why: str
    closes: dt.time | None = None


@dataclass(frozen=True, slots=True)
class DayInfo:
    """One day explained: whether it is ``counted`` in a limit, why (in Chinese), and whether an official
    table says so or only the weekday rule.
    """

    date: dt.date
    counted: bool
    why: str
    official: bool


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a limit of ``count`` days from ``start``, with every day between them explained.

    ``days`` runs in calendar order, without the day of the event. ``provisional`` (暂定): a day it rests on
    lies in a year without an official table. ``nominal`` is the day before a roll, else equal to ``date``.
    """

    date: dt.date
    provisional: bool
    calendar_version: str
    days: tuple[DayInfo, ...]
    start: dt.date
    count: int
    nominal: dt.date
    unit: Unit = Unit.WORKING


@dataclass(frozen=True, slots=True)
class Span:
    """The working days from ``start`` (not counted) to ``end``; negative when ``end`` is the earlier day."""

    start: dt.date
    end: dt.date
    working_days: int
    provisional: bool
    calendar_version: str
    days: tuple[DayInfo, ...]


def local_days(days: Mapping[str, str]) -> tuple[DayMark, ...]:
    """The days of a rule file (ISO date → ``off`` or ``work``) as table lines. Raises ValueError."""
    words = {DayKind.OFF: "本地放假", DayKind.WORK: "本地上班"}
    return tuple(
        DayMark(dt.date.fromisoformat(day), DayKind(kind), words[DayKind(kind)]) for day, kind in days.items()
    )
