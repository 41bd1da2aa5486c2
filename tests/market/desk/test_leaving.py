"""Whoever leaves hands their unfinished needs to a colleague of the same buyer."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from market.desk.leaving import hand_over, held
from market.needs.models import Need
from tests.market.desk.conftest import Site, Things
from tongban.accounts.models import User
from tongban.errors import InvalidField
from tongban.security import SYSTEM
from tongban.work import Work

Make = Callable[[Callable[[Things], Any]], None]


def test_unfinished_needs_must_be_handed_over_and_finished_ones_not(site: Site, make: Make) -> None:
    make(lambda t: [t.need("registering"), t.need("draft"), t.need("closed_done"), t.need("failed")])
    with site.sessions.begin() as session:
        users = {u.login: u for u in session.scalars(select(User))}
        assert [h.must_hand_over for h in held(session, users["owner1"])] == [True, True]
        hand_over(Work(session, SYSTEM, site.clock.now()), users["owner1"], users["delegate1"])
    with site.sessions() as session:
        owner1 = session.scalars(select(User).filter_by(login="owner1")).one()
        delegate1 = session.scalars(select(User).filter_by(login="delegate1")).one()
        assert held(session, owner1) == []
        assert len(held(session, delegate1)) == 2


def test_a_person_who_does_not_act_for_the_buyer_cannot_take_them(site: Site, make: Make) -> None:
    make(lambda t: t.need("registering"))
    with site.sessions.begin() as session:
        users = {u.login: u for u in session.scalars(select(User))}
        with pytest.raises(InvalidField):
            hand_over(Work(session, SYSTEM, site.clock.now()), users["owner1"], users["owner2"])
        need = session.scalars(select(Need)).one()
        assert need.created_by == users["owner1"].id
