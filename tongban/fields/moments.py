"""Moments and days as people in China type them. A moment is kept in UTC and shown in Asia/Shanghai."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

import colander

from tongban.clock import TZ, local
from tongban.fields.base import Type, attributes, node
from tongban.fields.bound import now_of, today_of
from tongban.fields.chars import Refused, single_spaced

_DAY = (
    "([0-9]{4})(?:[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})"
    "|年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?日"
    "|([0-9]{2})([0-9]{2}))"
)
_CLOCK = "([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.]([0-9]{1,6}))?)?"
_OFFSET = "(Z|[+-][0-9]{2}:?[0-9]{2})"
#: What programs send: never without an offset.
_RFC3339 = re.compile(
    "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_ISO_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(f"{_DAY}(?: ?T ?| |(?<=日)){_CLOCK} ?{_OFFSET}?")
#: Deadlines and facts of this system; outside lie slips such as 0206 or 20266.
_YEARS = range(2000, 2100)


def parse_day(text: str) -> date:
    """``2026-12-01``, ``2026/12/1``, ``2026年12月1日`` or ``20261201`` as a date. Raises ``Refused``."""
    found = re.fullmatch(_DAY, text)
    if not found:
        raise Refused("日期请写成 2026-12-01 这样。")
    return _date(found.groups())


def _date(groups: tuple[str | None, ...]) -> date:
    year, month, day = (int(part) for part in groups if part)
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused(f"没有 {year} 年 {month} 月 {day} 日这一天，请核对。") from None


def parse_moment(text: str, bare: time | None = None) -> datetime:
    """A local date and time as an aware moment in UTC. Raises ``Refused``.

    Text without an offset is Asia/Shanghai; one with an offset (programs send it) is taken at its word. A
    date alone means ``bare`` on that day, and is refused where ``bare`` is ``None``.
    """
    if re.fullmatch(_DAY, text):
        if bare is None:
            raise Refused("请同时填写时间，例如 2026-12-01 09:00。")
        return _in_range(datetime.combine(parse_day(text), bare, TZ))
    found = _MOMENT.fullmatch(text)
    if not found:
        raise Refused("日期和时间请写成 2026-12-01 09:00 这样。")
    day, (hour, minute, second, micro, offset) = _date(found.groups()[:7]), found.groups()[7:]
    if hour == "24":
        raise Refused("24:00 请写成次日 00:00。")
    try:
        at = time(int(hour), int(minute), int(second or 0), int((micro or "").ljust(6, "0")))
        zone = datetime.strptime(offset, "%z").tzinfo if offset else TZ
    except ValueError:
        raise Refused(f"没有 {hour}:{minute}{f':{second}' if second else ''} 这个时间，请核对。") from None
    return _in_range(datetime.combine(day, at, zone))


def _in_range(moment: datetime) -> datetime:
    # Asked twice: a foreign offset can move the last hours of a year into the next.
    if moment.year not in _YEARS or local(moment).year not in _YEARS:
        raise Refused(f"年份要在 {_YEARS[0]} 到 {_YEARS[-1]} 之间。")
    return moment.astimezone(UTC)


def show_moment(moment: datetime) -> str:
    """What an input of type datetime-local shows: ``2026-12-01T09:00`` in Asia/Shanghai, seconds only if any.

    Raises ValueError for a datetime without an offset.
    """
    at = local(moment).replace(tzinfo=None)
    precision = "minutes" if not (at.second or at.microsecond) else "auto"
    return at.isoformat(timespec=precision)


class Moment(Type):
    """A local date and time; the value is an aware moment in UTC. See ``parse_moment`` for ``bare``."""

    kind: ClassVar[str] = "moment"
    html = attributes(type="datetime-local")

    def __init__(self, *, bare: time | None = None) -> None:
        self.bare = bare

    def read(self, text: str) -> datetime:
        return parse_moment(single_spaced(text), self.bare)

    def show(self, value: datetime) -> str:
        if not isinstance(value, datetime):
            raise TypeError("a moment is a datetime")
        return show_moment(value)

    def from_json(self, raw: Any) -> str:
        if not isinstance(raw, str) or not _RFC3339.fullmatch(raw):
            raise Refused("时间要写成带时区的格式（RFC 3339），例如 2026-12-01T09:00:00+08:00。")
        return raw

    def to_json(self, value: datetime) -> str:
        return local(value).isoformat()

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}


class Day(Type):
    """A date without a time; the value is a ``date``, from year ``first`` to 2099."""

    kind: ClassVar[str] = "day"
    html = attributes(type="date")

    def __init__(self, *, first: int = 1900) -> None:
        self.years = range(first, _YEARS[-1] + 1)

    def read(self, text: str) -> date:
        day = parse_day(single_spaced(text))
        if day.year not in self.years:
            raise Refused(f"年份要在 {self.years[0]} 到 {self.years[-1]} 之间。")
        return day

    def show(self, value: date) -> str:
        if not isinstance(value, date) or isinstance(value, datetime):
            raise TypeError("a day is a date, not a moment")
        return value.isoformat()

    def from_json(self, raw: Any) -> str:
        if not isinstance(raw, str) or not _ISO_DAY.fullmatch(raw):
            raise Refused("日期要写成 2026-12-01 这样。")
        return raw

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


@colander.deferred
def _later_than_now(_node: Any, bindings: dict[str, Any]) -> Callable[[Any, datetime], None]:
    now = now_of(bindings)

    def check(node: Any, moment: datetime) -> None:
        if moment <= now:
            raise colander.Invalid(node, f"这个时间已经过去，现在是 {local(now):%Y-%m-%d %H:%M}。", moment)

    return check


def _day_rule(past: bool, future: bool) -> Any:
    @colander.deferred
    def deferred(_node: Any, bindings: dict[str, Any]) -> Callable[[Any, date], None]:
        today = today_of(bindings)

        def check(node: Any, day: date) -> None:
            if day < today and not past:
                raise colander.Invalid(node, f"这一天已经过去，今天是 {today}。", day)
            if day > today and not future:
                raise colander.Invalid(node, f"这一天还没有到，今天是 {today}。", day)

        return check

    return deferred


def moment(title: str, *, bare: time | None = None, later: bool = False, **more: Any) -> colander.SchemaNode:
    """A local date and time. ``later`` refuses what is not after the bound ``now``.

    With ``bare`` a date alone is accepted and means that time of the day, which the hint says.
    """
    if bare is not None:
        at = bare.isoformat(timespec="seconds" if bare.second else "minutes")
        more["hint"] = f"{more.get('hint', '')}只填日期时，按当日 {at} 计算。"
    if later:
        more.setdefault("validator", _later_than_now)
    return node(Moment(bare=bare), title, **more)


def day(
    title: str, *, past: bool = True, future: bool = True, first: int = 1900, **more: Any
) -> colander.SchemaNode:
    """A date. ``past=False`` refuses days before the bound today, ``future=False`` days after it."""
    if not (past and future):
        more.setdefault("validator", _day_rule(past, future))
    return node(Day(first=first), title, **more)
