"""Deadlines as pages show them: the moment, with the day strip that leads to it."""

from datetime import date, datetime

from pyramid.request import Request

from tongban.calendar import Calendar, CalendarService, Unit, strip_of_due
from tongban.clock import local
from tongban.regions.service import chain
from tongban.rules import REGISTRY_KEY, Rules
from tongban.web.components import Deadline


def calendar_of(request: Request, region: str) -> Calendar:
    """The calendar of a region: the nation's, with what its own places and their rule files changed."""
    calendars = CalendarService(request.db)
    if REGISTRY_KEY in request.registry:
        return calendars.for_rules(request.rules_of(region))
    return calendars.for_region([place.code for place in chain(request.db, region)])


def received_on(calendar: Calendar, rules: Rules, at: datetime) -> date:
    """The day something counts as received, by the region's choice (``clock.receive_roll``)."""
    roll = rules.value("clock.receive_roll") == "next_workday"
    return calendar.received_day(at, str(rules.value("clock.day_end")), roll=roll)


def deadline_of(
    request: Request,
    region: str,
    start: date | None,
    due: datetime | None,
    label: str,
    *,
    rules: Rules | None = None,
    received: bool = False,
    unit: Unit = Unit.WORKING,
) -> Deadline | None:
    """A deadline of a thing of the region; None when either end is not known yet. ``start``: moment or day.

    ``rules``: those the date was computed by, with the days their region changes. ``received``: the limit
    runs from the day something counts as received, by these rules. The strip is drawn when the last day is a
    working day, so that its squares end on it.
    """
    if start is None or due is None:
        return None
    calendar = CalendarService(request.db).for_rules(rules) if rules else calendar_of(request, region)
    first, last = _day_of(start), local(due).date()
    if rules and received and isinstance(start, datetime):
        first = received_on(calendar, rules, start)
    if unit is Unit.CALENDAR:
        found = calendar.add_calendar_days(first, (last - first).days, roll=False)
    else:
        found = calendar.add_working_days(first, calendar.working_days_between(first, last))
    strip = None
    if found.date == last:
        strip = strip_of_due(calendar, found, request.now, day_end=f"{local(due):%H:%M}")
    return Deadline(due, strip, provisional=not calendar.is_official(last), label=label)


def _day_of(start: date) -> date:
    return local(start).date() if isinstance(start, datetime) else start
