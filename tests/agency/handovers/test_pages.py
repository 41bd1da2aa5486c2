"""The hand-over in the browser: the head asks, the next agent answers, the first one is out."""

from collections.abc import Iterator

import pytest

from tests.access.browser import fill, form_of
from tests.access.posts import agency
from tests.market.pages.site import Site
from tests.support.templates import Templates


@pytest.fixture(scope="module")
def site(templates: Templates) -> Iterator[Site]:
    with templates.fresh("practice") as place:
        site = Site(place)
        site.start()
        yield site
        site.close()


def test_from_the_head_to_the_next_agent(site: Site) -> None:
    number = agency.active(site)
    handover = agency.proposed(site, number)
    assert "正在移交" in site.main(f"/agency/{number}", "agent")
    assert "正在移交" not in site.main(f"/agency/{number}", "owner1")
    desk = site.page("/desk", "agent3").html
    assert desk.select(f"a[href='/handovers/{handover}/answer']")
    page = site.main(f"/handovers/{handover}/answer", "agent3")
    assert "岗位调整" in page
    assert "原件在窗口" in page
    site.act("agent3", f"/handovers/{handover}/answer", decision="accept")
    assert "由 蒋代劳 移交给 郝帮办" in site.main(f"/agency/{number}", "owner1")
    site.page(f"/agency/{number}", "agent", status=404)
    assert number not in site.page("/desk", "agent").text
    assert "郝帮办" in site.main("/notices", "owner1")


def test_who_does_not_take_it_says_why(site: Site) -> None:
    handover = agency.proposed(site, agency.active(site))
    client, page = site.client("agent3"), f"/handovers/{handover}/answer"
    sent = client.post(page, fill(form_of(client, page, "form"), {"decision": "decline"}), status=422)
    assert "请写明理由" in sent.text
