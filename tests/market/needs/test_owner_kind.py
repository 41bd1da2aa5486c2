"""Whether a natural person may buy is the region's choice, asked where the need is."""

from collections.abc import Callable

import pytest
from sqlalchemy import update

from market.needs.models import Need
from tests.support.market import Market, at, need_values, service_of
from tongban.accounts.models import Organisation
from tongban.lifecycle import GuardFailed


def natural(market: Market) -> None:
    with market.db.begin() as session:
        who = update(Organisation).where(Organisation.id == market.owner.org_id)
        session.execute(who.values(kind="person"))


def test_where_it_may(make: Callable[..., Market]) -> None:
    market = make(market__owner__allow_natural_person=True)
    natural(market)
    assert market.publish(service_of(market), at(10))


def test_where_it_may_not(make: Callable[..., Market]) -> None:
    market = make(market__owner__allow_natural_person=False)
    item = service_of(market)
    with market.db.begin() as session:
        draft = market.needs(session, market.owner).create(item, need_values(at(10)))
    natural(market)
    with market.db() as session, pytest.raises(GuardFailed, match="自然人不能发布"):
        market.needs(session, market.owner).create(item, need_values(at(10)))
    with market.db() as session, pytest.raises(GuardFailed, match="自然人不能发布"):
        market.needs(session, market.owner).submit(session.get_one(Need, draft.id))
