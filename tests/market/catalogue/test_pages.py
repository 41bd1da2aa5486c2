"""The public pages of the catalogue."""

import re
from typing import Any

import pytest

from market.catalogue import load_catalogue
from market.rules import PARAMETERS
from tests.market.catalogue.small_site import MakeSite, Stage
from tongban.rules import Parameters, RuleSet
from tongban.security import Actor
from tongban.security.actor import Grant
from tongban.security.roles import Role

OWNER = Actor(user_id=1, org_id=1, grants=frozenset({Grant(Role.OWNER_ADMIN, "000000")}))
OPERATOR = Actor(user_id=2, org_id=2, grants=frozenset({Grant(Role.MARKET_OPERATOR, "000000")}))


def shown(page: Any) -> list[str]:
    return [link["href"].rsplit("/", 1)[1] for link in page.html.select("th[scope=row] a")]


def test_the_list_shows_every_item_by_group(make_site: MakeSite) -> None:
    page = make_site().get("/services")
    assert shown(page) == [item.code for item in load_catalogue()]
    assert [title.text for title in page.html.select("main h2")] == list(load_catalogue().groups)


def test_what_is_not_known_is_said_not_left_blank(make_site: MakeSite) -> None:
    page = make_site().get("/services/ZJ-QX-02")
    assert page.text.count("尚未核实") >= 4
    assert "未填写" not in page.text
    assert "没有查到法律、法规依据的，不得作为办理审批的条件" in page.text


def test_the_detail_says_what_requires_it_who_may_do_it_and_where_that_comes_from(
    make_site: MakeSite,
) -> None:
    page = make_site().get("/services/ZJ-HP-01")
    for text in (
        "建设项目环境影响报告书审批",
        "《中华人民共和国环境影响评价法》第十六条、第十九条（已查证）",
        "无需资质许可，须完成环境影响评价信用平台登记",
        "市场调节价：由双方约定",
        "发改价格〔2015〕299号；待核对",
        "生态环境主管部门",
        "ZJ-HP-01",
    ):
        assert text in page.text


def test_a_filter_stands_in_the_url_and_chips_count_what_they_would_show(make_site: MakeSite) -> None:
    site = make_site()
    page = site.get("/services", params={"group": "测绘"})
    assert {load_catalogue()[code].group for code in shown(page)} == {"测绘"}
    assert 'aria-current="true"' in page.text
    both = site.get("/services", params={"group": "生态环境", "standing": "registration"})
    assert shown(both) == ["ZJ-HP-01", "ZJ-HP-02"]
    assert "符合条件的有 2 项" in both.text


def test_search_by_alias_keeps_the_other_filters(make_site: MakeSite) -> None:
    page = make_site().get("/services", params={"find": "环评", "group": "生态环境"})
    assert shown(page) == ["ZJ-HP-01", "ZJ-HP-02"]
    assert '<input type="hidden" name="group" value="生态环境">' in page.text


def test_nothing_found_says_how_to_go_on(make_site: MakeSite) -> None:
    page = make_site().get("/services", params={"find": "占卜"})
    assert "没有符合条件的服务事项" in page.text
    assert "查看全部服务事项" in page.text


@pytest.mark.parametrize(
    "params",
    [
        {"find": "a\x00b"},
        {"find": "长" * 300},
        {"find": "\u202e倒"},
        {"group": "没有这一类"},
        {"standing": "magic"},
        {"find": "<script>alert(1)</script>"},
    ],
)
def test_strange_input_is_answered_not_failed_on(make_site: MakeSite, params: dict[str, str]) -> None:
    page = make_site().get("/services", params=params)
    assert page.status_int == 200
    assert "\x00" not in page.text
    assert "<script>alert" not in page.text


def test_an_unknown_item_is_not_found(make_site: MakeSite) -> None:
    page = make_site().get("/services/ZJ-XX-99", status=404)
    assert "没有这个中介服务事项" in page.text


@pytest.mark.parametrize(
    "path", ["/services/a%00b", "/services/%ff", "/services?find=%ff", "/services/%E2%80%AE"]
)
def test_broken_addresses_are_refused_politely(make_site: MakeSite, path: str) -> None:
    page = make_site().get(path, expect_errors=True)
    assert page.status_int in (200, 400, 404)
    assert "\x00" not in page.text


def test_a_need_is_offered_only_where_it_leads_somewhere_and_to_whom_may(
    make_site: MakeSite, stage: Stage
) -> None:
    stage.actor = OWNER
    assert "发布需求" not in make_site().get("/services/ZJ-HP-01").text
    page = make_site(needs_new="/needs/new").get("/services/ZJ-HP-01")
    assert 'href="/needs/new?service=ZJ-HP-01">发布需求</a>' in page.text
    stage.actor = Actor()
    assert "登录后发布需求" in make_site(needs_new="/needs/new").get("/services/ZJ-HP-01").text
    stage.actor = OPERATOR
    assert "发布需求</a>" not in make_site(needs_new="/needs/new").get("/services/ZJ-HP-01").text


def test_approvals_lead_to_their_guides_where_there_are_guides(make_site: MakeSite) -> None:
    assert 'href="/guides' not in make_site().get("/services/ZJ-HP-01").text
    page = make_site(guides_show="/guides/{code}").get("/services/ZJ-HP-01")
    assert 'href="/guides/X1"' in page.text


def test_the_region_of_the_site_is_what_the_pages_show(make_site: MakeSite, stage: Stage) -> None:
    rule = [p for p in PARAMETERS if p.key == "market.catalogue"]
    changes = {"ZJ-HP-01": {"charge": "每份不高于 3 万元"}, "ZJ-QX-02": {"hidden": True}}
    stage.rules = RuleSet.of(Parameters(rule), {"market.catalogue": changes}, region="430582")
    site = make_site()
    assert "ZJ-QX-02" not in shown(site.get("/services"))
    page = site.get("/services/ZJ-HP-01")
    assert "每份不高于 3 万元" in page.text
    assert "本地规定" in page.text


def test_no_inline_script_or_style(make_site: MakeSite) -> None:
    site = make_site(needs_new="/needs/new")
    for path in ("/services", "/services/ZJ-HP-01"):
        text = site.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", text)
