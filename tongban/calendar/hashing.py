"""The digest that tells two tables apart."""

from collections.abc import Iterable

from tongban.calendar.days import DayMark
from tongban.canonical import canonical, sha256_hex


def content_hash(marks: Iterable[DayMark]) -> str:
    """SHA-256 (hexadecimal) over the canonical JSON of the lines in calendar order."""
    lines = [
        [mark.date.isoformat(), mark.kind.value, mark.why, f"{mark.closes:%H:%M}" if mark.closes else None]
        for mark in sorted(marks, key=lambda mark: mark.date)
    ]
    return sha256_hex(canonical(lines))
