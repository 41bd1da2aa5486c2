"""Dates of whole plans, each worked out by hand from the official table of 2026."""

from dataclasses import replace
from datetime import date

import pytest

from agency.plan import By, Plan
from agency.projects import ApprovalMode, EiaKind, Facts, Funding, ProjectClass
from tests.agency.plan.projects import FACTORY, NO, plan_of
from tongban.rules.values import BadValue


def days(plan: Plan) -> dict[str, tuple[str, str]]:
    return {i.code: (str(i.start), str(i.end)) for i in plan.items if i.start and i.status == "needed"}


def test_a_factory_across_the_october_week() -> None:
    """Worked: Sun 20 Sep, Sat 10 Oct. Off: 25 to 27 Sep, 1 to 7 Oct."""
    plan = plan_of(FACTORY, date(2026, 9, 18))
    assert days(plan) == {
        "A1": ("2026-09-18", "2026-09-18"),
        "A4": ("2026-09-18", "2026-09-18"),
        "A6": ("2026-09-18", "2026-09-24"),  # 5: 20, 21, 22, 23, 24
        "X2": ("2026-09-18", "2026-09-29"),  # 7: the five above, 28, 29
        "B1": ("2026-09-24", "2026-10-12"),  # 7: 28, 29, 30, 8, 9, 10, 12
        "B3": ("2026-10-12", "2026-10-21"),  # 7: 13 to 16, 19, 20, 21
        "C1": ("2026-10-21", "2026-11-04"),  # 10: 22, 23, 26 to 30, 2, 3, 4
        "C5": ("2026-10-21", "2026-11-04"),
        "C3": ("2026-11-04", "2026-11-04"),
        "C4": ("2026-11-04", "2026-11-09"),  # 3: 5, 6, 9
        "D1": ("2026-11-09", "2026-11-16"),  # 5: 10 to 13, 16
        "D2": ("2026-11-09", "2026-11-18"),  # 7: 10 to 13, 16, 17, 18
        "D4": ("2026-11-09", "2026-11-11"),  # 2: 10, 11
        "D5": ("2026-11-18", "2026-12-02"),  # 10: 19, 20, 23 to 27, 30, 1, 2
        "D6": ("2026-12-02", "2026-12-07"),  # 3: 3, 4, 7
    }
    assert plan.path == ("A1", "A4", "A6", "B1", "B3", "C1", "C4", "D2", "D5", "D6")
    assert plan.elapsed == 5 + 7 + 7 + 10 + 3 + 7 + 10 + 3
    assert plan.total == 52 - 10, "the days of the examination firm do not count"
    assert not plan.provisional


def test_stages_are_as_long_as_their_longest_path_and_not_the_sum() -> None:
    stages = {s.code: (s.days, s.summed) for s in plan_of(FACTORY).stages}
    assert stages["4"] == (7 + 10, 5 + 7 + 2 + 10)
    assert stages["2"] == (7 + 7, 7 + 7)
    assert stages["3"] == (3, 3)


def test_a_plan_into_a_year_without_a_calendar_says_that_it_is_provisional() -> None:
    plan = plan_of(FACTORY, date(2026, 11, 9))
    found = days(plan)
    assert found["A6"] == ("2026-11-09", "2026-11-16")
    assert found["B1"] == ("2026-11-16", "2026-11-25")
    assert found["B3"] == ("2026-11-25", "2026-12-04")
    assert found["C1"] == ("2026-12-04", "2026-12-18")
    assert found["C4"] == ("2026-12-18", "2026-12-23")
    assert found["D2"] == ("2026-12-23", "2027-01-04")  # 24, 25, 28 to 31, 4 Jan; 1 Jan is off by law
    assert found["D5"] == ("2027-01-04", "2027-01-18")
    provisional = {item.code for item in plan.items if item.provisional and item.status == "needed"}
    assert provisional == {"D2", "D5", "D6"}
    assert plan.provisional


