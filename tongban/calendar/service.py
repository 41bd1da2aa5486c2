"""The calendars of the database: the one in force for a place, imports with their trace, what is missing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from tongban.calendar.arithmetic import Calendar
from tongban.calendar.cache import CACHE, CalendarCache, Head
from tongban.calendar.days import DayMark, local_days
from tongban.calendar.models import CalendarDay, CalendarYear
from tongban.canonical import canonical, sha256_hex
from tongban.clock import local
from tongban.regions.codes import NATION

if TYPE_CHECKING:
    from tongban.rules.ruleset import Rules

#: The notice for the next year comes out in October to December; from here on its absence is told.
WARN_FROM_MONTH = 10


class CalendarService:
    """Calendars by place. Reads only; imports go through ``import_years``, which leaves a trace."""

    def __init__(self, session: Session, cache: CalendarCache = CACHE) -> None:
        self.session = session
        self._cache = cache

    def for_region(self, code_chain: Sequence[str] = ()) -> Calendar:
        """The calendar of a place. ``code_chain`` leads from the nation to the place; the nearest table wins.

        The nation's years make a year official; a region's table only changes days. Cached by the versions in
        force, so that an import in any process is seen by the next call.
        """
        heads = self._heads([NATION, *(code for code in code_chain if code != NATION)])
        return self._cache.get(heads, self._load)

    def for_rules(self, rules: "Rules") -> Calendar:
        """The calendar of the region that the rules belong to, with the days its rule files change on top.

        With pinned rules a running thing keeps those days, while official years are always the present ones.
        """
        calendar = self.for_region(rules.chain)
        return calendar.overlaid(local_days(rules.value("clock.calendar")))

    def years(self, region_code: str = NATION) -> tuple[int, ...]:
        """The years that the nation, or a region's own table, has lines for."""
        return tuple(head.year for head in self._heads([region_code]))

    def table(self, region_code: str = NATION, year: int | None = None) -> tuple[DayMark, ...]:
        """The lines in force of the nation or of a region's own table, of one year or of all."""
        heads = [head for head in self._heads([region_code]) if year in (None, head.year)]
        marks = self._marks(heads)
        return tuple(mark for head in heads for mark in marks[head.id])

    def history(self, region_code: str, year: int) -> tuple[CalendarYear, ...]:
        """Every version of a year, the first one first."""
        query = select(CalendarYear).filter_by(region_code=region_code, year=year)
        return tuple(self.session.scalars(query.order_by(CalendarYear.version)))

    def years_missing(self, now: dt.datetime) -> tuple[int, ...]:
        """Years whose official table should be here at ``now``: this one, and from October on the next."""
        today = local(now).date()
        wanted = [today.year] + ([today.year + 1] if today.month >= WARN_FROM_MONTH else [])
        known = self.years()
        return tuple(year for year in wanted if year not in known)

    def warning(self, now: dt.datetime) -> str | None:
        """What the operator is told when an official table is missing, or None."""
        missing = self.years_missing(now)
        if not missing:
            return None
        years = "、".join(f"{year} 年" for year in missing)
        return f"还没有 {years}的官方节假日安排，落在其中的期限都是暂定的。通知公布后，请导入日历。"

    def _heads(self, chain: Sequence[str]) -> tuple[Head, ...]:
        columns = (
            CalendarYear.id,
            CalendarYear.region_code,
            CalendarYear.year,
            CalendarYear.version,
            CalendarYear.content_hash,
        )
        query = select(*columns).where(CalendarYear.region_code.in_(chain)).order_by(CalendarYear.version)
        newest = {(row.region_code, row.year): Head(*row) for row in self.session.execute(query)}
        return tuple(sorted(newest.values(), key=lambda head: (chain.index(head.region_code), head.year)))

    def _marks(self, heads: Sequence[Head]) -> Mapping[int, list[DayMark]]:
        query = select(CalendarDay).where(CalendarDay.year_id.in_([head.id for head in heads]))
        marks: defaultdict[int, list[DayMark]] = defaultdict(list)
        for day in self.session.scalars(query.order_by(CalendarDay.date)):
            marks[day.year_id].append(day.mark())
        return marks

    def _load(self, heads: Sequence[Head]) -> Calendar:
        marks = self._marks(heads)
        years = [head.year for head in heads if head.region_code == NATION]
        lines = [mark for head in heads for mark in marks[head.id]]
        return Calendar.of(_version_name(heads), years, lines)


def _version_name(heads: Sequence[Head]) -> str:
    """Stored with every computed date: the last official year, its version, and a digest of all of it."""
    last = max((head for head in heads if head.region_code == NATION), key=lambda h: h.year, default=None)
    digest = sha256_hex(canonical([list(head[1:]) for head in heads]))[:12]
    return f"{last.year}.{last.version}-{digest}" if last else f"0.0-{digest}"
