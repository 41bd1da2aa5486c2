"""The index's rows in the outbox: what waits, what was given up, and letting it go on."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tongban.outbox.models import DONE, PARKED, PENDING, OutboxRow

HANDLER = "search.index"


@dataclass(frozen=True)
class Waiting:
    """Changes the index has not seen, and how many of them were given up after many attempts."""

    pending: int
    parked: int


def waiting(session: Session) -> Waiting:
    """What waits now."""
    states = list(
        session.scalars(
            select(OutboxRow.status).where(OutboxRow.handler == HANDLER, OutboxRow.status != DONE)
        )
    )
    return Waiting(pending=len(states), parked=states.count(PARKED))


def waiting_keys(sessions: Callable[[], Session], but: str, limit: int) -> list[str]:
    """The keys of the changes that wait longest, without one."""
    with sessions() as session:
        rows = session.execute(
            select(OutboxRow.thing_kind, OutboxRow.thing_id)
            .where(OutboxRow.handler == HANDLER, OutboxRow.status == PENDING)
            .order_by(OutboxRow.id)
            .limit(limit)
        )
        keys = dict.fromkeys(f"{kind}:{thing_id}" for kind, thing_id in rows)
    keys.pop(but, None)
    return list(keys)


def release_parked(sessions: Callable[[], Session]) -> int:
    """After a rebuild: changes given up while the index was broken may go on; returns how many."""
    with sessions() as session, session.begin():
        rows = session.scalars(
            select(OutboxRow).filter_by(handler=HANDLER, status=PARKED).with_for_update()
        ).all()
        for row in rows:
            row.status, row.attempts, row.last_error = PENDING, 0, None
        return len(rows)
