"""What every answer tells the browser: load nothing that is not ours, keep nothing that is private."""

import logging

from pyramid.events import NewResponse
from pyramid.request import Request

log = logging.getLogger(__name__)

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # Bootstrap's style sheet draws its marks from data: images
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

FIXED = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def add_headers(event: NewResponse) -> None:
    """Set the headers a view has not set itself (one page may need a stricter policy, none a laxer one)."""
    headers = event.response.headers
    for name, value in FIXED.items():
        headers.setdefault(name, value)
    if "Cache-Control" not in headers and _is_personal(event.request):
        headers["Cache-Control"] = "no-store"


def _is_personal(request: Request) -> bool:
    try:
        actor = getattr(request, "actor", None)
        return actor is not None and not actor.is_anonymous
    except Exception:
        # The database is gone or the transaction over: who asked is unknown, so nothing may be kept.
        log.debug("nobody knows who asked", exc_info=True)
        return True
