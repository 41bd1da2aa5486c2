"""The site's menu and the places the page frame links to; features fill both from their ``includeme``.

A menu entry shows only to those who may use it, and a place only when some feature has registered its route:
nothing in the frame leads nowhere.
"""

from dataclasses import dataclass

from pyramid.config import Configurator
from pyramid.interfaces import IRoutesMapper
from pyramid.request import Request

from tongban.security import Actor, Permission
from tongban.security.table import permits

_NAV, _PLACES = "tongban.web.nav", "tongban.web.places"

#: Places of the frame and the route each has unless a feature names another.
PLACES: dict[str, str] = {
    "home": "portal.home",
    "search": "search.page",
    "sign_in": "accounts.sign_in",
    "sign_out": "accounts.sign_out",
    "switch": "accounts.switch",
    "enrol": "accounts.enrol",
    "account": "accounts.own",
    "notices": "notices.list",
    "practice_clock": "practice.clock",
    "rules": "plugins.page",
    "verify": "verify.page",
    "keys": "receipts.keys",
    "help": "help.page",
}


@dataclass(frozen=True)
class NavItem:
    """An entry of the menu."""

    title: str
    route_name: str
    permission: Permission | None = None
    order: int = 50


@dataclass(frozen=True)
class NavLink:
    """An entry as the page shows it to this visitor."""

    title: str
    href: str
    current: bool


def add_nav_item(
    config: Configurator, title: str, route_name: str, permission: Permission | None = None, order: int = 50
) -> None:
    """Directive: add a menu entry for a route without placeholders; lower ``order`` stands first."""

    def register() -> None:
        config.registry.setdefault(_NAV, []).append(NavItem(title, route_name, permission, order))

    config.action((_NAV, route_name), register)


def set_page_place(config: Configurator, place: str, route_name: str) -> None:
    """Directive: say which route a place of the frame leads to. Raises ValueError for an unknown place."""
    if place not in PLACES:
        raise ValueError(f"unknown place {place!r}, known are {sorted(PLACES)}")

    def register() -> None:
        config.registry.setdefault(_PLACES, {})[place] = route_name

    config.action((_PLACES, place), register)


def has_route(request: Request, route_name: str) -> bool:
    """Whether a route of this name exists."""
    mapper = request.registry.queryUtility(IRoutesMapper)
    return mapper is not None and mapper.get_route(route_name) is not None


def place_path(request: Request, place: str) -> str:
    """The path of a place of the frame, empty when no feature offers it."""
    name = request.registry.get(_PLACES, {}).get(place, PLACES[place])
    return str(request.route_path(name)) if has_route(request, name) else ""


def _may(actor: Actor, permission: Permission | None) -> bool:
    return permission is None or permits(actor, permission)


def nav_links(request: Request, actor: Actor) -> list[NavLink]:
    """The entries this visitor may use, in order; the one whose page is shown is marked."""
    items = sorted(request.registry.get(_NAV, []), key=lambda item: (item.order, item.title))
    usable = [
        (item.title, str(request.route_path(item.route_name)))
        for item in items
        if has_route(request, item.route_name) and _may(actor, item.permission)
    ]
    # The nearest entry alone is current: /needs/new is not also the list of needs.
    current = max((path for _, path in usable if _contains(path, request.path)), key=len, default="")
    return [NavLink(title, path, path == current) for title, path in usable]


def _contains(path: str, here: str) -> bool:
    return here == path or (path != "/" and here.startswith(path.rstrip("/") + "/"))
