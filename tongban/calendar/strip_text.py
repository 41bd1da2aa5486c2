"""The words of the day strip."""

import datetime as dt

from tongban.calendar.days import PROVISIONAL, WEEKDAYS, DayInfo, Unit

#: What each look of a square means: its marks, and which squares have it.
LEGEND: tuple[tuple[tuple[str, ...], str], ...] = (
    (("counted", "used"), "已用"),
    (("counted",), "还没到"),
    (("off",), "不计"),
    (("makeup",), "调休上班"),
    (("paused",), "暂停"),
    (("counted", "today"), "今天"),
    (("counted", "provisional"), "暂定"),
)

UNIT_WORDS = {Unit.WORKING: "个工作日", Unit.CALENDAR: "个自然日"}


def date_words(day: dt.date, today: dt.date) -> str:
    """12月15日, with the year when it is another one than today's."""
    words = f"{day.month}月{day.day}日"
    return words if day.year == today.year else f"{day.year}年{words}"


def late_words(days: int) -> str:
    """By how many working days a limit is overdue; none when its last day is today."""
    return f"已超期 {days} 个工作日" if days else "已超期"


def day_words(info: DayInfo, index: int, unit: Unit, *, last: bool, today: bool) -> str:
    """One square in words: the date, what the day is, whether and as which day it counts."""
    why = info.why.removesuffix(PROVISIONAL)
    ordinal = f"第 {index} {UNIT_WORDS[unit]}"
    if not info.counted:
        said = why if "顺延" in why else f"{why}，不计"
    else:
        said = ordinal if why == "工作日" else f"{why}，{ordinal}"
    words = f"{info.date.month}月{info.date.day}日 周{WEEKDAYS[info.date.weekday()]}：{said}"
    if last:
        words += "，最后一天"
    if today:
        words += "，今天"
    return words if info.official else words + PROVISIONAL
