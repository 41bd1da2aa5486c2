"""Telling people: rows on the site in the same transaction, mail through the outbox after the commit."""

from collections.abc import Iterable

from sqlalchemy import select

from tongban.accounts.models import Membership, User
from tongban.notices.models import Notice
from tongban.regions.service import chain as region_chain
from tongban.security import Role
from tongban.work import Thing, Work

#: Who reads what is sent to an organisation.
ORG_ROLES = (Role.OWNER_ADMIN, Role.OWNER_DELEGATE, Role.INTERMEDIARY)


def notify_org(work: Work, thing: Thing, event: str, org_id: int, title: str, body: str, url: str) -> None:
    """Tell everyone who acts for an organisation; once per person and event."""
    query = select(Membership.user_id).where(
        Membership.org_id == org_id, Membership.role.in_(ORG_ROLES), Membership.revoked_at.is_(None)
    )
    _notify(work, thing, event, work.session.scalars(query.distinct()).all(), org_id, title, body, url)


def notify_role(work: Work, thing: Thing, event: str, role: Role, title: str, body: str, url: str) -> None:
    """Tell everyone who holds a role in the thing's region; once per person and event."""
    chain = [region.code for region in region_chain(work.session, thing.region)]
    query = select(Membership.user_id).where(
        Membership.role == role, Membership.region.in_(chain), Membership.revoked_at.is_(None)
    )
    _notify(work, thing, event, work.session.scalars(query.distinct()).all(), None, title, body, url)


def notify_user(work: Work, thing: Thing, event: str, user_id: int, title: str, body: str, url: str) -> None:
    """Tell one person; once per event."""
    _notify(work, thing, event, [user_id], None, title, body, url)


def _notify(
    work: Work,
    thing: Thing,
    event: str,
    user_ids: Iterable[int],
    org_id: int | None,
    title: str,
    body: str,
    url: str,
) -> None:
    work.session.flush()
    dedupe = f"{thing.thing_kind}/{thing.id}/{event}"
    active = select(User).where(User.id.in_(list(user_ids)), User.state == "active").order_by(User.id)
    for user in work.session.scalars(active).all():
        known = select(Notice.id).filter_by(user_id=user.id, dedupe=dedupe)
        if work.session.scalar(known) is not None:
            continue
        notice = Notice(
            user_id=user.id,
            org_id=org_id,
            region=thing.region,
            dedupe=dedupe,
            title=title,
            body=body,
            url=url,
            created_at=work.now,
        )
        work.add([notice])
        if user.email:
            work.enqueue("notice.mail", notice)
