"""A message for the next page, in a short-lived signed cookie: reading a page writes nothing."""

import base64
import hmac
import json
from dataclasses import dataclass

from pyramid.request import Request
from pyramid.response import Response

from tongban.accounts.csrf import set_cookie
from tongban.accounts.secret import mac

COOKIE = "tongban_flash"
#: Seconds a message waits for its page.
MAX_AGE_S = 120


@dataclass(frozen=True)
class Flash:
    """What happened, and its tone (done, wait, late)."""

    text: str
    tone: str = "done"


def flash(request: Request, text: str, tone: str = "done") -> None:
    """Show a message on the next page this person opens."""
    request.pending_flashes.append(Flash(text, tone))
    if len(request.pending_flashes) == 1:
        request.add_response_callback(_store)


def pop_flashes(request: Request) -> list[Flash]:
    """The messages for this page; they are shown once."""
    raw = request.cookies.get(COOKIE)
    if not raw:
        return []
    request.add_response_callback(lambda _request, response: response.delete_cookie(COOKIE, path="/"))
    body, _, signature = raw.partition(".")
    if not hmac.compare_digest(mac(request.registry["tongban.secret"], "flash", body), signature):
        return []
    return [Flash(*item) for item in json.loads(base64.urlsafe_b64decode(body))]


def _store(request: Request, response: Response) -> None:
    items = [[f.text[:300], f.tone] for f in request.pending_flashes]
    body = base64.urlsafe_b64encode(json.dumps(items).encode()).decode()
    signature = mac(request.registry["tongban.secret"], "flash", body)
    set_cookie(request, response, COOKIE, f"{body}.{signature}", MAX_AGE_S)
