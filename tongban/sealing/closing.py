"""The root published at closing: it fixes every entry, yet tells neither their number nor anything in them.

The real commitments are mixed with padding up to a fixed size and sorted. A padding leaf is itself a
commitment, to a random value that is kept and published at opening: before opening nobody can tell padding
from entries, and after it nobody can have hidden an entry among the padding, to open it or not as suits him.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tongban.canonical import lp, merkle_root, sha256_hex
from tongban.sealing.chance import TokenBytes

SMALLEST = 64
_GROWTH = 16
_PADDING_BYTES = 32
_HEX32 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class PaddedSet:
    """``leaves`` are the sorted commitments and padding; ``padding`` the random values behind the padding.

    Both are kept until opening, ``padding`` sealed: who reads it can count the entries.
    """

    leaves: tuple[str, ...]
    padding: tuple[str, ...]


def padded_size(count: int) -> int:
    """The size of the set that holds ``count`` entries: 64, 1024, 16384, and so on by 16."""
    size = SMALLEST
    while size < count:
        size *= _GROWTH
    return size


def padding_leaf(value: str) -> str:
    """The leaf of one padding value (64 hexadecimal digits). Raises ValueError for anything else."""
    return sha256_hex(lp(b"tongban-padding/1", bytes.fromhex(_digest(value))))


def pad_commitments(commitments: Sequence[str], random_bytes: TokenBytes) -> PaddedSet:
    """Mix the commitments of all entries with padding up to a fixed size.

    ``random_bytes(32)`` is asked once for each padding leaf (the ``secrets`` module's, but for tests). Raises
    ValueError for a commitment of wrong form, one that stands twice, or chance that repeats itself.
    """
    missing = padded_size(len(commitments)) - len(commitments)
    padding = tuple(random_bytes(_PADDING_BYTES).hex() for _ in range(missing))
    leaves = sorted([*map(_digest, commitments), *map(padding_leaf, padding)])
    _all_different(leaves)
    return PaddedSet(tuple(leaves), padding)


def closing_root(leaves: Sequence[str], need_ref: str) -> str:
    """The root of a padded set, bound to its need, as 64 hexadecimal digits; the leaves' order is immaterial.

    Raises ValueError for a set that is not padded to a fixed size, so that a count cannot leak by mistake.
    """
    if len(leaves) != padded_size(len(leaves)):
        raise ValueError("the set is not padded to a fixed size")
    _all_different(leaves)
    root = merkle_root([bytes.fromhex(_digest(leaf)) for leaf in sorted(leaves)])
    return sha256_hex(lp(b"tongban-closing/1", need_ref.encode(), root))


def closing_problems(
    root: str, need_ref: str, leaves: Sequence[str], opened: Collection[str], padding: Collection[str]
) -> tuple[str, ...]:
    """What is wrong at opening, in words; empty if all is right.

    ``opened`` are the commitments computed anew from the opened entries and their nonces, ``padding`` the
    values behind the padding. Every leaf must be one or the other, and every opened entry must be a leaf.
    Raises ValueError as ``closing_root`` does.
    """
    pads = {padding_leaf(value) for value in padding}
    entries, known = set(opened), set(leaves)
    found = []
    if closing_root(leaves, need_ref) != root:
        found.append("名单与截止时公布的根值不符。")
    found += [f"开封的报名 {leaf} 不在截止时的名单内。" for leaf in sorted(entries - known)]
    found += [f"截止时的名单内有 {leaf}，既未开封，也不是填充值。" for leaf in sorted(known - entries - pads)]
    found += [f"填充值 {leaf} 不在截止时的名单内。" for leaf in sorted(pads - known)]
    return tuple(found)


def _digest(value: str) -> str:
    if not _HEX32.fullmatch(value):
        raise ValueError("a commitment is 64 lower-case hexadecimal digits")
    return value


def _all_different(leaves: Sequence[str]) -> None:
    if len(set(leaves)) != len(leaves):
        raise ValueError("a leaf stands twice")
