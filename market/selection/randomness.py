"""Chance that anyone can repeat: commitment, snapshot, seed, and the stream of numbers drawn from a seed.

The formulas are those of ``docs/selection-record.md``; a change here is a new format.
"""

import hmac
from collections.abc import Sequence
from typing import TypeVar

from market.selection.record import Json
from tongban.canonical import canonical, lp, sha256

T = TypeVar("T")

SECRET_BYTES = 32
_SPAN = 2**64


def commit_hex(secret: bytes) -> str:
    """The commitment that stands in the published notice: it binds the secret without revealing it.

    Raises ValueError for a secret of other than 32 bytes.
    """
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"a secret has {SECRET_BYTES} bytes")
    return sha256(lp(b"tongban-commit/1", secret)).hex()


def list_digest(entry_list: Json) -> bytes:
    """The snapshot: SHA-256 of the canonical JSON of the published entry list (see ``record.entry_list``)."""
    return sha256(canonical(entry_list))


def make_seed(secret: bytes, need_id: str, snapshot: bytes, beacon_value: str | None) -> bytes:
    """The seed, which nobody knows before the secret and the beacon are both fixed; None is no beacon."""
    beacon = b"" if beacon_value is None else beacon_value.encode()
    return sha256(lp(b"tongban-seed/1", secret, need_id.encode(), snapshot, beacon))


class Stream:
    """The running stream of numbers of one seed: each number takes the blocks that follow the last one's."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._next = 0

    @property
    def used(self) -> int:
        """How many blocks have been taken; zero means that chance decided nothing."""
        return self._next

    def block(self) -> int:
        """The next block: the first 8 bytes, big-endian, of HMAC-SHA256(seed, uint64be(k)), k from 0."""
        mac = hmac.digest(self._seed, self._next.to_bytes(8, "big"), "sha256")
        self._next += 1
        return int.from_bytes(mac[:8], "big")

    def below(self, n: int) -> int:
        """A number from 0 to n − 1, each equally likely: blocks past the last multiple of n are refused.

        Raises ValueError unless 1 ≤ n ≤ 2^64.
        """
        if not 1 <= n <= _SPAN:
            raise ValueError("a number is drawn below a limit from 1 to 2^64")
        accepted = _SPAN // n * n
        while (u := self.block()) >= accepted:
            pass
        return u % n

    def shuffle(self, items: Sequence[T]) -> list[T]:
        """The items in a random order, every order being equally likely (Fisher–Yates, from the front)."""
        shuffled = list(items)
        for i in range(len(shuffled) - 1):
            j = i + self.below(len(shuffled) - i)
            shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
        return shuffled
