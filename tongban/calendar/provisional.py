"""What is known of a year before its table is published: weekdays, and the holidays fixed by date in law.

Source: 全国年节及纪念日放假办法, 2025 version: 1 January, 1 and 2 May, 1 to 3 October. Holidays of the lunar
calendar and every exchange of days wait for the State Council's notice; that is why the year is provisional.
"""

import datetime as dt

_FIXED: dict[tuple[int, int], str] = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}

#: Holidays that every published table of a year has had; a table without them is not whole.
EXPECTED_OFF: tuple[tuple[int, int], ...] = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))


def statutory_name(day: dt.date) -> str | None:
    """The holiday that the law fixes on this date, or None."""
    return _FIXED.get((day.month, day.day))
