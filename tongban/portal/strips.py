"""Day strips for many rows: one calendar per region, so that a long list asks no more than a short one."""

from datetime import datetime

from pyramid.request import Request

from tongban.calendar import Calendar, DayStrip, strip_of_due
from tongban.clock import local
from tongban.site.deadlines import calendar_of


class Strips:
    """Draws day strips for one page; a region's calendar is read once."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._calendars: dict[str, Calendar] = {}

    def draw(self, region: str, since: datetime | None, due: datetime | None) -> DayStrip | None:
        """The strip from ``since`` to ``due``; None when an end is missing or the last day is a day off."""
        if not region or since is None or due is None or since > due:
            return None
        calendar = self._calendar(region)
        first, last = local(since).date(), local(due).date()
        found = calendar.add_working_days(first, calendar.working_days_between(first, last))
        if found.date != last:
            return None
        return strip_of_due(calendar, found, self._request.now, day_end=f"{local(due):%H:%M}")

    def provisional(self, region: str, due: datetime | None) -> bool:
        """Whether the date may still move, because no official calendar covers it."""
        if not region or due is None:
            return False
        return not self._calendar(region).is_official(local(due).date())

    def _calendar(self, region: str) -> Calendar:
        if region not in self._calendars:
            self._calendars[region] = calendar_of(self._request, region)
        return self._calendars[region]
