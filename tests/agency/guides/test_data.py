"""The approval items that come with the product, and what a faulty data file is told."""

from typing import Any

import pytest

from agency.guides import Guides, GuidesError, load_guides
from agency.guides.graph import in_order
from agency.guides.items import ClockStart, EdgeKind, Mark, Unit
from agency.guides.loader import read_guides
from agency.projects import Funding
from market.catalogue import load_catalogue
from market.catalogue.approvals import approval_names

GUIDES = load_guides()
STAGE = {"code": "1", "name": "第一阶段"}
GOOD: dict[str, Any] = {
    "code": "A1",
    "name": "某审批",
    "department": "某部门",
    "stage": "1",
    "funding": ["private"],
    "mark": "background",
}


def days(value: int, unit: str = "WD") -> dict[str, Any]:
    return {"value": value, "unit": unit, "mark": "background"}


def needs(*codes: str) -> dict[str, Any]:
    return {"any_of": list(codes), "mark": "background"}


def problems(*items: dict[str, Any], **more: Any) -> str:
    with pytest.raises(GuidesError) as caught:
        read_guides({"x.toml": {"stage": [STAGE], "item": list(items), **more}})
    return "\n".join(caught.value.problems)


def test_every_item_of_the_seed_catalogue_is_there() -> None:
    wanted = "A1 A2 A3 A4 A4b A5 A6 X1 X2 X3 X4 X5 X6 X7 X8 B1 B2 B3 B4 C1 C2 C3 C4 C5 D1 D2 D3 D4 D5 D6"
    assert set(wanted.split()) <= {item.code for item in GUIDES}


def test_the_market_knows_the_same_items_by_the_same_names() -> None:
    assert dict(approval_names()) == {item.code: item.name for item in GUIDES}


def test_every_service_of_the_catalogue_names_known_approvals() -> None:
    asked = {code for item in load_catalogue() if item.required_by for code in item.required_by.items}
    assert asked <= {item.code for item in GUIDES}


@pytest.mark.parametrize(
    ("code", "value", "unit", "start"),
    [
        ("X1", 60, Unit.CD, ClockStart.RECEIVED),
        ("X2", 30, Unit.CD, ClockStart.RECEIVED),
        ("C4", 7, Unit.CD, ClockStart.RECEIVED),
        ("A4b", 20, Unit.WD, ClockStart.ACCEPTED),
        ("X6", 45, Unit.WD, ClockStart.ACCEPTED),
    ],
)
def test_limits_carry_their_unit_and_what_starts_the_clock(
    code: str, value: int, unit: Unit, start: ClockStart
) -> None:
    item = GUIDES[code]
    assert [(limit.value, limit.unit) for limit in item.statutory] == [(value, unit)]
    assert item.clock_start_event is start
    assert item.statutory[0].origin.mark is Mark.FOUND


def test_promised_limits_are_seed_values_nobody_has_confirmed() -> None:
    promised = [item.promised for item in GUIDES if item.promised]
    assert len(promised) >= 20
    assert all(limit.origin.mark is Mark.BACKGROUND for limit in promised)


def test_what_was_found_names_its_source() -> None:
    for item in GUIDES:
        limits = [limit for limit in (*item.statutory, item.extension, item.promised) if limit]
        for origin in [item.origin, *(x.origin for x in (*limits, *item.needs, *item.basis))]:
            assert origin.source or origin.mark is Mark.BACKGROUND, item.code


def test_items_of_either_or_are_known() -> None:
    assert [item.code for item in GUIDES.instead_of("X1")] == ["X2", "X3"]
    assert [item.code for item in GUIDES.instead_of("A4")] == ["A4b"]
    assert GUIDES.instead_of("B1") == ()


@pytest.mark.parametrize("funding", [None, *Funding])
def test_every_item_comes_after_what_it_needs(funding: Funding | None) -> None:
    graph = GUIDES.graph(funding)
    order = in_order(graph)
    assert sorted(order) == sorted(graph)
    assert all(order.index(before) < order.index(code) for code in graph for before in graph[code])


def test_environment_is_settled_before_the_construction_permit_but_not_before_land() -> None:
    graph = GUIDES.graph()
    assert {"X1", "X2", "X3"} <= graph["C4"]
    assert not {"X1", "X2", "X3"} & graph["A6"]


def test_a_government_project_needs_the_energy_review_before_its_feasibility_report() -> None:
    assert "X4" in GUIDES.graph(Funding.GOVERNMENT)["A3"]
    assert GUIDES.graph(Funding.PRIVATE)["X4"] == {"A4", "A4b"}


def test_a_soft_edge_lets_an_item_be_accepted_first() -> None:
    assert [edge.kind for edge in GUIDES["C2"].needs] == [EdgeKind.SOFT]


def test_acceptance_items_run_side_by_side_before_the_joint_acceptance() -> None:
    graph = GUIDES.graph()
    assert graph["D5"] == {"D1", "D2", "D3", "D4"}
    assert not any(graph[code] & {"D1", "D2", "D3", "D4"} for code in ("D1", "D2", "D3", "D4"))


