"""Waitress that stamps a request, and opens its ticket, in the main loop: before it waits for a thread.

For ``[server:main] use = egg:tongban#waitress`` and ``tongban serve``.
"""

import contextlib
import functools
import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, create_server
from waitress.task import WSGITask

from tongban.arrival.arrivals import Arrivals, arrivals_of
from tongban.arrival.moment import HEADER, Received

log = logging.getLogger(__name__)

#: Waitress stops accepting connections at 100 by default: whoever connects then would not be received.
CONNECTION_LIMIT = 1000
#: How long requests already held may take after the server was asked to stop, in seconds.
DRAIN_S = 30.0
_CHUNK = 1 << 16


class HoldingParser(HTTPRequestParser):
    """Knows the moment at which its request was complete."""

    received_request: Received | None = None

    def __init__(self, arrivals: Arrivals, adj: Any) -> None:
        super().__init__(adj)
        self._arrivals = arrivals

    def received(self, data: bytes) -> int:
        consumed: int = super().received(data)
        if self.completed and self.received_request is None and not self.empty and self.error is None:
            stamp = self.headers.pop(HEADER.upper().replace("-", "_"), None)
            path = _path(self.path, self.adj.url_prefix)
            self.received_request = self._arrivals.hold(self.command, path, stamp=stamp, body=self._body)
        return consumed

    def _body(self) -> Iterator[bytes]:
        stream = self.get_body_stream()
        start = stream.tell()
        while chunk := stream.read(_CHUNK):
            yield chunk
        stream.seek(start)


def _path(raw: str, prefix: str) -> str:
    """The path as the application will see it."""
    path = "/" + raw.lstrip("/") if raw.startswith("/") else raw
    return path.removeprefix(prefix).encode("latin-1").decode("utf-8", "replace")


class HoldingTask(WSGITask):
    """Hands the moment and the ticket to the application."""

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        self.request.received_request.put_into(environ)
        return environ


def make_server(app: Any, arrivals: Arrivals, **options: Any) -> Any:
    """A waitress server, listening but not yet running; ``options`` are waitress's own."""
    options.setdefault("connection_limit", CONNECTION_LIMIT)
    options.setdefault("asyncore_use_poll", True)
    server = create_server(app, **options)
    channel = type(
        "HoldingChannel",
        (HTTPChannel,),
        {"parser_class": functools.partial(HoldingParser, arrivals), "task_class": HoldingTask},
    )
    for listener in _listeners(server):
        listener.channel_class = channel
    return server


def serve(app: Any, arrivals: Arrivals, listening: Callable[[], None] | None = None, **options: Any) -> None:
    """Run until SIGTERM or Ctrl-C; what has been held by then is still answered.

    ``listening`` is called once the port is ours. Raises OSError when it is not to be had.
    """
    arrivals.start()
    try:
        server = make_server(app, arrivals, **options)
        if listening is not None:
            listening()
        run(server)
    finally:
        arrivals.close()


def serve_paste(app: Any, _global_conf: Any, **options: Any) -> int:
    """The entry point of ``paste.server_runner``. Raises TypeError for another application."""
    serve(app, arrivals_of(app), **options)
    return 0


def run(server: Any, stop: threading.Event | None = None) -> None:
    """The main loop, until ``stop`` is set; then no new connections, and the held requests are finished."""
    stop = stop or threading.Event()
    with _stop_on_signals(stop), contextlib.suppress(KeyboardInterrupt):
        while not stop.is_set():
            _turn(server)
    for listener in _listeners(server):
        listener.accepting = False
        listener.socket.close()
        listener.del_channel()
    until = time.monotonic() + DRAIN_S
    while _busy(server) and time.monotonic() < until:
        _turn(server)
    server.task_dispatcher.shutdown()
    wasyncore.close_all(_map(server), ignore_all=True)


def _turn(server: Any) -> None:
    wasyncore.loop(timeout=0.5, map=_map(server), use_poll=server.adj.asyncore_use_poll, count=1)


def _map(server: Any) -> dict[int, Any]:
    sockets: dict[int, Any] = server._map if isinstance(server, BaseWSGIServer) else server.map
    return sockets


def _listeners(server: Any) -> list[Any]:
    return [s for s in _map(server).values() if isinstance(s, BaseWSGIServer)]


def _busy(server: Any) -> bool:
    channels = [c for c in _map(server).values() if isinstance(c, HTTPChannel)]
    return any(channel.requests or channel.total_outbufs_len for channel in channels)


@contextlib.contextmanager
def _stop_on_signals(stop: threading.Event) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda *_: stop.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
