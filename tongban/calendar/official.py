"""The official years that come with the product, read from the tables of the library chinesecalendar.

Its functions raise beyond their last year, so only its data is used; later years are imported as files.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version

from chinese_calendar.constants import Holiday, holidays, workdays

from tongban.calendar.arithmetic import Calendar
from tongban.calendar.days import DayKind, DayMark

#: The State Council's notices write these three with 节.
_FULL_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


def official_source() -> str:
    """Where the bundled years come from, as the tables name it."""
    return f"chinesecalendar {version('chinesecalendar')}"


@cache
def official_years() -> Mapping[int, tuple[DayMark, ...]]:
    """Year → its days off and make-up workdays, in calendar order."""
    years: defaultdict[int, list[DayMark]] = defaultdict(list)
    for day, name in holidays.items():
        years[day.year].append(DayMark(day, DayKind.OFF, _chinese(name)))
    for day, name in workdays.items():
        years[day.year].append(DayMark(day, DayKind.WORK, f"调休上班（{_chinese(name)}）"))
    return {year: tuple(sorted(marks, key=lambda m: m.date)) for year, marks in sorted(years.items())}


@cache
def official_calendar() -> Calendar:
    """The national calendar as bundled, without a database."""
    years = official_years()
    marks: list[DayMark] = [mark for year in years.values() for mark in year]
    return Calendar.of(official_source(), years, marks)


def _chinese(name: str) -> str:
    chinese: str = Holiday(name).chinese
    return _FULL_NAMES.get(chinese, chinese)
