"""Whether certificates meet a requirement, and what a refused intermediary is told."""

from datetime import date, datetime

import pytest

from market.qualifications import Clause, Held, Mode, Moment, Requirement, load_kinds, satisfies
from tongban.clock import TZ

KINDS = load_kinds()
DEADLINE = Moment("报名截止", datetime(2026, 3, 10, 17, 0, tzinfo=TZ))
OPENING = Moment("开标时间", datetime(2026, 3, 12, 17, 0, tzinfo=TZ))
SIGNING = Moment("签订合同", date(2026, 3, 27))
SURVEY = Requirement(clauses=(Clause("surveying", ("工程测量",), "乙级"),))


def survey(**more: object) -> Held:
    values: dict[str, object] = {
        "specialties": ("工程测量",),
        "grade": "乙级",
        "valid_from": date(2023, 5, 1),
        "valid_until": date(2028, 4, 30),
    }
    return Held("surveying", **(values | more))  # type: ignore[arg-type]


def reasons(*held: Held, requirement: Requirement = SURVEY, **more: object) -> tuple[str, ...]:
    verdict = satisfies(held, requirement, [DEADLINE, OPENING, SIGNING], kinds=KINDS, **more)  # type: ignore[arg-type]
    assert verdict.ok is not bool(verdict.reasons)
    return verdict.reasons


def test_a_valid_certificate_of_the_grade_and_specialty_is_enough() -> None:
    assert reasons(survey()) == ()


def test_a_better_grade_is_enough() -> None:
    assert reasons(survey(grade="甲级")) == ()


def test_a_certificate_that_ends_before_the_opening_is_refused_with_both_moments() -> None:
    only_opening = satisfies(
        [survey(valid_until=date(2026, 3, 10))], SURVEY, [DEADLINE, OPENING], kinds=KINDS
    )
    assert not only_opening.ok
    assert only_opening.reasons == (
        "测绘资质证书（乙级）有效期至2026年3月10日，早于开标时间2026年3月12日 17:00。",
    )


def test_a_certificate_holds_to_the_end_of_its_last_day_in_china() -> None:
    last_minute = Moment("开标时间", datetime(2026, 3, 10, 23, 59, tzinfo=TZ))
    assert satisfies([survey(valid_until=date(2026, 3, 10))], SURVEY, [last_minute], kinds=KINDS).ok
    after_midnight = Moment("开标时间", datetime(2026, 3, 11, 0, 0, tzinfo=TZ))
    assert not satisfies([survey(valid_until=date(2026, 3, 10))], SURVEY, [after_midnight], kinds=KINDS).ok


def test_a_moment_given_as_a_day_is_named_without_a_time() -> None:
    verdict = satisfies([survey(valid_until=date(2026, 3, 20))], SURVEY, [SIGNING], kinds=KINDS)
    assert verdict.reasons == ("测绘资质证书（乙级）有效期至2026年3月20日，早于签订合同2026年3月27日。",)


def test_a_certificate_not_yet_valid_is_refused() -> None:
    assert reasons(survey(valid_from=date(2026, 3, 11))) == (
        "测绘资质证书（乙级）自2026年3月11日起有效，晚于报名截止2026年3月10日 17:00。",
    )


def test_a_certificate_without_an_end_holds() -> None:
    assert reasons(survey(valid_until=None)) == ()


def test_a_renewal_may_take_over_between_two_moments() -> None:
    old, new = survey(valid_until=date(2026, 3, 11)), survey(valid_from=date(2026, 3, 12))
    assert reasons(old, new) == ()


def test_a_gap_between_two_certificates_is_seen() -> None:
    old, new = survey(valid_until=date(2026, 3, 11)), survey(valid_from=date(2026, 3, 13))
    assert len(reasons(old, new)) == 1


def test_nothing_registered_of_the_kind() -> None:
    assert reasons(Held("cma")) == ("入驻信息里没有测绘资质证书。",)


def test_another_specialty() -> None:
    assert reasons(survey(specialties=("海洋测绘", "地图编制"))) == (
        "测绘资质证书（乙级）的专业范围为海洋测绘、地图编制，不含工程测量。",
    )


