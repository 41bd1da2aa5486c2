"""The envelope: AES-256-GCM under a key of its own for each purpose and thing.

Its length tells only how many blocks of 256 bytes the content needs, so a price of 9 yuan and one of nine
million look the same. What the envelope is for is bound into it: moved to another row, it does not open.
"""

import base64
import binascii
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tongban.canonical import lp
from tongban.sealing.errors import SealBroken
from tongban.sealing.keyfile import KEY_ID, SealKey

MARK = "tbs1"
BLOCK = 256
NONCE_BYTES = 12
_LENGTH_BYTES = 4


class Envelope(NamedTuple):
    """The parts of an envelope; as text ``tbs1.KEY_ID.BASE64URL``."""

    key_id: str
    nonce: bytes
    ciphertext: bytes

    def __str__(self) -> str:
        body = base64.urlsafe_b64encode(self.nonce + self.ciphertext).rstrip(b"=").decode()
        return f"{MARK}.{self.key_id}.{body}"


def parse_envelope(text: str) -> Envelope:
    """The parts of an envelope. Raises SealBroken for text that ``str(Envelope)`` did not make."""
    mark, _, rest = text.partition(".")
    key_id, _, body = rest.partition(".")
    try:
        raw = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise SealBroken from error
    envelope = Envelope(key_id, raw[:NONCE_BYTES], raw[NONCE_BYTES:])
    # Base64 has several ways to write the same bytes; only ours is taken, so that any change is noticed.
    if mark != MARK or not KEY_ID.fullmatch(key_id) or str(envelope) != text:
        raise SealBroken
    return envelope


def close(key: SealKey, purpose: str, thing_ref: str, plaintext: bytes, nonce: bytes) -> Envelope:
    """Encrypt for one purpose and thing. ``nonce`` is 12 random bytes, never used before."""
    padded = _padded(plaintext)
    sealed = _cipher(key, purpose, thing_ref).encrypt(nonce, padded, _bound(key.id, purpose, thing_ref))
    return Envelope(key.id, nonce, sealed)


def open_envelope(key: SealKey, purpose: str, thing_ref: str, envelope: Envelope) -> bytes:
    """The plaintext. Raises SealBroken where anything differs from what was sealed."""
    bound = _bound(key.id, purpose, thing_ref)
    try:
        padded = _cipher(key, purpose, thing_ref).decrypt(envelope.nonce, envelope.ciphertext, bound)
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    return padded[_LENGTH_BYTES : _LENGTH_BYTES + length]


def _padded(plaintext: bytes) -> bytes:
    content = lp(plaintext)
    return content + bytes(-len(content) % BLOCK)


def _cipher(key: SealKey, purpose: str, thing_ref: str) -> AESGCM:
    info = lp(b"tongban-seal-key/1", purpose.encode(), thing_ref.encode())
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key.value))


def _bound(key_id: str, purpose: str, thing_ref: str) -> bytes:
    return lp(b"tongban-seal/1", key_id.encode(), purpose.encode(), thing_ref.encode())