def test_the_version_follows_the_content() -> None:
    one = read_guides({"x.toml": {"stage": [STAGE], "item": [GOOD]}})
    same = read_guides({"x.toml": {"stage": [STAGE], "item": [GOOD]}})
    other = read_guides({"x.toml": {"stage": [STAGE], "item": [{**GOOD, "promised": days(5)}]}})
    assert one.version == same.version != other.version
    assert isinstance(one, Guides)


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ({**GOOD, "department": ""}, "x.toml：A1：department 不能为空"),
        ({**GOOD, "code": "a1"}, "编号应当像 A1"),
        ({**GOOD, "stage": "9"}, "没有编号为 9 的阶段"),
        ({**GOOD, "funding": []}, "funding 只能是government、private，至少一个"),
        ({**GOOD, "funding": ["foreign"]}, "funding 只能是"),
        ({**GOOD, "needs": [needs("A9")]}, "前置事项 A9 不存在"),
        ({**GOOD, "needs": [{**needs("A1"), "event": "built"}]}, "any_of 和 event 写且只写一个"),
        ({**GOOD, "needs": [{"event": "built", "mark": "background"}]}, "没有编号为 built 的外部事件"),
        ({**GOOD, "applies_when": "占用林地的"}, "applies_when 和 applies_if 要么都写，要么都不写"),
        ({**GOOD, "applies_if": "forest_land"}, "applies_when 和 applies_if 要么都写，要么都不写"),
        ({**GOOD, "applies_when": "大的", "applies_if": "size > 3"}, "undeclared reference to 'size'"),
        ({**GOOD, "applies_when": "大的", "applies_if": "land_area"}, "结果不是“是”或者“否”"),
        ({**GOOD, "needs": [needs("A1")]}, "前置关系成环：A1 → A1"),
        ({**GOOD, "promised": days(0)}, "value 至少是1"),
        ({**GOOD, "promised": {**days(5), "unit": "日"}}, "unit 只能是WD、CD"),
        ({**GOOD, "promised": {**days(5), "value": 5.0}}, "value 应当是整数"),
        ({**GOOD, "statutory": [days(20)]}, "要写明从收到还是从受理起算"),
        ({**GOOD, "instant": True, "promised": days(1)}, "当场办结的事项不写时限"),
        ({**GOOD, "mark": "found"}, "标为 found 的内容要写明 source"),
        ({**GOOD, "windows": 3}, "不认识 windows"),
    ],
)
def test_faults_are_told_with_the_item(item: dict[str, Any], said: str) -> None:
    assert said in problems(item)


def test_circles_over_several_items_are_named_in_order() -> None:
    text = problems(
        {**GOOD, "needs": [needs("A3")]},
        {**GOOD, "code": "A2", "needs": [needs("A1")]},
        {**GOOD, "code": "A3", "needs": [needs("A2")]},
    )
    assert "前置关系成环" in text
    assert text.count("→") == 3


def test_codes_are_unique_and_sets_of_either_or_complete() -> None:
    assert "A1：编号重复" in problems(GOOD, GOOD)
    assert "互斥的一组至少两项" in problems(GOOD, exclusive=[{"items": ["A1"]}])
    assert "互斥的一组至少两项，且都要存在：A1、A9" in problems(GOOD, exclusive=[{"items": ["A1", "A9"]}])


def test_of_either_or_no_two_may_apply_at_once() -> None:
    report = {**GOOD, "applies_when": "书", "applies_if": 'eia_kind == "report"'}
    other = {**GOOD, "code": "A2", "applies_when": "不是登记表", "applies_if": 'eia_kind != "registration"'}
    said = problems(report, other, exclusive=[{"items": ["A1", "A2"]}])
    assert "互斥的 A1、A2 的条件可以同时成立，例如环评类别为环境影响报告书" in said


def test_the_steps_inside_an_item_have_limits_where_a_department_decides_it() -> None:
    assert [node.words for node in GUIDES.nodes_of(GUIDES["B3"])] == [
        "受理或者一次告知：自收到申请起 5 个工作日",
        "送达：自作出决定起 10 个工作日",
    ]
    assert GUIDES.nodes_of(GUIDES["A4"]) == (), "done at once"
    assert GUIDES.nodes_of(GUIDES["C1"]) == (), "a firm examines"


def test_an_event_may_not_close_a_circle() -> None:
    waits = {**GOOD, "needs": [{"event": "built", "mark": "background"}]}
    built = {"code": "built", "name": "完工", "after": ["A1"]}
    assert "前置关系成环：A1 → A1" in problems(waits, event=[built])
    assert "外部事件 built：前置事项 B9 不存在" in problems(GOOD, event=[{**built, "after": ["B9"]}])


def test_every_item_that_applies_in_a_case_only_says_so_as_a_condition_too() -> None:
    conditional = {item.code for item in GUIDES if item.applies_if.reads}
    assert {"A4", "A4b", "A5", "B4", "C2", "C4", "D3", "X1", "X2", "X3", "X4", "X12"} <= conditional
    assert all(item.applies_when for item in GUIDES if item.applies_if.reads)


@pytest.mark.parametrize(
    ("promised", "statutory", "allowed"),
    [
        (days(15), days(60, "CD"), True),
        (days(20), days(20), True),
        (days(21), days(20), False),
        (days(5), days(7, "CD"), True),
        (days(6), days(7, "CD"), False),
        (days(28, "CD"), days(20), True),
        (days(29, "CD"), days(20), False),
    ],
)
def test_a_promise_is_no_longer_than_the_law_in_whichever_unit(
    promised: dict[str, Any], statutory: dict[str, Any], allowed: bool
) -> None:
    item = {**GOOD, "clock_start_event": "accepted", "promised": promised, "statutory": [statutory]}
    if allowed:
        read_guides({"x.toml": {"stage": [STAGE], "item": [item]}})
    else:
        assert "承诺时限比法定时限长" in problems(item)
