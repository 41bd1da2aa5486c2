"""Following a case by number and query code: as much as is meant, to nobody else, and not by guessing."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from webtest import TestApp, TestResponse

from agency.cases.models import Case
from tests.access.browser import fill, form_of
from tests.access.posts import agency
from tests.market.pages.site import Site
from tests.support.templates import Templates
from tongban.accounts.models import SignInAttempt
from tongban.accounts.throttle import MAX_PER_LOGIN_AND_ADDRESS


@pytest.fixture(scope="module")
def site(templates: Templates) -> Iterator[Site]:
    with templates.fresh("practice") as place:
        site = Site(place)
        site.start()
        yield site
        site.close()


@pytest.fixture(autouse=True)
def nobody_has_guessed(site: Site) -> None:
    with site.session() as session:
        session.query(SignInAttempt).delete()


def code_of(site: Site, number: str) -> str:
    with site.session() as session:
        return str(session.scalar(select(Case.query_code).filter_by(number=number)))


def ask(site: Site, number: str, code: str, browser: TestApp | None = None) -> TestResponse:
    client = browser or site.visitor()
    controls = fill(form_of(client, "/track", "track"), {"number": number, "code": code})
    return client.post("/track", controls, status="*")


def test_a_visitor_reads_where_it_stands_and_who_is_responsible(site: Site) -> None:
    number = agency.active(site)
    answer = ask(
        site, f" {number.lower()} ", f"{code_of(site, number)[:4]} {code_of(site, number)[4:]}".lower()
    )
    assert answer.status_int == 200
    page = answer.html.select_one("main").get_text(" ", strip=True)
    for words in ("代办中", "代办中心签章，代办开始", "代办员 蒋代劳", "0739-0000031"):
        assert words in page


def test_what_is_wanted_from_the_applicant_is_said(site: Site) -> None:
    number = agency.drafted(site)
    answer = ask(site, number, code_of(site, number))
    assert "需要您办理" in answer.text
    assert answer.html.select(".day-strip")


def test_nothing_else_leaks(site: Site) -> None:
    number = agency.drafted(site)
    site.act("owner1", f"/agency/{number}/return", reason="内部的意见不外传。")
    answer = ask(site, number, code_of(site, number))
    secrets = (
        "演练示范食品有限公司",
        "91990000MA0000015Q",
        "0739-0000001",
        "张三",
        "新建厂房两栋",
        "内部的意见",
        "代协〔2026〕",
        code_of(site, number),
        f"/agency/{number}",
    )
    assert [secret for secret in secrets if secret in answer.text] == []
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_wrong_code_and_a_wrong_number_are_refused_alike(site: Site) -> None:
    number = agency.requested(site)
    wrong = ask(site, number, "22222222")
    nothing = ask(site, "430582-2026-DB-9999", "22222222")
    assert wrong.status_int == nothing.status_int == 422
    told = [answer.html.select_one(".error-list, .errors, [role=alert]") for answer in (wrong, nothing)]
    assert str(told[0]) == str(told[1])
    assert "编号或者查询码不对" in wrong.text


def test_guessing_is_slowed_down_whatever_the_browser_and_the_right_code_waits_too(site: Site) -> None:
    number = agency.requested(site)
    for _ in range(MAX_PER_LOGIN_AND_ADDRESS):
        assert ask(site, number, "22222222").status_int == 422
    blocked = ask(site, number, code_of(site, number))
    assert blocked.status_int == 429
    assert "查询失败次数过多" in blocked.text
    other = agency.requested(site)
    assert ask(site, other, code_of(site, other)).status_int == 200


def test_a_right_code_clears_what_failed_before(site: Site) -> None:
    number = agency.requested(site)
    for _ in range(3):
        for _ in range(MAX_PER_LOGIN_AND_ADDRESS - 1):
            ask(site, number, "22222222")
        assert ask(site, number, code_of(site, number)).status_int == 200


def test_failed_queries_do_not_keep_anybody_from_signing_in(site: Site) -> None:
    for _ in range(MAX_PER_LOGIN_AND_ADDRESS + 1):
        ask(site, "owner1", "22222222")
    client = site.visitor()
    form = {"login": "owner1", "password": "lianxi-2026"}
    assert client.post("/sign-in", fill(form_of(client, "/sign-in", "sign-in"), form)).status_int == 303


def test_only_the_applicant_is_shown_the_query_code(site: Site) -> None:
    number = agency.active(site)
    code = code_of(site, number)
    assert code in site.page(f"/agency/{number}", "owner1").text
    for login in ("agent", "centrehead", "supervisor"):
        assert code not in site.page(f"/agency/{number}", login).text
