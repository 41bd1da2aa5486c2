"""What a region changes: pure, and refused with the reason where it does not hold."""

from types import MappingProxyType
from typing import Any

import pytest

from market.catalogue import Catalogue, CatalogueError, apply_changes, load_catalogue
from market.catalogue.changes import apply_what_holds
from market.catalogue.items import Mark
from market.rules import PARAMETERS

BASE = load_catalogue()


def problems(changes: dict[str, Any]) -> str:
    with pytest.raises(CatalogueError) as caught:
        apply_changes(BASE, changes)
    return "\n".join(caught.value.problems)


def test_no_changes_give_the_same_catalogue() -> None:
    assert apply_changes(BASE, {}).version == BASE.version


def test_a_charge_of_the_county_replaces_the_general_one_and_says_who_said_so() -> None:
    changed = apply_changes(
        BASE, {"ZJ-HP-01": {"charge": "每份不高于 3 万元"}}, {"ZJ-HP-01": "某县 1（县级）"}
    )
    charge = changed["ZJ-HP-01"].charge
    assert charge is not None
    assert (charge.words, charge.origin.mark, charge.origin.source) == (
        "每份不高于 3 万元",
        Mark.LOCAL,
        "某县 1（县级）",
    )
    assert changed.version != BASE.version
    assert BASE["ZJ-HP-01"].charge is not charge


def test_a_basis_is_added_to_those_known() -> None:
    changed = apply_changes(BASE, {"ZJ-HP-01": {"basis": "某县环境影响评价管理办法第三条"}})
    assert changed["ZJ-HP-01"].legal_basis[:-1] == BASE["ZJ-HP-01"].legal_basis
    assert changed["ZJ-HP-01"].legal_basis[-1].document == "某县环境影响评价管理办法第三条"


def test_name_aliases_and_note() -> None:
    changed = apply_changes(
        BASE, {"ZJ-KS-04": {"name": "施工图联合审查", "aliases": ["联审", "图审"], "note": "本县免费"}}
    )
    item = changed["ZJ-KS-04"]
    assert (item.name, item.note) == ("施工图联合审查", "本县免费")
    assert item.aliases == ("图审", "施工图审查", "联审")


def test_hidden_takes_an_item_out() -> None:
    changed = apply_changes(BASE, {"ZJ-QX-02": {"hidden": True}})
    assert "ZJ-QX-02" not in changed
    assert len(changed) == len(BASE) - 1
    assert len(apply_changes(BASE, {"ZJ-QX-02": {"hidden": False}})) == len(BASE)


def test_hiding_what_is_not_there_changes_nothing() -> None:
    assert apply_changes(BASE, {"OTHER-1": {"hidden": True}}).version == BASE.version


def test_an_item_of_the_county_is_added_at_the_end_of_its_group() -> None:
    changed = apply_changes(BASE, {"SD-01": {"name": "厂房质量鉴定", "group": "测绘", "required_by": ["D5"]}})
    assert changed.of_group("测绘")[-1].code == "SD-01"
    assert changed.groups == BASE.groups
    required = changed["SD-01"].required_by
    assert required is not None
    assert required.items == ("D5",)
    assert changed["SD-01"].qualification is None


def test_a_new_group_stands_last() -> None:
    assert apply_changes(BASE, {"SD-01": {"name": "某鉴定", "group": "本地"}}).groups[-1] == "本地"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"SD-01": {"name": "没有类别"}},
            "[catalogue]：SD-01：目录里没有这个编号；要新增事项，须写明 name 和 group",
        ),
        ({"坏 编号": {"name": "甲", "group": "乙"}}, "编号只用字母"),
        ({"ZJ-HP-01": {"colour": "red"}}, "不认识 colour"),
        ({"ZJ-HP-01": {"name": 5}}, "name 应当是文字"),
        ({"ZJ-HP-01": {"hidden": "yes"}}, "hidden 应当是true 或 false"),
        ({"ZJ-HP-01": {"required_by": ["Z9"]}}, "没有编号为 Z9 的审批事项"),
        ({"ZJ-HP-01": "改名"}, "应当是一个表"),
        ({"ZJ-HP-01": {"name": "长" * 81}}, "名称最多80个字"),
    ],
)
def test_faults_name_the_item(changes: dict[str, Any], said: str) -> None:
    assert said in problems(changes)


def test_a_page_shows_the_changes_that_hold_when_one_line_is_wrong() -> None:
    changed, faults = apply_what_holds(BASE, {"ZJ-HP-01": {"name": 5}, "ZJ-HP-02": {"name": "报告表"}})
    assert changed["ZJ-HP-02"].name == "报告表"
    assert changed["ZJ-HP-01"].name == BASE["ZJ-HP-01"].name
    assert len(faults) == 1


def test_changes_do_not_touch_what_they_are_given() -> None:
    changes = MappingProxyType({"ZJ-HP-02": MappingProxyType({"name": "报告表"})})
    before = Catalogue(BASE)
    apply_changes(BASE, changes)
    assert before.version == BASE.version


def test_every_field_a_rule_file_may_state_is_understood() -> None:
    parameter = next(p for p in PARAMETERS if p.key == "market.catalogue")
    samples: dict[str, Any] = {"hidden": False, "aliases": ["别名"], "required_by": ["D5"]}
    stated = {name: samples.get(name, "某某") for name in parameter.type.inner.fields}  # type: ignore[attr-defined]
    apply_changes(BASE, {"ZJ-HP-01": parameter.type.clean({"ZJ-HP-01": stated})["ZJ-HP-01"]})
