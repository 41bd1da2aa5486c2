"""What is hashed, exactly: canonical JSON (RFC 8785), length-prefixed parts, and Merkle roots.

The RFC serialises numbers as JavaScript would, and JavaScript rounds what does not fit a double. Money and
proofs must not depend on that, so everything but an exact integer is refused here instead of being rounded.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

import rfc8785

#: The largest integer that every JSON reader holds exactly: 2^53 − 1 (RFC 7493, section 2.2).
MAX_SAFE_INT = 2**53 - 1

#: Deeper nesting than any record of ours has; a limit of our own keeps the answer the same on every machine.
MAX_DEPTH = 64

_LEAF = b"\x00"
_NODE = b"\x01"


class CanonicalError(ValueError):
    """A value that has no exact canonical form. ``path`` says where, such as ``entries[0].value``."""

    def __init__(self, path: str, problem: str) -> None:
        self.path = path or "value"
        super().__init__(f"{self.path}: {problem}")


def canonical(value: Any) -> bytes:
    """The canonical JSON of a value made of dict, list, tuple, str, int, bool and None, as UTF-8 (RFC 8785).

    Raises CanonicalError for floats (NaN included), integers beyond ±(2^53 − 1), keys that are not strings,
    text that UTF-8 cannot hold, any other type, and nesting deeper than ``MAX_DEPTH``.
    """
    _check(value, "", 0)
    return rfc8785.dumps(value)


def lp(*parts: bytes) -> bytes:
    """Each part behind its length as four bytes, big-endian: no two lists of parts give the same bytes."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def sha256(data: bytes) -> bytes:
    """SHA-256 as 32 bytes."""
    return hashlib.sha256(data).digest()


def sha256_hex(data: bytes) -> str:
    """SHA-256 as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The root of the Merkle tree of RFC 6962, section 2.1, over the leaves in the order given.

    Leaves and nodes are hashed under different prefixes, so that a node cannot be passed off as a leaf.
    The root of no leaves is the hash of nothing.
    """
    if not leaves:
        return sha256(b"")
    level = [sha256(_LEAF + leaf) for leaf in leaves]
    while len(level) > 1:
        pairs = [sha256(_NODE + level[i] + level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def _check(value: Any, path: str, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise CanonicalError(path, f"nested deeper than {MAX_DEPTH} levels")
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, int):
        if abs(value) > MAX_SAFE_INT:
            raise CanonicalError(path, "integer beyond ±(2^53 − 1)")
    elif isinstance(value, str):
        _check_text(value, path)
    elif isinstance(value, list | tuple):
        for i, item in enumerate(value):
            _check(item, f"{path}[{i}]", depth + 1)
    elif isinstance(value, dict):
        _check_object(value, path, depth)
    elif isinstance(value, float):
        raise CanonicalError(path, "a float has no exact form; use an integer of a smaller unit")
    else:
        raise CanonicalError(path, f"{type(value).__name__} is not a JSON value")


def _check_object(value: dict[Any, Any], path: str, depth: int) -> None:
    for key, item in value.items():
        if not isinstance(key, str):
            raise CanonicalError(path, f"key {key!r} is not a string")
        _check_text(key, path)
        _check(item, f"{path}.{key}" if path else key, depth + 1)


def _check_text(text: str, path: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise CanonicalError(path, "text with half a surrogate pair") from error
