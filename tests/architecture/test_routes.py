"""Pages: their names, who may see them, how they answer; read off the configured application."""

import re
from typing import Any

from pyramid.interfaces import ISecurityPolicy
from pyramid.registry import Registry
from pyramid.security import NO_PERMISSION_REQUIRED

from tongban.security import Permission
from tongban.security.policy import TablePolicy

#: Machines ask these, or they only set a cookie of the browser's own; nothing private stands in them.
OPEN = {"portal.health", "portal.metrics", "web.look"}
#: Pages that lead everywhere and belong to no feature.
FRAMES = {"desk", "supervision"}


def routes(registry: Registry) -> dict[str, str]:
    """Names and patterns of our own routes, without those of static files."""
    found = [entry["introspectable"] for entry in registry.introspector.get_category("routes")]
    return {route["name"]: route["pattern"] for route in found if not route["name"].startswith("__")}


def views(registry: Registry) -> list[tuple[Any, list[str]]]:
    """Views of our own routes, each with its permissions."""
    found = []
    for entry in registry.introspector.get_category("views"):
        view = entry["introspectable"]
        if view["route_name"] and not view["route_name"].startswith("__"):
            granted = [r["value"] for r in entry["related"] if r.category_name == "permissions"]
            found.append((view, granted))
    return found


def test_every_view_asks_for_one_permission_of_the_table(registry: Registry) -> None:
    for view, permissions in views(registry):
        wanted = [NO_PERMISSION_REQUIRED] if view["route_name"] in OPEN else list(Permission)
        assert len(permissions) == 1, view["route_name"]
        assert permissions[0] in wanted, view["route_name"]


def test_a_view_without_a_permission_would_be_closed_to_everybody(registry: Registry) -> None:
    entry = registry.introspector.get("default permission", None)
    policy = registry.getUtility(ISecurityPolicy)
    assert isinstance(policy, TablePolicy)
    assert entry["value"] not in set(Permission)


def test_every_route_leads_to_a_view(registry: Registry) -> None:
    shown = {view["route_name"] for view, _ in views(registry)}
    assert set(routes(registry)) == shown


def test_routes_are_named_after_feature_and_page(registry: Registry) -> None:
    named = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")
    assert not [name for name in routes(registry) if not named.fullmatch(name) and name not in FRAMES]


def test_addresses_are_lower_case_words_without_a_slash_at_the_end(registry: Registry) -> None:
    plain = re.compile(r"/|(?:/(?:[a-z0-9]+(?:[-.][a-z0-9]+)*|\{[^{}]+(?:\{[^{}]*\})?\}))+")
    assert not [pattern for pattern in routes(registry).values() if not plain.fullmatch(pattern)]


def test_no_two_routes_share_an_address(registry: Registry) -> None:
    patterns = [re.sub(r"\{[^{}]+(?:\{[^{}]*\})?\}", "{}", pattern) for pattern in routes(registry).values()]
    assert len(patterns) == len(set(patterns))


def test_an_id_in_an_address_is_a_number_that_every_column_of_ids_holds(registry: Registry) -> None:
    """Digits of other scripts would be other addresses of the same thing."""
    patterned = [
        found
        for pattern in routes(registry).values()
        for found in re.findall(r"\{\w+:((?:[^{}]|\{[^{}]*\})+)\}", pattern)
    ]
    assert "[0-9]{1,18}" in patterned
    for pattern in patterned:
        for text in ("１", "١", "9" * 19, "9" * 30):
            assert not re.fullmatch(pattern, text), (pattern, text)


def test_every_form_is_checked_for_its_token(registry: Registry) -> None:
    """But for programs: there no cookie counts, so no other site can use one."""
    for view, _ in views(registry):
        for_programs = view["route_name"].startswith("api.")
        assert view["require_csrf"] in ((False,) if for_programs else (None, True)), view["route_name"]


def test_errors_of_the_domain_have_pages(registry: Registry) -> None:
    contexts = [e["introspectable"]["context"] for e in registry.introspector.get_category("views")]
    assert any(getattr(context, "__name__", "") == "DomainError" for context in contexts)
    assert Exception in contexts
