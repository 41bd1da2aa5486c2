"""A region's own words take the place of everybody's, and its texts stand where it puts them."""

import pytest

from tests.support.rules import rules_with
from tongban.rules.words import Words, local_text


def words(**terms: str) -> Words:
    return Words(rules_with("990001", ui__terms=terms))


def test_without_words_of_its_own_nothing_changes() -> None:
    assert words()("中选公示，项目业主") == "中选公示，项目业主"


def test_longer_words_follow() -> None:
    said = words(award="中标", project_owner="委托人")
    assert said("中选通知书、未中选报价、项目业主") == "中标通知书、未中标报价、委托人"


def test_a_new_word_is_not_replaced_in_its_turn() -> None:
    swapped = words(project_owner="中介机构", intermediary="项目业主")
    assert swapped("项目业主选中介机构") == "中介机构选项目业主"


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("一行。", ("一行。",)),
        ("第一段。\n\n第二段\n还是第二段。", ("第一段。", "第二段还是第二段。")),
        ("\n\n第一段。\n \n\n第二段。\n", ("第一段。", "第二段。")),
    ],
)
def test_a_text_is_shown_in_paragraphs(text: str, paragraphs: tuple[str, ...]) -> None:
    rules = rules_with("990001", ui__texts={"portal.hint": text})
    assert local_text(rules, "portal.hint") == paragraphs


def test_a_place_the_region_says_nothing_at() -> None:
    assert local_text(rules_with("990001"), "portal.hint") == ()
