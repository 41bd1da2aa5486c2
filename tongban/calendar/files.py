"""Calendar files: CSV and TOML with date, kind and why, read with row-by-row errors, and written back."""

import datetime as dt
import tomllib
from dataclasses import dataclass

from tongban.calendar.days import DayMark
from tongban.calendar.rows import Row, mark_of
from tongban.calendar.sheets import Unreadable, csv_rows, decode
from tongban.errors import DomainError


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one row: its line in a CSV file, its running number in a TOML file."""

    row: int
    message: str


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A file that was read whole; ``source`` is where its table comes from, if the file says so."""

    marks: tuple[DayMark, ...]
    source: str | None = None


class CalendarFileError(DomainError):
    """The file is refused whole; ``errors`` names every row that is wrong."""

    code = "calendar.file"
    status = 422
    message = "日历文件有错误，没有导入任何内容。"

    def __init__(self, message: str | None = None, errors: tuple[RowError, ...] = ()) -> None:
        self.errors = errors
        super().__init__(message, errors=[{"row": e.row, "message": e.message} for e in errors])


def read_calendar(name: str, data: bytes) -> CalendarFile:
    """Read a file by the ending of its name, ``.csv`` or ``.toml``. Raises CalendarFileError."""
    ending = name.rpartition(".")[2].lower()
    try:
        if ending == "csv":
            return _checked(csv_rows(data), None)
        if ending == "toml":
            return _toml(data)
    except Unreadable as error:
        raise CalendarFileError(f"文件不能读取：{error}") from error
    raise CalendarFileError("请用以 .csv 或 .toml 结尾的文件。")


def _toml(data: bytes) -> CalendarFile:
    try:
        document = tomllib.loads(decode(data))
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"不是有效的 TOML（{error}）。") from error
    entries, source = document.get("day"), document.get("source")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise Unreadable("TOML 里要有 [[day]] 段，每段写 date、kind、why。")
    if source is not None and (not isinstance(source, str) or not 0 < len(source.strip()) <= 200):
        raise Unreadable("source 要写一句 200 字以内的来源。")
    rows = [Row(i, {k: _text(v) for k, v in entry.items()}) for i, entry in enumerate(entries, 1)]
    return _checked(rows, source.strip() if source else None)


def _text(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return str(value)


def _checked(rows: list[Row], source: str | None) -> CalendarFile:
    marks: dict[dt.date, tuple[int, DayMark]] = {}
    errors: list[RowError] = []
    for row in rows:
        mark, problems = mark_of(row.cells)
        errors.extend(RowError(row.number, problem) for problem in problems)
        if mark is None:
            continue
        first = marks.setdefault(mark.date, (row.number, mark))[0]
        if first != row.number:
            errors.append(RowError(row.number, f"日期 {mark.date} 重复，第 {first} 行已经有了。"))
    if errors:
        raise CalendarFileError(errors=tuple(errors))
    if not marks:
        raise CalendarFileError("文件里没有任何日期。")
    return CalendarFile(tuple(marks[day][1] for day in sorted(marks)), source)
