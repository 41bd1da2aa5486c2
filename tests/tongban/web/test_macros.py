"""Each macro draws what it was given, escaped, and reads without colour."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from webtest import TestApp

from tests.tongban.web.sample import CONFIRMED, DEMO
from tests.tongban.web.shell import Stage
from tongban.lifecycle import State
from tongban.web.components import Seal, StateLabel, Table


@pytest.fixture
def style(shell: TestApp) -> BeautifulSoup:
    return shell.get("/sample/style").html


@pytest.fixture
def need(shell: TestApp) -> BeautifulSoup:
    return shell.get("/sample/need").html


def words(tag: Any) -> str:
    return " ".join(tag.get_text(" ", strip=True).split())


def test_a_state_has_a_word_and_a_mark(style: BeautifulSoup) -> None:
    for label in style.select(".state"):
        assert words(label)
        assert label.select_one(".state__mark")["aria-hidden"] == "true"


def test_a_state_of_a_lifecycle_keeps_its_tone_and_an_unknown_tone_is_plain() -> None:
    assert StateLabel.of(State("open", "报名中", "wait")) == StateLabel("报名中", "wait")
    assert StateLabel.of(State("odd", "其他", "pink")) == StateLabel("其他", "ink")


def test_a_seal_leads_to_its_proof_with_a_short_digest(style: BeautifulSoup) -> None:
    seal = style.select_one("a.seal")
    assert seal["href"] == "/verify/1"
    assert seal.code.string == "9f2c 4ab1"


def test_a_seal_that_outsiders_cannot_check_says_so(style: BeautifulSoup) -> None:
    closed = style.select_one(".seal--closed")
    assert closed.name == "span"
    assert "仅监管可核" in words(closed)


def test_a_seal_has_two_or_four_characters() -> None:
    with pytest.raises(ValueError, match="two or four"):
        Seal("核验章", "ab" * 32)


def test_a_rule_tag_names_who_said_so(style: BeautifulSoup) -> None:
    tag = style.select("details.rule-tag")[0]
    said = words(tag)
    for part in (
        "邵东市中介超市规则",
        "2026.2",
        "县级",
        "《邵东市中介超市管理办法（示例）》第八条",
        "2026年1月1日",
    ):
        assert part in said
    assert "演示值" not in said


def test_an_unconfirmed_value_is_marked_before_the_tag_is_opened(style: BeautifulSoup) -> None:
    tag = style.select("details.rule-tag")[1]
    assert "演示值" in words(tag.summary)
    assert "未注明文件依据" in words(tag)
    assert DEMO.demo
    assert not CONFIRMED.demo


def test_a_rule_tag_never_stands_in_a_paragraph(style: BeautifulSoup, need: BeautifulSoup) -> None:
    assert not style.select("p details")
    assert not need.select("p details")


def test_money_is_grouped_with_its_unit_and_words(style: BeautifulSoup) -> None:
    large = style.select_one(".money--large")
    assert words(large) == "68,000.00 元"
    assert words(large.find_next_sibling()) == "大写：陆万捌仟元整"
    assert words(style.select(".money")[1]) == "1,234.50 万元"


def test_a_table_names_the_column_of_every_cell(style: BeautifulSoup) -> None:
    heads = ["需求", "服务类别", "最高限价", "报名截止", "状态"]
    for row in style.select(".records tbody tr"):
        assert [cell["data-label"] for cell in row.find_all(["th", "td"])] == heads
        assert row.th["scope"] == "row"
    assert words(style.select_one(".records th.records__head--money")) == "最高限价 （元）"


def test_an_empty_cell_is_a_dash(style: BeautifulSoup) -> None:
    assert words(style.select(".records tbody tr")[2].find_all("td")[1]) == "—"


def test_a_table_refuses_a_row_of_another_length(style: BeautifulSoup) -> None:
    with pytest.raises(ValueError, match="one cell per column"):
        Table("x", (), (("too many",),))


def test_chips_keep_their_state_in_the_address(style: BeautifulSoup) -> None:
    active = style.select(".chip[aria-current]")
    assert [words(chip) for chip in active] == ["环评 12 （已选，点按取消）"]
    assert all(chip["href"].startswith("?") for chip in style.select(".chip"))


def test_paging_goes_on_and_back_to_the_first_page(style: BeautifulSoup) -> None:
    paging = style.select_one(".paging")
    assert [words(a) for a in paging.find_all("a")] == ["回到第一页", "下一页"]
    assert "第 1–3 条，共 46 条" in words(paging)


def test_an_empty_list_says_how_it_fills(style: BeautifulSoup) -> None:
    assert (
        words(style.select_one(".empty")) == "还没有符合条件的需求 换一个服务类别试试，或清除筛选。 清除筛选"
    )


def test_facts_are_a_list_of_terms(need: BeautifulSoup) -> None:
    facts = {words(dt): words(dt.find_next_sibling("dd")) for dt in need.select(".facts__term")}
    assert facts["最高限价"] == "68,000.00 元 大写：陆万捌仟元整"
    assert facts["补充说明"] == "未填写"
    assert facts["状态"] == "公示中"


def test_the_thread_says_who_did_what_when(style: BeautifulSoup) -> None:
    steps = style.select_one(".thread").find_all("li", recursive=False)
    assert words(steps[0]) == "发布需求公告 2026年11月10日 09:05 运营机构 周明"
    assert steps[0].time["datetime"] == "2026-11-10T09:05:00+08:00"
    assert steps[4]["aria-current"] == "step"


def test_the_next_step_is_a_button_for_whoever_may_press_it(style: BeautifulSoup) -> None:
    mine = style.select(".thread")[0].select_one("[aria-current=step]")
    assert words(mine.select_one(".thread__now")) == "现在由您办理"
    assert words(mine.select_one("a.btn--primary")) == "上传合同"
    form = mine.find("form")
    assert form["method"] == "post"
    assert {i["name"] for i in form.find_all("input")} == {"csrf_token", "form_key"}


def test_for_everyone_else_it_is_a_name_with_a_telephone(style: BeautifulSoup) -> None:
    theirs = style.select(".thread")[1].select_one("[aria-current=step]")
    assert words(theirs.select_one(".thread__contact")) == "运营机构 周明 0739-0000001"
    assert theirs.select_one("a.phone")["href"] == "tel:07390000001"
    assert not theirs.select("button, .btn")


def test_a_deadline_carries_its_day_strip(style: BeautifulSoup) -> None:
    assert "2026年12月2日 17:30" in words(style.select_one(".deadline__at"))
    assert style.select_one(".deadline .day-strip")


def test_the_last_page_shows_and_carries_exactly_what_is_sent(style: BeautifulSoup) -> None:
    form = style.select_one("form.confirm")
    assert "59,800.00 元" in words(form)
    carried = {i["name"]: i["value"] for i in form.select("input[type=hidden]")}
    assert carried == {"csrf_token": "x", "price": "59800.00"}
    assert [(b["name"], words(b)) for b in form.find_all("button")] == [
        ("__confirmed__", "提交报价"),
        ("__edit__", "返回修改"),
    ]


def test_text_from_people_is_escaped(shell: TestApp, stage: Stage) -> None:
    stage.flashes = [type("F", (), {"text": "<script>alert(1)</script>", "tone": "wait"})()]
    assert "&lt;script&gt;alert(1)" in shell.get("/sample/need").text
