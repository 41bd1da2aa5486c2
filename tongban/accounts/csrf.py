"""Form tokens bound to the session's cookie and to the organisation acted for.

Another session, the one before signing in, and the same one after switching organisations have other tokens,
so that a form left open in another tab is never sent for somebody else.
"""

import hmac
import secrets
from urllib.parse import urlsplit

from pyramid.interfaces import ICSRFStoragePolicy
from pyramid.request import Request
from pyramid.response import Response
from zope.interface import implementer

from tongban.accounts.secret import mac
from tongban.accounts.sessions import COOKIE

#: Names a browser that has not signed in.
VISITOR_COOKIE = "tongban_visitor"


@implementer(ICSRFStoragePolicy)
class CookieBoundTokens:
    """A token is the keyed digest of the session's cookie; nothing is stored for visitors."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def new_csrf_token(self, request: Request) -> str:
        """The token follows the cookie, so a new one comes with a new cookie."""
        return self.get_csrf_token(request)

    def get_csrf_token(self, request: Request) -> str:
        """The token of this browser; a visitor without a cookie is given one with the answer."""
        return mac(self._secret, "csrf", _browser(request))

    def check_csrf_token(self, request: Request, supplied_token: str) -> bool:
        """Whether a form's token belongs to this browser."""
        expected = self.get_csrf_token(request)
        return hmac.compare_digest(expected.encode(), supplied_token.encode("utf-8", "replace"))


def _browser(request: Request) -> str:
    if request.live_session is not None:
        return _signed_in(request.cookies[COOKIE], request.actor.org_id)
    token = request.cookies.get(VISITOR_COOKIE) or getattr(request, "new_visitor_token", None)
    if not token:
        token = request.new_visitor_token = secrets.token_urlsafe(24)
        request.add_response_callback(_give_visitor_cookie)
    return f"visitor\0{token}"


def _signed_in(session_token: str, org_id: int | None) -> str:
    return f"session\0{session_token}\0{org_id or ''}"


def token_of_session(secret: bytes, session_token: str, org_id: int | None) -> str:
    """The token that forms will have once the browser has got this session's cookie."""
    return mac(secret, "csrf", _signed_in(session_token, org_id))


def _give_visitor_cookie(request: Request, response: Response) -> None:
    set_cookie(request, response, VISITOR_COOKIE, request.new_visitor_token)


def set_cookie(
    request: Request, response: Response, name: str, value: str, max_age: int | None = None
) -> None:
    """Set a cookie of ours: out of reach of scripts and of other sites."""
    secure = urlsplit(request.site.public_url).scheme == "https"
    response.set_cookie(name, value, max_age=max_age, path="/", httponly=True, samesite="Lax", secure=secure)
