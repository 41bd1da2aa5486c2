"""Random draw: everybody valid takes part with the same chance, and the order of rows is immaterial."""

import hashlib
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from market.selection import METHODS, Entry
from market.selection.randomness import Stream

#: A busy machine is no failure.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

METHOD = METHODS["draw"]
PARAMS = {"minimum": 1}
SEED = hashlib.sha256(b"a draw").digest()


def entries_of(ids):
    return [
        Entry(i, f"报名人 {i}", "0" * 64, "valid", None, None, 100, "2026-03-06T01:00:00.000000Z")
        for i in ids
    ]


ids = st.lists(st.from_regex(r"[A-Z][0-9]{2}", fullmatch=True), unique=True, max_size=30)


@calm
@given(ids, st.randoms(use_true_random=False), st.binary(min_size=32, max_size=32))
def test_the_ranking_is_the_list_by_id_shuffled(ids, random, seed):
    mixed = list(ids)
    random.shuffle(mixed)
    assert METHOD.rank(entries_of(mixed), PARAMS, Stream(seed)) == Stream(seed).shuffle(sorted(ids))


def test_everybody_is_ranked_once():
    ranking = METHOD.rank(entries_of(["A", "B", "C", "D"]), PARAMS, Stream(SEED))
    assert sorted(ranking) == ["A", "B", "C", "D"]


def test_credit_and_time_do_not_help(entry):
    plain = [entry("A"), entry("B"), entry("C")]
    favoured = [entry("A"), entry("B"), entry("C", credit=999, received="2020-01-01T00:00:00.000000Z")]
    assert METHOD.rank(plain, PARAMS, Stream(SEED)) == METHOD.rank(favoured, PARAMS, Stream(SEED))


def test_each_of_five_wins_about_a_fifth_of_the_draws():
    """5,000 draws; 4 degrees of freedom exceed 18.5 once in a thousand."""
    rows = entries_of("ABCDE")
    wins = Counter(METHOD.rank(rows, PARAMS, Stream(n.to_bytes(32, "big")))[0] for n in range(5000))
    assert sum((wins[i] - 1000) ** 2 / 1000 for i in "ABCDE") < 18.5


def test_the_method_says_what_it_asks_for():
    assert METHOD.name == "draw"
    assert METHOD.title == "随机抽取"
    assert METHOD.value_title == ""
    assert METHOD.param_names == frozenset()
