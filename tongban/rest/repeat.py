"""``Idempotency-Key``: a request that is sent again acts once and is answered as before.

What was answered is written in the transaction of what was done, so both are there or neither is; a request
that was refused did nothing and may be sent again. Two alike at one moment: one acts, the other is told to
come back (409), across processes by a lock of PostgreSQL; whatever slips through meets the primary key, is
tried again and finds the answer.
"""

import re
import secrets
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

from pyramid.request import Request
from sqlalchemy import delete, func, select

from tongban.accounts.secret import mac
from tongban.canonical import sha256_hex
from tongban.rest.errors import KeyReused, Malformed, StillRunning
from tongban.rest.models import ApiCall

if TYPE_CHECKING:
    from tongban.work import Work

HEADER = "Idempotency-Key"
#: How long an answer is kept; said in the documentation.
KEEP = timedelta(days=7)
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_running: set[str] = set()
_lock = threading.Lock()


class Repeat:
    """What is known of one request by its key."""

    def __init__(self, request: Request, key: str) -> None:
        self._request = request
        said = "\0".join((key, request.method, request.path_qs, sha256_hex(request.body)))
        self._mac = mac(request.registry["tongban.secret"], "api-call", said)
        self._digest = sha256_hex(f"{request.actor.user_id}\0{request.actor.org_id}\0{key}".encode())

    @property
    def act_key(self) -> str:
        """32 hexadecimal digits for the services that keep a key of their own."""
        return self._mac[:32]

    def answered(self) -> ApiCall | None:
        """The answer given before. Raises KeyReused when the key came with another request."""
        # Asked on a reading session of its own: moving practice time must not hold a transaction.
        with self._request.registry["tongban.reads"]() as reading:
            known = reading.get(ApiCall, self._digest)
        if known is not None and known.request_mac != self._mac:
            raise KeyReused
        return known

    def begin(self) -> None:
        """Take the right to act on this key until the request is over, its transaction included.

        Raises StillRunning when another request has it.
        """
        with _lock:
            if self._digest in _running:
                raise StillRunning
            _running.add(self._digest)
        self._request.add_finished_callback(self._end)
        self._lock_other_processes()

    def _end(self, _request: Request) -> None:
        with _lock:
            _running.discard(self._digest)

    def _lock_other_processes(self) -> None:
        # On a connection of its own: the request's transaction begins when its operation wants it to.
        engine = self._request.registry["tongban.engines"].read
        if engine.dialect.name != "postgresql":
            return
        connection = engine.connect()
        self._request.add_finished_callback(lambda _request: connection.close())
        number = int(self._digest[:15], 16)
        if not connection.scalar(select(func.pg_try_advisory_xact_lock(number))):
            raise StillRunning

    def note(self, answer: ApiCall) -> None:
        """Remember the answer, in the transaction of what was done."""
        answer.digest, answer.request_mac = self._digest, self._mac
        answer.sent_at = self._request.real_now
        self._request.db.add(answer)
        self._request.db.flush()


def repeat_of(request: Request) -> Repeat | None:
    """The memory of a request with a key; None without one. Raises Malformed for a key that is none."""
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST":
        return None
    if not _KEY.fullmatch(key):
        raise Malformed("Idempotency-Key 要是 1 至 200 个可见的 ASCII 字符，例如一个 UUID。")
    return Repeat(request, key)


def new_key() -> str:
    """For a request that brings no key: it is alike to no other."""
    return secrets.token_hex(16)


def sweep(work: "Work", offset: timedelta) -> None:
    """Forget old answers."""
    work.session.execute(delete(ApiCall).where(ApiCall.sent_at < work.now - offset - KEEP))
