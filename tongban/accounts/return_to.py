"""Where someone goes after signing in: only to places of this site."""

from urllib.parse import quote

from pyramid.request import Request

from tongban.web.look import local_path
from tongban.web.nav import has_route

#: Characters an address may hold as they are; everything else is escaped before it stands in a header.
_SAFE = "/?#[]@!$&'()*+,;=%:~-._"
_LONGEST = 2000


def local_target(target: object) -> str:
    """A path of this site with its query, safe in a header; empty for anything that could lead elsewhere."""
    if not isinstance(target, str) or not target or len(target) > _LONGEST:
        return ""
    path = local_path(target)
    if path == "/" and target != "/":
        return ""
    return quote(path, safe=_SAFE, errors="replace")


def asked_target(request: Request) -> str:
    """Where the address of this page says to go afterwards (``next`` or ``came_from``); empty if nowhere."""
    return local_target(request.GET.get("next")) or local_target(request.GET.get("came_from"))


def start_page(request: Request) -> str:
    """Where someone signed in begins: the desk, where the site has one."""
    return str(request.route_path("desk")) if has_route(request, "desk") else "/"


def after_sign_in(request: Request) -> str:
    """Where to go after signing in; never back to a page about signing in or out."""
    target = asked_target(request)
    return start_page(request) if not target or target.startswith(("/sign-in", "/sign-out")) else target
