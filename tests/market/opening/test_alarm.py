"""A closing that waits too long is told to the operators, once."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from market.opening.wiring import warn_of_late_closings
from tests.support.market import Market, at
from tongban.clock import FixedClock
from tongban.notices.models import Notice


def test_operators_are_told_once_of_a_closing_that_waits(
    db: "sessionmaker[Session]", clock: FixedClock, tmp_path: Path
) -> None:
    market = Market(db, clock, tmp_path)
    with db.begin() as session:
        market.grant(session, market.operator)
    item = next(i for i in market.catalogue if i.qualification)
    market.publish(item, at(10))

    def told() -> int:
        with db.begin() as session:
            warn_of_late_closings(market.work(session))
            query = select(Notice.id).where(Notice.title == "截止未能按时完成")
            return len(session.scalars(query).all())

    clock.set(at(10) + timedelta(seconds=59))
    assert told() == 0
    clock.set(at(10) + timedelta(seconds=61))
    assert (told(), told()) == (1, 1)
