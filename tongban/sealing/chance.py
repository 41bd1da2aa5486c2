"""Chance for secrets and nonces: the system's own, unless a test passes its own."""

import secrets
from collections.abc import Callable

TokenBytes = Callable[[int], bytes]

#: Secrets of draws and nonces of commitments have 32 bytes.
NONCE_BYTES = 32


def new_secret(token_bytes: TokenBytes = secrets.token_bytes) -> bytes:
    """A new secret of 32 bytes for a draw."""
    return token_bytes(NONCE_BYTES)


def new_nonce(token_bytes: TokenBytes = secrets.token_bytes) -> bytes:
    """A new nonce of 32 bytes for a commitment; without one a price could be found by trying them all."""
    return token_bytes(NONCE_BYTES)
