"""Imports: a new version of a year, with its trace. A year is never edited, only replaced."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tongban.calendar.days import DayMark
from tongban.calendar.hashing import content_hash
from tongban.calendar.models import CalendarDay, CalendarYear
from tongban.calendar.official import official_source, official_years
from tongban.calendar.service import CalendarService
from tongban.calendar.versions import ImportReport, YearChange, compare, doubts
from tongban.regions.codes import NATION
from tongban.work import Work


def import_years(
    work: Work,
    marks: Iterable[DayMark],
    *,
    source: str,
    region_code: str = NATION,
    dry_run: bool = False,
) -> ImportReport:
    """Make the given lines the table in force of every year they touch, and report what changes.

    A year is replaced whole: a line left out is withdrawn. What changes becomes a new version with an audit
    event; a year that says the same as before is left alone. With ``dry_run`` nothing is written. Of two
    imports at the same moment the later one raises IntegrityError and is to be tried again.
    """
    tables: defaultdict[int, list[DayMark]] = defaultdict(list)
    for mark in marks:
        tables[mark.date.year].append(mark)
    changes, warnings = [], []
    for year, table in sorted(tables.items()):
        change = import_year(work, year, table, source=source, region_code=region_code, dry_run=dry_run)
        changes.append(change)
        warnings += doubts(region_code, year, table)
    return ImportReport(region_code, source, tuple(changes), tuple(warnings), dry_run)


def import_year(
    work: Work,
    year: int,
    marks: Sequence[DayMark],
    *,
    source: str,
    region_code: str = NATION,
    dry_run: bool = False,
) -> YearChange:
    """One year of ``import_years``; without lines a region's changes to that year are withdrawn.

    Raises ValueError for a line of another year, and for an empty table of the nation.
    """
    if region_code == NATION and not marks:
        raise ValueError("a year of the nation without any day off")
    if any(mark.date.year != year for mark in marks):
        raise ValueError("a line belongs to another year")
    versions = CalendarService(work.session).history(region_code, year)
    current = versions[-1] if versions else None
    old = current.marks() if current else None
    change = compare(year, old, marks, current.version if current else None)
    if not change.unchanged and not dry_run:
        _store(work, change, marks, source, region_code, current)
    return change


def _store(
    work: Work,
    change: YearChange,
    marks: Sequence[DayMark],
    source: str,
    region_code: str,
    previous: CalendarYear | None,
) -> None:
    row = CalendarYear(
        region_code=region_code,
        year=change.year,
        version=change.version,
        source=source,
        imported_at=work.now,
        imported_by=work.actor.label,
        content_hash=content_hash(marks),
        days=[CalendarDay.of(mark) for mark in marks],
    )
    work.add([row])
    public = {
        "year": change.year,
        "version": change.version,
        "source": source,
        "content_hash": row.content_hash,
        "previous_hash": previous.content_hash if previous else None,
        "added": len(change.added),
        "removed": len(change.removed),
        "changed": len(change.changed),
    }
    work.record(row, "imported", public)


def seed_official_years(work: Work) -> ImportReport:
    """Store the years that come with the product. A year that already has a table is left as it is."""
    known = CalendarService(work.session).years()
    marks = [mark for year, table in official_years().items() if year not in known for mark in table]
    return import_years(work, marks, source=official_source())
