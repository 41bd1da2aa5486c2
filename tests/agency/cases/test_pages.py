"""A case as people see it: on its page, in the list, on desks; and as those do not who have no part in it."""

from collections.abc import Callable, Iterator

import pytest

from tests.access.browser import fill, form_of
from tests.access.posts import agency
from tests.market.pages.site import Site
from tests.support.market import at
from tests.support.templates import Templates

RULES = """
[rules]
"agency.screen_wd" = 2
"agency.stages_delegable" = ["1", "2", "3"]
"""


@pytest.fixture(scope="module")
def site(templates: Templates) -> Iterator[Site]:
    with templates.fresh("practice") as place:
        site = Site(place)
        site.start(RULES)
        yield site
        site.close()


@pytest.fixture(scope="module")
def number(site: Site) -> str:
    return agency.active(site)


def test_the_page_of_a_case_tells_its_way_and_who_carries_it(site: Site, number: str) -> None:
    page = site.main(f"/agency/{number}", "owner1")
    for words in ("代办中", "蒋代劳", "0739-0000031", "汤跑腿", "邵东代协〔2026〕0001号", "代办审批事项"):
        assert words in page
    assert "登记项目代码" not in page


def test_the_limit_of_the_region_stands_with_its_basis_and_its_days(site: Site) -> None:
    waiting = agency.requested(site)
    page = site.page(f"/agency/{waiting}", "owner1")
    assert "2 个工作日" in page.text
    assert page.html.select(".day-strip")
    assert page.html.select(".rule-tag")
    assert "2026年3月4日 17:30" in page.text


def test_only_stages_of_the_region_can_be_delegated(site: Site) -> None:
    page = site.page("/agency/new?region=430582", "owner1").text
    assert "立项用地规划许可阶段" in page
    assert "竣工验收阶段" not in page


def test_the_screening_shows_whether_the_rule_takes_the_project_in(site: Site) -> None:
    outside = agency.requested(site, funding="government")
    assert "不属于代办范围，只能不予受理" in site.main(f"/agency/{outside}/screen", "agent")
    client, page = site.client("agent"), f"/agency/{outside}/screen"
    accept = fill(form_of(client, page, "form"), {"decision": "accept"})
    assert "不属于代办范围" in client.post(page, accept, status=409).text
    refuse = fill(form_of(client, page, "form"), {"decision": "refuse"})
    assert "请写明理由" in client.post(page, refuse, status=422).text


@pytest.mark.parametrize("login", ["owner2", "agent3", "firm1", "operator", "admin", "observer"])
def test_others_find_no_case_of_that_number(site: Site, number: str, login: str) -> None:
    site.page(f"/agency/{number}", login, status=404)
    site.page(f"/agency/{number}/agreement.pdf", login, status=404)
    assert number not in site.page("/agency", login).text
    assert number not in site.page("/desk", login).text


def test_visitors_read_what_agency_is_and_nothing_of_cases(site: Site, number: str) -> None:
    page = site.main("/agency")
    assert "企业投资（社会投资）的建设项目" in page
    assert "申请全程代办" in page
    assert number not in page
    assert site.visitor().get(f"/agency/{number}", status="*").status_int in (303, 403, 404)


def test_the_paper_is_there_for_those_concerned(site: Site, number: str) -> None:
    site.move_to(at(2, 9, 30))
    for login in ("owner1", "agent", "agent2", "centrehead"):
        paper = site.page(f"/agency/{number}/agreement.pdf", login)
        assert paper.content_type == "application/pdf"
        assert paper.body.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("make", "whose", "waiting"),
    [
        (agency.requested, "agent3", "owner1"),
        (agency.accepted, "centrehead", "owner1"),
        (agency.assigned, "agent", "centrehead"),
        (agency.drafted, "owner1", "agent2"),
        (agency.sealed, "centrehead", "agent"),
    ],
)
def test_a_case_lies_on_the_desk_of_whose_turn_it_is(
    site: Site, make: Callable[[Site], str], whose: str, waiting: str
) -> None:
    made = make(site)
    turn = site.page("/desk", whose).html
    links = [a["href"] for a in turn.select(f"a[href*='{made}/']")]
    assert links, "no link that leads to what is to be done"
    others = site.page("/desk", waiting)
    assert made in others.text
    assert not others.html.select(f"a[href*='{made}/']")


def test_a_late_decision_shows_on_supervision(site: Site) -> None:
    late = agency.requested(site)
    site.move_to(at(9, 9))
    page = site.main("/supervision", "supervisor")
    assert "超过期限的代办件" in page
    assert "受理期限" in page
    assert late in site.page("/supervision", "supervisor").text
