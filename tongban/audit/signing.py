"""The key that signs checkpoints: Ed25519, in a file beside the database, never in it."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


@dataclass(frozen=True)
class SigningKey:
    """A private key and the short name of its public half."""

    private: Ed25519PrivateKey
    key_id: str

    def sign(self, message: bytes) -> str:
        """Sign and return the signature in hex."""
        return self.private.sign(message).hex()

    @property
    def public_hex(self) -> str:
        """The public key, for whoever keeps copies outside."""
        return self.private.public_key().public_bytes_raw().hex()


def key_id(public_hex: str) -> str:
    """The short name of a public key: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(bytes.fromhex(public_hex)).hexdigest()[:16]


def load_or_create(path: Path) -> SigningKey:
    """Read the key file, or make one that only its owner may read."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        raw = Ed25519PrivateKey.generate().private_bytes_raw()
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process was first
            return load_or_create(path)
        with os.fdopen(descriptor, "w") as file:
            file.write(raw.hex())
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text().strip()))
    return SigningKey(private, key_id(private.public_key().public_bytes_raw().hex()))


def holds(public_hex: str, signature: str, message: bytes) -> bool:
    """Whether a signature fits a message."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_hex)).verify(
            bytes.fromhex(signature), message
        )
    except (InvalidSignature, ValueError):
        return False
    return True
