"""How text becomes terms."""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.analysis import MAX_PARTS, TERM_LIMIT, fold, index_terms, query_terms


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ＡＢＣ　１２３", "abc 123"),
        ("  环评\t报告\r\n表 ", "环评 报告 表"),
        ("a\x00b", "a b"),
        ("宏\u202e远\u200b", "宏远"),
        ("\ud800x\udfff", "x"),
        ("㎡℃①", "m2°c1"),
        ("𠮷野家", "𠮷野家"),
        ("Straße İ", "straße i̇"),
    ],
)
def test_every_character_has_one_searched_form(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_chinese_gives_characters_and_pairs() -> None:
    assert index_terms("环评报告，表") == {"环", "评", "报", "告", "表", "环评", "评报", "报告"}


def test_a_code_gives_itself_and_every_stretch_of_its_parts() -> None:
    assert index_terms("430582-2026-0001") == {
        "430582-2026-0001",
        "430582-2026",
        "2026-0001",
        "430582",
        "2026",
        "0001",
    }


def test_a_code_without_end_stays_small() -> None:
    many = "-".join(string.digits * 30)
    assert len(index_terms(many)) <= len(string.digits) + 1
    assert MAX_PARTS < 30
    assert {len(term) for term in index_terms("a" * 1_000_000)} == {TERM_LIMIT}


def test_codes_and_chinese_side_by_side_are_apart() -> None:
    assert index_terms("第3标段b座") >= {"第", "3", "标段", "b", "座"}
    assert "第3" not in index_terms("第3标段")


CHINESE = st.text(alphabet="环评报告表施工图审查a1- ，", min_size=1, max_size=30)


@given(text=CHINESE, start=st.integers(0, 29), length=st.integers(1, 12))
def test_whatever_chinese_stands_in_a_text_leads_to_it(text: str, start: int, length: int) -> None:
    folded = fold(text)
    piece = folded[start : start + length]
    if any(char in "a1-" for char in piece):
        return  # codes are found by whole parts only
    assert set(query_terms(piece)) <= index_terms(folded)


@given(text=st.text(max_size=40))
def test_folding_twice_is_folding_once_and_leaves_nothing_a_database_refuses(text: str) -> None:
    folded = fold(text)
    assert "\x00" not in folded
    folded.encode()
    assert all(unicodedata.category(char) not in {"Cc", "Cs"} for char in folded)
    assert index_terms(folded) == index_terms(fold(folded))
