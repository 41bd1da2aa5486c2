"""What falls due next, in people's words; and the next morning on which offices work."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from pyramid.registry import Registry
from sqlalchemy import select
from sqlalchemy.orm import Session

from tongban.calendar import CalendarService
from tongban.clock import TZ, local
from tongban.outbox.models import Timer
from tongban.portal.blocks import frames
from tongban.regions.service import chain

#: How many are named on the page.
SHOWN = 5


@dataclass(frozen=True)
class Coming:
    """A timer that is not due yet."""

    at: datetime
    title: str
    thing: str


def coming(session: Session, registry: Registry, now: datetime) -> list[Coming]:
    """The next timers, the earliest first."""
    query = select(Timer).where(Timer.done_at.is_(None), Timer.not_before > now)
    timers = session.scalars(query.order_by(Timer.not_before, Timer.id).limit(SHOWN)).all()
    return [_named(session, registry, timer) for timer in timers]


def _named(session: Session, registry: Registry, timer: Timer) -> Coming:
    words = frames(registry).words.get(timer.handler)
    thing = words.describe(session, timer.thing_id) if words and words.describe else ""
    return Coming(timer.not_before, words.title if words else timer.handler, thing)


def next_morning(session: Session, region: str, now: datetime) -> datetime:
    """09:00 of the next working day of the region after today."""
    calendar = CalendarService(session).for_region([place.code for place in chain(session, region)])
    day = local(now).date() + timedelta(days=1)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(9), TZ)
