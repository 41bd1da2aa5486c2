"""Writing one event onto the chain of its thing, in the transaction of the change."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tongban.audit.chain import GENESIS, link_hash, private_digest
from tongban.audit.models import AuditEvent, AuditHead, AuditPrivate
from tongban.security import Actor


def lock_head(session: Session, thing_kind: str, thing_id: int, region: str) -> AuditHead:
    """The head of a chain, locked; a new chain is begun when there is none."""
    head = session.scalar(
        select(AuditHead).filter_by(thing_kind=thing_kind, thing_id=thing_id).with_for_update()
    )
    if head is None:
        head = AuditHead(thing_kind=thing_kind, thing_id=thing_id, region=region, seq=0, hash=GENESIS)
        session.add(head)
        session.flush()
    return head


def record(
    session: Session,
    *,
    thing_kind: str,
    thing_id: int,
    region: str,
    at: datetime,
    actor: Actor,
    source: str,
    event: str,
    before: str | None = None,
    after: str | None = None,
    public: Mapping[str, Any] | None = None,
    private: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Append an event. ``private`` (names, phones) stands beside it; sealed values belong in neither."""
    head = lock_head(session, thing_kind, thing_id, region)
    salt = secrets.token_hex(32)
    row = AuditEvent(
        thing_kind=thing_kind,
        thing_id=thing_id,
        region=region,
        seq=head.seq + 1,
        at=at,
        actor_user_id=actor.user_id,
        actor_org_id=actor.org_id,
        event=event,
        source=source,
        before=before,
        after=after,
        public=dict(public or {}),
        private_digest=private_digest(salt, private) if private else None,
        prev_hash=head.hash,
    )
    row.hash = link_hash(row)
    session.add(row)
    head.seq, head.hash = row.seq, row.hash
    session.flush()
    if private:
        session.add(AuditPrivate(event_id=row.id, salt=salt, content=dict(private)))
    return row
