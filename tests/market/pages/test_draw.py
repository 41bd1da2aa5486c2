"""What everybody sees of a draw: the notice, the list without names, the public value, the result."""

from dataclasses import dataclass

import pytest

from market.selection import Entry as RecordEntry
from market.selection import snapshot_hex, verify_record
from tests.market.pages.conftest import Open
from tests.market.pages.site import Site
from tests.support.market import at

END = at(10)
FIRMS = ("firm1", "firm2", "firm4")
VALUE = "2026-03-11 摇号机 4417"


@dataclass
class Story:
    """One draw whose pages are looked at in every phase, in the order of the tests."""

    site: Site
    number: str

    @property
    def need(self) -> str:
        return f"/needs/{self.number}"

    @property
    def selection(self) -> str:
        return f"{self.need}/selection"


@pytest.fixture(scope="module")
def story(open_site: Open) -> Story:
    site = open_site("")
    number = site.published(END, method="draw")
    for login in FIRMS:
        site.enter(number, login)
    return Story(site, number)


@pytest.fixture(scope="module")
def listed(story: Story) -> Story:
    story.site.move_to(at(10, 17, 1))
    return story


@pytest.fixture(scope="module")
def drawn(listed: Story) -> Story:
    site = listed.site
    site.move_to(at(11, 10))
    site.act("witness", f"{listed.need}/beacon", value=VALUE)
    return listed


@pytest.fixture(scope="module")
def done(drawn: Story) -> Story:
    drawn.site.move_to(at(11, 10, 1))
    return drawn


def test_the_notice_says_how_it_is_drawn_and_names_the_fixed_price(story: Story) -> None:
    words = story.site.main(story.need)
    for part in (
        "选取方式 随机抽取",
        "固定价格 120,000.00 元",
        "公开随机值 名单公布后由见证人当场确定",
        "确定随机值时限 2 个工作日",
        "候补家数 2 家",
        "最低有效家数 3 家",
    ):
        assert part in words, part
    for part in ("同价", "未中选报价", "最高限价"):
        assert part not in words, part


def test_an_entrant_is_asked_for_no_price(story: Story) -> None:
    page = story.site.page(f"{story.need}/entry", "firm3").html
    assert page.select_one("[name=value]") is None
    assert "报价" not in page.select_one("main").get_text()
    words = story.site.main(story.need, "firm1")
    assert "贵单位已报名，截止前可以修改或撤回" in words
    assert "状态 已报名" in words


def test_before_the_end_nobody_fixes_anything(story: Story) -> None:
    assert "不等待公开随机值" in story.site.page(f"{story.need}/beacon", "witness", status=409)


def test_the_list_is_out_with_its_digest_and_without_names(listed: Story) -> None:
    for login in (None, "owner1", "operator", "firm1", "witness"):
        words = listed.site.main(listed.selection, login)
        assert "名单摘要" in words, login
        assert "报名人1" in words, login
        assert "共 3 家报名，3 家有效" in words, login
        assert "演练甲" not in words, login
        assert "随机数原值" not in words, login
    listing = listed.site.page(f"{listed.need}/list.json").json
    entries = [RecordEntry(**entry) for entry in listing["entries"]]
    digest = snapshot_hex(listing["need_id"], listing["method"], listing["params"], entries)
    assert digest in listed.site.main(listed.selection)
    assert "secret" not in listing
    listed.site.page(f"{listed.selection}.json", status=404)


def test_the_one_whose_turn_it_is_finds_it_on_the_desk_and_on_the_page(listed: Story) -> None:
    site = listed.site
    assert "请确定抽取用的公开随机值" in site.main("/desk", "witness")
    assert "现在由您办理 确定公开随机值" in site.main(listed.need, "witness")
    for login in ("operator", "owner1", "firm1"):
        words = site.main(listed.need, login)
        assert "等待办理 确定公开随机值" in words, login
        assert "请确定抽取用的公开随机值" not in site.main("/desk", login), login
    assert "贵单位的代号是报名人1" in site.main("/desk", "firm1")
    assert "等待确定公开随机值" in site.main("/desk", "owner1")


def test_waiting_for_the_value_is_no_delay_to_be_supervised(listed: Story) -> None:
    assert "到期的采购都按时截止、按时开启" in listed.site.main("/supervision", "supervisor")


def test_only_a_witness_gets_the_form(listed: Story) -> None:
    page = f"{listed.need}/beacon"
    assert "名单摘要" in listed.site.main(page, "witness")
    assert "运营人员不能代填" in listed.site.page(page, "operator", status=403)
    for login in ("owner1", "firm1", "supervisor"):
        listed.site.page(page, login, status=403)


