"""Too few valid entries: the selection fails, and nobody is chosen among those who remain."""

import pytest

from market.selection import METHODS, Failed, Ranked, build_record, verify_record
from market.selection.outcome import decide
from market.selection.randomness import Stream

LOWEST = {"minimum": 3, "ceiling": 1_000_000, "tie_chain": ["credit", "received", "draw"]}
DRAW = {"minimum": 3, "reserves": 2}


def outcome(entries, method="lowest_price", **params):
    usual = LOWEST if method == "lowest_price" else DRAW
    return decide(METHODS[method], entries, usual | params, Stream(bytes(32)))


def record_of(entries, method="lowest_price", **params):
    usual = LOWEST if method == "lowest_price" else DRAW
    return build_record(
        need_id="N-1", method=method, params=usual | params, entries=entries, secret=bytes(32)
    )


@pytest.fixture
def out(entry):
    return lambda entry_id, value=None: entry(entry_id, value, status="excluded", reason="recused")


def test_three_entries_one_invalid_minimum_three_fails(entry, out):
    """Domain-rules §2.13: below_minimum, not a selection among two."""
    failed = outcome([entry("A", 100), entry("B", 200), out("C", 300)])
    assert failed == Failed("below_minimum", valid=2, minimum=3)
    assert failed.why == "有效报名 2 家，少于最低 3 家，流标。"


def test_a_recused_entry_above_the_ceiling_is_out_before_anything_is_counted(entry, out):
    """Domain-rules §2.13: it neither counts nor ranks."""
    entries = [entry("A", 100), entry("B", 200), entry("C", 300), out("D", 9_000_000)]
    ranked = outcome(entries)
    assert isinstance(ranked, Ranked)
    assert ranked.ranking == ("A", "B", "C")
    assert outcome(entries[1:]) == Failed("below_minimum", valid=2, minimum=3)


def test_an_excluded_entry_with_the_lowest_price_does_not_win(entry, out):
    record = record_of([out("A", 1), entry("B", 300), entry("C", 200), entry("D", 400)])
    assert record["ranking"] == ["C", "B", "D"]


@pytest.mark.parametrize("method", ["lowest_price", "draw"])
def test_nobody_registered(method):
    failed = outcome([], method)
    assert failed == Failed("no_entry", valid=0, minimum=3)
    assert failed.why == "没有人报名，流标。"


@pytest.mark.parametrize("minimum", [1, 3])
def test_nobody_valid(minimum, out):
    failed = outcome([out("A"), out("B"), out("C")], minimum=minimum)
    assert failed == Failed("all_invalid", valid=0, minimum=minimum)
    assert failed.why == "所有报名均无效，流标。"


def test_exactly_the_minimum_is_enough(entry):
    assert isinstance(outcome([entry("A", 1), entry("B", 2), entry("C", 3)]), Ranked)
    assert isinstance(outcome([entry("A", 1), entry("B", 2)], minimum=2), Ranked)
    assert isinstance(outcome([entry("A", 1)], minimum=1), Ranked)


def test_a_failed_record_holds_and_names_no_winner(entry):
    record = record_of([entry("A"), entry("B")], "draw")
    assert record["ranking"] == []
    verdict = verify_record(record)
    assert verdict.ok
    assert verdict.winner is None
    assert verdict.reserves == ()
    assert verdict.failed == Failed("below_minimum", valid=2, minimum=3)
    assert verdict.why == "记录成立。有效报名 2 家，少于最低 3 家，流标。"
    assert verdict.why_en == "The record holds: failed, below_minimum."


def test_a_ranking_below_the_minimum_does_not_hold(entry):
    record = record_of([entry("A"), entry("B")], "draw") | {"ranking": ["A", "B"]}
    verdict = verify_record(record)
    assert not verdict.ok
    assert verdict.first_bad == "ranking"
    assert verdict.why == "ranking：有效报名 2 家，少于最低 3 家，流标。记录却列出了名次。"
    assert verdict.why_en == "ranking: 2 valid entries, minimum 3: there can be no ranking"


def test_reserves_are_as_many_as_the_need_allows(entry):
    entries = [entry(i, n) for n, i in enumerate("ABCD", start=1)]
    assert outcome(entries, reserves=2).reserves == ("B", "C")
    assert outcome(entries, reserves=0).reserves == ()
    assert outcome(entries, reserves=9).reserves == ("B", "C", "D")
    assert outcome(entries).reserves == ("B", "C", "D")
    assert outcome(entries).winner == "A"
