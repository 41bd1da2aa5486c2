"""What finds what: the same on both indexes."""

import random
from datetime import timedelta

import pytest

from tests.search_index.library import COUNTY, NOW, ZONE, Library

BODY = (
    "现委托具备相应资质的机构编制环境影响报告表，并配合完成技术评审。服务期限 30 日，最高限价 12,500.00 元。"
)


def test_two_characters_and_a_single_one_find_something(library: Library) -> None:
    library.add("邵东市食品厂环评报告表编制", body=BODY)

    assert library.titles("环评") == ["邵东市食品厂环评报告表编制"]
    assert library.titles("评") == ["邵东市食品厂环评报告表编制"]
    assert library.titles("表编") == ["邵东市食品厂环评报告表编制"], "the pair crosses two words"
    assert library.titles("测绘") == []


def test_words_without_blanks_are_cut_and_all_wanted(library: Library) -> None:
    library.add("工业园标准厂房施工图审查", body="含人防。")
    library.add("审查意见", body="与施工图无关的别项")

    assert library.titles("标准厂房审查") == ["工业园标准厂房施工图审查"]
    assert sorted(library.titles("施工图 审查")) == ["审查意见", "工业园标准厂房施工图审查"]


def test_a_phrase_stands_as_it_is_written(library: Library) -> None:
    library.add("甲", body="委托水土保持方案编制")
    library.add("乙", body="方案编制后报水土保持部门")

    assert library.titles("“水土保持方案”") == ["甲"]
    assert library.titles('"水土保持方案编制" 委托') == ["甲"]
    assert sorted(library.titles("水土保持方案")) == ["乙", "甲"]


def test_every_phrase_taken_from_a_document_is_found_there(library: Library) -> None:
    dice = random.Random(612)
    words = [
        "环评",
        "报告表",
        "施工图",
        "审查",
        "测绘",
        "造价咨询",
        "水土保持",
        "方案",
        "宏远",
        "淼焱",
        "邵东",
    ]
    texts = ["".join(dice.choices(words, k=18)) for _ in range(36)]
    numbers = [library.add(f"第{place}件", body=text, index=False) for place, text in enumerate(texts)]
    library.indexer.rebuild()
    asked = found = 0
    for number, text in zip(numbers, texts, strict=True):
        for _ in range(17):
            start = dice.randrange(len(text) - 9)
            phrase = text[start : start + dice.randint(2, 9)]
            asked += 1
            found += f"notice:{number}" in library.ask(f'"{phrase}"', limit=50).keys
    assert (found, asked) == (612, 612)


@pytest.mark.parametrize(
    "typed",
    [
        "430582-2026-0007",
        "４３０５８２－２０２６－０００７",
        "430582-2026",
        "0007",
        "2026-0007",
        " 430582-2026-0007 。",
    ],
)
def test_a_number_is_found_whole_and_by_its_parts(library: Library, typed: str) -> None:
    library.add("道路改造测绘", number="430582-2026-0007", body="")
    library.add("别的", number="430500-2025-0008", body="430582 与 2025-0007")

    assert library.titles(typed)[0] == "道路改造测绘"
    assert library.titles("430582-2026-0008") == []


def test_a_credit_code_is_kept_whole(library: Library) -> None:
    library.add("宏远检测有限公司", body="统一社会信用代码 91990000MA00000A1X")

    assert library.titles("91990000ma00000a1x") == ["宏远检测有限公司"]
    assert library.titles("91990000MA00000A1Y") == []


def test_either_name_of_a_renamed_place_finds_it(library: Library) -> None:
    library.add("污水处理厂勘察")

    for name in ("邵东市", "邵东县", "邵阳", "湖南省", "邵东县勘察"):
        assert library.titles(name) == ["污水处理厂勘察"], name


def test_full_width_and_capitals_make_no_difference(library: Library) -> None:
    library.add("ＢＩＭ 审查 １００ 份", body="GB/T 2260")

    for typed in ("bim", "BIM", "ｂｉｍ", "100", "１００", "gb/t 2260", '"GB/T 2260"'):
        assert library.titles(typed) == ["ＢＩＭ 审查 １００ 份"], typed


@pytest.mark.parametrize(
    "typed", ["*", "环*", "NOT 环评", "id:*", "环评 OR 测绘", "-环评", "(", "%", "_", "' & |", "\\"]
)
def test_what_looks_like_a_query_language_is_plain_text(library: Library, typed: str) -> None:
    library.add("环评一件")
    library.add("测绘一件")

    found = library.titles(typed)
    if not any(character.isalnum() for character in typed):
        assert len(found) == 2, "nothing was asked"
    elif typed in {"环*", "-环评"}:
        assert "环评一件" in found
    else:
        assert found == [], "NOT, OR and id are words that nobody wrote"


def test_the_state_the_facets_and_other_names_are_found(library: Library) -> None:
    library.add("甲")

    assert library.titles("环影评价") == ["甲"]
    assert library.titles("环境影响评价 报名中") == ["甲"]


def test_hits_stand_by_number_then_title_then_newest(library: Library) -> None:
    library.add("旧的测绘", updated_at=NOW - timedelta(days=2))
    library.add("新的测绘", updated_at=NOW)
    library.add("别的", body="测绘", updated_at=NOW + timedelta(minutes=1))
    library.add("题目", number="9-9", body="", updated_at=NOW - timedelta(days=9))
    library.add("提到 9-9", updated_at=NOW)

    assert library.titles("测绘") == ["新的测绘", "旧的测绘", "别的"]
    assert library.titles("9-9") == ["题目", "提到 9-9"]


def test_without_a_question_the_newest_stand_first_and_pages_do_not_overlap(library: Library) -> None:
    for day in range(5):
        library.add(f"第{day}天", updated_at=NOW + timedelta(days=day), public_from=NOW)

    assert library.titles("", limit=2) == ["第4天", "第3天"]
    assert library.titles("", limit=2, offset=2) == ["第2天", "第1天"]
    assert library.titles("", limit=2, offset=4) == ["第0天"]
    assert library.ask("", limit=2).total == 5


def test_counts_follow_the_filters(library: Library) -> None:
    library.add("环评甲")
    library.add("环评乙", region=ZONE)
    library.add("环评丙", kind="guide", region="430500")
    library.add("测绘")

    found = library.ask("环评")
    assert (found.total, found.kinds) == (3, {"notice": 2, "guide": 1})
    assert found.regions == {COUNTY: 1, ZONE: 1, "430500": 3}, "a city counts what lies below it"

    narrowed = library.ask("环评", kind="notice", region=COUNTY)
    assert (narrowed.total, narrowed.kinds) == (1, {"notice": 1})
    assert narrowed.regions == {COUNTY: 1, ZONE: 1}, "other places within the kind"
    assert library.titles("环评", region="430500", kind="guide") == ["环评丙"]
