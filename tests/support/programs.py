"""A program at the door: requests with a token, answers as JSON."""

import json
from dataclasses import dataclass, field
from typing import Any

from webtest import TestApp, TestResponse

PREFIX = "/api/v1"
PASSWORD = "lianxi-2026"


@dataclass
class Program:
    """A program that acts by a token; every answer's status is what the test says."""

    app: TestApp
    token: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, status: int = 200, **headers: str) -> Any:
        """The JSON of an answer."""
        return _content(self.send("GET", path, status=status, **headers))

    def post(self, path: str, body: Any = None, status: int = 200, **headers: str) -> Any:
        """The JSON of an answer."""
        return _content(self.send("POST", path, body, status=status, **headers))

    def put(self, path: str, body: Any = None, status: int = 200, **headers: str) -> Any:
        """The JSON of an answer."""
        return _content(self.send("PUT", path, body, status=status, **headers))

    def send(
        self, method: str, path: str, body: Any = None, status: Any = "*", **headers: str
    ) -> TestResponse:
        """The answer; ``idempotency_key=…`` stands for the header of that name."""
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.token:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        if raw:
            sent.setdefault("Content-Type", "application/json")
        answer = self.app.request(
            path if path.startswith("/api") else PREFIX + path,
            method=method,
            body=raw,
            headers=sent,
            expect_errors=True,
        )
        assert status in ("*", answer.status_int), (method, path, answer.status, answer.text)
        return answer


def _content(answer: TestResponse) -> Any:
    return answer.json if answer.body else None


def sign_in(app: TestApp, login: str, password: str = PASSWORD) -> Program:
    """A program of a practice account."""
    visitor = Program(app)
    token = visitor.post("/practice/tokens", {"user": login, "password": password}, status=201)["token"]
    return Program(app, token)
