"""Conditions over the facts of a project: yes, no, or not known yet; slips are told when they are read."""

import pytest

from agency.projects import BadCondition, Condition, EiaKind, Facts, Funding

FOREST = Condition.of('funding == "private" && forest_land')
ENERGY = Condition.of("energy_use >= 1000 || electricity_use >= 500")


def test_a_known_fact_decides() -> None:
    report = Condition.of('eia_kind == "report"')
    assert report.holds(Facts(eia_kind=EiaKind.REPORT)) is True
    assert report.holds(Facts(eia_kind=EiaKind.FORM)) is False


def test_an_unknown_fact_leaves_it_open_and_is_named() -> None:
    assert ENERGY.holds(Facts(energy_use=10)) is None
    assert ENERGY.missing(Facts(energy_use=10)) == ("electricity_use",)
    assert ENERGY.missing(Facts()) == ("energy_use", "electricity_use")


def test_what_decides_alone_needs_no_other_fact() -> None:
    assert FOREST.holds(Facts(funding=Funding.GOVERNMENT)) is False
    assert FOREST.missing(Facts(funding=Funding.GOVERNMENT)) == ()
    assert ENERGY.holds(Facts(electricity_use=500)) is True


def test_no_is_told_from_not_known() -> None:
    assert FOREST.holds(Facts(funding=Funding.PRIVATE, forest_land=False)) is False
    assert FOREST.holds(Facts(funding=Funding.PRIVATE)) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("colour", "undeclared reference"),
        ("land_area > true", "no matching overload"),
        ("land_area", "不是“是”或者“否”"),
        ("forest_land &&", "有误"),
        ('eia_kind == "rapport"', "没有“rapport”这个选项"),
        ("eia_kind == 3", "no matching overload"),
    ],
)
def test_a_slip_is_told_when_the_condition_is_read(text: str, why: str) -> None:
    with pytest.raises(BadCondition, match=why):
        Condition.of(text)
