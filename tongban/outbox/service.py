"""Writing outbox rows and timers, in the transaction of the change they belong to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tongban.outbox.models import DONE, OutboxRow, Timer

CANCELLED = "cancelled"


def enqueue(
    session: Session,
    handler: str,
    thing_kind: str,
    thing_id: int,
    payload: Mapping[str, Any],
    now: datetime,
) -> None:
    """Ask for a side effect after the commit."""
    session.add(
        OutboxRow(
            handler=handler,
            thing_kind=thing_kind,
            thing_id=thing_id,
            payload=dict(payload),
            created_at=now,
            not_before=now,
        )
    )


def waiting(session: Session, handler: str) -> set[tuple[str, int]]:
    """Kind and id of the things for which a side effect was asked and has not been had yet."""
    rows = select(OutboxRow.thing_kind, OutboxRow.thing_id).where(
        OutboxRow.handler == handler, OutboxRow.status != DONE
    )
    return {(kind, thing_id) for kind, thing_id in session.execute(rows)}


def schedule(session: Session, handler: str, thing_kind: str, thing_id: int, due_at: datetime) -> None:
    """Have a timer handler called at a moment; asking twice for the same moment is asking once.

    A timer that was called off for that moment counts again.
    """
    session.flush()
    wanted = {"handler": handler, "thing_kind": thing_kind, "thing_id": thing_id, "due_at": due_at}
    known = session.scalar(select(Timer).filter_by(**wanted))
    if known is None:
        session.add(Timer(**wanted, not_before=due_at))
    elif known.done_at is not None and known.last_error == CANCELLED:
        known.done_at = known.last_error = None
        known.not_before = due_at


def cancel(session: Session, handler: str, thing_kind: str, thing_id: int, now: datetime) -> None:
    """Call off the open timers of a thing; they stay on record as done with the reason."""
    open_timers = select(Timer).filter_by(
        handler=handler, thing_kind=thing_kind, thing_id=thing_id, done_at=None
    )
    for timer in session.scalars(open_timers.with_for_update()):
        timer.done_at, timer.last_error = now, CANCELLED
