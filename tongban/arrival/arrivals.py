"""Taking requests in: one object per web process, used by every kind of server."""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import sessionmaker

from tongban.arrival.moment import (
    HEADER_ENVIRON,
    RECEIVED_AT,
    TICKET,
    Received,
    Ticket,
    TicketedPaths,
    digest,
    proxy_moment,
)
from tongban.arrival.writer import Settlement, TicketBook, TicketWriter
from tongban.clock import Clock, SystemClock

#: A proxy's stamp is older than our queue: what it buffered this long ago may not have reached us yet.
PROXY_MARGIN = timedelta(seconds=3)

Body = Callable[[], Iterable[bytes]]


class Arrivals:
    """Stamps requests and opens their tickets, on an engine of its own.

    ``clock`` returns the site's clock; moments of receipt are real time. ``trust_proxy`` says whether the
    proxy's header counts.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], Clock],
        *,
        trust_proxy: bool = False,
        real: Clock | None = None,
    ) -> None:
        self._engine = engine
        sessions = sessionmaker(engine, expire_on_commit=False)
        self.paths = TicketedPaths()
        self._clock = clock
        self._real = real or SystemClock()
        self._trust_proxy = trust_proxy
        self._book = TicketBook(sessions, clock)
        margin = PROXY_MARGIN if trust_proxy else timedelta(0)
        self._writer = TicketWriter(self._book, sessions, self._real.now, margin)

    def start(self) -> None:
        """Called by a server before it listens: tickets are from now on written by a thread."""
        self._writer.start()

    def close(self) -> None:
        """Called by a server after its last request."""
        self._writer.close()
        self.dispose()

    def dispose(self) -> None:
        """Give back the connections; they are opened again when one is needed."""
        self._engine.dispose()

    def hold(self, method: str, path: str, *, stamp: str | None, body: Body) -> Received:
        """A server's main loop holds a whole request: stamp it and have its ticket written.

        ``stamp`` is the proxy's header as sent; ``body`` gives the body from its beginning.
        """
        with self._writer.lock:
            at = self._moment(self._real.now(), stamp)
            ticket = self._ticket(method, path, at, body)
            if ticket is not None:
                self._writer.put(ticket)
        return Received(at, ticket)

    def receive(self, environ: dict[str, Any], body: Body) -> Received:
        """What the server noted for this request; under plain WSGI note it now, the ticket committed."""
        if (at := environ.get(RECEIVED_AT)) is not None:
            return Received(at, environ.get(TICKET))
        clock = self._clock()
        at = self._moment(clock.now() - clock.offset(), environ.get(HEADER_ENVIRON))
        ticket = self._ticket(environ["REQUEST_METHOD"], path_of(environ), at, body)
        if ticket is not None:
            self._book.write([ticket])
        received = Received(at, ticket)
        received.put_into(environ)
        return received

    def finish(self, ticket: Ticket, outcome: str) -> None:
        """The request was answered: settle its ticket unless the request's own transaction did."""
        note = Settlement(ticket.id, outcome)
        if self._writer.running:
            with self._writer.lock:
                self._writer.put(note)
        else:
            self._book.write([note])

    def site_time(self, received: Received) -> datetime:
        """The moment of receipt by the site's clock: the one deadlines are compared with."""
        if received.ticket is not None and received.ticket.site_at is not None:
            return received.ticket.site_at
        return received.at + self._clock().offset()

    def _moment(self, now: datetime, stamp: str | None) -> datetime:
        return (proxy_moment(stamp, now) if self._trust_proxy else None) or now

    def _ticket(self, method: str, path: str, at: datetime, body: Body) -> Ticket | None:
        subject = self.paths.subject(method, path)
        if subject is None:
            return None
        nonce = secrets.token_bytes(32)
        return Ticket(secrets.token_hex(16), subject, path, at, digest(nonce, body()), nonce)


def arrivals_of(app: Any) -> Arrivals:
    """The object that takes requests in for this application. Raises TypeError when it has none."""
    registry = getattr(app, "registry", {})
    if "tongban.arrivals" not in registry:
        raise TypeError("this server only runs an application made by tongban.app:main")
    arrivals: Arrivals = registry["tongban.arrivals"]
    return arrivals


def path_of(environ: dict[str, Any]) -> str:
    """The path the application sees, as text; one that is not UTF-8 matches no pattern of ours."""
    return environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
