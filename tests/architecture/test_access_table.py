"""Access: one table, deny by default, nothing in it that nobody asks for."""

import re
from pathlib import Path

from tongban.security import SYSTEM, Actor, Grant, Permission, Role
from tongban.security.actor import ANONYMOUS
from tongban.security.roles import ROLE_TITLES
from tongban.security.table import TABLE, permits

ROOT = Path(__file__).parents[2]


def test_every_permission_stands_in_the_table() -> None:
    assert set(TABLE) == set(Permission)


def test_permissions_are_named_scope_thing_action_and_stand_in_order() -> None:
    assert all(re.fullmatch(r"[a-z]+(?::[a-z_]+){2}", permission) for permission in Permission)
    assert [p.name for p in Permission] == sorted(p.name for p in Permission)


def test_every_permission_is_asked_for_somewhere() -> None:
    packages = ("tongban", "search_index", "market", "agency", "plugins")
    paths = [path for package in packages for path in (ROOT / package).rglob("*.py")]
    texts = [p.read_text(encoding="utf-8") for p in paths if p.name not in ("permissions.py", "table.py")]
    asked = {name for text in texts for name in re.findall(r"\b(?:Permission|P)\.([A-Z_]+)\b", text)}
    assert {permission.name for permission in Permission} <= asked


def test_a_visitor_may_do_nothing_but_look_at_public_pages() -> None:
    assert {p for p in Permission if permits(ANONYMOUS, p)} == {Permission.PUBLIC}


def test_who_holds_no_role_may_only_look_after_themselves() -> None:
    nobody = Actor(user_id=1, org_id=1)
    assert {p for p in Permission if permits(nobody, p)} == {
        Permission.ACCOUNT_OWN,
        Permission.DESK,
        Permission.NOTICES_OWN,
        Permission.PUBLIC,
    }


def test_the_platform_itself_does_not_act_for_anybody() -> None:
    """What is done for a buyer or a firm is done by one of their people, never by a timer."""
    private = {p for p in Permission if p.startswith("market:") and permits(SYSTEM, p)}
    assert private == {Permission.MARKET_ENROLMENT_SUSPEND}


def test_an_observer_only_observes() -> None:
    observer = Actor(user_id=1, org_id=1, grants=frozenset({Grant(Role.OBSERVER, "000000")}))
    assert {p for p in Permission if permits(observer, p)} == {
        p for p in Permission if permits(Actor(user_id=1, org_id=1), p)
    }


def test_every_role_has_a_title() -> None:
    assert set(ROLE_TITLES) == set(Role)
    assert len(set(ROLE_TITLES.values())) == len(Role)
