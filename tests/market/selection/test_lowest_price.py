"""Lowest price: the lowest wins, ties go along the chain, and no order of rows changes anything."""

import hashlib
import hmac
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from market.selection import METHODS, Entry, build_record, verify_record
from market.selection.randomness import Stream

#: A busy machine is no failure.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

METHOD = METHODS["lowest_price"]
CHAIN = ["credit", "received", "draw"]
SEED = hashlib.sha256(b"ties").digest()
NONCE = "0" * 64


def params(chain=CHAIN, ceiling=10**9):
    return {"minimum": 1, "ceiling": ceiling, "tie_chain": chain}


def rank(entries, chain=CHAIN, seed=SEED):
    return METHOD.rank(entries, params(chain), Stream(seed))


# -- An independent, slow model ------------------------------------------------------------


class Numbers:
    """The stream of the format, written again from its description."""

    def __init__(self, seed):
        self.seed, self.k = seed, 0

    def below(self, n):
        while True:
            digest = hmac.new(self.seed, self.k.to_bytes(8, "big"), hashlib.sha256).digest()
            self.k += 1
            u = int.from_bytes(digest[:8], "big")
            if u < 2**64 - 2**64 % n:
                return u % n


def is_better(one, other, chain):
    if one.value != other.value:
        return one.value < other.value
    for step in chain:
        if step == "credit" and one.credit != other.credit:
            return one.credit > other.credit
        if step == "received" and one.received != other.received:
            return one.received < other.received
    return False


def slow_rank(entries, chain, seed):
    """Take out the entries that no other one beats, draw among them, go on with the rest."""
    numbers, ranking, left = Numbers(seed), [], list(entries)
    while left:
        best = [e for e in left if not any(is_better(other, e, chain) for other in left)]
        ids = sorted(e.id for e in best)
        for i in range(len(ids) - 1):
            j = i + numbers.below(len(ids) - i)
            ids[i], ids[j] = ids[j], ids[i]
        ranking += ids
        left = [e for e in left if e not in best]
    return ranking


MOMENTS = [f"2026-03-06T01:00:00.{micro:06}Z" for micro in (0, 1, 100_000, 250_000)]


@st.composite
def entry_lists(draw):
    """Lists with many ties: few values, few credits, few moments."""
    rows = draw(
        st.lists(
            st.tuples(st.integers(1, 3), st.sampled_from([90, 95, 100]), st.sampled_from(MOMENTS)),
            max_size=12,
        )
    )
    return [
        Entry(f"E{i:03}", f"报价人{i}", NONCE, "valid", None, value, credit, received)
        for i, (value, credit, received) in enumerate(rows)
    ]


chains = st.sampled_from(["credit", "received"]).flatmap(
    lambda first: st.sampled_from(
        [["draw"], [first, "draw"], [first, {"credit": "received"}.get(first, "credit"), "draw"]]
    )
)


@calm
@given(entry_lists(), chains, st.binary(min_size=32, max_size=32))
def test_the_ranking_is_that_of_the_slow_model(entries, chain, seed):
    assert rank(entries, chain, seed) == slow_rank(entries, chain, seed)


@calm
@given(entry_lists(), st.randoms(use_true_random=False), st.binary(min_size=32, max_size=32))
def test_the_order_of_rows_changes_nothing(entries, random, seed):
    mixed = list(entries)
    random.shuffle(mixed)
    assert rank(mixed, seed=seed) == rank(entries, seed=seed)


# -- Rules, one by one ------------------------------------------------------------


def test_the_lowest_wins_and_not_the_highest(entry):
    """Seen in public code: "lowest price" sorted descending (domain-rules §2.6, end)."""
    assert rank([entry("A", 300), entry("B", 100), entry("C", 200)]) == ["B", "C", "A"]


def test_a_single_fen_decides_before_any_credit(entry):
    assert rank([entry("A", 500_000, credit=999), entry("B", 499_999, credit=0)]) == ["B", "A"]


def test_more_credit_is_better(entry):
    assert rank([entry("A", 100, credit=90), entry("B", 100, credit=95)]) == ["B", "A"]
    assert rank([entry("A", 100, credit=-5), entry("B", 100, credit=0)]) == ["B", "A"]


def test_earlier_is_better_where_credit_is_equal(entry):
    late, early = "2026-03-06T01:00:00.000001Z", "2026-03-06T01:00:00.000000Z"
    assert rank([entry("A", 100, received=late), entry("B", 100, received=early)]) == ["B", "A"]


