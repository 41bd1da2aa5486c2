"""The look a browser chose: standard, or large type with high contrast (适老化).

It is kept in a cookie, which a plain link sets.
"""

from typing import Literal
from urllib.parse import urlsplit

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED

Look = Literal["standard", "large"]
COOKIE = "look"
ROUTE = "web.look"
_YEAR = 365 * 24 * 3600


def current_look(request: Request) -> Look:
    """The look this browser asked for; standard for anything unknown."""
    return "large" if request.cookies.get(COOKIE) == "large" else "standard"


def local_path(target: str | None) -> str:
    """A path of this site to go back to; the start page for anything that could lead elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return "/"
    if any(char < " " or char in "\\\x7f" for char in target):
        return "/"
    parts = urlsplit(target)
    return "/" if parts.scheme or parts.netloc else target


def choose_look(request: Request) -> Response:
    """Remember a look for a year and go back to where the link stood."""
    look = request.matchdict["look"]
    if look not in ("standard", "large"):
        raise HTTPNotFound
    response = HTTPSeeOther(location=local_path(request.GET.get("came_from")))
    response.set_cookie(
        COOKIE, look, max_age=_YEAR, httponly=True, samesite="Lax", secure=request.scheme == "https"
    )
    return response


def look_path(request: Request, look: Look, came_from: str) -> str:
    """The address that chooses a look and returns to a path of this site."""
    return str(request.route_path(ROUTE, look=look, _query={"came_from": came_from}))


def includeme(config: Configurator) -> None:
    """The route of the switch."""
    config.add_route(ROUTE, "/look/{look}")
    config.add_view(choose_look, route_name=ROUTE, request_method="GET", permission=NO_PERMISSION_REQUIRED)
