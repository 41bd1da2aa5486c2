"""The site under granian: an ASGI application that holds each request whole, stamps it, then runs it.

Under granian's WSGI interface a request reaches Python only when a thread is free, so nobody could say when
it arrived; the ASGI interface hands it to the event loop at once.
"""

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable
from typing import Any

import plaster
from a2wsgi import WSGIMiddleware
from granian.utils.proxies import wrap_asgi_with_proxy_headers

from tongban.arrival.arrivals import arrivals_of
from tongban.arrival.moment import HEADER

log = logging.getLogger(__name__)

#: The environment variables through which ``tongban serve`` configures its worker processes.
CONFIG, THREADS, MAX_BODY, PROXIES = (
    "TONGBAN_CONFIG",
    "TONGBAN_SERVE_THREADS",
    "TONGBAN_SERVE_MAX_BODY",
    "TONGBAN_SERVE_PROXIES",
)
DEFAULT_THREADS, DEFAULT_MAX_BODY = 8, 50 * 1024 * 1024
#: How long requests already held may take after the process was asked to stop, in seconds.
DRAIN_S = 25.0

_RECEIVED = "tongban.received_request"
_HEADER = HEADER.lower().encode()

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Message, Receive, Send], Awaitable[None]]


def application() -> Asgi:
    """Factory for granian: the site of the ini file named by ``TONGBAN_CONFIG``."""
    loader = plaster.get_loader(os.environ[CONFIG], protocols=["wsgi"])
    loader.setup_logging()
    site: Any = Holding(
        loader.get_wsgi_app(),
        threads=int(os.environ.get(THREADS, DEFAULT_THREADS)),
        max_body=int(os.environ.get(MAX_BODY, DEFAULT_MAX_BODY)),
    )
    proxies = os.environ.get(PROXIES, "").replace(",", " ").split()
    return wrap_asgi_with_proxy_headers(site.__call__, proxies) if proxies else site


class _TooLarge(Exception):
    """The body is larger than this site takes."""


class _Gone(Exception):
    """The client left before its request was complete: nothing was received."""


class Holding:
    """Buffers a request up to ``max_body`` bytes, stamps it, and runs the WSGI application in a thread."""

    def __init__(self, app: Any, *, threads: int, max_body: int) -> None:
        self._arrivals = arrivals_of(app)
        self._max_body = max_body
        self._app = app
        self._at_work = 0
        self._wsgi: Any = WSGIMiddleware(self._call, workers=threads)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)

    async def _http(self, scope: Message, receive: Receive, send: Send) -> None:
        send = _until_gone(send)
        try:
            body = await self._hold(receive)
        except _TooLarge:
            await _refuse_body(send)
            return
        except _Gone:
            return
        stamp = None
        headers = []
        for name, value in scope["headers"]:
            if name == _HEADER:
                stamp = value.decode("latin-1")
            elif b"_" not in name:  # in WSGI x_y would pass for x-y, also for headers only a proxy may set
                headers.append((name, value))
        received = self._arrivals.hold(scope["method"], scope["path"], stamp=stamp, body=lambda: [body])
        scope = {**scope, "headers": headers, _RECEIVED: received}
        self._at_work += 1
        try:
            await self._wsgi(scope, _replay(body), send)
        finally:
            self._at_work -= 1

    async def _hold(self, receive: Receive) -> bytes:
        chunks, size, more = [], 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _Gone
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > self._max_body:
                raise _TooLarge
            chunks.append(chunk)
            more = message.get("more_body", False)
        return b"".join(chunks)

    def _call(self, environ: dict[str, Any], start_response: Any) -> Any:
        environ["asgi.scope"][_RECEIVED].put_into(environ)
        return self._app(environ, start_response)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        self._arrivals.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        # A response may be out while its thread still waits for this loop, which ends after the shutdown.
        until = time.monotonic() + DRAIN_S
        while self._at_work and time.monotonic() < until:
            await asyncio.sleep(0.05)
        self._arrivals.close()
        await send({"type": "lifespan.shutdown.complete"})


def _replay(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _until_gone(send: Send) -> Send:
    """A client that went away must not leave the thread that answers it waiting for ever."""
    gone = False

    async def send_or_drop(message: Message) -> None:
        nonlocal gone
        if not gone:
            try:
                await send(message)
            except Exception as error:
                log.info("the client went away: %s", error)
                gone = True

    return send_or_drop


async def _refuse_body(send: Send) -> None:
    text = "提交的内容超过了大小限制，没有收下。请减小附件后再提交。".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": text})
