"""Every address that takes forms: without the token, by nobody, by everybody who may not, about nothing."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from webtest import TestApp, TestResponse

from tests.access.browser import CSRF, Controls, as_sent_by, fill, form_of, token_of
from tests.access.committed import ALWAYS, Committed
from tests.access.posts.base import Post
from tests.access.posts.every import POSTS, PRIVATE, PUBLIC
from tests.access.practice import PracticeSite, phased_site
from tests.support.templates import Templates

#: What never was: a number, no number, too long, NUL, a blank that is none, a path.
NOTHINGS = (
    "430582-2026-XX-9999",
    "0",
    "%E4%B8%8D%E5%AD%98%E5%9C%A8",
    "9" * 40,
    "9" * 18,
    "%EF%BC%91",  # １
    "%D9%A1",  # the Arabic one
    "x" * 300,
    "%00",
    "%C2%A0",
    "-1",
    "..%2F1",
)

#: What stands for a name in the pattern of an address.
PLACEHOLDER = r"\{[^}]*(?:\{[^}]*\}[^}]*)*\}"
#: They change nothing but sessions.
SESSIONS = ("accounts.sessions", "accounts.switch")

each = pytest.mark.parametrize("post", PRIVATE, ids=lambda post: post.route)


@pytest.fixture(scope="module")
def site(templates: Templates) -> Iterator[PracticeSite]:
    with phased_site(templates) as site:
        yield site


@pytest.fixture(scope="module")
def committed(site: PracticeSite) -> Committed:
    return Committed(site.registry["tongban.engines"].write)


def first(post: Post) -> str:
    """Somebody who may."""
    return "owner1" if "*" in post.who else post.who[0]


def filled(post: Post, client: TestApp, path: str, site: PracticeSite) -> Controls:
    """A form that works."""
    answers = post.filled(site)
    page = post.page(site) if post.page else path
    if post.marker is None:
        return [(CSRF, token_of(client)), *answers.items()]
    return fill(form_of(client, page, post.marker), answers)


def send(client: TestApp, path: str, controls: Controls) -> TestResponse:
    return client.post(path, controls, status="*")


def routes(site: PracticeSite) -> dict[str, Any]:
    """All routes that take a POST, with their patterns."""
    introspector = site.registry.introspector
    patterns = {
        entry["introspectable"]["name"]: entry["introspectable"]["pattern"]
        for entry in introspector.get_category("routes")
    }
    views = [entry["introspectable"] for entry in introspector.get_category("views")]
    takes = {
        view["route_name"]
        for view in views
        if view["route_name"] and (view["request_methods"] is None or "POST" in view["request_methods"])
    }
    return {name: patterns[name] for name in takes if not name.startswith(("__", "api."))}


def test_every_address_that_takes_forms_is_tried(site: PracticeSite) -> None:
    assert {post.route for post in POSTS} == set(routes(site))


@each
def test_a_form_works_only_with_its_token_and_only_for_those_named(
    post: Post, site: PracticeSite, committed: Committed
) -> None:
    """One form, which works in the end, sent by everybody in turn; the right one sends it last."""
    path, right = post.path(site), site.client(first(post))
    controls = filled(post, right, path, site)
    visitor = site.visitor()
    with committed.only():
        assert send(right, path, as_sent_by(controls, None)).status_int == 400
        assert send(right, path, as_sent_by(controls, token_of(visitor))).status_int == 400
        assert send(visitor, path, controls).status_int in (400, 403)
        answer = send(visitor, path, as_sent_by(controls, token_of(visitor)))
        assert answer.status_int in (403, 404), answer.status
        for login in sorted(site.people):
            if not post.may(login):
                answer = send(site.client(login), path, as_sent_by(controls, site.token(login)))
                refused = answer.status_int in (403, 404)
                assert refused or post.leads_elsewhere(login, answer.location), (login, answer.status)
    with committed.listed() as tables:
        answer = send(right, path, controls)
    assert answer.status_int in (200, 303), answer.status
    assert set(tables) - ALWAYS or post.route in SESSIONS, "nothing came of it"
    if answer.status_int == 303 and post.marker is not None:
        with committed.only():
            assert send(right, path, controls).location == answer.location  # a double click
    _sent_anew(post, right, path, controls, committed)


def _sent_anew(post: Post, right: TestApp, path: str, controls: Controls, committed: Committed) -> None:
    """A form that was opened before and is sent after the first one meets what that one made."""
    renewed = [(name, "0" * 32 if name == "form_key" else value) for name, value in controls]
    with committed.listed() as tables:
        answer = send(right, path, renewed)
    assert answer.status_int < 500, answer.status
    if post.again != "anew":
        assert set(tables) <= ALWAYS, f"done twice: {sorted(set(tables))}"
        assert (answer.status_int >= 400) is (post.again == "refused"), answer.status


@pytest.mark.parametrize("nothing", NOTHINGS)
def test_about_what_does_not_exist(nothing: str, site: PracticeSite, committed: Committed) -> None:
    patterns = routes(site)
    with committed.only():
        for post in (post for post in PRIVATE if "{" in patterns[post.route]):
            path = re.sub(PLACEHOLDER, nothing, patterns[post.route])
            for login in (first(post), "admin"):
                answer = send(site.client(login), path, [(CSRF, site.token(login)), *CONTROLS])
                assert answer.status_int in (400, 403, 404), (login, path, answer.status)


@pytest.mark.parametrize("nothing", NOTHINGS)
def test_pages_of_what_does_not_exist(nothing: str, site: PracticeSite, committed: Committed) -> None:
    """Every page with a name in its address, for visitors, a buyer, a firm and the administrator."""
    clients = [site.visitor(), *(site.client(login) for login in ("owner1", "firm1", "admin"))]
    routes = [entry["introspectable"] for entry in site.registry.introspector.get_category("routes")]
    patterns = [route["pattern"] for route in routes if not route["name"].startswith("api.")]
    with committed.only():
        for pattern in (pattern for pattern in patterns if "{" in pattern):
            path = re.sub(PLACEHOLDER, nothing, pattern)
            for client in clients:
                answer = client.get(path, status="*")
                assert answer.status_int < 500, (path, answer.status)
                assert answer.status_int in (303, 400, 403, 404), (path, answer.status)


#: Enough to look like any form.
CONTROLS = [
    ("__formid__", "form"),
    ("__confirmed__", "1"),
    ("decision", "publish"),
    ("reason", "x"),
    ("confirm", "true"),
]


@pytest.mark.parametrize("post", PUBLIC, ids=lambda post: post.route)
def test_what_visitors_may_send_needs_the_token_too(
    post: Post, site: PracticeSite, committed: Committed
) -> None:
    path, visitor = post.path(site), site.visitor()
    controls = filled(post, visitor, path, site)
    with committed.only():
        assert send(visitor, path, as_sent_by(controls, None)).status_int == 400
        assert send(site.visitor(), path, controls).status_int == 400
    assert send(visitor, path, controls).status_int in (200, 303)


def test_addresses_that_only_show_take_no_forms(site: PracticeSite, committed: Committed) -> None:
    """Whatever is not listed as taking forms answers a POST with a refusal and changes nothing."""
    introspector, takes = site.registry.introspector, routes(site)
    with committed.only():
        for entry in introspector.get_category("routes"):
            route = entry["introspectable"]
            if route["name"] in takes or route["name"].startswith(("__", "api.")):
                continue
            path = re.sub(PLACEHOLDER, "1", route["pattern"])
            for login in ("admin", "owner1"):
                answer = send(site.client(login), path, [(CSRF, site.token(login))])
                assert answer.status_int in (403, 404, 405), (route["name"], answer.status)
