"""Everybody who might try: each role in each place, visitors, people without a role, the platform."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.access.things import ABOVE, ELSEWHERE, SOMEBODY, Things
from tests.support.market import REGION
from tongban.security import SYSTEM, Actor, Grant, Role
from tongban.security.actor import ANONYMOUS

#: Where a role is held: for the buyer or the supplier (with a grant in a region that has nothing to do with
#: the thing), or for a third organisation, in the thing's region, above it, or elsewhere.
BUYER, SUPPLIER, HERE, OVER, FAR = "for the buyer", "for the supplier", "here", "above", "elsewhere"
PLACES = (BUYER, SUPPLIER, HERE, OVER, FAR)
VISITOR, NO_ROLE, PLATFORM = "visitor", "no role", "system"

_THIRD_ORG = 9_000_001


@dataclass(frozen=True)
class Seat:
    """Who tries, in words, and as the actor that the services are given."""

    role: Role | str
    place: str
    actor: Actor

    def __str__(self) -> str:
        return f"{self.role} {self.place}".strip()


def seats(things: Things) -> Iterator[Seat]:
    """All of them."""
    yield Seat(VISITOR, "", ANONYMOUS)
    yield Seat(PLATFORM, "", SYSTEM)
    orgs = {BUYER: things.buyer, SUPPLIER: things.supplier}
    regions = {HERE: REGION, OVER: ABOVE}
    for place in PLACES:
        org, region = orgs.get(place, _THIRD_ORG), regions.get(place, ELSEWHERE)
        yield Seat(NO_ROLE, place, _actor(org))
        for role in Role:
            yield Seat(role, place, _actor(org, Grant(role, region)))


def _actor(org_id: int, *grants: Grant) -> Actor:
    return Actor(SOMEBODY, org_id, "某人", "某单位", frozenset(grants), ancestors=_chain)


def _chain(code: str) -> tuple[str, ...]:
    return ("000000", ABOVE, REGION) if code == REGION else ("000000", code)
