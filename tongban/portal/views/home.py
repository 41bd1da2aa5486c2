"""The start page: what this site is, and where to go."""

from dataclasses import dataclass
from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from tongban.portal.blocks import Entrance, EntranceLink, frames
from tongban.rules.words import local_text
from tongban.security import Permission
from tongban.security.table import permits
from tongban.web.components import Link
from tongban.web.nav import has_route


@dataclass(frozen=True)
class Way:
    """An entrance as this visitor sees it."""

    title: str
    text: str
    links: tuple[Link, ...]


@view_config(
    route_name="portal.home",
    request_method="GET",
    permission=Permission.PUBLIC,
    renderer="tongban:portal/templates/home.jinja2",
)
def home(request: Request) -> dict[str, Any]:
    """The portal, from what packages registered."""
    parts = frames(request.registry)
    blocks = [block.load(request) for block in parts.portal]
    ways = [_way(request, entrance) for _order, entrance in parts.entrances]
    return {
        "ways": [way for way in ways if way.links],
        "figures": [figure for block in parts.figures for figure in block.load(request)],  # type: ignore[attr-defined]
        "blocks": [block for block in blocks if block],
        "hint": local_text(request.rules_of(request.site.region), "portal.hint"),
    }


def _way(request: Request, entrance: Entrance) -> Way:
    links = tuple(
        Link(link.label, request.route_path(link.route_name, _query=link.query))
        for link in entrance.links
        if _open(request, link)
    )
    return Way(entrance.title, entrance.text, links)


def _open(request: Request, link: EntranceLink) -> bool:
    # A visitor who has not signed in is shown what becomes possible then: the link leads past the sign-in.
    allowed = link.permission is None or request.actor.is_anonymous or permits(request.actor, link.permission)
    return allowed and has_route(request, link.route_name)
