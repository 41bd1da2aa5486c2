"""How far an administrator reaches: the own regions and below, and never beyond the own rights."""

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import Session, aliased

from tongban.accounts.models import Membership, User
from tongban.regions.models import Region
from tongban.security import Actor, Role
from tongban.work import Work


def may_give(actor: Actor, role: Role, region: str) -> bool:
    """Whether the actor may grant or revoke a role in a region."""
    if actor.is_system or actor.holds(Role.PLATFORM_ADMIN):
        return True
    return role is not Role.PLATFORM_ADMIN and actor.holds(Role.REGION_ADMIN, region=region)


def beyond(work: Work, user: User) -> str | None:
    """Why a person as a whole is out of the actor's reach: a role the actor could not give; None if not."""
    for membership in active_memberships(work.session, user.id):
        if not may_give(work.actor, Role(membership.role), membership.region):
            return "此人在您的管理范围以外还有身份，请由上级管理员办理。"
    return None


def active_memberships(session: Session, user_id: int) -> list[Membership]:
    """What a person holds now."""
    query = select(Membership).filter_by(user_id=user_id, revoked_at=None).order_by(Membership.id)
    return list(session.scalars(query))


def visible_people(actor: Actor) -> ColumnElement[bool]:
    """The condition on ``User`` that keeps a list within the actor's regions."""
    if actor.is_system or actor.holds(Role.PLATFORM_ADMIN):
        return true()
    roots = sorted(grant.region for grant in actor.grants if grant.role is Role.REGION_ADMIN)
    below = regions_below(roots)
    here = select(Membership.user_id).where(Membership.region.in_(below), Membership.revoked_at.is_(None))
    return or_(User.region.in_(below), User.region.in_(roots), User.id.in_(here))


def regions_below(roots: list[str]) -> Select[tuple[str]]:
    """A query for the codes of the regions and everything below them."""
    tree = select(Region.code).where(Region.code.in_(roots)).cte("below", recursive=True)
    child = aliased(Region)
    tree = tree.union_all(select(child.code).where(child.parent_code == tree.c.code))
    return select(tree.c.code)


def sees(work: Work, user: User) -> bool:
    """Whether the person stands in the actor's list."""
    query = select(User.id).where(User.id == user.id, visible_people(work.actor))
    return work.session.scalar(query) is not None
