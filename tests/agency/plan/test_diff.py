"""A changed fact: what came, what went, what moved, and why."""

from dataclasses import replace
from datetime import date

from agency.plan import diff
from agency.plan.diff import Change
from agency.projects import EiaKind
from tests.agency.plan.projects import FACTORY, plan_of

BASE = plan_of(FACTORY)


def test_the_same_facts_differ_in_nothing() -> None:
    assert not diff(BASE, plan_of(FACTORY))


def test_a_report_instead_of_a_form_exchanges_the_items() -> None:
    found = diff(BASE, plan_of(replace(FACTORY, eia_kind=EiaKind.REPORT)))
    assert found.facts == ("环评类别：环境影响报告表 → 环境影响报告书",)
    changes = {item.code: (item.change, item.why) for item in found.items}
    said = "环评类别：环境影响报告表 → 环境影响报告书，"
    assert changes["X1"] == (Change.CAME, f"{said}由不用办变为要办。")
    assert changes["X2"] == (Change.WENT, f"{said}由要办变为不用办。")
    assert "A6" not in changes


def test_new_land_brings_the_pre_examination_and_moves_what_follows() -> None:
    found = diff(BASE, plan_of(replace(FACTORY, new_land=True)))
    changes = {item.code: (item.change, item.why) for item in found.items}
    assert changes["A5"][0] is Change.CAME
    assert changes["A6"] == (Change.MOVED, "改为等“已经取得建设用地（划拨或者签订出让合同）”。")
    assert changes["B1"] == (Change.MOVED, "前面的“建设用地规划许可证”移动了。")
    assert found.total_now == found.total_before + 7


def test_a_fact_no_longer_known_opens_items() -> None:
    found = diff(BASE, plan_of(replace(FACTORY, forest_land=None)))
    assert [(i.code, i.change) for i in found.items] == [("X7", Change.OPENED)]
    assert found.items[0].why == "是否占用林地：否 → 还不清楚，由不用办变为待定。"


def test_other_limits_and_another_beginning_are_told() -> None:
    shorter = diff(BASE, plan_of(FACTORY, approval__promised_wd={"D6": 1}))
    assert [i.why for i in shorter.items] == [
        "时限由 3 个工作日（承诺时限） 改为 1 个工作日（本地承诺时限）。"
    ]
    later = {i.code: i.why for i in diff(BASE, plan_of(FACTORY, date(2026, 4, 1))).items}
    assert later["A1"] == "开始日期改了。"


def test_a_difference_can_be_recorded() -> None:
    found = diff(BASE, plan_of(replace(FACTORY, eia_kind=EiaKind.REPORT))).to_json()
    assert {"code": "X1", "before": None, "change": "came"}.items() <= next(
        i for i in found["items"] if i["code"] == "X1"
    ).items()
