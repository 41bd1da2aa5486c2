"""Deadlines as pages show them: the moment, with the day strip that leads to it."""

from datetime import datetime

from pyramid.request import Request

from tongban.calendar import Calendar, CalendarService, strip_of_due
from tongban.clock import local
from tongban.regions.service import chain
from tongban.web.components import Deadline


def calendar_of(request: Request, region: str) -> Calendar:
    """The calendar of a region: the nation's, with what its own places changed."""
    codes = [place.code for place in chain(request.db, region)]
    return CalendarService(request.db).for_region(codes)


def deadline_of(
    request: Request, region: str, start: datetime | None, due: datetime | None, label: str
) -> Deadline | None:
    """A deadline of a thing of the region; None when either end is not known yet.

    The strip is drawn when the last day is a working day, so that its squares end on it.
    """
    if start is None or due is None:
        return None
    calendar = calendar_of(request, region)
    first, last = local(start).date(), local(due).date()
    found = calendar.add_working_days(first, calendar.working_days_between(first, last))
    strip = None
    if found.date == last:
        strip = strip_of_due(calendar, found, request.now, day_end=f"{local(due):%H:%M}")
    return Deadline(due, strip, provisional=not calendar.is_official(last), label=label)
