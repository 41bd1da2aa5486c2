"""Requests as bytes on a socket, so that a test decides when the last byte is sent."""

import http.client
import socket
import threading
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from tests.access.browser import Controls
from tongban.accounts.sessions import COOKIE
from tongban.clock import SystemClock

WAIT_S = 180


class Sent:
    """A form that has reached the server but for its last byte."""

    def __init__(self, url: str, path: str, session: str, controls: Controls) -> None:
        body = urlencode(controls).encode()
        place = urlsplit(url)
        head = (
            f"POST {path} HTTP/1.1",
            f"Host: {place.netloc}",
            f"Cookie: {COOKIE}={session}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
            "Connection: close",
            "",
            "",
        )
        self._last = body[-1:]
        self._socket = socket.create_connection((place.hostname or "", place.port or 0), timeout=WAIT_S)
        self._socket.sendall("\r\n".join(head).encode() + body[:-1])

    def complete(self) -> datetime:
        """Send the last byte; the moment just before, in real time."""
        moment = SystemClock().now()
        self._socket.sendall(self._last)
        return moment

    def answer(self) -> tuple[int, str]:
        """The status, and where the answer leads."""
        response = http.client.HTTPResponse(self._socket)
        response.begin()
        response.read()
        self._socket.close()
        return response.status, response.getheader("Location", "")


def visit(url: str, session: str | None = None) -> tuple[int, bytes]:
    """Read a page: status and body; redirections are not followed."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=WAIT_S)
    headers = {"Cookie": f"{COOKIE}={session}"} if session else {}
    try:
        connection.request("GET", url.removeprefix(f"http://{place.netloc}"), headers=headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def visit_in_background(url: str) -> None:
    """Ask for a page and leave the answer alone."""

    def ask() -> None:
        with suppress(OSError, http.client.HTTPException):
            visit(url)

    threading.Thread(target=ask, daemon=True).start()
