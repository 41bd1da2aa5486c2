"""What the market asks of a method so that it need not know its name."""

import pytest

from market.selection import METHODS
from market.selection.terms import NO_BEACON, NOTICE, WITNESS, Price, Shown

DRAW, LOWEST = METHODS["draw"], METHODS["lowest_price"]


class Rules(dict):
    """A region's rules; only what is in them may be asked."""

    def value(self, key):
        return self[key]


def test_a_draw_has_the_reserves_of_the_region():
    assert DRAW.params(12_000_000, Rules({"market.draw.reserves": "2"})) == {"reserves": 2}


def test_a_price_is_compared_below_the_ceiling_along_the_chain_of_the_region():
    rules = Rules({"market.tie_break": ("credit", "draw")})
    assert LOWEST.params(12_000_000, rules) == {"ceiling": 12_000_000, "tie_chain": ["credit", "draw"]}


@pytest.mark.parametrize("source", [WITNESS, NOTICE, NO_BEACON])
def test_a_draw_waits_for_the_value_that_the_region_names(source):
    assert DRAW.beacon(Rules({"market.draw.beacon": source})) == source


def test_the_lowest_price_waits_for_no_value():
    assert LOWEST.beacon(Rules()) == "none"


@pytest.mark.parametrize("value", [0, 1, 12_000_000])
def test_a_draw_takes_no_quote(value):
    assert DRAW.refuse_value(None, 12_000_000) is None
    assert DRAW.refuse_value(value, 12_000_000) == "随机抽取不报价，价格以公告为准。"


def test_a_quote_is_at_most_the_ceiling():
    assert LOWEST.refuse_value(12_000_000, 12_000_000) is None
    assert LOWEST.refuse_value(1, None) is None
    assert LOWEST.refuse_value(12_000_001, 12_000_000) == (
        "报价高于最高限价 120,000.00 元，请填写不高于限价的金额。"
    )
    assert LOWEST.refuse_value(None, 12_000_000) == "请填写报价。"


def test_a_draw_is_awarded_at_the_price_of_the_notice_and_a_quote_at_itself():
    assert DRAW.award_amount(12_000_000, None) == 12_000_000
    assert LOWEST.award_amount(12_000_000, 9_000_000) == 9_000_000
    assert (DRAW.award_amount(None, 1), LOWEST.award_amount(1, None)) == (0, 0)


def test_the_notice_says_what_belongs_to_the_method():
    assert DRAW.shown == (
        Shown("抽取用的公开随机值", "market.draw.beacon"),
        Shown("确定公开随机值的时限", "market.draw.beacon_wd"),
        Shown("候补家数", "market.draw.reserves"),
    )
    assert LOWEST.shown == (
        Shown("同价时依次比较", "market.tie_break"),
        Shown("未中选报价", "market.public.show_losing_quotes"),
    )


def test_the_form_calls_the_price_what_it_is():
    assert DRAW.price == Price("服务价格（固定价）", "中选机构按这个价格签约，例如 120000.00。")
    assert LOWEST.price == Price("最高限价", "报价高于这个金额无效，例如 120000.00。")
    assert (DRAW.asks_quote, LOWEST.asks_quote) == (False, True)


def test_both_methods_can_be_told_apart_by_their_names():
    assert list(METHODS) == ["lowest_price", "draw"]
    assert (DRAW.summary, LOWEST.summary) == (
        "不报价，在有效的报名单位中随机抽取",
        "密封报价，有效报价中最低的中选",
    )
