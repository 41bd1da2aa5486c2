"""Reading all that somebody may read: every page a link leads to, and every address the application has."""

import html
import re
from collections import Counter, deque
from collections.abc import Iterable
from urllib.parse import parse_qsl, urljoin, urlsplit

from webtest import TestApp

from tests.access.practice import PracticeSite

_PLACEHOLDER = re.compile(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
_HREF = re.compile(r'href="([^"]*)"')
_BASE = "http://localhost/"


def patterns(site: PracticeSite) -> list[str]:
    """The addresses of the application; static files are left out."""
    introspector = site.registry.introspector
    found = [entry["introspectable"]["pattern"] for entry in introspector.get_category("routes")]
    return sorted({"/" + p.lstrip("/") for p in found if "*" not in p and "static" not in p})


def addresses(site: PracticeSite, names: Iterable[str]) -> list[str]:
    """Every address, its placeholder filled with each of the names of things."""
    filled: list[str] = []
    for pattern in patterns(site):
        if _PLACEHOLDER.search(pattern):
            filled += [_PLACEHOLDER.sub(name, pattern) for name in names]
        else:
            filled.append(pattern)
    return filled


def crawl(client: TestApp, starts: Iterable[str], per_shape: int = 2, limit: int = 400) -> dict[str, bytes]:
    """What the addresses and all they link to answer, by address; of addresses that look alike, a few.

    A server error anywhere fails the test.
    """
    waiting = deque(dict.fromkeys(starts))
    met, pages, shapes = set(waiting), dict[str, bytes](), Counter[str]()
    while waiting and len(pages) < limit:
        address = waiting.popleft()
        response = client.get(address, status="*")
        assert response.status_int < 500, (address, response.status)
        pages[address] = response.body + response.headers.get("Location", "").encode()
        for link in _links(address, response.body, response.content_type, response.headers):
            shape = _shape(link)
            if link not in met and shapes[shape] < per_shape:
                shapes[shape] += 1
                met.add(link)
                waiting.append(link)
    return pages


def _links(address: str, body: bytes, content_type: str, headers: dict[str, str]) -> Iterable[str]:
    found = [headers["Location"]] if "Location" in headers else []
    if content_type in ("text/html", "application/atom+xml"):
        found += [html.unescape(link) for link in _HREF.findall(body.decode())]
    for link in found:
        whole = urlsplit(urljoin(_BASE + address.lstrip("/"), link))
        if whole.netloc == "localhost" and whole.scheme == "http" and "/static" not in whole.path:
            yield whole.path + (f"?{whole.query}" if whole.query else "")


def _shape(link: str) -> str:
    parts = urlsplit(link)
    path = re.sub(r"[^/]*\d[^/]*", "#", parts.path)
    return f"{path}?{','.join(sorted({name for name, _ in parse_qsl(parts.query)}))}"
