"""Around the view: a form that was acted on leads where it led before, and acts no more."""

from collections.abc import Callable
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response

from tongban.once.key import act_key
from tongban.once.memory import Once

_REDIRECTS = frozenset({302, 303})

Handler = Callable[[Request], Response]
View = Callable[[Any, Request], Response]


def once_view(view: View, info: Any) -> View:
    """View deriver: between the checks of permission and form token, and the view.

    Only who might act now is told where the same form led. Nobody is recognised who has not signed in: a
    form to sign in or to sign up is judged anew each time.
    """
    if info.exception_only:
        return view

    def derived(context: Any, request: Request) -> Response:
        if request.method != "POST" or request.actor.is_anonymous:
            return view(context, request)
        key = act_key(request)
        if key is None:
            return view(context, request)
        once = Once(request, key)
        location = once.location()
        if location is not None:
            return HTTPSeeOther(location)
        request.once = once
        return view(context, request)

    return derived


def tween_factory(handler: Handler, _registry: Registry) -> Handler:
    """Only answers that lead on are remembered: a form that was refused may be sent again."""

    def tween(request: Request) -> Response:
        response = handler(request)
        once: Once | None = getattr(request, "once", None)
        if once is None:
            return response
        if response.status_int in _REDIRECTS and response.location:
            once.note(response.location)
        elif response.status_int >= 400 and (location := once.location()) is not None:
            # Its twin got through while this one waited for a lock: both lead to what came of it.
            response = HTTPSeeOther(location)
            response.headers["X-Tm"] = "abort"
        return response

    return tween
