"""Drawing a limit as a day strip: one square per calendar day, each saying why it counts or not."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tongban.calendar.arithmetic import Calendar
from tongban.calendar.day_strip import DayStrip, Square, SquareState
from tongban.calendar.days import SATURDAY, DayInfo, Due, Unit
from tongban.calendar.instants import DEFAULT_DAY_END
from tongban.calendar.pauses import Pause, add_running_days, pause_on
from tongban.calendar.strip_text import day_words
from tongban.clock import local


def strip_of_due(
    calendar: Calendar,
    due: Due,
    now: dt.datetime,
    *,
    day_end: str = DEFAULT_DAY_END,
    pauses: Sequence[Pause] = (),
    ended: dt.datetime | None = None,
) -> DayStrip:
    """The strip of a computed limit at ``now``; ``ended`` is the instant at which it was met, if it was.

    Raises ValueError for a limit that counts backwards and for an instant without an offset.
    """
    if due.count < 0:
        raise ValueError("a strip runs forwards")
    moment = ended or now
    deadline = calendar.deadline_instant(due.date, day_end)
    squares = tuple(_squares(calendar, due, moment, day_end, pauses, ended is not None))
    today = local(moment).date()
    return DayStrip(
        start=due.start,
        squares=squares,
        used=sum(square.used for square in squares),
        total=due.count,
        unit=due.unit,
        paused=sum(s.state is SquareState.PAUSED and s.date <= today for s in squares),
        due=due.date,
        day_end=_closing_words(due.date, deadline),
        provisional=due.provisional,
        overdue=None if moment < deadline else calendar.working_days_between(due.date, max(today, due.date)),
        ended=local(ended).date() if ended else None,
        today=today,
    )


def strip_of_pauses(
    calendar: Calendar,
    start: dt.date,
    n: int,
    pauses: Sequence[Pause],
    now: dt.datetime,
    *,
    day_end: str = DEFAULT_DAY_END,
    ended: dt.datetime | None = None,
) -> DayStrip:
    """The strip of ``n`` working days from ``start`` with pauses, of which one may still be open.

    While one is, the squares end today and there is no last day.
    """
    today = local(ended or now).date()
    closed = [_closed(pause, today) for pause in pauses]
    strip = strip_of_due(
        calendar,
        add_running_days(calendar, start, n, closed),
        now,
        day_end=day_end,
        pauses=closed,
        ended=ended,
    )
    pause = pause_on([pause for pause in pauses if pause.end is None], today)
    if ended or pause is None or strip.due is None or strip.due <= pause.start:
        return strip
    past = tuple(square for square in strip.squares if square.date <= today)
    return replace(strip, squares=past, due=None, provisional=False)


def _closed(pause: Pause, today: dt.date) -> Pause:
    if pause.end is not None:
        return pause
    return replace(pause, end=max(today, pause.start) + dt.timedelta(days=1))


def _squares(
    calendar: Calendar,
    due: Due,
    moment: dt.datetime,
    day_end: str,
    pauses: Sequence[Pause],
    ended: bool,
) -> Iterator[Square]:
    today = local(moment).date()
    index = 0
    for info in due.days:
        index += info.counted
        last = info.date == due.date
        over = info.date <= today if ended else moment >= calendar.deadline_instant(info.date, day_end)
        yield Square(
            date=info.date,
            state=_state(info, due.unit, pauses),
            why=day_words(info, index, due.unit, last=last, today=info.date == today and not ended),
            used=info.counted and over,
            today=info.date == today and not ended,
            provisional=not info.official,
            last=last,
        )


def _state(info: DayInfo, unit: Unit, pauses: Sequence[Pause]) -> SquareState:
    if not info.counted:
        return SquareState.PAUSED if pause_on(pauses, info.date) else SquareState.OFF
    weekend = info.date.weekday() >= SATURDAY
    return SquareState.MAKEUP if weekend and unit is Unit.WORKING else SquareState.COUNTED


def _closing_words(day: dt.date, deadline: dt.datetime) -> str:
    closing = local(deadline)
    return f"{closing:%H:%M}" if closing.date() == day else "24:00"
