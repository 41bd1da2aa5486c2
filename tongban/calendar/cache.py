"""Calendars already put together, shared by the threads of a process."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

from tongban.calendar.arithmetic import Calendar


class Head(NamedTuple):
    """The version in force of one year of one place."""

    id: int
    region_code: str
    year: int
    version: int
    content_hash: str


class CalendarCache:
    """Keyed by all the versions in force, not by the place: places without changes of their own share one."""

    def __init__(self, limit: int = 500) -> None:
        self._limit = limit
        self._lock = Lock()
        self._kept: OrderedDict[tuple[Head, ...], Calendar] = OrderedDict()

    def get(self, heads: tuple[Head, ...], load: Callable[[tuple[Head, ...]], Calendar]) -> Calendar:
        """The calendar of these versions, loaded when it is not kept."""
        with self._lock:
            if heads in self._kept:
                self._kept.move_to_end(heads)
                return self._kept[heads]
        calendar = load(heads)
        with self._lock:
            self._kept[heads] = calendar
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        return calendar


CACHE = CalendarCache()
