"""Access: every permission stands in the table, the unknown is denied, every view is closed by default."""

from dataclasses import dataclass
from typing import ClassVar

import pytest
from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPForbidden
from pyramid.testing import DummyRequest

from tongban.security import SYSTEM, Actor, Grant, Permission, Role
from tongban.security.actor import ANONYMOUS
from tongban.security.policy import NOBODY, TablePolicy
from tongban.security.table import TABLE, permits

CHAIN = {"000000": (), "430000": ("000000",), "430500": ("000000", "430000")}


def _ancestors(code: str) -> tuple[str, ...]:
    return (*CHAIN.get(code, ("000000",)), code)


def someone(role: Role, region: str = "430000", *, user_id: int = 7, org_id: int = 1) -> Actor:
    return Actor(user_id, org_id, grants=frozenset({Grant(role, region)}), ancestors=_ancestors)


@dataclass
class Thing:
    thing_kind: ClassVar[str] = "thing"
    region: str = "430500"
    owner_org_id: int = 1
    org_id: int = 1
    user_id: int = 7


@pytest.mark.parametrize("permission", list(Permission))
def test_every_permission_stands_in_the_table(permission):
    assert TABLE[permission]
    assert all(alternative for alternative in TABLE[permission])


@pytest.mark.parametrize("permission", sorted(set(Permission) - {Permission.PUBLIC}))
def test_a_visitor_may_nothing_but_read_public_pages(permission):
    assert not permits(ANONYMOUS, permission)
    assert not permits(ANONYMOUS, permission, Thing())


def test_an_observer_holds_nothing_beyond_what_everybody_signed_in_has():
    observer = someone(Role.OBSERVER)
    held = {p for p in Permission if permits(observer, p, Thing())}
    assert held == {Permission.ACCOUNT_OWN, Permission.DESK, Permission.NOTICES_OWN, Permission.PUBLIC}


def test_a_permission_that_nobody_listed_is_denied():
    request = DummyRequest(actor=SYSTEM)
    assert not TablePolicy().permits(request, None, "market:everything:do")
    assert not TablePolicy().permits(request, None, NOBODY)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("permission", list(Permission))
def test_nobody_acts_for_somebody_elses_organisation_person_or_region(role, permission):
    """Whatever a role permits with regard to one's own things ends where another's begin."""
    stranger = Thing(region="440000", owner_org_id=2, org_id=2, user_id=8)
    everywhere = {Permission.PUBLIC, Permission.DESK}
    platform = {P for P in Permission if role is Role.PLATFORM_ADMIN and permits(someone(role), P)}
    unbound = {Permission.MARKET_NEED_CREATE}
    if permission not in everywhere | platform | unbound:
        assert not permits(someone(role), permission, stranger)


@pytest.mark.parametrize(
    ("granted", "reaches"),
    [("000000", True), ("430000", True), ("430500", True), ("440000", False)],
)
def test_a_grant_reaches_its_region_and_everything_below(granted, reaches):
    operator = someone(Role.MARKET_OPERATOR, granted)
    assert permits(operator, Permission.MARKET_NEED_CHECK, Thing()) is reaches


def test_a_view_without_a_permission_is_closed_to_everybody():
    config = Configurator()
    config.set_security_policy(TablePolicy())
    config.set_default_permission(NOBODY)
    config.add_request_method(lambda _r: SYSTEM, "actor", reify=True)
    config.add_request_method(lambda _r: None, "live_session", reify=True)
    config.add_route("forgotten", "/forgotten")
    config.add_view(lambda _r: {}, route_name="forgotten", renderer="json")
    from webtest import TestApp

    assert TestApp(config.make_wsgi_app()).get("/forgotten", status=403)
    assert HTTPForbidden.code == 403
