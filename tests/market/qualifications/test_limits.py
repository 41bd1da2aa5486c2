"""What size of work a grade may take on."""

from datetime import date
from decimal import Decimal

import pytest

from market.qualifications import Clause, Held, Moment, Requirement, Verdict, load_kinds, satisfies
from market.qualifications.kinds import FactValue

KINDS = load_kinds()
ON = [Moment("开标时间", date(2026, 3, 12))]


def judge(kind: str, specialty: str, grade: str, **facts: FactValue) -> Verdict:
    held = Held(kind, (specialty,) if specialty else (), grade, valid_until=date(2027, 1, 1))
    clause = Clause(kind, (specialty,) if specialty else ())
    return satisfies([held], Requirement(clauses=(clause,)), ON, kinds=KINDS, facts=facts)


def test_a_public_building_from_30000_square_metres_is_beyond_supervision_grade_b() -> None:
    facts: dict[str, FactValue] = {"建筑类别": "公共建筑", "地上层数": 12}
    assert judge("supervision", "房屋建筑工程", "乙级", 建筑面积_m2=29999, **facts).ok
    refused = judge("supervision", "房屋建筑工程", "乙级", 建筑面积_m2=30000, **facts)
    assert refused.reasons == (
        (
            "工程监理资质证书（乙级）的承接范围不够：建筑类别为公共建筑的，单项建筑面积小于30000平方米；"
            "本次需求的单项建筑面积为30000平方米。"
        ),
    )
    assert judge("supervision", "房屋建筑工程", "甲级", 建筑面积_m2=300000, **facts).ok


def test_exact_decimals_decide_at_the_edge() -> None:
    facts: dict[str, FactValue] = {"建筑类别": "公共建筑", "地上层数": 12}
    assert judge("supervision", "房屋建筑工程", "乙级", 建筑面积_m2=Decimal("29999.99"), **facts).ok


def test_a_limit_on_public_buildings_does_not_touch_housing() -> None:
    assert judge("supervision", "房屋建筑工程", "乙级", 建筑类别="住宅", 建筑面积_m2=90000, 地上层数=18).ok


def test_a_limit_of_one_specialty_does_not_touch_another() -> None:
    verdict = judge(
        "supervision", "市政公用工程", "乙级", 建筑类别="公共建筑", 建筑面积_m2=90000, 地上层数=40
    )
    assert verdict == Verdict(ok=True)


def test_the_comprehensive_grade_has_no_limit_and_covers_every_specialty() -> None:
    held = Held("supervision", ("综合",), "综合资质")
    asked = Requirement(clauses=(Clause("supervision", ("市政公用工程", "房屋建筑工程"), "甲级"),))
    assert satisfies([held], asked, ON, kinds=KINDS, facts={"地上层数": 60}) == Verdict(ok=True)


def test_lightning_testing_grade_b_takes_third_class_buildings_only() -> None:
    assert judge("lightning_testing", "", "乙级", 防雷类别="三类").ok
    refused = judge("lightning_testing", "", "乙级", 防雷类别="二类")
    assert refused.reasons == (
        "雷电防护装置检测资质证（乙级）的承接范围不够：建筑物防雷类别限于三类；本次需求的建筑物防雷类别为二类。",
    )


def test_what_the_need_does_not_say_is_left_to_a_person_and_said_so() -> None:
    verdict = judge("lightning_testing", "", "乙级")
    assert verdict.ok
    assert verdict.unchecked == (
        "雷电防护装置检测资质证（乙级）的承接范围：建筑物防雷类别限于三类，请人工核对。",
    )


def test_a_certificate_without_open_questions_is_preferred() -> None:
    better = Held("lightning_testing", (), "甲级")
    lower = Held("lightning_testing", (), "乙级")
    asked = Requirement(clauses=(Clause("lightning_testing"),))
    assert satisfies([lower, better], asked, ON, kinds=KINDS) == Verdict(ok=True)


@pytest.mark.parametrize("value", [30000.5, True, "三万"])
def test_a_float_or_text_where_a_number_is_limited_is_a_fault_of_the_program(value: object) -> None:
    with pytest.raises(TypeError):
        judge("supervision", "房屋建筑工程", "乙级", 地上层数=value)  # type: ignore[arg-type]
