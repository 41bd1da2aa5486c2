"""What was sent back stands in the thread with its moment and reason, also after it was sent anew."""

import re

import pytest

from tests.access.practice import FILE
from tests.market.pages.conftest import Open
from tests.market.pages.site import Site
from tests.support.market import at

MOMENT = r"2026年3月\d{1,2}日 \d{2}:\d{2}"


@pytest.fixture(scope="module")
def site(open_site: Open) -> Site:
    return open_site("")


def steps(site: Site, path: str, login: str) -> list[str]:
    """What has happened, step by step."""
    return [step.get_text(" ", strip=True) for step in site.page(path, login).html.select(".thread__step")]


def told(found: list[str], title: str) -> str:
    return next(step for step in found if title in step)


def test_a_returned_need(site: Site) -> None:
    number = site.submitted(at(10))
    site.act("operator", f"/needs/{number}/check", decision="return", reason="请写明建设地点")
    step = told(steps(site, f"/needs/{number}", "owner1"), "退回修改")
    assert re.search(MOMENT, step), step
    assert "请写明建设地点" in step


def test_a_need_given_up_by_notice(site: Site) -> None:
    number = site.published(at(10))
    site.act("owner1", f"/needs/{number}/abort", reason="项目取消")
    assert re.search(r"项目取消（废置公告 \S+废告〔2026〕0001号）", site.main(f"/needs/{number}"))


def test_a_contract_and_a_deliverable_that_were_returned(site: Site) -> None:
    number = site.published(at(10))
    for login, yuan in (("firm1", "10000.00"), ("firm2", "12000.00"), ("firm4", "13000.00")):
        site.quote(number, login, yuan)
    site.move_to(at(10, 17, 1))
    site.move_to(at(20, 9))
    site.perform(number, "filed")
    contract = site._contract(number)
    page = f"/contracts/{contract}"
    site.act("owner1", f"{page}/confirm", decision="return", reason="缺少盖章页")
    step = told(steps(site, page, "firm1"), "退回合同")
    assert re.search(MOMENT, step), step
    assert "缺少盖章页" in step
    site.act("firm1", f"/awards/{site._award(number)}/contract", signed_on="2026-03-20", **FILE)
    site.act("owner1", f"{page}/confirm", decision="confirm")
    site.act("firm1", f"{page}/deliverable", **FILE)
    site.act("owner1", f"{page}/acceptance", decision="return", reason="缺少附图")
    site.act("firm1", f"{page}/deliverable", **FILE)
    words = " ".join(steps(site, page, "owner1"))
    titles = ("上传合同", "退回合同", "重新上传合同", "合同生效", "提交成果", "退回修改", "提交成果")
    places = [match.start() for match in re.finditer("|".join(dict.fromkeys(titles)), words)]
    assert len(places) >= len(titles)
    assert re.search(".*".join(titles), words, re.DOTALL), words
    assert "缺少附图" in words
