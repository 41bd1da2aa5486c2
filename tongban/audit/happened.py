"""Reading back from a chain what happened to a thing, for its thread."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tongban.audit.models import AuditEvent
from tongban.work import Thing


def happened(session: Session, thing: Thing, events: Sequence[str]) -> list[AuditEvent]:
    """The thing's events of these names, in order."""
    query = select(AuditEvent).filter_by(thing_kind=thing.thing_kind, thing_id=thing.id)
    return list(session.scalars(query.where(AuditEvent.event.in_(events)).order_by(AuditEvent.seq)))


def last_moment(session: Session, thing: Thing, event: str) -> datetime | None:
    """When it happened to the thing the last time; None if it never did."""
    found = happened(session, thing, (event,))
    return found[-1].at if found else None