def test_calendar_days_and_working_days_stand_side_by_side() -> None:
    """By the legal limits the report takes 60 calendar days; its end on a day off moves on."""
    plan = plan_of(replace(FACTORY, eia_kind=EiaKind.REPORT), date(2026, 7, 29), by=By.STATUTORY)
    report = plan["X1"]
    assert report.limit.words == "60 个自然日（法定时限）"
    assert (str(report.start), str(report.end)) == ("2026-07-29", "2026-09-28"), "27 Sep is off"
    assert str(plan["A6"].end) == "2026-08-26"
    assert plan["B1"].limit.words == "7 个工作日（承诺时限）", "where no legal limit is known"


def test_a_soft_edge_lets_an_item_start_with_the_other_but_not_end_before_it() -> None:
    plan = plan_of(replace(FACTORY, special_fire=True), date(2026, 3, 2))
    drawings, fire = plan["C1"], plan["C2"]
    assert fire.start == drawings.start
    assert fire.due is not None
    assert drawings.end is not None
    assert fire.due < drawings.end == fire.end


def test_building_time_is_no_approval_time() -> None:
    now, later = plan_of(FACTORY), plan_of(FACTORY, events={"built": date(2026, 10, 1)})
    assert later.total == now.total
    assert later.elapsed == now.elapsed
    assert str(later["D2"].start) == "2026-10-08", "what comes on a day off counts on the next working day"
    assert [event.given for event in later.events if event.code == "built"] == [True]


def test_a_start_on_a_day_off_counts_from_the_next_working_day() -> None:
    assert plan_of(FACTORY, date(2026, 10, 1))["A1"].start == date(2026, 10, 8)
    never = plan_of(FACTORY, date(2026, 10, 1), clock__receive_roll="never")
    assert never["A6"].end == date(2026, 10, 13)


def test_a_government_project_goes_another_way() -> None:
    facts = Facts(
        **{
            **NO,
            "funding": Funding.GOVERNMENT,
            "project_class": ProjectClass.HOUSING,
            "approval_mode": ApprovalMode.APPROVAL,
            "new_land": True,
            "energy_use": 2000,
            "electricity_use": 0,
            "eia_kind": EiaKind.REGISTRATION,
        }
    )
    plan = plan_of(facts)
    needed = {item.code for item in plan.items if item.status == "needed"}
    assert {"A2", "A3", "A5", "B2", "X3", "X4"} <= needed
    assert not {"A4", "A4b", "X1", "X2"} & needed
    assert plan["A3"].bound_by == "X4", "the energy review comes before the feasibility report"


@pytest.mark.parametrize(
    ("targets", "days"),
    [
        ({"all": {"days": 120}}, 120),
        ({"all": {"days": 120}, "private": {"funding": "private", "days": 70}}, 70),
        ({"private": {"funding": "private", "days": 70}, "gov": {"funding": "government", "days": 50}}, 70),
        ({"a": {"funding": "private", "project_class": "industrial", "days": 60}, "b": {"days": 9}}, 60),
        ({"gov": {"funding": "government", "days": 50}}, None),
        ({}, None),
    ],
)
def test_the_target_that_says_most_about_a_project_counts(
    targets: dict[str, dict[str, object]], days: int | None
) -> None:
    target = plan_of(FACTORY, approval__targets=targets).target
    assert (target.days if target else None) == days


def test_what_counts_in_the_total_is_the_regions_choice() -> None:
    both = plan_of(FACTORY, approval__counted=["department", "intermediary"])
    assert both.total == both.elapsed == 52


@pytest.mark.parametrize(
    ("promised", "said"),
    [
        ({"B3": 21}, "B3 = 21：比法定时限长"),
        ({"C4": 6}, "C4 = 6：比法定时限长"),  # the law says seven calendar days
        ({"Z9": 1}, "不认识 Z9"),
    ],
)
def test_no_region_may_promise_more_than_the_law_allows(promised: dict[str, int], said: str) -> None:
    with pytest.raises(BadValue, match=said):
        plan_of(FACTORY, approval__promised_wd=promised)


def test_a_region_promises_its_own_limits() -> None:
    plan = plan_of(FACTORY, approval__promised_wd={"B1": 3, "B3": 0})
    assert plan["B1"].limit.words == "3 个工作日（本地承诺时限）"
    assert plan["B3"].limit.words == "即办"
    assert plan.total == 42 - 4 - 7
