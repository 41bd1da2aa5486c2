"""Running an operation: who asks, what was sent, was it sent before, and the answer as JSON."""

import json
from collections.abc import Callable
from typing import Any

from pyramid.request import Request
from pyramid.response import Response

from tongban import fields
from tongban.files.stash import stash_of
from tongban.rest.bearer import token_refused
from tongban.rest.body import JSON, read_json
from tongban.rest.errors import BadToken, NotAcceptable
from tongban.rest.etags import is_known, tag_of
from tongban.rest.models import ApiCall
from tongban.rest.operation import Call, Operation, Reply
from tongban.rest.paths import PREFIX
from tongban.rest.problems import MEDIA_TYPE
from tongban.rest.reading import query_of, values_of
from tongban.rest.repeat import Repeat, new_key, repeat_of
from tongban.rest.shapes import rendered

View = Callable[[Any, Request], Response]


def make_view(operation: Operation) -> View:
    """The view of an operation."""

    def view(_context: Any, request: Request) -> Response:
        if token_refused(request):
            raise BadToken
        _check_accept(operation, request)
        repeat = repeat_of(request) if operation.remembered else None
        if repeat is None:
            return _answer(operation, request, _run(operation, request, new_key()))
        known = repeat.answered()
        if known is None:
            repeat.begin()
            # Its twin may have got through between the question and the lock.
            known = repeat.answered()
        if known is None:
            return _first(operation, request, repeat)
        response = _said(known)
        response.headers["Idempotent-Replayed"] = "true"
        return response

    return view


def _first(operation: Operation, request: Request, repeat: Repeat) -> Response:
    answer = _noted(operation, _run(operation, request, repeat.act_key))
    repeat.note(answer)
    return _said(answer)


def _check_accept(operation: Operation, request: Request) -> None:
    offered = operation.answer if isinstance(operation.answer, str) else JSON
    if "Accept" in request.headers and not request.accept.acceptable_offers([offered, MEDIA_TYPE, JSON]):
        raise NotAcceptable(f"这项操作的答复是 {offered}，请在 Accept 里允许它。")


def _run(operation: Operation, request: Request, key: str) -> Reply:
    call = Call(request, key=key)
    if operation.query is not None:
        call.query = query_of(operation.query.bind(now=request.now), request.GET.items())
    if operation.method in ("POST", "PUT") and not operation.takes_file:
        raw = read_json(request)
        schema = operation.body(request, raw) if operation.body else fields.Schema()
        schema = schema.bind(now=request.now)
        request.environ["tongban.body_schema"] = schema
        call.values = values_of(schema, raw, stash_of(request).fetch)
    return operation.act(call)


def _noted(operation: Operation, reply: Reply) -> ApiCall:
    """What will be answered, in the form in which it can be kept."""
    body = _body(operation, reply)
    return ApiCall(
        status=reply.status,
        body=body,
        location=PREFIX + reply.location if reply.location else None,
        etag=tag_of(reply.version, (body or "").encode()) if reply.version is not None else None,
    )


def _body(operation: Operation, reply: Reply) -> str | None:
    if operation.answer is None or isinstance(operation.answer, str) or reply.body is None:
        return None
    return json.dumps(rendered(operation.answer, reply.body), ensure_ascii=False)


def _said(call: ApiCall) -> Response:
    if call.body is None:
        response = Response(status=204 if call.status == 200 else call.status)
        response.content_type = None
    else:
        response = Response(call.body.encode(), status=call.status, content_type=JSON, charset=None)
    # Whoever keeps a public answer must not give it to somebody with a token, nor the other way round.
    response.vary = ("Authorization", "Accept")
    if call.location:
        response.headers["Location"] = call.location
    if call.etag:
        response.headers["ETag"] = call.etag
    return response


def _answer(operation: Operation, request: Request, reply: Reply) -> Response:
    if isinstance(reply.body, Response):
        return reply.body
    response = _said(_noted(operation, reply))
    if reply.following:
        response.headers["Link"] = f'<{PREFIX}{reply.following}>; rel="next"'
    if request.method in ("GET", "HEAD"):
        tag = response.headers.setdefault("ETag", tag_of(0, response.body))
        if is_known(request, tag):
            unchanged = Response(status=304)
            unchanged.headers["ETag"] = tag
            return unchanged
    return response
