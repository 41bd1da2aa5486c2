"""The catalogue that comes with the product: what it holds, and that nothing in it is made up unmarked."""

import re
import tomllib
from datetime import date

import pytest

from market.catalogue import CatalogueError, item_from, load_catalogue
from market.catalogue.approvals import approval_names
from market.catalogue.items import Mark, Provenance, ServiceItem
from market.catalogue.loader import DATA, read_catalogue
from market.qualifications import load_kinds
from market.qualifications.requirement import requirement_problems

GOOD = {"code": "X-1", "name": "某项服务"}


def origins(item: ServiceItem) -> list[Provenance]:
    single = (item.required_by, item.qualification, item.charge, item.deliverable, item.regulator)
    return [fact.origin for fact in (*single, *item.legal_basis) if fact is not None]


def problems(item: dict[str, object]) -> str:
    with pytest.raises(CatalogueError) as caught:
        read_catalogue({"x.toml": {"group": "测试", "order": 1, "item": [item]}})
    return "\n".join(caught.value.problems)


def test_forty_items_or_more_with_stable_codes() -> None:
    catalogue = load_catalogue()
    assert len(catalogue) >= 40
    assert all(re.fullmatch(r"ZJ-[A-Z]{2}-\d{2}", item.code) for item in catalogue)


@pytest.mark.parametrize(
    "service",
    [
        *(
            "环评报告书",
            "环评报告表",
            "图审",
            "多测合一",
            "造价咨询",
            "水土保持方案",
            "节能报告",
            "安全预评价",
        ),
        *(
            "安全设施设计",
            "消防检测",
            "岩土勘察",
            "可研",
            "项目建议书",
            "社会稳定风险评估",
            "地灾评估",
            "压覆矿评估",
        ),
        *("地震安全性评价", "气候可行性论证", "雷评", "防雷检测", "防洪影响评价", "水资源论证", "取水"),
        *(
            "林地可行性报告",
            "土壤调查",
            "文物考古",
            "交通影响评价",
            "日照分析",
            "规划设计方案",
            "初步设计",
            "监理",
        ),
        *(
            "招标代理",
            "房产测绘",
            "环保验收",
            "人防检测",
            "室内环境检测",
            "职业病危害评价",
            "排污许可",
            "入河排污口",
        ),
        *("土地勘测定界", "土地评估", "资产评估", "审计", "特种设备检验", "节能检测", "质量检测", "桩基检测"),
        "档案编制",
    ],
)
def test_the_services_of_investment_approvals_are_found_by_their_usual_names(service: str) -> None:
    assert load_catalogue().search(service)


def test_every_fact_is_marked_and_what_was_found_names_its_source() -> None:
    for item in load_catalogue():
        for origin in origins(item):
            assert origin.mark in (Mark.FOUND, Mark.BACKGROUND)
            assert origin.source or origin.mark is Mark.BACKGROUND, item.code


def test_every_item_has_something_known_and_somewhere_something_is_left_open() -> None:
    items = list(load_catalogue())
    assert all(origins(item) for item in items)
    assert any(item.qualification is None for item in items)
    assert any(not item.legal_basis for item in items)


def test_no_item_asks_for_what_may_no_longer_be_asked() -> None:
    for item in load_catalogue():
        if item.qualification:
            assert requirement_problems(item.qualification.requirement, load_kinds(), date(2026, 3, 2)) == []


def test_environmental_assessment_needs_no_licence_but_a_registration() -> None:
    for code in ("ZJ-HP-01", "ZJ-HP-02"):
        fact = load_catalogue()[code].qualification
        assert fact is not None
        assert [clause.kind for clause in fact.requirement.clauses] == ["eia_platform"]


def test_cost_consulting_and_tendering_ask_for_no_certificate_since_their_licences_ended() -> None:
    for code in ("ZJ-TZ-06", "ZJ-TZ-07"):
        fact = load_catalogue()[code].qualification
        assert fact is not None
        assert fact.requirement.clauses == ()


def test_each_file_is_one_group_and_each_code_its_prefix() -> None:
    for path in DATA.glob("*.toml"):
        data = tomllib.loads(path.read_text("utf-8"))
        assert path.name.startswith(str(data["order"]))


def test_an_item_survives_its_json_and_the_version_follows_the_content() -> None:
    for item in load_catalogue():
        assert item_from(item.to_json()) == item
        assert item_from(item.to_json()).version == item.version


def test_versions_differ_when_anything_differs() -> None:
    one = read_catalogue({"x.toml": {"group": "测试", "order": 1, "item": [GOOD]}})
    other = read_catalogue({"x.toml": {"group": "测试", "order": 1, "item": [{**GOOD, "note": "注"}]}})
    assert one.version != other.version
    assert one["X-1"].version != other["X-1"].version


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ({"name": "没有编号"}, "x.toml·item[1]：缺少 code"),
        ({**GOOD, "name": ""}, "x.toml：X-1：name 不能为空"),
        ({**GOOD, "code": "编号"}, "只用字母、数字"),
        ({**GOOD, "required_by": {"items": ["Z9"], "mark": "background"}}, "没有编号为 Z9 的审批事项"),
        ({**GOOD, "required_by": {"items": ["A1"]}}, "缺少 mark"),
        ({**GOOD, "deliverable": {"text": "报告", "mark": "found"}}, "标为 found 的内容要写明 source"),
        (
            {**GOOD, "qualification": {"clauses": [{"kind": "magic"}], "mark": "background"}},
            "没有“magic”这种资质",
        ),
        (
            {**GOOD, "qualification": {"clauses": [{"kind": "cost_consulting"}], "mark": "background"}},
            "工程造价咨询企业资质证书已取消",
        ),
        (
            {
                **GOOD,
                "qualification": {"clauses": [{"kind": "surveying", "grade": "丁级"}], "mark": "background"},
            },
            "测绘资质证书现在没有“丁级”这个等级",
        ),
        (
            {
                **GOOD,
                "qualification": {
                    "clauses": [{"kind": "surveying", "specialties": ["占卜"]}],
                    "mark": "background",
                },
            },
            "测绘资质证书现在没有“占卜”这个专业",
        ),
        ({**GOOD, "charge": {"status": "free", "mark": "background"}}, "status 只能是"),
        ({**GOOD, "price": 5}, "不认识 price"),
        ({**GOOD, "name": "坏\x00名"}, "含有控制字符"),
    ],
)
def test_faults_are_told_with_file_and_entry(item: dict[str, object], said: str) -> None:
    assert said in problems(item)


def test_a_code_in_two_files_is_refused() -> None:
    with pytest.raises(CatalogueError, match=r"b\.toml：X-1：编号与 a\.toml 里的重复"):
        read_catalogue(
            {
                "a.toml": {"group": "甲", "order": 1, "item": [GOOD]},
                "b.toml": {"group": "乙", "order": 2, "item": [GOOD]},
            }
        )


def test_approvals_have_names() -> None:
    assert all(code and name for code, name in approval_names().items())
