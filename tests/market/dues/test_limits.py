"""When limits begin and end: by the region's calendar, close of business, and rule on late receipt."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from sqlalchemy.orm import Session, sessionmaker

from market.awards.models import Award
from market.needs.models import Need
from tests.support.market import REGION, Market, at, need_values, service_of
from tests.support.rules import rules_with
from tongban.calendar import CalendarService
from tongban.calendar.importing import seed_official_years
from tongban.clock import FixedClock, local
from tongban.dues.service import Dues
from tongban.security import SYSTEM
from tongban.work import Work


@pytest.fixture
def dues(db: "sessionmaker[Session]", clock: FixedClock) -> Iterator[Dues]:
    with db.begin() as session:
        seed_official_years(Work(session, SYSTEM, clock.now(), "cli"))
    with db() as session:
        yield Dues(Work(session, SYSTEM, clock.now(), "cli"), CalendarService(session))


@pytest.mark.parametrize(
    ("received", "roll", "due"),
    [
        # Monday 2 March, in business hours: Tuesday is the first day, either way.
        (at(2, 16, 59), "next_workday", at(3, 17, 30)),
        (at(2, 16, 59), "never", at(3, 17, 30)),
        # Not before close of business: received on Tuesday, due on Wednesday.
        (at(2, 17, 30), "next_workday", at(4, 17, 30)),
        (at(2, 17, 31), "never", at(3, 17, 30)),
        # Saturday 7 March counts as Monday 9 March: due on Tuesday, not on Monday.
        (at(7, 10), "next_workday", at(10, 17, 30)),
        (at(7, 10), "never", at(9, 17, 30)),
        # Saturday 28 February is a make-up working day.
        (datetime(2026, 2, 28, 10, tzinfo=at(1).tzinfo), "next_workday", at(2, 17, 30)),
    ],
)
def test_a_limit_of_one_day_from_receipt(dues: Dues, received: datetime, roll: str, due: datetime) -> None:
    rules = rules_with(REGION, clock__receive_roll=roll)
    assert local(dues.after_receipt(rules, received, 1).at) == due


def test_days_off_of_the_rule_file_are_not_counted(dues: Dues) -> None:
    rules = rules_with(REGION, clock__calendar={"2026-03-04": "off"})
    found = dues.after(rules, at(2).date(), 2)
    assert local(found.at) == at(5, 17, 30)
    assert [day.why for day in found.due.days if not day.counted] == ["本地放假"]


def test_a_region_that_counts_to_midnight(dues: Dues) -> None:
    rules = rules_with(REGION, clock__day_end="24:00")
    assert local(dues.after(rules, at(2).date(), 1).at) == at(4, 0)


def test_a_need_handed_in_after_hours_is_checked_from_the_next_day(make: Callable[..., Market]) -> None:
    market = make()
    item = service_of(market)
    market.clock.set(at(6, 18))  # Friday evening
    with market.db.begin() as session:
        need = market.needs(session, market.owner).create(item, need_values(at(20)))
        market.needs(session, market.owner).submit(need)
        # Received on Monday 9 March, one working day: Tuesday.
        assert local(need.check_due) == at(10, 17, 30)


def test_the_markets_own_dates_follow_the_regions_days_off(make: Callable[..., Market]) -> None:
    market = make(clock__calendar={"2026-03-11": "off"})
    need_id = market.publish(service_of(market), at(10))
    with market.db() as session:
        assert session.get_one(Need, need_id).state == "registering"
    for fen in (1_000_000, 2_000_000, 3_000_000):
        market.quote(need_id, market.firm(service_of(market)), fen)
    market.run_to(at(10, 17, 1))
    with market.db() as session:
        # 10 March + 3 working days without the 11th: 12, 13, 16 March.
        assert local(session.query(Award).one().notice_until) == at(16, 17, 30)
