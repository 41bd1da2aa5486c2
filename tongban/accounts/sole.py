"""Who must not simply vanish: the last person who can act for an organisation, or for the platform."""

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, joinedload

from tongban.accounts.models import Membership, User
from tongban.security import Role

#: Roles without which nobody could act for an organisation any more, or appoint anyone.
ADMIN_ROLES: tuple[Role, ...] = (Role.OWNER_ADMIN, Role.INTERMEDIARY, Role.PLATFORM_ADMIN)


def sole_admin_of(session: Session, user: User) -> list[Membership]:
    """The memberships by which this person is the only active one to hold an administering role."""
    other, holder = aliased(Membership), aliased(User)
    another = (
        select(other.id)
        .join(holder, holder.id == other.user_id)
        .where(
            other.org_id == Membership.org_id,
            other.role == Membership.role,
            other.user_id != user.id,
            other.revoked_at.is_(None),
            holder.state == "active",
        )
    )
    query = (
        select(Membership)
        .options(joinedload(Membership.org))
        .where(
            Membership.user_id == user.id,
            Membership.revoked_at.is_(None),
            Membership.role.in_(ADMIN_ROLES),
            ~another.exists(),
        )
        .order_by(Membership.org_id, Membership.id)
    )
    return list(session.scalars(query))
