"""The start page: honest figures over the public set, newest things, ways in that lead somewhere."""

from collections.abc import Callable
from typing import Any

from tests.market.desk.conftest import Site, Things

Make = Callable[[Callable[[Things], Any]], None]


def figures(page: Any) -> dict[str, int]:
    return {item.dt.text: int(item.dd.text) for item in page.html.select(".figure-item")}


def test_an_empty_site_says_what_it_is_and_how_it_fills(site: Site) -> None:
    page = site.app.get("/")
    assert "公开采购中介服务" in page.text
    assert "还没有公告" in page.text
    assert figures(page)["公开的采购"] == 0


def test_figures_count_only_what_is_public(site: Site, make: Make) -> None:
    make(lambda t: [t.need(state) for state in ("draft", "under_check", "returned", "registering", "failed")])
    page = site.app.get("/")
    counted = figures(page)
    assert (counted["公开的采购"], counted["正在报名"], counted["已办结"]) == (2, 1, 0)
    assert page.text.count("示范项目环评报告表编制") == 2


def test_every_link_of_the_ways_in_leads_somewhere(site: Site) -> None:
    for login in (None, "owner1", "firm1", "supervisor"):
        if login:
            site.sign_in(login)
        page = site.app.get("/")
        hrefs = [link["href"] for link in page.html.select(".way a")]
        assert hrefs
        for href in hrefs:
            answer = site.app.get(href, status="*")
            assert answer.status_int in ((200,) if login else (200, 302, 303)), (login, href)


def test_the_start_page_asks_as_many_queries_for_many_things_as_for_few(site: Site, make: Make) -> None:
    make(lambda t: [t.need() for _ in range(2)] + [t.award()])
    site.app.get("/")
    few = site.queries("/")

    def many(things: Things) -> None:
        things._count = 1000
        for _ in range(100):
            things.need()
            things.award()

    make(many)
    assert site.queries("/") <= few


def test_metrics_count_published_needs_and_nothing_else(site: Site, make: Make) -> None:
    make(lambda t: [t.need("draft"), t.need("registering"), t.need("registering")])
    text = site.app.get("/metrics").text
    assert 'tongban_public_needs{state="registering"} 2.0' in text
    assert "draft" not in text
