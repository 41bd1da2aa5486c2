"""A small site around the web shell alone: no database, a fixed clock, a person of the test's choice."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from pyramid.config import Configurator
from pyramid.csrf import CookieCSRFStoragePolicy
from pyramid.request import Request
from pyramid.router import Router

from tests.tongban.web import failing, forms_site, sample
from tongban.security import Actor, Permission

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
SITE = SimpleNamespace(name="邵东市中介服务与代办", complaint_phone="0739-0000000", practice=True)
ANNA = Actor(user_id=7, org_id=1, label="林晓舟", org_label="示范建设投资有限公司")
MEMBERSHIPS = [
    SimpleNamespace(org_id=1, org=SimpleNamespace(name="示范建设投资有限公司")),
    SimpleNamespace(org_id=2, org=SimpleNamespace(name="示范园区开发有限公司")),
]


@dataclass
class Stage:
    """What the test decides about the next request."""

    actor: Actor = field(default_factory=Actor)
    memberships: list[Any] = field(default_factory=list)
    flashes: list[Any] = field(default_factory=list)
    stash: Any = None
    sent: list[Any] = field(default_factory=list)
    broken: bool = False

    def who(self) -> Actor:
        """The person, unless the database is gone."""
        if self.broken:
            raise RuntimeError("the database is gone")
        return self.actor


def _ok(request: Request) -> dict[str, Any]:
    return {}


def make_shell(stage: Stage, *, site: Any = SITE) -> Router:
    """The site, with every place of the frame and a menu."""
    config = Configurator(settings={})
    config.set_csrf_storage_policy(CookieCSRFStoragePolicy())
    config.set_default_csrf_options(require_csrf=True)
    config.add_request_method(lambda _r: site, "site", reify=True)
    config.add_request_method(lambda _r: NOW, "now", reify=True)
    config.add_request_method(lambda _r: stage.who(), "actor", reify=True)
    config.add_request_method(lambda _r: stage.memberships, "memberships", reify=True)
    config.add_request_method(lambda _r: "湖南省邵阳市邵东市", "region_name", reify=True)
    config.add_request_method(lambda _r: stage.flashes, "pop_flashes")
    config.add_request_method(lambda _r: stage, "stage", reify=True)
    config.include("tongban.web")
    for name, path in (
        ("portal.home", "/"),
        ("search.page", "/search"),
        ("accounts.sign_in", "/sign-in"),
        ("accounts.sign_out", "/sign-out"),
        ("accounts.switch", "/switch"),
        ("accounts.enrol", "/enrol"),
        ("accounts.own", "/account"),
        ("notices.list", "/notices"),
        ("plugins.page", "/plugins"),
        ("verify.page", "/verify"),
        ("practice.clock", "/practice/clock"),
        ("needs.list", "/needs"),
        ("awards.list", "/awards"),
        ("intermediaries.list", "/intermediaries"),
        ("guides.list", "/guides"),
        ("desk", "/desk"),
    ):
        config.add_route(name, path)
        config.add_view(_ok, route_name=name, renderer="json")
    config.add_nav_item("需求公告", "needs.list", order=10)
    config.add_nav_item("中选公告", "awards.list", order=20)
    config.add_nav_item("中介机构", "intermediaries.list", order=30)
    config.add_nav_item("办事指南", "guides.list", order=40)
    config.add_nav_item("我的工作台", "desk", permission=Permission.DESK, order=90)
    config.add_nav_item("还没有的页面", "missing.page", order=95)
    config.include(sample)
    config.include(forms_site)
    config.include(failing)
    return config.make_wsgi_app()
