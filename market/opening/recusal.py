"""Who may not fix the public value of a draw (domain-rules §2.5): the system refuses, it does not warn."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from market.entries.models import Entry
from market.needs.models import Need
from market.selection.terms import NOTICE
from tongban.accounts.models import Membership
from tongban.audit.models import AuditEvent
from tongban.security import Actor, Role

#: Roles that have the platform in their hands.
_OPERATING = (Role.MARKET_OPERATOR, Role.REGION_ADMIN, Role.PLATFORM_ADMIN)


def recusal_reason(session: Session, need: Need, actor: Actor, source: str) -> str | None:
    """Why this person must stay out of it, in words; None if nothing is known against.

    A value that the notice named can be looked up by anybody, so an operator may type it, and whoever checked
    the notice too; nobody who acts for a party may.
    """
    orgs = _organisations(session, need, actor)
    if need.owner_org_id in orgs:
        return "您代表这项采购的业主单位，应当回避。"
    entered = select(Entry.id).where(Entry.need_id == need.id, Entry.org_id.in_(orgs))
    if session.scalar(entered.limit(1)) is not None:
        return "您代表的单位报名了这项采购，应当回避。"
    if source == NOTICE:
        return None
    return _operating(session, actor) or _checked(session, need, actor)


def _organisations(session: Session, need: Need, actor: Actor) -> set[int]:
    """All the person acts for now, or acted for since the notice was published."""
    since = or_(Membership.revoked_at.is_(None), Membership.revoked_at >= need.published_at)
    query = select(Membership.org_id).where(Membership.user_id == actor.user_id, since)
    return {*session.scalars(query), *([actor.org_id] if actor.org_id is not None else [])}


def _operating(session: Session, actor: Actor) -> str | None:
    held = select(Membership.id).where(Membership.role.in_(_OPERATING), Membership.revoked_at.is_(None))
    if actor.holds(*_OPERATING) or session.scalar(held.filter_by(user_id=actor.user_id).limit(1)) is not None:
        return "您同时是运营或管理人员，不能作这次抽取的见证人。"
    operators = held.filter_by(org_id=actor.org_id, role=Role.MARKET_OPERATOR)
    if session.scalar(operators.limit(1)) is not None:
        return "您与运营机构同属一个单位，不能作这次抽取的见证人。"
    return None


def _checked(session: Session, need: Need, actor: Actor) -> str | None:
    did = select(AuditEvent.id).where(
        AuditEvent.thing_kind == need.thing_kind,
        AuditEvent.thing_id == need.id,
        AuditEvent.event.in_(("publish", "return")),
        AuditEvent.actor_user_id == actor.user_id,
    )
    if session.scalar(did.limit(1)) is None:
        return None
    return "您办理过这项采购的形式核验，不能作这次抽取的见证人。"
