"""Evenness over large counts: Pearson's chi-square with fixed seeds.

Significance 0.001: even chances exceed each limit below with one seed in 1,000. The seeds are fixed, so a run
never fails by bad luck; a preference of a few percent for a number or an order would fail it.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable

import pytest

from market.selection.randomness import Stream

pytestmark = pytest.mark.soak

#: Degrees of freedom → the value of chi-square exceeded with probability 0.001.
LIMITS = {
    1: 10.83,
    2: 13.82,
    5: 20.52,
    6: 22.46,
    9: 27.88,
    16: 39.25,
    19: 43.82,
    23: 49.73,
    96: 144.57,
    999: 1142.85,
}
COUNT = 100_000


def stream(name: str) -> Stream:
    return Stream(hashlib.sha256(name.encode()).digest())


def assert_even(outcomes: Iterable[object], kinds: int) -> None:
    """As many outcomes as kinds, each about equally often."""
    counts = Counter(outcomes)
    assert len(counts) == kinds
    expected = counts.total() / kinds
    assert sum((count - expected) ** 2 / expected for count in counts.values()) < LIMITS[kinds - 1]


@pytest.mark.parametrize("n", [2, 3, 6, 7, 10, 17, 20, 97, 1000])
def test_numbers_below_a_limit_are_even(n: int) -> None:
    chance = stream(f"numbers below {n}")
    assert_even((chance.below(n) for _ in range(COUNT)), n)


@pytest.mark.parametrize("n", [2**63 + 1, 2**64 - 1, 2**64 // 10 * 7])
def test_numbers_are_even_where_many_blocks_are_refused(n: int) -> None:
    """The range is too wide to count each number: tenths of it are counted."""
    chance = stream(f"numbers below {n}")
    assert_even((chance.below(n) * 10 // n for _ in range(COUNT)), 10)


@pytest.mark.parametrize("seed", ["first", "second", "third"])
def test_all_orders_of_four_are_even(seed: str) -> None:
    chance = stream(f"orders of four, {seed}")
    assert_even(("".join(chance.shuffle("ABCD")) for _ in range(COUNT)), 24)


def test_every_seed_is_as_good_as_the_next() -> None:
    """A draw takes one seed: over many seeds each of four comes first, and second, equally often."""
    orders = [stream(f"draw {i}").shuffle("ABCD") for i in range(COUNT)]
    assert_even(("".join(order) for order in orders), 24)


def test_a_number_says_nothing_of_the_next() -> None:
    chance = stream("pairs")
    assert_even(((chance.below(10), chance.below(2)) for _ in range(COUNT)), 20)
