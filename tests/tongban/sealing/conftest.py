"""A key file and chance that repeats itself, for the sealing tests."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tongban.sealing import SealKeys, ensure_key_file


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "secrets" / "seal-keys.json"
    assert ensure_key_file(path)
    return path


@pytest.fixture
def keys(key_file: Path) -> SealKeys:
    return SealKeys(key_file)


@pytest.fixture
def chance() -> Callable[[int], bytes]:
    """Bytes that look random, never repeat within a test, and are the same in every run."""
    count = 0

    def token_bytes(length: int) -> bytes:
        nonlocal count
        count += 1
        return hashlib.shake_256(str(count).encode()).digest(length)

    return token_bytes
