"""The public page that plans a project: facts in the address, the plan, and what a changed fact does."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from webtest import TestApp

from agency.plan.limits import By
from agency.plan.schemas import Asked, asked_query
from tests.agency.plan.projects import FACTORY

PLAN = "/guides/plan"
KNOWN = asked_query(Asked(FACTORY, date(2026, 9, 18), By.PROMISED, {}, "430582"))


def planned(site: TestApp, **changes: str) -> Any:
    given = {name: value for name, value in (KNOWN | changes).items() if value}
    return site.get(PLAN, params=given)


def items(page: Any) -> dict[str, Any]:
    return {item.select_one("h4").text.strip(): item for item in page.html.select(".plan-item")}


def test_the_page_asks_first_and_is_found_from_the_guides_and_the_start_page(site: TestApp) -> None:
    page = site.get(PLAN)
    asked = {field["name"] for field in page.html.select(".plan-form [name]")}
    assert {"start", "region", "by", "funding", "eia_kind", "new_land", "built_on"} <= asked
    assert page.html.select_one(".plan-form")["method"] == "get"
    for other in ("/guides", "/"):
        assert f'href="{PLAN}"' in site.get(other).text


def test_a_plan_shows_every_item_with_its_dates_and_the_days_behind_them(site: TestApp) -> None:
    page = planned(site)
    permit = items(page)["建设用地规划许可证"]
    assert "2026年9月18日至 2026年9月24日，5 个工作日" in permit.text
    assert "要办，关键" in permit.text
    assert "9月20日 周日：调休上班（国庆节），第 1 个工作日" in permit.text
    assert "法定 20 个工作日，承诺 5 个工作日。环节：受理或者一次告知：自收到申请起 5 个工作日" in permit.text
    assert permit.select_one("a")["href"] == "/guides/A6"
    assert "建设项目环境影响报告书审批" not in items(page)
    assert "不用办的事项" in page.text
    assert "本项目环评类别：环境影响报告表" in page.text


def test_the_total_is_judged_against_the_target_of_the_region(site: TestApp) -> None:
    here = planned(site).html.text
    assert "28 个工作日（原 214 个，压减后）" in here
    assert "超过目标" in here
    there = planned(site, region="430181").html.text
    assert "备案类项目审批目标（2018年）" in there
    assert "56 个工作日（原 152 个，压减后）" in there
    assert "在目标以内" in there


def test_two_counties_promise_different_limits(site: TestApp) -> None:
    here = items(planned(site))["建设工程设计方案审查"].text
    there = items(planned(site, region="430181"))["建设工程设计方案审查"].text
    assert "3 个工作日（本地承诺时限）" in here
    assert "承诺 3 个工作日。" in here
    assert "5 个工作日（本地承诺时限）" in there


def test_what_is_not_known_leaves_items_open_with_the_fact_that_is_missing(site: TestApp) -> None:
    page = planned(site, forest_land="", discharge_permit="")
    forest = items(page)["建设项目使用林地审核"]
    assert "待定" in forest.text
    assert "还要知道：是否占用林地。" in forest.text
    assert "另有 2 项待定" in page.html.text


def test_services_lead_to_the_catalogue_and_nobody_is_pressed(site: TestApp) -> None:
    drawings = items(planned(site))["施工图设计文件审查"]
    links = [link["href"] for link in drawings.select("a") if link["href"].startswith("/services/")]
    assert links
    assert "您可以自愿在平台上选取" in drawings.text
    assert site.get(links[0]).status_int == 200


def test_a_changed_fact_shows_what_came_went_and_moved_and_why(site: TestApp) -> None:
    first = planned(site)
    form = first.forms["plan-form"]
    form["eia_kind"] = "report"
    form["new_land"] = "yes"
    changes = form.submit().html.select_one("#changes").text
    assert "环评类别：环境影响报告表 → 环境影响报告书" in changes
    for word in ("新增 建设项目环境影响报告书审批", "取消 建设项目环境影响报告表审批", "日期变动"):
        assert word in changes
    assert "改为等“已经取得建设用地" in changes


def test_the_form_shows_again_what_was_answered(site: TestApp) -> None:
    form = planned(site).forms["plan-form"]
    shown = {name: form[name].value for name in KNOWN}
    assert shown == KNOWN


def test_dates_beyond_the_official_calendar_are_marked(site: TestApp) -> None:
    page = planned(site, start="2026-12-01")
    assert "（暂定）" in items(page)["不动产首次登记"].text
    assert "（暂定）" in page.html.select_one(".plan-summary").text


def test_the_chart_is_drawn_by_the_server_without_any_style_in_it(site: TestApp) -> None:
    page = planned(site)
    chart = page.html.select_one("svg.gantt")
    assert len(chart.select(".gantt-item")) == len(items(page))
    assert len(chart.select(".is-critical")) == 10
    assert "关键线路：" in chart["aria-label"]
    assert not page.html.select("main [style], main script, main style")
    assert not chart.select("[onclick], foreignObject")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"start": "2026-02-30"}, "从哪天开始"),
        ({"start": ""}, "请填写从哪天开始"),
        ({"start": "1926-01-01"}, "前后 10 年以内"),
        ({"built_on": "2099-01-01"}, "前后 10 年以内"),
        ({"eia_kind": "rapport"}, "请从列出的选项中选一项"),
        ({"land_area": "-3"}, "用地面积"),
        ({"region": "999999"}, "在哪里办"),
    ],
)
def test_a_slip_is_told_beside_its_field(site: TestApp, changes: dict[str, str], said: str) -> None:
    given = {name: value for name, value in (KNOWN | changes).items() if value}
    page = site.get(PLAN, params=given, status=422)
    assert said in page.html.select_one(".problems").text
    assert page.html.select_one(".field--wrong")


@pytest.mark.parametrize("was", ["x", "start=never", urlencode({"start": "2026-03-02", "region": "1"})])
def test_a_strange_comparison_is_passed_over(site: TestApp, was: str) -> None:
    page = site.get(PLAN, params=KNOWN | {"was": was})
    assert page.html.select_one("#changes") is None


def test_programs_ask_the_same_and_get_the_same(site: TestApp) -> None:
    given = KNOWN | {"total_investment": "3200000000", "forest_land": "false"}
    plan = site.get("/api/v1/plan", params=given).json
    found = {item["code"]: item for item in plan["content"]["items"]}
    assert found["A6"]["end"] == "2026-09-24"
    assert (plan["total"], plan["end"]) == (plan["content"]["total"], found["D6"]["end"])
    assert plan["facts"]["forest_land"] is False
    site.get("/api/v1/plan", params={"start": "2026-09-18", "region": "999999"}, status=404)
    site.get("/api/v1/plan", params={"start": "1926-09-18"}, status=422)
    site.get("/api/v1/plan", params={"start": "2026-09-18", "colour": "red"}, status=422)
