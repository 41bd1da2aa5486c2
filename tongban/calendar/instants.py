"""From the day of a limit to its last instant. Days are dates; only here do they become moments."""

import datetime as dt
import re

from tongban.clock import TZ

#: Close of business where a region says nothing else (domain-rules §4, ``clock.day_end``).
DEFAULT_DAY_END = "17:30"
MIDNIGHT = "24:00"

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


def parse_day_end(text: str) -> dt.time | None:
    """``HH:MM`` as a time; None stands for 24:00. Raises ValueError for anything else."""
    if text == MIDNIGHT:
        return None
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError(f"not a time of day from 00:00 to 24:00: {text!r}")
    return dt.time(int(match[1]), int(match[2]))


def deadline_instant(day: dt.date, day_end: str = DEFAULT_DAY_END) -> dt.datetime:
    """The instant before which something due on ``day`` is in time, aware, in UTC.

    ``day_end`` is the close of business in Asia/Shanghai, or ``24:00`` (民法典 203: the last day ends at
    24:00, or at close of business where there are business hours). Raises ValueError for any other text.
    """
    closing = parse_day_end(day_end)
    if closing is None:
        day, closing = day + dt.timedelta(days=1), dt.time(0)
    return dt.datetime.combine(day, closing, tzinfo=TZ).astimezone(dt.UTC)
