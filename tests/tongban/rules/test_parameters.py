"""The register of rules: every key once, findable, and read back in words."""

from datetime import date

import pytest

from tongban.rules import Parameter, Parameters, RuleMissing, RuleSet, document_number
from tongban.rules.values import TableOf, Whole

NOTICE = Parameter("market.award.notice_wd", Whole(0, 30), "中选公示期", "wd")
SETTLE = Parameter("market.close.settle_s", Whole(5, 60), "清点时间", "s", default=5)
MINIMUM = Parameter(
    "market.minimum", TableOf(Whole(1, 9), keys={"draw": "随机抽取"}), "最低家数", "firms", merge="by_key"
)
REGISTER = Parameters([NOTICE], [SETTLE, MINIMUM])


def test_a_key_may_be_declared_once_only() -> None:
    with pytest.raises(ValueError, match="clashes"):
        Parameters([NOTICE], [NOTICE])


def test_a_key_may_not_stand_inside_another_since_an_unquoted_key_would_be_ambiguous() -> None:
    with pytest.raises(ValueError, match="clashes"):
        Parameters([NOTICE, Parameter("market.award", Whole(0, 1), "中选")])


def test_a_unit_must_be_known() -> None:
    with pytest.raises(ValueError, match="unit"):
        Parameters([Parameter("x.y", Whole(0, 1), "某", "weeks")])


def test_a_misspelt_key_is_answered_with_the_one_meant() -> None:
    assert REGISTER.near("market.award.notice_wb") == NOTICE.key
    assert REGISTER.near("something.else") is None


def test_a_table_entry_has_its_own_title_and_words() -> None:
    assert REGISTER.title("market.minimum[draw]") == "最低家数：随机抽取"
    assert REGISTER.words("market.minimum[draw]", 3) == "3 家"


def test_a_key_no_longer_known_still_reads() -> None:
    assert REGISTER.title("old.key") == "old.key"
    assert REGISTER.words("old.key", 7) == "7"


def test_asking_what_nobody_answers_says_which_rule_is_missing() -> None:
    rules = RuleSet.of(REGISTER, {})
    with pytest.raises(RuleMissing, match="中选公示期"):
        rules.ask(NOTICE.key)
    assert rules.missing() == (NOTICE.key, MINIMUM.key)


def test_a_technical_value_has_a_default() -> None:
    assert RuleSet.of(REGISTER, {}).value(SETTLE.key) == 5


def test_asking_an_undeclared_key_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        RuleSet.of(REGISTER, {}).ask("market.nothing")


def test_changing_what_was_answered_does_not_change_the_rules() -> None:
    rules = RuleSet.of(REGISTER, {MINIMUM.key: {"draw": 3}})
    rules.value(MINIMUM.key)["draw"] = 1
    assert rules.value("market.minimum[draw]") == 3
    assert rules.value(MINIMUM.key) == {"draw": 3}


def test_document_numbers_follow_the_pattern() -> None:
    number = document_number("邵东中通〔{year}〕{seq:04d}号", region="X", on=date(2026, 3, 2), seq=7)
    assert number == "邵东中通〔2026〕0007号"
    with pytest.raises(ValueError, match="from 1"):
        document_number("{year}{seq}", region="X", on=date(2026, 3, 2), seq=0)
