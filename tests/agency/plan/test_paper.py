"""The plan in a real browser: one A3 sheet on paper, no wider than a phone, nothing the browser refuses."""

import io
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route
from pypdf import PdfReader
from webtest import TestApp

from tests.agency.plan.test_page import KNOWN, PLAN
from tests.support.browser import Watch

HOST = "http://localhost"


@pytest.fixture
def visit(browser: Browser, site: TestApp) -> Iterator[Any]:
    """Opens an address of the site, which answers the browser without a server."""
    watch = Watch()
    contexts: list[BrowserContext] = []

    def answer(route: Route) -> None:
        found = site.get(route.request.url.removeprefix(HOST), expect_errors=True)
        route.fulfill(status=found.status_int, headers=dict(found.headers), body=found.body)

    def go(path: str, width: int = 1280) -> Page:
        context = watch.over(browser.new_context(viewport={"width": width, "height": 800}))
        contexts.append(context)
        context.route("**/*", answer)
        page = context.new_page()
        page.goto(HOST + path)
        return page

    yield go
    watch.listen_once_more()
    for context in contexts:
        context.close()
    assert watch.complaints == []


FULL = f"{PLAN}?{urlencode(KNOWN)}"
#: Nothing is known: every item is there, most of them open.
OPEN = f"{PLAN}?start=2026-09-18"


@pytest.mark.parametrize("path", [FULL, OPEN])
def test_a_plan_prints_on_one_a3_sheet(visit: Any, path: str) -> None:
    sheet = visit(path).pdf(prefer_css_page_size=True, print_background=True)
    pages = PdfReader(io.BytesIO(sheet)).pages
    assert len(pages) == 1
    width, height = (round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:])
    assert (width, height) == (420, 297)
    text = unicodedata.normalize("NFKC", pages[0].extract_text())
    for words in ("建设用地规划许可证", "不动产首次登记", "个工作日", "关键线路"):
        assert words in text


@pytest.mark.parametrize("path", [PLAN, FULL, OPEN])
def test_it_fits_a_phone_where_the_list_stands_for_the_chart(visit: Any, path: str) -> None:
    page = visit(path, 375)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    if path != PLAN:
        assert not page.locator(".plan-chart").is_visible()
        assert page.locator(".plan-item .day-strip").first.is_visible()
