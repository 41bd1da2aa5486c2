"""Trying again what failed, when a person asks for it."""

from sqlalchemy import select

from tongban.audit.models import AuditHead
from tongban.audit.record import record
from tongban.outbox.models import DONE, PENDING, OutboxRow, Timer
from tongban.regions.codes import NATION
from tongban.work import Work


def retry_row(work: Work, row_id: int) -> bool:
    """Have the worker take a failed or parked outbox row once more. False for one that is done or unknown."""
    row = work.session.get(OutboxRow, row_id, with_for_update=True)
    if row is None or row.status == DONE:
        return False
    row.status, row.attempts, row.not_before = PENDING, 0, work.now
    _trace(work, row, "outbox_retried")
    return True


def retry_timer(work: Work, timer_id: int) -> bool:
    """Have a stuck timer run at once. False for one that is done, not due yet, or unknown."""
    timer = work.session.get(Timer, timer_id, with_for_update=True)
    if timer is None or timer.done_at is not None or timer.due_at > work.now:
        return False
    timer.not_before = min(timer.not_before, work.now)
    _trace(work, timer, "timer_retried")
    return True


def _trace(work: Work, row: OutboxRow | Timer, event: str) -> None:
    """An event on the chain of the row's thing."""
    whose = {"thing_kind": row.thing_kind, "thing_id": row.thing_id}
    region = work.session.scalar(select(AuditHead.region).filter_by(**whose))
    record(
        work.session,
        thing_kind=row.thing_kind,
        thing_id=row.thing_id,
        region=region or NATION,
        at=work.now,
        actor=work.actor,
        source=work.source,
        event=event,
        public={"handler": row.handler, "row": row.id},
    )
