"""The kinds that come with the product, and what a faulty data file is told."""

from datetime import date

import pytest

from market.qualifications import KindsError, Nature, load_kinds
from market.qualifications.loader import read_kinds

GOOD = {"code": "some_kind", "name": "某资质", "nature": "licence", "mark": "background"}


def problems(*kinds: dict[str, object], facts: tuple[dict[str, object], ...] = ()) -> str:
    with pytest.raises(KindsError) as caught:
        read_kinds({"x.toml": {"kind": list(kinds), "fact": list(facts)}})
    return "\n".join(caught.value.problems)


def test_the_bundled_kinds_hold_together() -> None:
    kinds = load_kinds()
    assert len(list(kinds)) >= 20
    assert kinds["eia_platform"].nature is Nature.REGISTRATION
    assert kinds["cma"].nature is Nature.CMA


def test_found_facts_name_their_source_and_nothing_found_is_unmarked() -> None:
    for kind in load_kinds():
        assert kind.mark in ("found", "background")
        assert kind.source or kind.mark == "background"


def test_surveying_knows_two_grades_today_and_four_before() -> None:
    surveying = load_kinds()["surveying"]
    assert surveying.grade_names() == ("甲级", "乙级")
    assert surveying.grade_names(retired=True) == ("甲级", "乙级", "丙级", "丁级")


def test_abolished_licences_are_known_with_their_day() -> None:
    kinds = load_kinds()
    assert kinds["eia_licence"].abolished_on == date(2018, 12, 29)
    assert kinds["eia_licence"].replaced_by == "eia_platform"
    assert kinds["cost_consulting"].abolished(date(2021, 7, 1))
    assert not kinds["cost_consulting"].abolished(date(2021, 6, 30))


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ({**GOOD, "name": ""}, "x.toml：some_kind：name 不能为空"),
        ({**GOOD, "colour": "red"}, "不认识 colour"),
        ({**GOOD, "nature": "magic"}, "nature 只能是"),
        ({**GOOD, "mark": "found"}, "要写明 source"),
        ({**GOOD, "code": "Some Kind"}, "代码只用小写字母"),
        ({**GOOD, "replaced_by": "nothing"}, "replaced_by 指向不存在的 nothing"),
        ({**GOOD, "abolished_on": "昨天"}, "abolished_on 不是日期"),
        ({**GOOD, "specialties": [{"name": "甲", "covers": ["乙"]}]}, "涵盖了不存在的“乙”"),
        (
            {**GOOD, "specialties": [{"name": "甲", "covers": ["乙"]}, {"name": "乙", "covers": ["甲"]}]},
            "互相涵盖",
        ),
        (
            {
                **GOOD,
                "regime": [
                    {"name": "新", "grades": [{"name": "乙级", "rank": 1}, {"name": "甲级", "rank": 2}]}
                ],
            },
            "从高到低",
        ),
        ({**GOOD, "regime": [{"name": "新", "grades": [{"name": "甲级", "rank": True}]}]}, "rank 应当是整数"),
        ({**GOOD, "regime": [{"name": "新"}, {"name": "旧", "since": date(2020, 1, 1)}]}, "应当有起始日期"),
        (
            {
                **GOOD,
                "regime": [
                    {"name": "新", "grades": [{"name": "甲级", "rank": 1, "limits": [{"fact": "高度"}]}]}
                ],
            },
            "不认识的事实 高度",
        ),
        (
            {
                **GOOD,
                "regime": [
                    {"name": "新", "grades": [{"name": "甲级", "rank": 1, "counts_as": {"grade": "特级"}}]},
                ],
            },
            "等同的“特级”不在现行等级里",
        ),
    ],
)
def test_faults_are_told_with_file_and_entry(kind: dict[str, object], said: str) -> None:
    assert said in problems(kind)


def test_all_faults_are_told_at_once() -> None:
    text = problems({**GOOD, "name": ""}, {**GOOD, "code": "other", "nature": "magic", "name": "另一种"})
    assert "name 不能为空" in text
    assert "nature 只能是" in text


def test_two_kinds_of_one_code_or_one_name_are_refused() -> None:
    assert "代码重复" in problems(GOOD, GOOD)
    assert "同名" in problems(GOOD, {**GOOD, "code": "other_kind"})


def test_a_limit_needs_a_known_option() -> None:
    limit = {"fact": "类别", "one_of": ["四类"]}
    grades = [{"name": "甲级", "rank": 1, "limits": [limit]}]
    fact = {"key": "类别", "name": "类别", "options": ["一类"]}
    assert "选项不在事实的选项里" in problems(
        {**GOOD, "regime": [{"name": "新", "grades": grades}]}, facts=(fact,)
    )


def test_a_float_is_no_exact_limit() -> None:
    grades = [{"name": "甲级", "rank": 1, "limits": [{"fact": "面积", "below": 1.5}]}]
    fact = {"key": "面积", "name": "面积", "unit": "平方米"}
    text = problems({**GOOD, "regime": [{"name": "新", "grades": grades}]}, facts=(fact,))
    assert "below 应当是整数或写成文字的小数" in text
