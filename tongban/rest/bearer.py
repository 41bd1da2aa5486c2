"""Who a program acts for: the bearer token of its request, and nothing else; cookies do not count."""

import re

from pyramid.request import Request

from tongban.accounts.sessions import LiveSession
from tongban.tokens import service as tokens

_BEARER = re.compile(r"Bearer +([A-Za-z0-9._~+/=-]+) *", re.IGNORECASE)
#: Marks a request that named a token which opens nothing.
_REFUSED = "tongban.token_refused"


def bearer_session(request: Request) -> LiveSession | None:
    """The person of the request's token; its last use is noted after the answer."""
    header = request.environ.get("HTTP_AUTHORIZATION")
    if header is None:
        return None
    found = _BEARER.fullmatch(header)
    with request.registry["tongban.reads"]() as session:
        token = tokens.find(session, found[1], request.real_now) if found else None
        session.expunge_all()
    if token is None:
        request.environ[_REFUSED] = True
        return None
    writes = request.registry["tongban.sessions"]
    request.add_finished_callback(lambda r: tokens.touch(writes, token, r.real_now))
    return LiveSession(token.digest, token.user, token.org_id, token.last_used_at or token.created_at)


def token_refused(request: Request) -> bool:
    """Whether the request named a token that opens nothing: wrong, ended, or of nobody any more."""
    return request.live_session is None and bool(request.environ.get(_REFUSED))
