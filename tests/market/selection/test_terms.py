"""The words and keys with which a method is presented, to the letter; what is awarded without a figure."""

from market.selection import METHODS
from market.selection.terms import NO_BEACON, NOTICE, WITNESS, Price, Shown

DRAW, LOWEST = METHODS["draw"], METHODS["lowest_price"]


def test_methods_are_offered_in_this_order():
    assert list(METHODS) == ["lowest_price", "draw"]


def test_sources_of_the_public_value_are_called_as_in_records_and_rules():
    assert (WITNESS, NOTICE, NO_BEACON) == ("witness", "notice", "none")


def test_a_number_of_reserves_may_be_answered_as_text():
    class Rules:
        def value(self, key):
            return {"market.draw.reserves": "2"}[key]

    assert DRAW.params(None, Rules()) == {"reserves": 2}


def test_without_a_figure_nothing_is_awarded():
    assert (DRAW.award_amount(None, 1), LOWEST.award_amount(1, None)) == (0, 0)


def test_who_is_chosen_is_said_in_a_few_words():
    assert DRAW.summary == "不报价，在有效的报名单位中随机抽取"
    assert LOWEST.summary == "密封报价，有效报价中最低的中选"


def test_the_form_calls_the_price_what_it_is():
    assert DRAW.price == Price("固定价格", "中选机构按这个价格签约。")
    assert LOWEST.price == Price("最高限价", "报价高于这个金额无效。")
    assert (DRAW.asks_quote, LOWEST.asks_quote) == (False, True)


def test_the_notice_says_what_belongs_to_the_method():
    assert DRAW.shown == (
        Shown("公开随机值", "market.draw.beacon"),
        Shown("确定随机值时限", "market.draw.beacon_wd"),
        Shown("候补家数", "market.draw.reserves"),
    )
    assert LOWEST.shown == (
        Shown("同价时依次比较", "market.tie_break"),
        Shown("未中选报价", "market.public.show_losing_quotes"),
    )
