"""What ``tongban workday`` prints, line by line."""

from collections.abc import Iterator
from typing import Any

from tongban.calendar.days import PROVISIONAL, WEEKDAYS, DayInfo, DayKind, DayMark, Due, Span
from tongban.calendar.versions import ImportReport, YearChange

_KIND = {DayKind.OFF: "放假", DayKind.WORK: "上班"}


def due_lines(due: Due) -> Iterator[str]:
    """The last day, how it was counted, and each day in between."""
    mark = PROVISIONAL if due.provisional else ""
    yield f"{due.date} 周{WEEKDAYS[due.date.weekday()]}{mark}"
    direction = "往前" if due.count < 0 else "往后"
    yield f"{due.start} 当日不计，{direction} {abs(due.count)} 个工作日；日历 {due.calendar_version}"
    yield from _day_lines(due.days)


def span_lines(span: Span) -> Iterator[str]:
    """The number of working days and each day in between."""
    yield f"{span.working_days} 个工作日{PROVISIONAL if span.provisional else ''}"
    yield f"{span.start} 不计，{span.end} 计；日历 {span.calendar_version}"
    yield from _day_lines(span.days)


def _day_lines(days: tuple[DayInfo, ...]) -> Iterator[str]:
    for day in days:
        yield f"  {day.date} 周{WEEKDAYS[day.date.weekday()]}  {'计' if day.counted else '不计'}  {day.why}"


def mark_json(mark: DayMark) -> dict[str, str]:
    """A line of a table for programs; ``closes`` only where the day closes early."""
    closes = {"closes": f"{mark.closes:%H:%M}"} if mark.closes else {}
    return {"date": mark.date.isoformat(), "kind": mark.kind.value, "why": mark.why, **closes}


def report_lines(report: ImportReport, place: str) -> Iterator[str]:
    """What an import did, or would do, for a place that is named so."""
    yield f"{'试运行，没有写入。' if report.dry_run else ''}{place}，出处：{report.source}"
    for change in report.years:
        yield from _year_lines(change)
    yield from (f"请注意：{warning}" for warning in report.warnings)


def _year_lines(change: YearChange) -> Iterator[str]:
    if change.unchanged:
        yield f"{change.year} 年：与现行第 {change.version} 版相同，没有变化。"
        return
    yield (
        f"{change.year} 年第 {change.version} 版："
        f"新增 {len(change.added)} 天，删去 {len(change.removed)} 天，改变 {len(change.changed)} 天。"
    )
    if change.previous is None:
        return
    yield from (f"  ＋ {_mark(mark)}" for mark in change.added)
    yield from (f"  － {_mark(mark)}" for mark in change.removed)
    yield from (f"  ～ {_mark(old)} → {_mark(new)}" for old, new in change.changed)


def _mark(mark: DayMark) -> str:
    closes = f"，{mark.closes:%H:%M} 下班" if mark.closes else ""
    return f"{mark.date} {_KIND[mark.kind]}（{mark.why}{closes}）"


def report_json(report: ImportReport) -> dict[str, Any]:
    """The same for programs."""
    return {
        "region": report.region_code,
        "source": report.source,
        "dry_run": report.dry_run,
        "warnings": list(report.warnings),
        "years": [
            {
                "year": change.year,
                "version": change.version,
                "previous": change.previous,
                "added": [mark.date.isoformat() for mark in change.added],
                "removed": [mark.date.isoformat() for mark in change.removed],
                "changed": [new.date.isoformat() for _, new in change.changed],
            }
            for change in report.years
        ],
    }
