"""Commitments: what binds an entry before anyone can read it."""

import hmac
from collections.abc import Mapping
from typing import Any

from tongban.canonical import canonical, lp, sha256_hex
from tongban.sealing.chance import NONCE_BYTES


def commitment(nonce: bytes, entry: Mapping[str, Any]) -> str:
    """SHA-256 over ``LP("tongban-entry/1") ‖ LP(nonce) ‖ LP(canonical entry JSON)``, as hexadecimal digits.

    Raises ValueError for a nonce of other than 32 bytes, CanonicalError for an entry without an exact form.
    """
    if len(nonce) != NONCE_BYTES:
        raise ValueError(f"a nonce has {NONCE_BYTES} bytes")
    return sha256_hex(lp(b"tongban-entry/1", nonce, canonical(dict(entry))))


def check_commitment(expected: str, nonce: bytes, entry: Mapping[str, Any]) -> bool:
    """Whether nonce and entry are what the commitment binds. Raises as ``commitment`` does."""
    return hmac.compare_digest(expected.encode(), commitment(nonce, entry).encode())
