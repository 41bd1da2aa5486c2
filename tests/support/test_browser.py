"""The watch over pages sees what it is there for, and lets pass what tests do on purpose."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.support.browser import Watch

POLICY = {"Content-Security-Policy": "script-src 'self'; style-src 'self'"}
SITE = "http://site.test"


def serve(route: Route) -> None:
    """A site of one file each way: scripts and styles of its own, nothing inline."""
    path = route.request.url.removeprefix(SITE)
    if path == "/lost.css":
        route.fulfill(status=404)
    elif path == "/throws.js":
        route.fulfill(body="throw new Error('boom')", content_type="text/javascript")
    elif path.startswith("/status/"):
        route.fulfill(status=int(path[8:]), body="page", content_type="text/html")
    else:
        bodies = {
            "/inline-script": "<script>1</script>",
            "/inline-style": "<p style='color: red'>a</p>",
            "/handler": "<p onclick='1'>a</p>",
            "/throws": "<script src='/throws.js'></script>",
            "/lost": "<link rel='stylesheet' href='/lost.css'>",
        }
        route.fulfill(headers=POLICY, body=bodies.get(path, "<p>fine</p>"), content_type="text/html")


@pytest.fixture
def watched(browser: Browser) -> Iterator[tuple[Page, Watch]]:
    watch = Watch()
    context = watch.over(browser.new_context())
    context.route("**/*", serve)
    yield context.new_page(), watch
    context.close()


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("/inline-script", "Content Security Policy"),
        ("/inline-style", "Content Security Policy"),
        ("/handler", "Content Security Policy"),
        ("/throws", "script error: boom"),
        ("/lost", "404 for http://site.test/lost.css"),
        ("/status/500", "500 for"),
    ],
)
def test_what_must_not_happen_is_seen(watched: tuple[Page, Watch], path: str, complaint: str) -> None:
    page, watch = watched
    page.goto(SITE + path)
    watch.listen_once_more()
    assert complaint in "\n".join(watch.complaints)


@pytest.mark.parametrize("path", ["/fine", "/status/403", "/status/404", "/status/422"])
def test_refused_pages_are_no_fault(watched: tuple[Page, Watch], path: str) -> None:
    page, watch = watched
    page.goto(SITE + path)
    watch.listen_once_more()
    assert watch.complaints == []
