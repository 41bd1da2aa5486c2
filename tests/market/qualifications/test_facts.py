"""A need is asked for its size where, and only where, a limit looks at it."""

from datetime import date

import colander
import pytest

from market.qualifications import Clause, Held, Moment, Requirement, load_kinds, satisfies
from market.qualifications.facts import facts_for, facts_schema, stated

KINDS = load_kinds()
HOUSING = Requirement(clauses=(Clause("supervision", ("房屋建筑工程",)),))


def names(*clauses: Clause) -> list[str]:
    return [fact.name for fact in facts_for(Requirement(clauses=clauses), KINDS)]


def test_supervision_of_buildings_asks_for_area_storeys_and_use() -> None:
    assert names(Clause("supervision", ("房屋建筑工程",))) == ["单项建筑面积", "地上层数", "建筑类别"]


def test_other_specialties_and_kinds_without_limits_ask_nothing() -> None:
    assert names(Clause("supervision", ("市政公用工程",))) == []
    assert names(Clause("eia_platform"), Clause("surveying", ("工程测量",)), Clause("unknown")) == []
    assert names() == []


def test_what_was_filled_in_decides_and_what_was_not_is_left_open() -> None:
    value = facts_schema(HOUSING, KINDS).deserialize(
        {"建筑类别": "公共建筑", "建筑面积_m2": "32000", "地上层数": ""}
    )
    assert stated(value) == {"建筑类别": "公共建筑", "建筑面积_m2": 32000}
    held = [Held("supervision", ("房屋建筑工程",), "乙级")]
    verdict = satisfies(
        held, HOUSING, [Moment("开标时间", date(2026, 3, 12))], kinds=KINDS, facts=stated(value)
    )
    assert not verdict.ok


@pytest.mark.parametrize("typed", ["-1", "NaN", "1e9", "三万"])
def test_numbers_that_are_none_are_refused_beside_the_field(typed: str) -> None:
    with pytest.raises(colander.Invalid) as caught:
        facts_schema(HOUSING, KINDS).deserialize({"建筑面积_m2": typed})
    assert list(caught.value.asdict()) == ["建筑面积_m2"]
