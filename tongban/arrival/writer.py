"""The one thread of a web process that commits tickets, on its own connection, in small groups.

Threads that handle requests may all be busy and the database's write lock may be unfair; the ticket of a
request that has just arrived must wait for neither queue. The same thread tells the other processes how far
this one has got, so that a closing can wait for a process that could not write yet.
"""

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from tongban.arrival.models import ArrivalProcess, ArrivalTicket
from tongban.arrival.moment import Ticket
from tongban.arrival.tickets import close_if_open
from tongban.clock import Clock

log = logging.getLogger(__name__)

#: Seconds between two signs of life when nothing arrives.
BEAT_S = 2.0
#: Seconds before a group that could not be written is tried again.
RETRY_S = 0.2


@dataclass(frozen=True)
class Settlement:
    """How a request was answered, for a ticket its own transaction did not settle."""

    ticket_id: str
    outcome: str


Note = Ticket | Settlement


class TicketBook:
    """Writes tickets and settlements in one short transaction; used by the thread and without one."""

    def __init__(self, sessions: "sessionmaker[Session]", clock: Callable[[], Clock]) -> None:
        self._sessions = sessions
        self._clock = clock

    def write(self, notes: Sequence[Note], process: ArrivalProcess | None = None) -> None:
        """Commit the notes in their order, and the process's sign of life."""
        clock = self._clock()
        offset = clock.offset()
        with self._sessions.begin() as session:
            session.connection()
            if process is not None:
                session.merge(process)
                session.flush()
            # Read when the wait for the write lock is over: when the row is made, not when it was wished for.
            now = clock.now()
            for note in notes:
                if isinstance(note, Settlement):
                    session.flush()
                    close_if_open(session, note.ticket_id, note.outcome, at=now)
                    continue
                note.site_at = note.received_at + offset
                session.add(_row(note, process, now - offset))
        for note in notes:
            if isinstance(note, Ticket):
                note.committed.set()


def _row(ticket: Ticket, process: ArrivalProcess | None, real_now: datetime) -> ArrivalTicket:
    return ArrivalTicket(
        id=ticket.id,
        subject=ticket.subject,
        path=ticket.path[:200],
        received_at=ticket.received_at,
        site_at=ticket.site_at,
        digest=ticket.digest,
        process_id=process.id if process else None,
        created_at=real_now,
    )


class TicketWriter:
    """The thread. ``put`` is called with the lock of the stamping held, see ``Arrivals.hold``."""

    def __init__(
        self,
        book: TicketBook,
        sessions: "sessionmaker[Session]",
        real_now: Callable[[], datetime],
        margin: timedelta,
    ) -> None:
        self.lock = threading.Lock()
        self._book, self._sessions, self._real_now, self._margin = book, sessions, real_now, margin
        self._queue: list[Note] = []
        self._wake = threading.Event()
        self._stopping = False
        self._thread: threading.Thread | None = None
        self._id = secrets.token_hex(16)
        self._started_at = self._caught_up_to = real_now()

    @property
    def running(self) -> bool:
        """Whether the thread takes notes."""
        return self._thread is not None and not self._stopping

    def start(self) -> None:
        """Make this process known, then start the thread. Raises what the database raises."""
        self._retire_the_dead()
        self._book.write([], self._sign_of_life(self._real_now(), self._caught_up_to))
        self._thread = threading.Thread(target=self._run, name="tongban-tickets", daemon=True)
        self._thread.start()

    def put(self, note: Note) -> None:
        """Queue a note."""
        self._queue.append(note)
        self._wake.set()

    def close(self, timeout_s: float = 10) -> None:
        """Write what is queued and sign the process off."""
        self._stopping = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stopping:
            self._wake.wait(BEAT_S)
            self._round()
        self._round(final=True)

    def _round(self, *, final: bool = False) -> None:
        self._wake.clear()
        with self.lock:
            # Taken under the lock: whatever was stamped before this moment is in the queue.
            now, notes = self._real_now(), self._queue
            self._queue = []
        caught_up_to = max(self._caught_up_to, now - self._margin)
        try:
            self._book.write(notes, self._sign_of_life(now, caught_up_to, stopped=final))
        except OperationalError as error:
            log.warning("tickets could not be written yet: %s", error.orig)
            if not final:
                self._again(notes)
        except Exception:
            log.exception("a group of %s tickets was refused; trying them one by one", len(notes))
            self._one_by_one(notes, now)
        else:
            self._caught_up_to = caught_up_to

    def _again(self, notes: list[Note]) -> None:
        with self.lock:
            self._queue[:0] = notes
        time.sleep(RETRY_S)
        if notes:
            self._wake.set()

    def _one_by_one(self, notes: list[Note], now: datetime) -> None:
        for note in notes:
            try:
                self._book.write([note], self._sign_of_life(now, self._caught_up_to))
            except Exception as error:
                log.exception("a ticket could not be written")
                if isinstance(note, Ticket):
                    note.error = error
                    note.committed.set()

    def _sign_of_life(
        self, now: datetime, caught_up_to: datetime, *, stopped: bool = False
    ) -> ArrivalProcess:
        return ArrivalProcess(
            id=self._id,
            name=f"{socket.gethostname()}:{os.getpid()}",
            started_at=self._started_at,
            beat_at=now,
            caught_up_to=caught_up_to,
            stopped_at=now if stopped else None,
        )

    def _retire_the_dead(self) -> None:
        """Sign off processes of this host that were killed, so that no closing waits for them."""
        host = socket.gethostname()
        with self._sessions.begin() as session:
            rows = session.execute(
                select(ArrivalProcess.id, ArrivalProcess.name).where(
                    ArrivalProcess.stopped_at.is_(None), ArrivalProcess.name.startswith(f"{host}:")
                )
            ).all()
            dead = [row.id for row in rows if not _alive(row.name)]
            if dead:
                session.execute(
                    update(ArrivalProcess)
                    .where(ArrivalProcess.id.in_(dead))
                    .values(stopped_at=self._real_now())
                )


def _alive(name: str) -> bool:
    try:
        os.kill(int(name.rpartition(":")[2]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
