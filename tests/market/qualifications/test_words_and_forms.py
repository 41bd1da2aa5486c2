"""Requirements in words, what forms offer, and what they refuse."""

from datetime import date
from types import SimpleNamespace

import colander
import pytest

from market.qualifications import Clause, Held, Mode, Requirement, held_text, load_kinds, requirement_text
from market.qualifications.choices import grade_choices, kind_choices, specialty_choices
from market.qualifications.requirement import requirement_cautions, requirement_problems
from market.qualifications.schemas import certificate_schema, held_from, requirement_schema

KINDS = load_kinds()
TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("requirement", "said"),
    [
        (Requirement(), "不要求资质证书"),
        (
            Requirement(clauses=(Clause("surveying", ("工程测量",), "乙级"),)),
            "测绘资质证书（工程测量，乙级及以上）",
        ),
        (Requirement(clauses=(Clause("surveying", (), "甲级"),)), "测绘资质证书（甲级）"),
        (Requirement(clauses=(Clause("eia_platform"),)), "无需资质许可，须完成环境影响评价信用平台登记"),
        (
            Requirement(
                clauses=(Clause("surveying", ("工程测量",)), Clause("engineering_survey", ("工程测量",)))
            ),
            "具备下列之一：测绘资质证书（工程测量）；或者工程勘察资质证书（工程测量）",
        ),
        (
            Requirement(Mode.ALL, (Clause("cma"), Clause("soil_registry"))),
            (
                "同时具备：检验检测机构资质认定证书（CMA）；以及"
                "无需资质许可，须完成建设用地土壤污染风险管控和修复从业单位信用记录系统登记"
            ),
        ),
    ],
)
def test_a_requirement_reads_as_a_sentence(requirement: Requirement, said: str) -> None:
    assert requirement_text(requirement, KINDS) == said


def test_a_certificate_reads_with_number_and_end() -> None:
    held = Held("surveying", ("工程测量",), "乙级", "乙测资字99000000", valid_until=date(2026, 3, 10))
    said = "测绘资质证书（工程测量，乙级），证书编号乙测资字99000000，有效期至2026年3月10日"
    assert held_text(held, KINDS) == said
    assert held_text(Held("eia_platform"), KINDS) == "环境影响评价信用平台登记，长期有效"


def test_nobody_may_be_asked_for_what_was_abolished_or_does_not_exist() -> None:
    asked = Requirement(
        clauses=(
            Clause("cost_consulting", (), "甲级"),
            Clause("surveying", ("占卜",), "丁级"),
            Clause("surveying", (), "特级"),
            Clause("magic"),
        )
    )
    assert requirement_problems(asked, KINDS, TODAY) == [
        "工程造价咨询企业资质证书已于2021年7月1日取消，不能再作为条件。",
        "测绘资质证书没有“占卜”这个专业。",
        "测绘资质证书已不再颁发丁级。",
        "测绘资质证书没有“特级”这个等级。",
        "没有“magic”这种资质。",
    ]
    assert requirement_problems(Requirement(clauses=(Clause("surveying", (), "乙级"),)), KINDS, TODAY) == []


def test_a_voluntary_rating_as_a_condition_gets_a_caution() -> None:
    asked = Requirement(clauses=(Clause("soilwater_rating", (), "三星级"),))
    assert requirement_problems(asked, KINDS, TODAY) == []
    assert requirement_cautions(asked, KINDS) == [
        "生产建设项目水土保持方案编制单位水平评价是自愿性评价，作为参加条件可能限制竞争。"
    ]


def test_forms_offer_what_exists_today() -> None:
    codes = [code for code, _title in kind_choices(KINDS, TODAY, asking=True)]
    assert "surveying" in codes
    assert not {"cost_consulting", "eia_licence", "soilwater_rating"} & set(codes)
    assert "soilwater_rating" in dict(kind_choices(KINDS, TODAY))
    assert "cost_consulting" in dict(kind_choices(KINDS, date(2021, 6, 30)))
    assert grade_choices(KINDS, "surveying") == [("甲级", "甲级"), ("乙级", "乙级")]
    assert ("丁级", "丁级") in grade_choices(KINDS, "surveying", retired=True)
    assert ("不动产测绘", "不动产测绘") not in specialty_choices(KINDS, "surveying")
    assert ("不动产测绘", "不动产测绘") in specialty_choices(KINDS, "surveying", retired=True)
    assert grade_choices(KINDS, "unknown") == specialty_choices(KINDS, "unknown") == []


def test_the_requirement_form_gives_a_requirement() -> None:
    schema = requirement_schema(KINDS, TODAY)
    value = schema.deserialize(
        {"mode": "all_of", "clauses": [{"kind": "surveying", "specialties": ["工程测量"], "grade": "乙级"}]}
    )
    assert Requirement.from_json(value) == Requirement(
        Mode.ALL, (Clause("surveying", ("工程测量",), "乙级"),)
    )
    assert Requirement.from_json(schema.deserialize({})) == Requirement()


def test_the_requirement_form_refuses_a_grade_of_another_kind_with_the_reason() -> None:
    clause = {"kind": "drawing_review", "grade": "甲级"}
    with pytest.raises(colander.Invalid) as caught:
        requirement_schema(KINDS, TODAY).deserialize({"clauses": [clause]})
    assert caught.value.asdict() == {"clauses": "施工图设计文件审查机构认定没有“甲级”这个等级。"}


def test_the_requirement_form_offers_only_the_kinds_named() -> None:
    with pytest.raises(colander.Invalid):
        requirement_schema(KINDS, TODAY, ("cma",)).deserialize({"clauses": [{"kind": "surveying"}]})


def test_the_certificate_form_takes_old_grades_and_turns_days_round() -> None:
    schema = certificate_schema(KINDS, "surveying")
    value = schema.deserialize(
        {
            "specialties": ["不动产测绘"],
            "grade": "丙级",
            "certificate_number": "丙测001",
            "issued_on": "2019-06-01",
        }
    )
    assert held_from("surveying", value) == Held(
        "surveying", ("不动产测绘",), "丙级", "丙测001", issued_on=date(2019, 6, 1)
    )
    with pytest.raises(colander.Invalid) as caught:
        schema.deserialize(
            {
                "specialties": ["工程测量"],
                "grade": "乙级",
                "certificate_number": "乙测001",
                "valid_from": "2026-01-02",
                "valid_until": "2026-01-01",
            }
        )
    assert caught.value.asdict() == {"valid_until": "有效期的最后一天不能早于第一天。"}


def test_only_what_comes_on_paper_must_have_a_number() -> None:
    assert certificate_schema(KINDS, "surveying")["certificate_number"].required
    assert not certificate_schema(KINDS, "eia_platform")["certificate_number"].required


def test_a_registration_form_asks_neither_grade_nor_specialty() -> None:
    assert [node.name for node in certificate_schema(KINDS, "eia_platform")] == [
        "certificate_number",
        "issued_on",
        "valid_from",
        "valid_until",
    ]


def test_a_stored_record_is_read_as_held() -> None:
    record = SimpleNamespace(
        kind="surveying",
        specialties=["工程测量"],
        grade=None,
        certificate_number=None,
        valid_from=None,
        valid_until=date(2026, 3, 10),
        extra={"issued_on": "2023-01-01"},
    )
    assert Held.of(record) == Held(
        "surveying", ("工程测量",), valid_until=date(2026, 3, 10), issued_on=date(2023, 1, 1)
    )