def test_specialties_may_stand_on_different_certificates() -> None:
    both = Requirement(clauses=(Clause("surveying", ("工程测量", "界线与不动产测绘"), "乙级"),))
    other = survey(specialties=("界线与不动产测绘",), grade="甲级")
    assert reasons(survey(), other, requirement=both) == ()
    assert reasons(survey(), requirement=both) == (
        "测绘资质证书（乙级）的专业范围为工程测量，不含界线与不动产测绘。",
    )


def test_a_lower_grade() -> None:
    first = Requirement(clauses=(Clause("surveying", ("工程测量",), "甲级"),))
    assert reasons(survey(), requirement=first) == ("测绘资质证书（乙级）低于要求的甲级。",)


def test_the_reason_given_is_that_of_the_certificate_that_comes_nearest() -> None:
    wrong_field = survey(specialties=("海洋测绘",))
    ends_early = survey(valid_until=date(2026, 3, 26))
    assert reasons(wrong_field, ends_early) == (
        "测绘资质证书（乙级）有效期至2026年3月26日，早于签订合同2026年3月27日。",
    )


def test_old_certificates_counted_until_the_end_of_the_change_over_only() -> None:
    old = survey(issued_on=date(2019, 6, 1), valid_from=date(2019, 6, 1))
    then, now = Moment("开标时间", date(2021, 12, 31)), Moment("开标时间", date(2022, 1, 1))
    assert satisfies([old], SURVEY, [then], kinds=KINDS).ok
    assert satisfies([old], SURVEY, [now], kinds=KINDS).reasons == (
        "测绘资质证书（乙级）按2014年版测绘资质标准颁发，最晚用到2021年12月31日，早于开标时间2022年1月1日。",
    )


def test_old_grades_below_todays_do_not_reach_them() -> None:
    old = survey(grade="丙级", issued_on=date(2019, 6, 1))
    then = Moment("开标时间", date(2021, 12, 1))
    assert satisfies([old], SURVEY, [then], kinds=KINDS).reasons == ("测绘资质证书（丙级）低于要求的乙级。",)


def test_any_of_is_content_with_one_and_names_all_when_none() -> None:
    either = Requirement(
        clauses=(Clause("surveying", ("工程测量",)), Clause("engineering_survey", ("工程测量",)))
    )
    assert reasons(survey(), requirement=either) == ()
    assert reasons(requirement=either) == ("入驻信息里没有测绘资质证书。", "入驻信息里没有工程勘察资质证书。")


def test_all_of_names_what_is_missing_only() -> None:
    both = Requirement(Mode.ALL, (Clause("surveying", ("工程测量",)), Clause("cma")))
    assert reasons(survey(), requirement=both) == ("入驻信息里没有检验检测机构资质认定证书（CMA）。",)
    assert reasons(survey(), Held("cma", valid_until=date(2030, 1, 1)), requirement=both) == ()


def test_a_requirement_without_clauses_asks_for_nothing() -> None:
    for mode in Mode:
        assert reasons(requirement=Requirement(mode)) == ()


def test_a_registration_needs_no_grade_and_has_no_end() -> None:
    platform = Requirement(clauses=(Clause("eia_platform"),))
    assert reasons(Held("eia_platform"), requirement=platform) == ()
    assert reasons(requirement=platform) == ("入驻信息里没有环境影响评价信用平台登记。",)


def test_an_abolished_licence_is_no_condition_any_more_whoever_holds_it() -> None:
    licence = Requirement(clauses=(Clause("cost_consulting", (), "甲级"),))
    assert reasons(Held("cost_consulting", grade="甲级"), requirement=licence) == (
        "工程造价咨询企业资质证书已于2021年7月1日取消，不能再作为条件。",
    )


def test_at_least_one_moment_is_needed() -> None:
    with pytest.raises(ValueError, match="moment"):
        satisfies([survey()], SURVEY, [], kinds=KINDS)


def test_unknown_kinds_and_grades_are_refused_not_passed() -> None:
    assert reasons(requirement=Requirement(clauses=(Clause("magic"),))) == (
        "没有“magic”这种资质，无法核对。",
    )
    assert reasons(survey(), requirement=Requirement(clauses=(Clause("surveying", (), "特级"),))) == (
        "测绘资质证书没有“特级”这个等级，无法核对。",
    )
    assert reasons(survey(grade=""), requirement=SURVEY) == (
        "测绘资质证书没有登记有效的等级，无法核对是否达到乙级。",
    )
