"""Requests to the application as a server hands them over, byte for byte; a test client would object."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.util import setup_testing_defaults

from webtest import TestApp

FORM = "application/x-www-form-urlencoded"


@dataclass
class Raw:
    """Somebody's browser, which sends anything."""

    client: TestApp

    def get(self, address: str) -> int:
        """The status of an address, percent-encoded."""
        return self._call("GET", address, b"")

    def post(self, address: str, body: bytes) -> int:
        """The status of a form."""
        return self._call("POST", address, body)

    def _call(self, method: str, address: str, body: bytes) -> int:
        path, _, query = address.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "HTTP_HOST": "localhost:80",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.client.cookies.items()),
            "CONTENT_TYPE": FORM if body else "",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
            "webob.is_body_seekable": True,
        }
        setup_testing_defaults(environ)
        answered: list[str] = []
        parts = self.client.app(environ, lambda status, _headers, _error=None: answered.append(status))
        b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        return int(answered[0].split()[0])
