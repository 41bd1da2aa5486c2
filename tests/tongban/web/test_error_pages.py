"""When something does not work: what it means, what to do now, and never a traceback."""

import logging

import pytest
from webtest import TestApp, TestResponse

from tests.tongban.web.shell import Stage
from tongban.security import Actor
from tongban.web.errors import TEXTS, text_for


def fail(shell: TestApp, kind: str) -> TestResponse:
    return shell.get(f"/fail/{kind}", status="*")


def said(page: TestResponse) -> str:
    return page.html.select_one("article.lost").get_text(" ", strip=True)


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("forbidden", 403, "您现在不能查看或办理这一项"),
        ("not-allowed", 403, "您没有办理这项操作的权限"),
        ("not-found", 404, "没有找到这条需求"),
        ("wrong-state", 409, "当前状态下不能进行这项操作"),
        ("stale", 409, "别人已修改了这条内容"),
        ("refused", 409, "报价已经密封，不能再改"),
        ("too-large", 413, "文件太大"),
        ("too-many", 429, "操作太频繁"),
        ("closed", 503, "正在维护"),
        ("fault", 500, "这一步没有完成"),
    ],
)
def test_every_failure_has_its_status_and_says_what_to_do(
    shell: TestApp, signed_in: Stage, kind: str, status: int, words: str
) -> None:
    page = fail(shell, kind)
    assert page.status_int == status
    assert words in said(page)
    assert "现在可以这样做" in said(page)
    assert "Traceback" not in page.text


def test_an_unknown_address(shell: TestApp) -> None:
    page = shell.get("/nowhere", status=404)
    assert "没有找到这个页面" in said(page)
    assert page.html.select(".sitenav a")


def test_an_address_that_is_only_for_sending(shell: TestApp) -> None:
    assert shell.get("/look/", status=404)


def test_a_fault_gives_a_number_and_hides_the_rest(
    shell: TestApp, signed_in: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        page = fail(shell, "fault")
    number = page.html.select_one(".lost__incident").string
    assert number in caplog.text
    assert "the secret detail" in caplog.text
    assert "the secret detail" not in page.text


def test_the_page_of_a_fault_asks_for_nothing_that_may_be_broken(shell: TestApp, stage: Stage) -> None:
    stage.broken = True
    assert "这一步没有完成" in said(fail(shell, "fault"))
    assert "没有找到这个页面" in said(shell.get("/nowhere", status=404))


def test_a_visitor_is_led_to_sign_in_and_back(shell: TestApp) -> None:
    for kind in ("forbidden", "not-allowed"):
        answer = shell.get(f"/fail/{kind}?a=1", status=303)
        assert answer.location.endswith(f"/sign-in?came_from=%2Ffail%2F{kind}%3Fa%3D1")


def test_a_person_without_the_right_is_told_as_whom_they_act(shell: TestApp, signed_in: Stage) -> None:
    assert "当前身份：林晓舟，代表 示范建设投资有限公司" in said(fail(shell, "forbidden"))


def test_a_changed_thing_offers_its_latest_page(shell: TestApp, signed_in: Stage) -> None:
    page = fail(shell, "stale")
    assert page.html.find("a", string="打开最新页面")["href"] == "/fail/stale"


@pytest.mark.parametrize("path", ["/%ff", "/sample/%ff%fe", "/search?q=%ff", "/sample/list?q=%ff"])
def test_addresses_that_are_no_text_are_answered(shell: TestApp, path: str) -> None:
    page = shell.get(path, status="*")
    assert page.status_int in (200, 400, 404)


def test_every_text_is_complete() -> None:
    for text in TEXTS.values():
        assert text.title
        assert text.text
    assert text_for(418) is TEXTS[400]
    assert text_for(599) is TEXTS[500]


def typed(shell: TestApp, token: str, **headers: str) -> TestResponse:
    controls = [
        ("csrf_token", token),
        ("__formid__", "need"),
        ("form_key", "a" * 32),
        ("title", "城北片区道路工程"),
        ("ceiling", "98000.00"),
        ("secret_password", "geheim"),
        ("nonce", "b" * 64),
    ]
    return shell.post("/forms/need", controls, headers=headers, status="*")


OWN = {"Origin": "http://localhost:80"}


def test_an_expired_form_shows_what_was_typed_and_may_be_sent_again(
    shell: TestApp, stage: Stage, signed_in: Stage
) -> None:
    shell.get("/forms/need")
    page = typed(shell, "stale", **OWN)
    assert page.status_int == 400
    assert [li.get_text() for li in page.html.select(".lost__typed li")] == ["城北片区道路工程", "98000.00"]
    assert "geheim" not in page.text
    form = next(f for f in page.forms.values() if "title" in f.fields)
    assert "以林晓舟（示范建设投资有限公司）的身份重新提交" in page.text
    assert "nonce" not in form.fields
    assert form["form_key"].value == "a" * 32
    again = form.submit(status=422)
    assert again.html.find(id="need-title")["value"] == "城北片区道路工程"


def test_someone_whose_session_ended_is_asked_to_sign_in(shell: TestApp, stage: Stage) -> None:
    page = typed(shell, "stale", **OWN)
    assert "请重新登录" in said(page)
    assert page.html.find("a", string="登录", class_="btn--primary")["href"].startswith("/sign-in?came_from=")
    assert not [f for f in page.forms.values() if "title" in f.fields]


def test_a_post_that_needs_a_person_keeps_its_text_when_nobody_is_there(shell: TestApp) -> None:
    token = shell.get("/forms/need").forms["need"]["csrf_token"].value
    page = shell.post("/fail/forbidden", {"csrf_token": token, "note": "很长的说明"}, headers=OWN, status=403)
    assert "很长的说明" in said(page)


def test_a_post_from_another_site_is_given_nothing_to_send(shell: TestApp, signed_in: Stage) -> None:
    shell.get("/forms/need")
    for headers in ({"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {}):
        page = typed(shell, "stale", **headers)
        assert page.status_int == 400
        assert "城北片区" not in page.text
        assert not [f for f in page.forms.values() if "title" in f.fields]


def test_the_wrong_person_is_refused_without_a_form(shell: TestApp, stage: Stage) -> None:
    stage.actor = Actor(user_id=9, label="周明")
    token = shell.get("/forms/need").forms["need"]["csrf_token"].value
    page = shell.post("/fail/forbidden", {"csrf_token": token, "note": "x"}, headers=OWN, status=403)
    assert "您现在不能查看或办理这一项" in said(page)
