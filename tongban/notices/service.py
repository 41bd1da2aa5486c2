"""Telling people: rows on the site in the same transaction, mail through the outbox after the commit."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from tongban.accounts.models import Membership, User
from tongban.notices.models import Notice
from tongban.regions.service import chain as region_chain
from tongban.security import Role
from tongban.work import Thing, Work

#: Who reads what is sent to an organisation.
ORG_ROLES = (Role.OWNER_ADMIN, Role.OWNER_DELEGATE, Role.INTERMEDIARY)
#: What the column of a title holds.
TITLE_LENGTH = 160


@dataclass(frozen=True)
class _Words:
    title: str
    body: str
    url: str


def notify_org(work: Work, thing: Thing, event: str, org_id: int, title: str, body: str, url: str) -> None:
    """Tell everyone who acts for an organisation; once per person and event."""
    query = select(Membership.user_id).where(
        Membership.org_id == org_id, Membership.role.in_(ORG_ROLES), Membership.revoked_at.is_(None)
    )
    user_ids = work.session.scalars(query.distinct()).all()
    _notify(work, thing, event, user_ids, org_id, _Words(title, body, url))


def notify_role(work: Work, thing: Thing, event: str, role: Role, title: str, body: str, url: str) -> None:
    """Tell everyone who holds a role in the thing's region; once per person and event."""
    chain = [region.code for region in region_chain(work.session, thing.region)]
    query = select(Membership.user_id).where(
        Membership.role == role, Membership.region.in_(chain), Membership.revoked_at.is_(None)
    )
    user_ids = work.session.scalars(query.distinct()).all()
    _notify(work, thing, event, user_ids, None, _Words(title, body, url))


def notify_user(work: Work, thing: Thing, event: str, user_id: int, title: str, body: str, url: str) -> None:
    """Tell one person; once per event."""
    _notify(work, thing, event, [user_id], None, _Words(title, body, url))


def _notify(
    work: Work, thing: Thing, event: str, user_ids: Iterable[int], org_id: int | None, words: _Words
) -> None:
    work.session.flush()
    dedupe = f"{thing.thing_kind}/{thing.id}/{event}"
    told = select(Notice.user_id).where(Notice.dedupe == dedupe, Notice.user_id == User.id)
    new = select(User).where(User.id.in_(list(user_ids)), User.state == "active", ~told.exists())
    people = work.session.scalars(new.order_by(User.id)).all()
    notices = [
        Notice(
            user_id=user.id,
            org_id=org_id,
            region=thing.region,
            dedupe=dedupe,
            title=_one_line(words.title),
            body=words.body,
            url=words.url,
            created_at=work.now,
        )
        for user in people
    ]
    work.add(notices)
    for user, notice in zip(people, notices, strict=True):
        if user.email:
            work.enqueue("notice.mail", notice)


def _one_line(title: str) -> str:
    """A title without line breaks, cut to what the column holds: it is also the subject of a mail."""
    line = " ".join(title.split())
    return line if len(line) <= TITLE_LENGTH else f"{line[: TITLE_LENGTH - 1]}…"
