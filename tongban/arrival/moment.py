"""The moment a request was received, and the ticket that proves it.

A request is *received* when the server holds the whole of it. That moment is fixed once, by whoever knows it
first: a trusted proxy that buffers requests, else the server's main loop before the request waits for a
thread, else (plain WSGI) the first code that sees the request.
"""

import hashlib
import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tongban.arrival.models import SUBJECT_LENGTH

#: Where the WSGI environment carries the moment (aware UTC, real time) and the ticket, if there is one.
RECEIVED_AT = "tongban.received_at"
TICKET = "tongban.ticket"

#: The header a trusted proxy sets after buffering: seconds since 1970 with a fraction (nginx: ``$msec``).
HEADER = "X-Tongban-Received"
HEADER_ENVIRON = "HTTP_X_TONGBAN_RECEIVED"

#: How long a request may be under way between proxy and server before the proxy's stamp is doubted.
MAX_UNDER_WAY = timedelta(seconds=120)
#: How far a proxy's clock may be ahead of ours.
MAX_AHEAD = timedelta(seconds=1)

_STAMP = re.compile(r"\d{9,11}(\.\d{1,6})?", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(eq=False)
class Ticket:
    """A ticket in memory; its row is committed by whoever opened it, then ``committed`` is set."""

    id: str
    subject: str
    path: str
    received_at: datetime
    digest: str
    nonce: bytes
    committed: threading.Event = field(default_factory=threading.Event, repr=False)
    site_at: datetime | None = None
    error: Exception | None = None

    def wait(self, timeout_s: float) -> bool:
        """Wait for the row; False when it could not be written (in time)."""
        return self.committed.wait(timeout_s) and self.error is None


@dataclass(frozen=True)
class Received:
    """What is known of a request once it is held."""

    at: datetime
    ticket: Ticket | None

    def put_into(self, environ: dict[str, Any]) -> None:
        """Write it where the application looks for it; whatever a client sent in the header goes."""
        environ.pop(HEADER_ENVIRON, None)
        environ[RECEIVED_AT] = self.at
        if self.ticket is not None:
            environ[TICKET] = self.ticket


class TicketedPaths:
    """Which requests get a ticket: POSTs whose path matches a registered pattern as a whole.

    The pattern's group ``subject`` (or its first) names what the request is about, e.g. a need's number.
    """

    def __init__(self) -> None:
        self._patterns: list[re.Pattern[str]] = []

    def add(self, pattern: str) -> None:
        """Register a pattern. Raises ValueError for one without a group."""
        compiled = re.compile(pattern)
        if not compiled.groups:
            raise ValueError(f"a ticketed path needs a group for its subject: {pattern}")
        self._patterns.append(compiled)

    def __iter__(self) -> Iterator[re.Pattern[str]]:
        return iter(self._patterns)

    def subject(self, method: str, path: str) -> str | None:
        """The subject of a request, or None when it gets no ticket."""
        if method != "POST":
            return None
        for pattern in self._patterns:
            if match := pattern.fullmatch(path):
                subject = match["subject"] if "subject" in pattern.groupindex else match[1]
                return subject if _plausible(subject) else None
        return None


def _plausible(subject: str) -> bool:
    return (
        0 < len(subject) <= SUBJECT_LENGTH
        and subject.isprintable()
        and "\N{REPLACEMENT CHARACTER}" not in subject
    )


def proxy_moment(stamp: str | None, now: datetime) -> datetime | None:
    """The moment a proxy's header names; None for no header, a malformed one, or an implausible moment."""
    if stamp is None or not _STAMP.fullmatch(stamp):
        return None
    seconds, _, fraction = stamp.partition(".")
    moment = _EPOCH + timedelta(seconds=int(seconds), microseconds=int(fraction.ljust(6, "0") or 0))
    return moment if now - MAX_UNDER_WAY <= moment <= now + MAX_AHEAD else None


def digest(nonce: bytes, chunks: Iterable[bytes]) -> str:
    """SHA-256 over the nonce and the body, as hexadecimal digits."""
    sha = hashlib.sha256(nonce)
    for chunk in chunks:
        sha.update(chunk)
    return sha.hexdigest()
