"""Chance as the format describes it, computed here a second time from the words of the format alone."""

import hashlib
import json
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from market.selection.randomness import Stream, commit_hex, list_digest, make_seed

#: A busy machine is no failure.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def length_prefixed(data: bytes) -> bytes:
    n = len(data)
    return bytes([n >> 24 & 255, n >> 16 & 255, n >> 8 & 255, n & 255]) + data


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    key = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in key) + message).digest()
    return hashlib.sha256(bytes(b ^ 0x5C for b in key) + inner).digest()


def block(seed: bytes, k: int) -> int:
    return int(hmac_sha256(seed, bytes.fromhex(f"{k:016x}")).hex()[:16], 16)


SECRET = bytes(range(32))
SEED = hashlib.sha256(b"a seed").digest()


def test_the_commitment_binds_the_secret():
    text = length_prefixed(b"tongban-commit/1") + length_prefixed(SECRET)
    assert commit_hex(SECRET) == hashlib.sha256(text).hexdigest()


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_secret_has_32_bytes(length):
    with pytest.raises(ValueError, match="a secret has 32 bytes"):
        commit_hex(bytes(length))


def test_the_snapshot_is_the_digest_of_canonical_json():
    listing = {"b": "采购", "a": [1, None, True]}
    text = '{"a":[1,null,true],"b":"采购"}'
    assert list_digest(listing) == hashlib.sha256(text.encode()).digest()
    assert json.loads(text) == listing


@pytest.mark.parametrize(("beacon", "as_bytes"), [(None, b""), ("公证员 7391", "公证员 7391".encode())])
def test_the_seed_is_made_of_secret_need_snapshot_and_beacon(beacon, as_bytes):
    parts = [b"tongban-seed/1", SECRET, "需求-1".encode(), b"s" * 32, as_bytes]
    text = b"".join(map(length_prefixed, parts))
    assert make_seed(SECRET, "需求-1", b"s" * 32, beacon) == hashlib.sha256(text).digest()


def test_blocks_are_counted_from_zero_and_each_is_used_once():
    stream = Stream(SEED)
    assert stream.used == 0
    assert [stream.block() for _ in range(300)] == [block(SEED, k) for k in range(300)]
    assert stream.used == 300


def test_a_number_is_the_remainder_of_its_block():
    stream = Stream(SEED)
    assert [stream.below(n) for n in (1, 2, 7, 1000, 2**64)] == [
        block(SEED, k) % n for k, n in enumerate((1, 2, 7, 1000, 2**64))
    ]
    assert stream.used == 5


def test_blocks_beyond_the_last_multiple_are_passed_over():
    """Below 2^63 + 1 about every second block is refused; the next one is taken instead."""
    n = 2**63 + 1
    blocks = iter(range(1000))
    expected = []
    while len(expected) < 50:
        u = block(SEED, next(blocks))
        if u < n:
            expected.append(u)
    stream = Stream(SEED)
    assert [stream.below(n) for _ in range(50)] == expected
    assert stream.used == next(blocks)
    assert stream.used > 50


def fixed(*blocks: int) -> Stream:
    """A stream whose blocks are given."""
    stream, left = Stream(SEED), list(blocks)
    stream.block = lambda: left.pop(0)  # type: ignore[method-assign]
    return stream


def test_the_first_refused_block_is_the_last_multiple_itself():
    last = 2**64 // 10 * 10
    assert fixed(last, 3).below(10) == 3
    assert fixed(last - 1, 3).below(10) == 9
    assert fixed(2**64 - 1, 3).below(16) == 15


@pytest.mark.parametrize("n", [0, -1, 2**64 + 1])
def test_a_number_below_nothing_is_refused(n):
    with pytest.raises(ValueError, match=r"^a number is drawn below a limit from 1 to 2\^64$"):
        Stream(SEED).below(n)


def shuffled_by_hand(items, seed, k=0):
    items = list(items)
    m = len(items)
    for i in range(m - 1):
        n = m - i
        while True:
            u = block(seed, k)
            k += 1
            if u < (2**64 // n) * n:
                break
        j = i + u % n
        kept = items[i]
        items[i] = items[j]
        items[j] = kept
    return items


@calm
@given(st.lists(st.integers(), max_size=40), st.binary(min_size=32, max_size=32))
def test_shuffling_is_as_described(items, seed):
    stream = Stream(seed)
    assert stream.shuffle(items) == shuffled_by_hand(items, seed)
    assert stream.used == max(len(items) - 1, 0)


def test_shuffling_leaves_the_given_list_alone():
    items = [1, 2, 3, 4, 5]
    Stream(SEED).shuffle(items)
    assert items == [1, 2, 3, 4, 5]


def test_a_second_shuffle_goes_on_where_the_first_ended():
    stream = Stream(SEED)
    stream.shuffle(range(6))
    assert stream.shuffle("abcdef") == shuffled_by_hand("abcdef", SEED, k=5)


def chi_square(counts, expected):
    return sum((count - expected) ** 2 / expected for count in counts)


def test_numbers_are_even():
    """20,000 numbers below 20: 19 degrees of freedom exceed 43.8 once in a thousand."""
    stream = Stream(SEED)
    counts = Counter(stream.below(20) for _ in range(20_000))
    assert len(counts) == 20
    assert chi_square(counts.values(), 1000) < 43.8


def test_all_orders_are_even():
    """24 orders of four; 23 degrees of freedom exceed 49.7 once in a thousand."""
    stream = Stream(SEED)
    counts = Counter("".join(stream.shuffle("ABCD")) for _ in range(12_000))
    assert len(counts) == 24
    assert chi_square(counts.values(), 500) < 49.7
