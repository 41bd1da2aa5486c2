"""What the rest of the code does with arrival tickets; services call these inside their own transaction.

A ticket is open until it is settled: by the request it belongs to, in the same transaction as what the
request changed; else by the server when the request was answered otherwise (refused, failed); else it is
abandoned when its process is gone. A closing waits for the open ones.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from tongban.arrival.models import ArrivalProcess, ArrivalTicket
from tongban.errors import DomainError

#: A closing waits at least this long after the end, so that what was held in time can be ticketed.
GRACE = timedelta(seconds=5)
#: A closing that waits longer than this after the end is an alarm for the operator.
ALARM_AFTER = timedelta(seconds=60)
#: A process that has not been heard of for this long is taken to be gone.
SILENT_AFTER = timedelta(seconds=60)
#: Tickets of requests that changed nothing are kept this long; settled entries keep theirs as evidence.
KEEP_REFUSED = timedelta(days=30)

ABANDONED = "abandoned"
#: Outcomes the server writes begin with this word; the rest are the business's own.
UNCHANGED = "http"


class TicketNotOpen(DomainError):
    """The ticket was settled or abandoned before: things were decided without this request."""

    code = "arrival.ticket_not_open"
    message = "这次提交等待过久，系统已按未处理登记。请查看公告的当前状态后再决定是否重新提交。"


@dataclass(frozen=True)
class Waiting:
    """Why a closing cannot freeze its snapshot yet; ``clear`` when nothing stands against it."""

    tickets: tuple[ArrivalTicket, ...]
    processes: tuple[ArrivalProcess, ...]
    in_grace: bool
    alarm: bool

    @property
    def clear(self) -> bool:
        return not (self.tickets or self.processes or self.in_grace)


def settle(session: Session, ticket_id: str, outcome: str, *, at: datetime) -> None:
    """Settle a ticket in the transaction of the request it belongs to; ``outcome`` is a word of the business.

    Raises TicketNotOpen when it is no longer open: the caller then must not take the request as in time.
    """
    if not close_if_open(session, ticket_id, outcome, at=at):
        raise TicketNotOpen


def close_if_open(session: Session, ticket_id: str, outcome: str, *, at: datetime) -> bool:
    """Settle a ticket unless that has been done; whether it was still open."""
    change = (
        update(ArrivalTicket)
        .where(ArrivalTicket.id == ticket_id, ArrivalTicket.settled_at.is_(None))
        .values(settled_at=at, outcome=outcome[:64])
    )
    return session.execute(change).rowcount == 1  # type: ignore[attr-defined]


def open_before(session: Session, subject: str, end: datetime) -> list[ArrivalTicket]:
    """The open tickets of requests received before ``end`` (the site's clock), in order of receipt."""
    return list(
        session.scalars(
            select(ArrivalTicket)
            .where(
                ArrivalTicket.subject == subject,
                ArrivalTicket.settled_at.is_(None),
                ArrivalTicket.site_at < end,
            )
            .order_by(ArrivalTicket.site_at, ArrivalTicket.id)
        )
    )


def waiting_for(
    session: Session, subject: str, end: datetime, *, now: datetime, offset: timedelta = timedelta(0)
) -> Waiting:
    """What a closing of ``subject`` at ``end`` has to wait for at ``now`` (both by the site's clock).

    ``offset`` is the clock's (zero except on a practice site). Besides open tickets a process counts that is
    alive but has not yet ticketed everything it held before the end: a locked database, a lost connection.
    """
    return Waiting(
        tickets=tuple(open_before(session, subject, end)),
        processes=tuple(behind(session, end - offset, real_now=now - offset)),
        in_grace=now < end + GRACE,
        alarm=now > end + ALARM_AFTER,
    )


def behind(session: Session, moment: datetime, *, real_now: datetime) -> list[ArrivalProcess]:
    """Living processes that may hold requests from before ``moment`` (real time) without a ticket."""
    return list(
        session.scalars(
            select(ArrivalProcess)
            .where(
                ArrivalProcess.stopped_at.is_(None),
                ArrivalProcess.caught_up_to < moment,
                ArrivalProcess.beat_at > real_now - SILENT_AFTER,
            )
            .order_by(ArrivalProcess.id)
        )
    )


def abandon_stale(
    session: Session, now: datetime, *, offset: timedelta = timedelta(0), older_than: timedelta = SILENT_AFTER
) -> list[ArrivalTicket]:
    """Abandon open tickets that nobody will settle any more; returns them, for the operator's alarm.

    Those are tickets older than ``older_than`` whose process has stopped or been silent for as long. One of a
    living process stays open however long its request waits for a thread: it arrived in time.
    """
    horizon = now - offset - older_than
    gone = or_(ArrivalProcess.stopped_at.is_not(None), ArrivalProcess.beat_at < horizon)
    stale = session.scalars(
        select(ArrivalTicket)
        .outerjoin(ArrivalProcess, ArrivalProcess.id == ArrivalTicket.process_id)
        .where(
            ArrivalTicket.settled_at.is_(None),
            ArrivalTicket.created_at < horizon,
            or_(ArrivalTicket.process_id.is_(None), gone),
        )
        .order_by(ArrivalTicket.received_at)
    ).all()
    for ticket in stale:
        ticket.settled_at, ticket.outcome = now, ABANDONED
    return list(stale)


def forget_refused(session: Session, real_now: datetime) -> None:
    """Delete old tickets of requests that changed nothing, so that floods of such do not pile up."""
    session.execute(
        delete(ArrivalTicket).where(
            ArrivalTicket.outcome.startswith(UNCHANGED), ArrivalTicket.created_at < real_now - KEEP_REFUSED
        )
    )