def test_the_chain_is_followed_in_its_own_order(entry):
    rows = [
        entry("A", 100, credit=90, received="2026-03-06T01:00:00.000000Z"),
        entry("B", 100, credit=95, received="2026-03-06T02:00:00.000000Z"),
    ]
    assert rank(rows, ["credit", "received", "draw"]) == ["B", "A"]
    assert rank(rows, ["received", "credit", "draw"]) == ["A", "B"]


def test_a_chain_of_draw_alone_looks_at_nothing_else(entry):
    """With credit and time on A's side, B still wins about half of the draws."""
    rows = [
        entry("A", 100, credit=99, received="2026-03-01T00:00:00.000000Z"),
        entry("B", 100, credit=1, received="2026-03-06T00:00:00.000000Z"),
    ]
    winners = [rank(rows, ["draw"], bytes([i]) * 32)[0] for i in range(100)]
    assert 30 < winners.count("B") < 70


@pytest.mark.parametrize("tied", [("A", "B"), ("C", "D"), ("B", "D"), ("A", "D")])
def test_a_tie_is_seen_wherever_it_stands(tied, entry):
    """Seen in public code: the tie check skipped the last entrant."""
    rows = [entry(i, 100 if i in tied else 200 + n, credit=n) for n, i in enumerate("ABCD")]
    ranking = rank(rows)
    assert set(ranking[:2]) == set(tied)
    assert ranking[0] == max(tied)  # the later letter has more credit


@pytest.mark.parametrize("count", [2, 3, 4, 7])
def test_a_tie_of_all_is_drawn_and_left_to_nobody(count, entry):
    """Seen in public code: ties were silently given back to the owner."""
    rows = [entry(f"E{i}", 100) for i in range(count)]
    winners = set()
    for i in range(60):
        ranking = rank(rows, seed=bytes([i]) * 32)
        assert sorted(ranking) == [row.id for row in rows]
        winners.add(ranking[0])
    assert winners == {row.id for row in rows}


def test_each_tied_group_is_shuffled_by_the_running_stream_from_the_best(entry):
    rows = [
        entry("A", 200),
        entry("B", 200),
        entry("C", 200),
        entry("D", 100),
        entry("E", 100),
        entry("F", 50),
    ]
    stream = Stream(SEED)
    expected = ["F", *stream.shuffle(["D", "E"]), *stream.shuffle(["A", "B", "C"])]
    assert rank(rows) == expected
    assert stream.used == 3


def test_no_chance_is_used_where_nothing_is_tied(entry):
    stream = Stream(SEED)
    METHOD.rank([entry("A", 1), entry("B", 2), entry("C", 3)], params(), stream)
    assert stream.used == 0


# -- Case C04: equal offers ------------------------------------------------------------

C04 = {
    "A": "2026-03-06T01:00:00.250000Z",
    "B": "2026-03-06T01:00:00.100000Z",
    "C": "2026-03-06T01:00:00.100000Z",
}


@pytest.mark.parametrize("order", list(permutations("ABC")))
def test_equal_offers_have_the_same_winner_each_time(order, entry):
    """5 000.00, 5000 and 5 000.000 are 500,000 分 each; B and C came in one microsecond, A after them."""
    rows = [entry(i, 500_000, received=C04[i]) for i in order]
    records = [
        build_record(
            need_id="C04",
            method="lowest_price",
            params=params(ceiling=500_000),
            entries=rows,
            secret=bytes(32),
        )
        for _ in range(10)
    ]
    assert all(record == records[0] for record in records)
    assert records[0]["ranking"] == slow_rank(rows, CHAIN, bytes.fromhex(records[0]["seed"]))
    assert records[0]["ranking"][2] == "A"
    assert verify_record(records[0]).winner == records[0]["ranking"][0]


def test_a_later_offer_of_better_credit_wins_only_where_credit_comes_first(entry):
    rows = [entry("A", 500_000, received=C04["A"], credit=101), entry("B", 500_000, received=C04["B"])]
    assert rank(rows, ["credit", "received", "draw"])[0] == "A"
    assert rank(rows, ["received", "credit", "draw"])[0] == "B"


def test_the_method_says_what_it_asks_for():
    assert METHOD.name == "lowest_price"
    assert METHOD.title == "竞价选取（最低价）"
    assert METHOD.value_title == "报价（分）"
    assert METHOD.param_names == {"ceiling", "tie_chain"}
