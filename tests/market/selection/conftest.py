"""Entries and vectors for the selection tests."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from market.selection import Entry

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def vector() -> Callable[[str], dict[str, Any]]:
    """A fresh copy of a record made by the independent implementation."""

    def load(name: str) -> dict[str, Any]:
        return json.loads((HERE / "vectors" / f"{name}.json").read_text(encoding="utf-8"))

    return load


@pytest.fixture(scope="session")
def entry() -> Callable[..., Entry]:
    """An entry by its id; what a test does not name is an unremarkable value."""

    def make(entry_id: str, value: int | None = None, **fields: Any) -> Entry:
        usual: dict[str, Any] = {
            "label": f"报价人 {entry_id}",
            "nonce": hashlib.sha256(entry_id.encode()).hexdigest(),
            "status": "valid",
            "reason": None,
            "credit": 100,
            "received": "2026-03-06T01:00:00.000000Z",
        }
        return Entry(id=entry_id, value=value, **(usual | fields))

    return make
