"""A form posted after its session ended, or after another tab became somebody else: nothing was done."""

from typing import Any

from pyramid.httpexceptions import HTTPForbidden
from pyramid.request import Request

from tongban.accounts.resume import unfinished_of
from tongban.web.errors import error_values

EXPIRED = "tongban:accounts/templates/expired.jinja2"


def expired_form(error: Exception, request: Request) -> dict[str, Any]:
    """The form's token is not this browser's any more."""
    return {**error_values(request, 400), "unfinished": unfinished_of(request)}


def expired_post(error: HTTPForbidden, request: Request) -> dict[str, Any]:
    """A form for people signed in, posted by nobody any more."""
    return {**error_values(request, 403), "unfinished": unfinished_of(request)}
