"""The public pages of the guides."""

import re
from typing import Any

import pytest

from agency.guides import load_guides
from market.rules import PARAMETERS
from tests.market.catalogue.small_site import MakeSite, Stage
from tongban.rules import Parameters, RuleSet

GUIDES = load_guides()


def shown(page: Any) -> list[str]:
    return [link["href"].rsplit("/", 1)[1] for link in page.html.select("th[scope=row] a")]


def test_the_list_shows_every_item_by_stage(make_site: MakeSite) -> None:
    page = make_site().get("/guides")
    assert shown(page) == [item.code for item in GUIDES]
    assert [title.text for title in page.html.select("main h2")] == [stage.name for stage in GUIDES.stages]


def test_limits_are_shown_with_unit_and_what_nobody_confirmed_is_marked(make_site: MakeSite) -> None:
    page = make_site().get("/guides")
    rows = {row.select_one("th").text.strip(): row for row in page.html.select("tbody tr")}
    cells = {name: [cell.text.strip() for cell in row.select("td")] for name, row in rows.items()}
    assert cells["建设项目环境影响报告书审批"][1:3] == ["60 个自然日", "15 个工作日（演示值）"]
    assert cells["建设用地规划许可证"][1:3] == ["20 个工作日（演示值）", "5 个工作日（演示值）"]
    assert cells["企业投资项目备案"][1:3] == ["即办", "即办"]
    assert cells["入河排污口设置审批"][1:3] == ["尚未核实", "尚未核实"]


def test_the_detail_shows_limit_start_basis_and_the_tag_of_who_said_so(make_site: MakeSite) -> None:
    text = make_site().get("/guides/X1").text
    for part in (
        "60 个自然日",
        "自收到申请之日起算",
        "15 个工作日",
        "演示值（尚待本地确认）",
        "《中华人民共和国环境影响评价法》第十六条、第二十二条、第二十五条（已查证）",
        "建设项目环境影响报告表审批",
        "同一个项目只办其中一项",
    ):
        assert part in text


def test_the_detail_shows_which_services_an_approval_asks_for(make_site: MakeSite) -> None:
    text = make_site().get("/guides/X1").text
    assert 'href="/services/ZJ-HP-01"' in text
    assert "无需资质许可，须完成环境影响评价信用平台登记" in text


def test_an_approval_without_services_says_so(make_site: MakeSite) -> None:
    assert "目录里没有这项审批需要的中介服务" in make_site().get("/guides/A1").text


def test_what_comes_before_and_after(make_site: MakeSite) -> None:
    page = make_site().get("/guides/C2")
    assert "施工图设计文件审查：可以先受理，等它办结后再作决定" in page.html.text
    assert 'href="/guides/C4"' in page.text
    feasibility = make_site().get("/guides/A3").html.text
    assert "固定资产投资项目节能审查（政府投资，达到节能审查门槛的）" in feasibility
    either = "可行性研究报告审批，或者企业投资项目备案，或者企业投资项目核准"
    assert either in make_site().get("/guides/X1").html.text


def test_filters_stand_in_the_url(make_site: MakeSite) -> None:
    site = make_site()
    private = site.get("/guides", params={"funding": "private"})
    assert "A4b" in shown(private)
    assert "A2" not in shown(private)
    stage = site.get("/guides", params={"funding": "government", "stage": "1"})
    assert shown(stage) == ["A1", "A2", "A3", "A5", "A6"]
    assert "符合条件的有 5 项" in stage.text


@pytest.mark.parametrize("params", [{"funding": "foreign"}, {"stage": "\x00"}, {"stage": "99"}])
def test_strange_filters_are_answered(make_site: MakeSite, params: dict[str, str]) -> None:
    assert make_site().get("/guides", params=params).status_int == 200


def test_an_unknown_item_is_not_found(make_site: MakeSite) -> None:
    assert "没有这个审批事项" in make_site().get("/guides/Z9", status=404).text


def test_every_item_has_a_page(make_site: MakeSite) -> None:
    site = make_site()
    for item in GUIDES:
        text = site.get(f"/guides/{item.code}").text
        assert item.name in text
        assert "未填写" not in text


def test_what_a_region_hides_no_approval_asks_for_there(make_site: MakeSite, stage: Stage) -> None:
    rule = [p for p in PARAMETERS if p.key == "market.catalogue"]
    stage.rules = RuleSet.of(Parameters(rule), {"market.catalogue": {"ZJ-HP-01": {"hidden": True}}})
    assert "ZJ-HP-01" not in make_site().get("/guides/X1").text


def test_both_halves_link_to_each_other(make_site: MakeSite) -> None:
    assert 'href="/guides/X1"' in make_site().get("/services/ZJ-HP-01").text


def test_no_inline_script_or_style(make_site: MakeSite) -> None:
    site = make_site()
    for path in ("/guides", "/guides/X1"):
        text = site.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", text)
