"""What people type, and what is looked up for it."""

from pathlib import Path

import pytest

from search_index.query import MAX_CLAUSES, QUERY_LIMIT, parse_query
from search_index.words import Words


@pytest.mark.parametrize(
    ("typed", "needles"),
    [
        ("环评", ("环评",)),
        ("环评 测绘", ("环评", "测绘")),
        ("环评 环评", ("环评",)),
        ("施工图审查", ("施工图", "审查")),
        ("环评的费用", ("环评", "费用")),
        ("的", ("的",)),
        ("淼焱", ("淼焱",)),
        ("“施工图审查” 邵东", ("施工图审查", "邵东")),
        ("「水土保持」", ("水土保持",)),
        ('"标准 厂房。"', ("标准 厂房",)),
        ('没有关上"引号', ("没有", "关上", "引号")),
        ('""', ()),
        ("430582-2026-0001", ("430582-2026-0001",)),
        ("BIM审查", ("bim", "审查")),
        ("NOT x OR id:*", ("not", "x", "or", "id")),
        ("  \t\n", ()),
    ],
)
def test_words_are_cut_and_phrases_kept(words: Words, typed: str, needles: tuple[str, ...]) -> None:
    assert parse_query(typed, words).needles == needles


def test_only_signs_are_no_question(words: Words) -> None:
    assert parse_query("*？！", words).problem == "请输入文字、数字或编号，标点符号不能单独搜索。"


def test_endless_input_is_refused_in_words(words: Words) -> None:
    assert parse_query("环" * QUERY_LIMIT, words).problem is None
    assert parse_query("环" * 1_000_000, words).problem == "搜索内容最多 200 个字，请缩短后再试。"
    many = " ".join(str(number) for number in range(MAX_CLAUSES + 1))
    assert parse_query(many, words).problem == "一次最多搜索 16 个词，请减少后再试。"


def test_nul_and_lone_surrogates_are_no_words(words: Words) -> None:
    assert parse_query("\x00", words).needles == ()
    assert parse_query("环\x00评", words).needles == ("环", "评")
    assert parse_query("环评\ud800", words).needles == ("环评",)


def test_the_dictionary_is_loaded_when_needed_and_cached_in_the_data_folder(tmp_path: Path) -> None:
    own = Words(tmp_path / "cache")
    assert own("环评") == ["环评"]
    assert not (tmp_path / "cache").exists()

    assert own("中介服务") == ["中介", "服务"]

    assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".cache"]


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands where the folder should be")

    assert Words(tmp_path / "cache")("中介服务") == ["中介", "服务"]
