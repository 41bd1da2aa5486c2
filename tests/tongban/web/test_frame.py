"""The frame around every page: menu, person, practice, look."""

from types import SimpleNamespace

import pytest
from webtest import TestApp

from tests.tongban.web.shell import SITE, Stage, make_shell
from tongban.web.look import local_path


def test_the_page_says_its_language_and_lets_one_skip_the_menu(shell: TestApp) -> None:
    page = shell.get("/sample/need").html
    assert page.html["lang"] == "zh-CN"
    assert page.body.find("a")["href"] == "#content"
    assert page.find(id="content").name == "main"
    assert page.title.string == "年产 20 万套五金件项目环境影响报告表编制 · 邵东市中介服务与代办"


def test_the_menu_shows_only_what_the_visitor_may_use(shell: TestApp, stage: Stage, signed_in: Stage) -> None:
    def titles() -> list[str]:
        return [a.string for a in shell.get("/sample/need").html.select(".sitenav a")]

    assert titles() == ["需求公告", "中选公告", "中介机构", "办事指南", "我的工作台"]
    stage.actor = Stage().actor
    assert titles() == ["需求公告", "中选公告", "中介机构", "办事指南"]


def test_an_entry_whose_page_does_not_exist_is_not_shown(shell: TestApp, signed_in: Stage) -> None:
    assert "还没有的页面" not in shell.get("/sample/need").text


def test_the_nearest_entry_alone_is_current(shell: TestApp, signed_in: Stage) -> None:
    def current(path: str) -> list[str]:
        return [a.string for a in shell.get(path, status="*").html.select(".sitenav a[aria-current]")]

    assert current("/needs/SDXQ-2026-0031") == ["需求公告"]
    assert current("/needsomething") == []


def test_the_phone_has_the_same_menu_without_a_script(shell: TestApp) -> None:
    menu = shell.get("/sample/need").html.select_one("details.phone-menu")
    assert [a.string for a in menu.select("nav ul a")] == ["需求公告", "中选公告", "中介机构", "办事指南"]
    assert menu.select_one("form[role=search]")["action"] == "/search"


def test_the_search_keeps_its_words(shell: TestApp) -> None:
    assert shell.get("/sample/list?q=%E7%8E%AF%E8%AF%84").html.find(id="site-search")["value"] == "环评"


def test_a_visitor_is_offered_to_sign_in(shell: TestApp) -> None:
    account = shell.get("/sample/need").html.select_one(".account")
    assert [(a.string, a["href"]) for a in account.find_all("a")] == [
        ("入驻", "/enrol"),
        ("登录", "/sign-in"),
    ]


def test_a_person_sees_for_whom_they_act_and_may_switch(shell: TestApp, signed_in: Stage) -> None:
    account = shell.get("/sample/need").html.select_one(".account")
    assert "林晓舟" in account.text
    seats = account.select(".account__seat")
    assert [(seat["value"], seat.get("aria-current")) for seat in seats] == [("1", "true"), ("2", None)]
    assert all(form.find("input", attrs={"name": "csrf_token"})["value"] for form in account.find_all("form"))


def test_one_organisation_needs_no_switch(shell: TestApp, signed_in: Stage) -> None:
    signed_in.memberships = signed_in.memberships[:1]
    assert not shell.get("/sample/need").html.select(".account__seat")


def test_a_practice_site_says_so_with_its_time(shell: TestApp) -> None:
    strip = shell.get("/sample/need").html.select_one(".practice")
    assert "演练环境" in strip.text
    assert "2026年11月24日 09:30" in strip.text


def test_a_real_site_does_not(stage: Stage) -> None:
    site = SimpleNamespace(**{**vars(SITE), "practice": False})
    assert not TestApp(make_shell(stage, site=site)).get("/sample/need").html.select(".practice")


def test_the_footer_gives_the_complaint_telephone(shell: TestApp) -> None:
    assert shell.get("/sample/need").html.footer.find("a", class_="phone")["href"] == "tel:07390000000"


def test_what_happened_stands_on_the_next_page_with_a_word(shell: TestApp, stage: Stage) -> None:
    stage.flashes = [SimpleNamespace(text="报价已收到，10:32:05，回执号 HZ-1。", tone="done")]
    notice = shell.get("/sample/need").html.select_one(".notice--done")
    assert notice["role"] == "status"
    assert notice.text.split() == ["已完成报价已收到，10:32:05，回执号", "HZ-1。"]


def test_the_large_look_is_chosen_by_a_link_and_kept(shell: TestApp) -> None:
    page = shell.get("/sample/list?kind=eia")
    assert page.html.html["data-look"] == "standard"
    chosen = page.click("大字版")
    assert chosen.location == "http://localhost/sample/list?kind=eia"
    large = chosen.follow()
    assert large.html.html["data-look"] == "large"
    assert large.click("标准字号").follow().html.html["data-look"] == "standard"


def test_an_unknown_look_is_not_found(shell: TestApp) -> None:
    shell.get("/look/huge", status=404)
    shell.set_cookie("look", "huge")
    assert shell.get("/sample/need").html.html["data-look"] == "standard"


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "",
        None,
        "/a\nb",
        "\\\\elsewhere.example",
        "needs",
    ],
)
def test_the_way_back_never_leaves_the_site(target: str | None) -> None:
    assert local_path(target) == "/"


def test_a_path_of_the_site_is_a_way_back() -> None:
    assert local_path("/needs?after=abc#top") == "/needs?after=abc#top"
