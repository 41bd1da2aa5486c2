"""Who can carry a case: the agents of its region, and the centre they belong to."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tongban.accounts.models import Membership, User
from tongban.errors import InvalidField
from tongban.regions.service import chain
from tongban.security import Role


def agents_in(session: Session, region: str) -> list[Membership]:
    """The seats of the agents who work in a region or above it, each person once, by name."""
    codes = [place.code for place in chain(session, region)] or [region]
    query = (
        select(Membership)
        .join(User, User.id == Membership.user_id)
        .options(joinedload(Membership.user), joinedload(Membership.org))
        .where(
            Membership.role == Role.AGENT,
            Membership.region.in_(codes),
            Membership.revoked_at.is_(None),
            User.state == "active",
        )
        .order_by(User.name, User.id, Membership.id)
    )
    seats: dict[int, Membership] = {}
    for seat in session.scalars(query):
        seats.setdefault(seat.user_id, seat)
    return list(seats.values())


def agent_options(session: Session, region: str) -> dict[str, str]:
    """The agents to choose from, by their ids as text."""
    return {str(seat.user_id): f"{seat.user.name} · {seat.org.name}" for seat in agents_in(session, region)}


def seat_of(session: Session, region: str, user_id: int, field: str) -> Membership:
    """The seat of an agent of the region. Raises InvalidField for anybody else."""
    found = next((seat for seat in agents_in(session, region) if seat.user_id == user_id), None)
    if found is None:
        raise InvalidField(field, "请从本地区的代办员中选择。")
    return found
