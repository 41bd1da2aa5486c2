"""Needs that may yet ask the code they were published with."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from market.needs.models import Need

#: From the notice until the contract: an entry is judged at registration, at the opening, and as a reserve.
DECIDING = ("registering", "closed", "selecting", "award_notice", "awarded")


def bound_needs(session: Session, hashes: Collection[str]) -> list[str]:
    """Needs that run by one of these snapshots and are not past their last decision, named for people."""
    query = select(Need.number).where(Need.rules_hash.in_(hashes), Need.state.in_(DECIDING)).order_by(Need.id)
    return [f"采购需求 {number}" for number in session.scalars(query)]
