"""R17: bytes that are no text, in every address, every query parameter and every form of the application.

A server error never comes of it; no form is accepted with a NUL or with what is not UTF-8 in a text; what
turns the direction of writing is never stored. The answers are the same on both databases.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, quote_from_bytes, urlencode, urlsplit

import pytest
from sqlalchemy import MetaData, select
from webtest import TestApp
from webtest.forms import Text, Textarea

from tests.access.browser import CSRF, form_of
from tests.access.posts.base import Post
from tests.access.posts.every import POSTS, PRIVATE
from tests.access.practice import PracticeSite, phased_site
from tests.access.test_posts import filled, first
from tests.proofs.crawl import addresses, crawl, patterns
from tests.proofs.raw import Raw
from tests.support.templates import Templates

NUL, NOT_UTF8, SURROGATE = b"a\x00b", b"a\xffb", b"a\xed\xa0\x80b"
TURNED = "食品\N{RIGHT-TO-LEFT OVERRIDE}司公限有".encode()
LONG = b"x" * 1_000_000
NO_TEXT = (NUL, NOT_UTF8, SURROGATE)
PATHS = ("%00", "%FF", "%ED%A0%80", "%E2%80%AE", "x" * 5000)
#: Beside the parameters that links carry: what forms and programs send.
PARAMETERS = ("q", "after", "came_from", "region", "service", "kind", "page", "state", "stage", "show")


@pytest.fixture(scope="module")
def site(templates: Templates) -> Iterator[PracticeSite]:
    with phased_site(templates) as site:
        yield site


def people(site: PracticeSite, *logins: str) -> list[TestApp]:
    return [site.visitor(), *map(site.client, logins)]


@pytest.mark.parametrize("odd", PATHS, ids=lambda odd: odd[:12])
def test_in_addresses(site: PracticeSite, odd: str) -> None:
    named = [address for address in addresses(site, [odd]) if odd in address]
    for client in people(site, "owner1", "operator", "firm1", "admin"):
        for address in named:
            assert Raw(client).get(address) < 500, address


def test_in_query_parameters(site: PracticeSite) -> None:
    names: dict[str, set[str]] = {path: set(PARAMETERS) for path in patterns(site) if "{" not in path}
    clients = people(site, "owner1", "admin")
    for client in clients:
        for link in crawl(client, ["/", *names], per_shape=1):
            parts = urlsplit(link)
            if parts.query:
                names.setdefault(parts.path, set()).update(name for name, _ in parse_qsl(parts.query))
    for client in clients:
        for path, parameters in names.items():
            ask(client, path, sorted(parameters), together=True)
        ask(client, "/search", sorted(names["/search"]), together=False)


def ask(client: TestApp, path: str, parameters: list[str], *, together: bool) -> None:
    for odd in (*NO_TEXT, TURNED, LONG[:20_000]):
        pairs = [f"{name}={quote_from_bytes(odd)}" for name in parameters]
        for query in ["&".join(pairs)] if together else pairs:
            assert Raw(client).get(f"{path}?{query}") < 500, (path, query[:60])


def texts_of(client: TestApp, page: str, marker: str | None) -> set[str]:
    """The names of a form's fields of free text; none for a bare button."""
    fields = form_of(client, page, marker).field_order if marker else ()
    return {name for name, field in fields if name and type(field) in (Text, Textarea)}


def body(controls: Iterable[tuple[str, object]], odd: bytes, names: set[str]) -> bytes:
    return urlencode([(name, odd if name in names else value) for name, value in controls]).encode()


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.route)
def test_in_forms(post: Post, site: PracticeSite) -> None:
    path = post.path(site)
    client = site.client(first(post)) if post in PRIVATE else site.visitor()
    page = post.page(site) if post.page else path
    controls = [(name, v) for name, v in filled(post, client, path, site) if isinstance(v, str | bool)]
    texts = texts_of(client, page, post.marker)
    everything = {name for name, _ in controls} - {CSRF, "__formid__"}
    for odd in (*NO_TEXT, TURNED, LONG):
        for names in [everything, texts] if texts and odd is not LONG else [everything]:
            status = Raw(client).post(path, body(controls, odd, names))
            assert status < 500, (odd[:10], names)
            if texts and odd in NO_TEXT:
                assert status in (400, 403, 409, 422), (status, odd[:10])
    for name in (CSRF, "__formid__"):
        for odd in (NUL, NOT_UTF8):
            assert Raw(client).post(path, body(controls, odd, {name})) < 500, (odd, name)
    for name in texts:
        for odd in (NUL, TURNED):
            assert Raw(client).post(path, body(controls, odd, {name})) < 500, (odd, name)


def test_nothing_of_it_was_stored(site: PracticeSite) -> None:
    """After all of the above, the texts in the database are text."""
    engine, tables = site.registry["tongban.engines"].read, MetaData()
    tables.reflect(engine)
    strange = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
    with engine.connect() as connection:
        for table in tables.sorted_tables:
            for row in connection.execute(select(table)):
                for column, value in row._mapping.items():
                    if isinstance(value, str):
                        assert not strange.search(value), (table.name, column, value[:80])
