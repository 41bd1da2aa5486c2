"""The page for a form that can no longer be accepted: the session ended, or another tab signed in as
someone else.

Nothing typed is lost: it is shown to copy, and may be sent again by whoever is signed in now. A post from
another site gets neither, since it would put words into the person's mouth.
"""

import re
from typing import Any
from urllib.parse import urlencode, urlsplit

from pyramid.request import Request

from tongban.web.page import PageContext

#: What is never shown nor sent again: secrets, and what belongs to the old form only.
_SECRET = re.compile(r"password|passwd|nonce|token|secret|^_charset_$", re.IGNORECASE)
_MACHINE = re.compile(r"[0-9a-f]{32,}|[A-Za-z0-9_-]{40,}")
_LIMIT = 400


def expired_values(request: Request) -> dict[str, Any]:
    """Values for the template: ``typed`` to copy, ``again`` to send, ``sign_in`` if nobody is signed in."""
    own = is_from_this_site(request)
    controls = typed_controls(request)
    frame = PageContext(request)
    sign_in = frame.place("sign_in") if frame.actor.is_anonymous else ""
    return {
        "typed": words_of(controls),
        "again": [] if frame.actor.is_anonymous else controls,
        "action": request.path_qs,
        "had_files": own and any(getattr(value, "filename", None) for value in request.POST.values()),
        "sign_in": f"{sign_in}?{urlencode({'came_from': request.path_qs})}" if sign_in else "",
    }


def typed_controls(request: Request) -> list[tuple[str, str]]:
    """What the form says, without secrets and files; nothing if it came from elsewhere or is too much."""
    if not is_from_this_site(request):
        return []
    found = [
        (name, value)
        for name, value in request.POST.items()
        if isinstance(value, str) and not _SECRET.search(name)
    ]
    return found if len(found) <= _LIMIT else []


def words_of(controls: list[tuple[str, str]]) -> list[str]:
    """Those values that a person typed, in the order of the form."""
    return [value for name, value in controls if _is_words(name, value)]


def _is_words(name: str, value: str) -> bool:
    # A button that was pressed sends its own name.
    spoken = bool(value.strip()) and value != name
    return spoken and not name.startswith("__") and not _MACHINE.fullmatch(value)


def is_from_this_site(request: Request) -> bool:
    """Whether the browser itself says that the form stood on this site."""
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    parts = urlsplit(source)
    return bool(parts.netloc) and parts.netloc == request.host
