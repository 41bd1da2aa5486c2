"""Between server and application: every request knows when it was received, and its ticket gets settled."""

from collections.abc import Callable, Iterator
from typing import Any

from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response
from pyramid_retry import is_error_retryable

from tongban.arrival.arrivals import Arrivals
from tongban.arrival.moment import HEADER_ENVIRON
from tongban.arrival.tickets import UNCHANGED

#: How long a request waits for its ticket; as long as a SQLite writer waits for another one.
TICKET_WAIT_S = 30.0

Handler = Callable[[Request], Response]

_PAGE = """<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>请稍后再提交</title>
<h1>请稍后再提交</h1><p>系统暂时无法登记您的提交，这次提交没有生效。请返回上一页，稍等片刻再提交；所填内容仍在页面上。</p></html>
"""


def tween_factory(handler: Handler, registry: Registry) -> Handler:
    """The outermost tween: outside the transaction, inside the retries."""
    arrivals: Arrivals = registry["tongban.arrivals"]

    def tween(request: Request) -> Response:
        received = request.received
        request.environ.pop(HEADER_ENVIRON, None)
        if received.ticket is None:
            return handler(request)
        if not received.ticket.wait(TICKET_WAIT_S):
            arrivals.finish(received.ticket, f"{UNCHANGED} 503")
            return _try_later(request)
        try:
            response = handler(request)
        except Exception as error:
            # A request that is tried again keeps its ticket open for the next attempt.
            if not is_error_retryable(request, error):
                arrivals.finish(received.ticket, f"{UNCHANGED} 500")
            raise
        squashed = getattr(request, "exception", None)
        if squashed is None or not is_error_retryable(request, squashed):
            arrivals.finish(received.ticket, f"{UNCHANGED} {response.status_int}")
        return response

    return tween


def received(request: Request) -> Any:
    """``request.received``: the moment and the ticket, noted now if the server did not."""

    def body() -> Iterator[bytes]:
        request.make_body_seekable()
        yield request.body

    arrivals: Arrivals = request.registry["tongban.arrivals"]
    return arrivals.receive(request.environ, body)


def received_at(request: Request) -> Any:
    """``request.received_at``: the moment of receipt by the site's clock; it alone decides "in time"."""
    return request.registry["tongban.arrivals"].site_time(request.received)


def _try_later(request: Request) -> Response:
    if request.path_info.startswith("/api/"):
        problem = {"code": "arrival.not_recorded", "title": "请稍后再提交", "status": 503}
        response = Response(json_body=problem, status=503, content_type="application/problem+json")
    else:
        response = Response(_PAGE, status=503, content_type="text/html", charset="utf-8")
    response.retry_after = 5
    return response
