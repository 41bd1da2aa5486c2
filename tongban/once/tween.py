"""Between transaction and view: a form that was acted on leads where it led before, and acts no more."""

from collections.abc import Callable

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response

from tongban.once.key import act_key
from tongban.once.memory import Once

_REDIRECTS = frozenset({302, 303})

Handler = Callable[[Request], Response]


def tween_factory(handler: Handler, _registry: Registry) -> Handler:
    """Only answers that lead on are remembered: a form that was refused may be sent again."""

    def tween(request: Request) -> Response:
        key = act_key(request)
        if key is None:
            return handler(request)
        once = Once(request, key)
        location = once.location()
        if location is not None:
            return HTTPSeeOther(location)
        response = handler(request)
        if response.status_int in _REDIRECTS and response.location:
            once.note(response.location)
        elif response.status_int >= 400 and (location := once.location()) is not None:
            # Its twin got through while this one waited for a lock: both lead to what came of it.
            response = HTTPSeeOther(location)
            response.headers["X-Tm"] = "abort"
        return response

    return tween
