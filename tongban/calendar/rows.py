"""One row of a calendar file as a table line, or what is wrong with it in words."""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from tongban.calendar.days import DayKind, DayMark
from tongban.calendar.instants import parse_day_end

MAX_WHY = 60
FIRST_YEAR, LAST_YEAR = 1900, 2999

_DATE = re.compile(r"([0-9]{4})(?:-|/|\.|年)([0-9]{1,2})(?:-|/|\.|月)([0-9]{1,2})日?")
_KINDS: Mapping[str, DayKind] = {
    "off": DayKind.OFF,
    "休": DayKind.OFF,
    "放假": DayKind.OFF,
    "work": DayKind.WORK,
    "班": DayKind.WORK,
    "上班": DayKind.WORK,
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands in the file: its number and its cells by column name."""

    number: int
    cells: Mapping[str, str]


def mark_of(cells: Mapping[str, str]) -> tuple[DayMark | None, list[str]]:
    """The table line, or None with every complaint about the row."""
    problems: list[str] = []
    day = _date(_plain(cells.get("date", "")), problems)
    kind = _kind(_plain(cells.get("kind", "")), problems)
    why = _why(cells.get("why", "").strip(), problems)
    closes = _closes(_plain(cells.get("closes", "")), kind, problems)
    if problems or day is None or kind is None:
        return None, problems
    return DayMark(day, kind, why, closes), []


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _date(text: str, problems: list[str]) -> dt.date | None:
    if not text:
        problems.append("缺少日期。")
        return None
    match = _DATE.fullmatch(text)
    if match is None:
        problems.append(f"日期“{_short(text)}”不对，请写成 2027-01-01。")
        return None
    try:
        day = dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        problems.append(f"没有“{text}”这一天。")
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        problems.append(f"年份要在 {FIRST_YEAR} 到 {LAST_YEAR} 之间。")
        return None
    return day


def _kind(text: str, problems: list[str]) -> DayKind | None:
    kind = _KINDS.get(text.lower())
    if kind is None:
        problems.append(f"类型“{_short(text)}”不对，请写 off（放假）或 work（上班）。")
    return kind


def _why(text: str, problems: list[str]) -> str:
    if not text:
        problems.append("缺少原因，请写节日名称或“调休上班”。")
    elif len(text) > MAX_WHY:
        problems.append(f"原因太长，最多 {MAX_WHY} 个字。")
    elif any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in text):
        problems.append("原因里有看不见的控制字符，请删去。")
    return text


def _closes(text: str, kind: DayKind | None, problems: list[str]) -> dt.time | None:
    if not text:
        return None
    try:
        closes = parse_day_end(text)
    except ValueError:
        problems.append(f"下班时间“{_short(text)}”不对，请写成 12:00。")
        return None
    if kind is DayKind.OFF:
        problems.append("放假的日子没有下班时间；半天放假请写 work。")
    return closes


def _short(text: str) -> str:
    shown = "".join(char if char.isprintable() else "□" for char in text[:20])
    return shown + ("……" if len(text) > len(shown) else "")
