"""Working days: official calendars with their versions, arithmetic over them, and the day strip."""

from typing import TYPE_CHECKING

from tongban.calendar.arithmetic import Calendar
from tongban.calendar.day_strip import DayStrip
from tongban.calendar.days import DayInfo, DayKind, DayMark, Due, Span, Unit
from tongban.calendar.instants import DEFAULT_DAY_END, deadline_instant
from tongban.calendar.service import CalendarService
from tongban.calendar.strip import strip_of_due
from tongban.regions.codes import NATION

if TYPE_CHECKING:
    from pyramid.config import Configurator

__all__ = [
    "DEFAULT_DAY_END",
    "NATION",
    "Calendar",
    "CalendarService",
    "DayInfo",
    "DayKind",
    "DayMark",
    "DayStrip",
    "Due",
    "Span",
    "Unit",
    "deadline_instant",
    "includeme",
    "strip_of_due",
]


def includeme(config: "Configurator") -> None:
    """Have ``tongban init`` store the official years."""
    config.include("tongban.calendar.wiring")
