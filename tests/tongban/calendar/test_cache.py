"""Calendars are put together once for the versions they consist of, and the longest unused go first."""

from tongban.calendar import Calendar
from tongban.calendar.cache import CACHE, CalendarCache, Head


def heads(n: int) -> tuple[Head, ...]:
    return (Head(n, "000000", 2026, n, "0" * 64),)


class Loads:
    """Puts calendars together and notes for which versions."""

    def __init__(self) -> None:
        self.asked: list[tuple[Head, ...]] = []

    def __call__(self, wanted: tuple[Head, ...]) -> Calendar:
        self.asked.append(wanted)
        return Calendar.of(f"version {wanted[0].version}", [2026], [])


def test_a_calendar_is_put_together_once() -> None:
    cache, load = CalendarCache(), Loads()
    first = cache.get(heads(1), load)
    assert first.version == "version 1"
    assert cache.get(heads(1), load) is first
    assert cache.get(heads(2), load).version == "version 2"
    assert load.asked == [heads(1), heads(2)]


def test_as_many_are_kept_as_the_limit_says_and_the_longest_unused_goes() -> None:
    cache, load = CalendarCache(limit=2), Loads()
    for n in (1, 2, 1, 3):
        cache.get(heads(n), load)
    assert load.asked == [heads(1), heads(2), heads(3)]
    cache.get(heads(1), load)
    cache.get(heads(3), load)
    assert load.asked == [heads(1), heads(2), heads(3)], "1 was used after 2"
    cache.get(heads(2), load)
    assert load.asked[-1] == heads(2)


def test_five_hundred_are_kept_where_nothing_else_is_said() -> None:
    load = Loads()
    cache = CalendarCache()
    for n in range(501):
        cache.get(heads(n), load)
    for n in range(500, -1, -1):
        cache.get(heads(n), load)
    assert load.asked[501:] == [heads(0)]
    assert isinstance(CACHE, CalendarCache)
