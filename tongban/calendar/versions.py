"""What an import changes: the difference of two versions of a year, and the report of a whole file."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tongban.calendar.days import DayKind, DayMark
from tongban.calendar.provisional import EXPECTED_OFF
from tongban.regions.codes import NATION


@dataclass(frozen=True, slots=True)
class YearChange:
    """What becomes of one year: ``version`` is the one in force afterwards, ``previous`` the one before."""

    year: int
    version: int
    previous: int | None
    added: tuple[DayMark, ...]
    removed: tuple[DayMark, ...]
    changed: tuple[tuple[DayMark, DayMark], ...]

    @property
    def unchanged(self) -> bool:
        """The file says what is in force already; no new version was made."""
        return self.version == self.previous


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with ``dry_run`` would do."""

    region_code: str
    source: str
    years: tuple[YearChange, ...]
    warnings: tuple[str, ...]
    dry_run: bool

    @property
    def changed_years(self) -> tuple[int, ...]:
        """The years that got a new version."""
        return tuple(change.year for change in self.years if not change.unchanged)


def compare(
    year: int, old: Sequence[DayMark] | None, new: Sequence[DayMark], previous: int | None
) -> YearChange:
    """The difference between the version in force (None: there is none) and a new table of the year."""
    before = {mark.date: mark for mark in old or ()}
    after = {mark.date: mark for mark in new}
    same = old is not None and before == after
    return YearChange(
        year=year,
        version=previous if same and previous else (previous or 0) + 1,
        previous=previous,
        added=tuple(after[day] for day in _only(after, before)),
        removed=tuple(before[day] for day in _only(before, after)),
        changed=tuple(
            (before[day], after[day])
            for day in sorted(before.keys() & after.keys())
            if before[day] != after[day]
        ),
    )


def _only(these: dict[dt.date, DayMark], not_those: dict[dt.date, DayMark]) -> list[dt.date]:
    return sorted(these.keys() - not_those.keys())


def doubts(region_code: str, year: int, marks: Sequence[DayMark]) -> list[str]:
    """Warnings about a table that does not look whole. A region's table only names differences: no doubts."""
    if region_code != NATION:
        return []
    off = {(m.date.month, m.date.day) for m in marks if m.kind is DayKind.OFF}
    missing = [f"{month}月{day}日" for month, day in EXPECTED_OFF if (month, day) not in off]
    if not missing:
        return []
    days = "、".join(missing)
    return [f"{year} 年的表里 {days} 没有列为放假。表不完整，期限就会算错；请核对国务院办公厅的通知。"]
