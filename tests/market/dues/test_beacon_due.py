"""The time for fixing a draw's public value moves with the calendar like any other date (C12)."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from market.needs.models import Need
from tests.support.market import Market, Party, service_of
from tests.support.market_fixtures import make, market
from tongban.calendar.days import DayKind, DayMark
from tongban.calendar.importing import import_years
from tongban.clock import TZ, local
from tongban.lifecycle import GuardFailed
from tongban.security import Role

__all__ = ["make", "market"]

NEW_YEAR = DayMark(date(2027, 1, 1), DayKind.OFF, "元旦")
MONDAY_OFF = DayMark(date(2027, 1, 4), DayKind.OFF, "元旦")


def on(day: int, hour: int = 17, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=TZ)


def january(day: int, hour: int = 17, minute: int = 30) -> datetime:
    return datetime(2027, 1, day, hour, minute, tzinfo=TZ)


@pytest.fixture
def listed(market: Market) -> Party:
    """A draw listed on Wednesday, 30 December 2026; two working days: 31 December and 4 January."""
    market.clock.set(on(21, 9))
    item = service_of(market)
    need_id = market.publish(item, on(30), method="draw")
    for firm in [market.firm(item, until=date(2028, 12, 31)) for _ in range(3)]:
        market.quote(need_id, firm, None)
    market.run_to(on(30, 17, 1))
    return market.party("公证处", Role.WITNESS)


def the_need(market: Market) -> Need:
    with market.db() as session:
        return session.scalars(select(Need)).one()


def a_later_table(market: Market) -> None:
    with market.db.begin() as session:
        import_years(market.work(session), [NEW_YEAR, MONDAY_OFF], source="某通知")
    market.run_to(market.clock.now() + timedelta(days=1))


def test_it_moves_and_the_need_fails_only_then(market: Market, listed: Party) -> None:
    assert local(the_need(market).beacon_due) == january(4)
    a_later_table(market)
    assert local(the_need(market).beacon_due) == january(5)
    market.run_to(january(5, 17, 29))
    assert the_need(market).state == "selecting"
    market.run_to(january(5, 17, 31))
    assert (the_need(market).state, the_need(market).failure) == ("failed", "no_result")


def test_on_the_last_day_there_is_time_until_the_close_of_business(market: Market, listed: Party) -> None:
    a_later_table(market)
    need_id = the_need(market).id
    market.run_to(january(5, 17, 29))
    market.fix(need_id, listed)
    market.run_to(january(5, 17, 31))
    assert the_need(market).state == "award_notice"


def test_at_the_very_moment_it_is_too_late(market: Market, listed: Party) -> None:
    market.clock.set(january(4))
    with pytest.raises(GuardFailed, match="时限已过"):
        market.fix(the_need(market).id, listed)
