"""The desk: what waits for whom, by urgency, in a bounded number of queries."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.market.desk.conftest import DAY, Site, Things

Make = Callable[[Callable[[Things], Any]], None]


def group(page: Any, name: str) -> str:
    """The text of one group of the desk; empty when it is not there."""
    found = page.html.select_one(f".desk-group--{name}")
    return found.get_text(" ", strip=True) if found else ""


def test_the_desk_sorts_by_urgency(site: Site, make: Make) -> None:
    def fill(things: Things) -> None:
        things.need("under_check", title="逾期的需求", check_due=things.now - DAY)
        things.need("under_check", title="今天的需求", check_due=things.now + timedelta(hours=2))
        things.need("under_check", title="本周的需求", check_due=things.now + 2 * DAY)
        things.need("under_check", title="以后的需求", check_due=things.now + 20 * DAY)

    make(fill)
    site.sign_in("operator")
    page = site.app.get("/desk")
    for name, title in (("late", "逾期"), ("today", "今天"), ("week", "本周"), ("later", "以后")):
        assert f"{title}的需求" in group(page, name)
    assert "其中 1 项已逾期" in page.text


def test_each_side_sees_its_own_turn_and_what_it_waits_for(site: Site, make: Make) -> None:
    def fill(things: Things) -> None:
        things.need("draft", title="草稿需求")
        things.need("returned", title="退回需求", reason="缺少范围")
        things.need("registering", title="报名需求")
        things.contract("uploaded", by="firm1")
        things.deliverable("submitted")
        things.deliverable("due")
        things.evaluation()

    make(fill)
    site.sign_in("owner1")
    owner = site.app.get("/desk")
    assert "草稿需求" in group(owner, "open")
    assert "缺少范围" in group(owner, "open")
    assert "报名需求" in group(owner, "waiting")
    assert "对方已上传合同" in group(owner, "later")
    assert "成果已提交，请验收" in group(owner, "later")
    assert "请评价这次服务" in group(owner, "later")
    assert "中介机构正在编制成果" in group(owner, "waiting")
    assert owner.html.select_one(".desk-actions a.btn--primary").text == "发布需求"

    site.sign_in("firm1")
    firm = site.app.get("/desk")
    assert "请按合同约定提交成果" in group(firm, "later")
    assert "业主正在验收" in group(firm, "waiting")
    assert "等对方确认合同" in group(firm, "waiting")
    assert "草稿需求" not in firm.text


@pytest.mark.parametrize("login", ["owner2", "firm2", "supervisor", "observer", "agent"])
def test_nobody_sees_what_belongs_to_others(site: Site, make: Make, login: str) -> None:
    make(lambda things: [things.need("draft", title="机密草稿"), things.award(), things.deliverable("due")])
    site.sign_in(login)
    page = site.app.get("/desk")
    assert "机密草稿" not in page.text
    assert "示范项目" not in page.text


def test_an_open_need_is_offered_to_who_registered_the_service_until_it_has_entered(
    site: Site, make: Make
) -> None:
    from market.enrolments.models import Enrolment

    code = []

    def fill(things: Things) -> None:
        own = things.session.query(Enrolment).filter_by(org_id=things.org("firm1")).one()
        code.append(own.service_codes[0])
        things.need("registering", title="合适的公告", service_code=code[0])
        things.need("registering", title="别的服务", service_code="no-such-service")
        entered = things.need("registering", title="已报名的公告", service_code=code[0])
        things.entry(entered, "firm1")

    make(fill)
    site.sign_in("firm1")
    page = site.app.get("/desk")
    assert "合适的公告" in page.text
    assert "别的服务" not in page.text
    assert "已报名的公告" in group(page, "waiting")


@pytest.mark.parametrize("login", ["owner1", "firm1", "operator", "supervisor"])
def test_two_hundred_things_ask_as_few_queries_as_two(site: Site, make: Make, login: str) -> None:
    def fill(things: Things) -> None:
        for _ in range(1):
            things.need("under_check")
            things.need("registering")
            things.award()
            things.contract()
            things.deliverable("submitted")
            things.evaluation()

    make(fill)
    site.sign_in(login)
    site.app.get("/desk")
    few = site.queries("/desk")

    def many(things: Things) -> None:
        things._count = 1000
        for _ in range(34):
            fill(things)

    make(many)
    assert site.queries("/desk") <= few
    assert few <= 60


def test_a_long_group_is_folded_and_says_how_much_more(site: Site, make: Make) -> None:
    make(lambda t: [t.need("under_check", check_due=t.now + timedelta(hours=1)) for _ in range(25)])
    site.sign_in("operator")
    page = site.app.get("/desk")
    shown = page.html.select_one(".desk-group--today")
    assert len(shown.select(".desk-item")) == 25
    assert "另有 5 项" in shown.text


def test_an_empty_desk_says_how_it_fills_and_a_visitor_is_sent_to_sign_in(site: Site) -> None:
    site.sign_in("observer")
    assert "没有等您办理的事项" in site.app.get("/desk").text
    site.app.reset()
    answer = site.app.get("/desk", status="*")
    assert answer.status_int in (302, 303, 403)
