"""What the rest of the market asks of a method: its price, parameters, values, public value and amount."""

import pytest

from market.rules import METHOD_TITLES, OFFERED
from market.selection import METHODS, Entry, Failed, shortfall
from market.selection.parse import parse_record
from market.selection.terms import NO_BEACON, NOTICE, WITNESS

CEILING = 12_000_000


class Rules(dict[str, object]):
    """Values by key, as a region's rules answer."""

    def value(self, key):
        return self[key]


RULES = Rules(
    {
        "market.tie_break": ("credit", "received", "draw"),
        "market.draw.reserves": 2,
        "market.draw.beacon": WITNESS,
    }
)
each = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)


def test_every_method_that_can_be_run_is_offered_under_its_own_name_and_title():
    assert set(OFFERED) == {"lowest_price", "draw"} == set(METHODS)
    for name, method in METHODS.items():
        assert method.name == name
        assert METHOD_TITLES[name] == method.title == OFFERED[name]


@each
def test_a_method_gives_all_the_parameters_a_record_of_it_needs(method):
    params = {"minimum": 3, **method.params(CEILING, RULES)}
    assert set(params) - {"minimum", "reserves"} == method.param_names
    method.check_params(params)


def test_lowest_price_takes_the_ceiling_and_the_chain_of_the_region():
    assert METHODS["lowest_price"].params(CEILING, RULES) == {
        "ceiling": CEILING,
        "tie_chain": ["credit", "received", "draw"],
    }


def test_a_draw_takes_the_number_of_reserves_of_the_region():
    assert METHODS["draw"].params(CEILING, RULES) == {"reserves": 2}


@pytest.mark.parametrize("source", [WITNESS, NOTICE, NO_BEACON])
def test_only_a_draw_waits_for_a_public_value_and_the_region_says_for_which(source):
    rules = Rules({"market.draw.beacon": source})
    assert METHODS["draw"].beacon(rules) == source
    assert METHODS["lowest_price"].beacon(rules) == NO_BEACON


@pytest.mark.parametrize(
    ("method", "value", "price", "words"),
    [
        ("lowest_price", CEILING, CEILING, None),
        ("lowest_price", 1, CEILING, None),
        ("lowest_price", CEILING + 1, CEILING, "报价高于最高限价 120,000.00 元，请填写不高于限价的金额。"),
        ("lowest_price", CEILING + 1, None, None),
        ("lowest_price", None, CEILING, "请填写报价。"),
        ("draw", None, CEILING, None),
        ("draw", 1, CEILING, "随机抽取不报价，价格以公告为准。"),
        ("draw", 0, CEILING, "随机抽取不报价，价格以公告为准。"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_words(method, value, price, words):
    assert METHODS[method].refuse_value(value, price) == words


def test_the_award_is_what_was_quoted_or_the_fixed_price():
    assert METHODS["lowest_price"].award_amount(CEILING, 9_999_999) == 9_999_999
    assert METHODS["draw"].award_amount(CEILING, None) == CEILING


@each
def test_a_method_says_in_words_what_it_is(method):
    assert method.summary
    assert method.price.title
    assert method.price.hint.endswith("。")
    assert not method.summary.endswith("。")
    assert method.shown
    assert bool(method.value_title) is method.asks_quote


def test_prices_are_called_what_they_are():
    assert METHODS["lowest_price"].price.title == "最高限价"
    assert METHODS["draw"].price.title == "固定价格"


def entry(n, status="valid"):
    reason = None if status == "valid" else "suspended"
    return Entry(f"E{n}", f"报名人{n}", "ab" * 32, status, reason, None, 100, "2026-03-06T01:00:00.000000Z")


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([], Failed("no_entry", 0, 3)),
        ([entry(1, "excluded")], Failed("all_invalid", 0, 3)),
        ([entry(1), entry(2), entry(3, "excluded")], Failed("below_minimum", 2, 3)),
        ([entry(1), entry(2), entry(3)], None),
        ([entry(n) for n in range(1, 5)], None),
    ],
)
def test_the_list_alone_says_whether_there_are_enough(entries, expected):
    assert shortfall(entries, {"minimum": 3}) == expected


@each
def test_what_a_method_gives_is_what_the_record_accepts(method):
    value = 1 if method.asks_quote else None
    listed = {**entry(1).as_json(), "value": value}
    record = {
        "format": "tongban-selection/1",
        "need_id": "XQ-1",
        "method": method.name,
        "params": {"minimum": 1, **method.params(CEILING, RULES)},
        "entries": [listed],
        "secret": "0" * 64,
        "commit": "0" * 64,
        "snapshot": "0" * 64,
        "beacon": None,
        "seed": "0" * 64,
        "ranking": [],
    }
    assert parse_record(record).method == method.name
