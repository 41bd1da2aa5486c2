"""The plan as a Gantt chart: what stands where, in the units of the drawing. The template writes the SVG."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agency.guides.items import Stage
from agency.plan.applies import Status
from agency.plan.model import Plan, PlanItem
from tongban.calendar import Calendar

WIDTH, LABELS, RIGHT = 1600, 330, 20
HEAD, ROW, BAR = 44, 24, 12
#: Beyond this many days the single days off are too thin to be seen.
SHADED_DAYS = 420
_ONE = timedelta(days=1)


@dataclass(frozen=True)
class Tick:
    """A line of the date axis; ``label`` empty for a week."""

    x: int
    label: str = ""


@dataclass(frozen=True)
class Band:
    """Days off in a row."""

    x: int
    width: int


@dataclass(frozen=True)
class Bar:
    """One item, or the title of a stage (``title``). ``slack_to``: where its thin line ends."""

    y: int
    label: str
    title: bool = False
    x: int = 0
    width: int = 0
    slack_to: int = 0
    marks: tuple[str, ...] = ()
    words: str = ""
    words_x: int = 0
    before: bool = False
    code: str = ""


@dataclass(frozen=True)
class Rule:
    """A vertical line with words: today, or an event."""

    x: int
    label: str
    kind: str
    left: bool = False


@dataclass(frozen=True)
class Gantt:
    """The whole drawing."""

    height: int
    ticks: tuple[Tick, ...]
    bands: tuple[Band, ...]
    bars: tuple[Bar, ...]
    rules: tuple[Rule, ...]
    width: int = WIDTH
    labels: int = LABELS
    head: int = HEAD
    bar: int = BAR
    row: int = ROW


class _Axis:
    """Days to places."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.days = (last - first).days + 1

    def x(self, day: date) -> int:
        """The left edge of a day."""
        return LABELS + (day - self.first).days * (WIDTH - LABELS - RIGHT) // self.days


def gantt(plan: Plan, stages: Sequence[Stage], calendar: Calendar, today: date) -> Gantt:
    """Where everything of a plan stands. ``stages`` give the order and names of the groups."""
    shown = [item for item in plan.with_status(Status.NEEDED, Status.OPEN) if item.start and item.end]
    last = max([item.end for item in shown if item.end] + [event.day for event in plan.events] + [plan.start])
    axis = _Axis(plan.start, last + 6 * _ONE)
    bars = tuple(_bars(shown, stages, axis, calendar))
    return Gantt(
        height=HEAD + ROW * len(bars) + 26,
        ticks=tuple(_ticks(axis)),
        bands=tuple(_bands(axis, calendar)),
        bars=bars,
        rules=tuple(_rules(plan, axis, today)),
    )


def _bars(
    items: Sequence[PlanItem], stages: Sequence[Stage], axis: _Axis, calendar: Calendar
) -> Iterator[Bar]:
    y = HEAD
    for stage in stages:
        here = [item for item in items if item.stage == stage.code]
        if not here:
            continue
        yield Bar(y, stage.name, title=True)
        y += ROW
        for item in sorted(here, key=lambda i: (i.start, i.end)):
            yield _bar(item, y, axis, calendar)
            y += ROW


def _bar(item: PlanItem, y: int, axis: _Axis, calendar: Calendar) -> Bar:
    start, end = item.start or axis.first, item.end or axis.first
    x, right = axis.x(start), axis.x(end + _ONE)
    slack = calendar.add_working_days(end, item.slack).date if item.slack else end
    slack_to = min(axis.x(slack + _ONE), WIDTH - RIGHT)
    words = _words(item, start, end)
    # Words take about 11 units a character; where they do not fit behind the bar they stand before it.
    before = right + 11 * len(words) > WIDTH
    marks = [item.status.value]
    marks += ["critical"] if item.critical else []
    marks += ["provisional"] if item.provisional else []
    marks += ["point"] if not item.working_days else []
    return Bar(
        y=y,
        label=item.name,
        code=item.code,
        x=x,
        width=max(right - x, 3),
        slack_to=slack_to if slack_to > right else 0,
        marks=tuple(marks),
        words=words,
        words_x=x - 6 if before else right + 6,
        before=before,
    )


def _words(item: PlanItem, start: date, end: date) -> str:
    days = (
        f"{start.month}.{start.day}" if start == end else f"{start.month}.{start.day}–{end.month}.{end.day}"
    )
    status = "待定 " if item.status is Status.OPEN else ""
    length = f"（{item.working_days} 日）" if item.working_days else ""
    return f"{status}{days}{length}{'暂定' if item.provisional else ''}"


def _ticks(axis: _Axis) -> Iterator[Tick]:
    yield Tick(axis.x(axis.first), f"{axis.first.year}年{axis.first.month}月")
    for n in range(1, axis.days):
        day = axis.first + n * _ONE
        if day.day == 1:
            yield Tick(axis.x(day), f"{day.year}年{day.month}月" if day.month == 1 else f"{day.month}月")
        elif day.weekday() == 0 and axis.days <= SHADED_DAYS:
            yield Tick(axis.x(day))


def _bands(axis: _Axis, calendar: Calendar) -> Iterator[Band]:
    if axis.days > SHADED_DAYS:
        return
    began: date | None = None
    for n in range(axis.days + 1):
        day = axis.first + n * _ONE
        off = n < axis.days and not calendar.is_working_day(day)
        if off and began is None:
            began = day
        elif not off and began is not None:
            yield Band(axis.x(began), axis.x(day) - axis.x(began))
            began = None


def _rules(plan: Plan, axis: _Axis, today: date) -> Iterator[Rule]:
    for event in plan.events:
        said = "" if event.given else "（按最早）"
        x = axis.x(event.day)
        yield Rule(x, f"{event.name.split('（')[0]}{said}", "event", 10 * x > 8 * WIDTH)
    if axis.first <= today <= axis.last:
        x = axis.x(today)
        yield Rule(x, "今天", "today", 10 * x > 9 * WIDTH)