def test_it_is_shown_once_more_before_it_is_fixed_for_ever(listed: Story) -> None:
    client = listed.site.client("witness")
    form = next(f for f in client.get(f"{listed.need}/beacon").forms.values() if "value" in f.fields)
    form["value"] = VALUE
    words = form.submit("fix").html.select_one("main").get_text(" ", strip=True)
    assert "只能确定一次，提交后任何人都不能更改" in words
    assert VALUE in words
    assert "只能确定一次" not in listed.site.main(listed.selection)


def test_once_fixed_it_stands_with_who_and_when(drawn: Story) -> None:
    words = drawn.site.main(drawn.selection)
    assert f"公开随机值 {VALUE}" in words
    assert "由见证人（演练公证处）在名单公布之后确定，只能确定一次" in words
    assert drawn.site.page(f"{drawn.need}/beacon", "witness", status=409)


def test_the_result_names_everybody_in_order_and_leads_to_the_proof(done: Story) -> None:
    words = done.site.main(done.selection)
    for part in (
        "抽取次序",
        "中选",
        "候补",
        "演练甲",
        "随机数原值",
        "排序种子",
        "封存名单是否相符",
        "3 个是开启的报名",
    ):
        assert part in words, part
    assert "信用分" not in words
    page = done.site.page(done.selection).html
    link = page.select_one("main a[href^='/verify']")
    assert done.number in link["href"]
    record = done.site.page(f"{done.selection}.json").json
    verdict = verify_record(record)
    assert verdict.ok
    assert verdict.commit in words
    assert record["beacon"]["value"] == VALUE


def test_thread_and_award_tell_the_whole_story(done: Story) -> None:
    words = done.site.main(done.need)
    order = ["发布公告", "报名截止，报名封存", "公布名单", "确定公开随机值", "自动抽取", "公示中选结果"]
    places = [words.index(part) for part in order]
    assert places == sorted(places)
    award = done.site.main(f"/awards/{done.site._award(done.number)}")
    assert "中选金额 120,000.00 元" in award
    assert "选取方式 随机抽取" in award


def test_an_entrant_finds_its_own_place(done: Story) -> None:
    for login in FIRMS:
        words = done.site.main(done.need, login)
        assert "公布名单中的代号 报名人" in words
        assert "名次 第" in words


NOTICE = '[rules]\n"market.draw.beacon" = "notice"\n"market.min_participants" = { draw = 2 }\n'


def test_a_region_may_ask_for_a_value_named_in_the_notice(open_site: Open) -> None:
    site = open_site(NOTICE)
    page = site.page("/needs/new?region=430582&service=ZJ-HP-02", "owner1").html
    assert page.select_one("[name=beacon_named]") is not None
    number = site.published(END, method="draw", beacon_named="中国福利彩票 3D 第 2026070 期开奖号码")
    assert "事先指定的公开数值 中国福利彩票 3D 第 2026070 期开奖号码" in site.main(f"/needs/{number}")
    for login in ("firm1", "firm4"):
        site.enter(number, login)
    site.move_to(at(11, 10))
    assert "请确定抽取用的公开随机值" in site.main("/desk", "operator")
    site.act("operator", f"/needs/{number}/beacon", value="5 2 8")
    site.move_to(at(11, 10, 1))
    words = site.main(f"/needs/{number}/selection")
    assert "公告事先指定的是：中国福利彩票 3D 第 2026070 期开奖号码" in words
    assert verify_record(site.page(f"/needs/{number}/selection.json").json).ok


def test_a_draw_whose_value_does_not_come_fails_and_says_why(open_site: Open) -> None:
    site = open_site('[rules]\n"market.draw.beacon_wd" = 1\n')
    number = site.published(END, method="draw")
    for login in FIRMS:
        site.enter(number, login)
    site.move_to(at(12, 9))
    words = site.main(f"/needs/{number}/selection")
    assert "没有选出中介机构：公开随机值没有在时限内确定" in words
    assert "没有抽取，所以没有选取记录" in words
    assert "演练甲" not in words
    rerun = site.page(f"/needs/{number}/rerun", "owner1").html
    assert rerun.select_one("[name=beacon_named]") is None


def test_a_rerun_names_a_new_value_where_the_notice_must(open_site: Open) -> None:
    site = open_site(NOTICE)
    number = site.published(END, method="draw", beacon_named="某期号码")
    site.move_to(at(11, 9))
    page = f"/needs/{number}/rerun"
    assert site.page(page, "owner1").html.select_one("[name=beacon_named]") is not None
    location = site.act("owner1", page, ends_at="2026-03-20T17:00", beacon_named="下一期号码").location
    words = site.main(location.removeprefix("http://localhost"), "owner1")
    assert "事先指定的公开数值 下一期号码" in words
    assert "某期号码" not in words.replace("下一期号码", "")
