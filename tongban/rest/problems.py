"""Errors as problem details (RFC 9457): the one place where they become answers to programs."""

import json
import logging
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPClientError, HTTPForbidden, HTTPNotFound, HTTPServerError
from pyramid.request import Request
from pyramid.response import Response
from pyramid_retry import is_error_retryable

from tongban.errors import DomainError, InvalidField, StaleEdit
from tongban.rest.errors import BadToken, Fault, Invalid, NoToken, StillRunning, VersionOutdated
from tongban.rest.paths import PREFIX, is_api
from tongban.rest.reading import pointer_of
from tongban.web.errors import text_for

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
#: Stable codes of what the framework refuses by itself.
CODES = {400: "bad_request", 403: "not_allowed", 404: "not_found", 405: "method_not_allowed"}
_NOT_TOLD = {404: "没有这个地址，或者它不对您开放。", 405: "这个地址不支持这种请求方法，可用的见 Allow。"}


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    faults: Sequence[Fault] = (),
    more: Mapping[str, Any] | None = None,
) -> Response:
    """An answer that says what went wrong; ``more`` are further public facts."""
    body: dict[str, Any] = {
        "type": f"urn:tongban:problem:{code}",
        "title": text_for(status).title,
        "status": status,
        "code": code,
        "detail": detail,
        **(more or {}),
    }
    if faults:
        body["errors"] = [fault.to_json() for fault in faults]
    response = Response(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"), status=status)
    response.content_type = MEDIA_TYPE
    if status == 401:
        wrong = ' error="invalid_token"' if code == BadToken.code else ""
        response.headers["WWW-Authenticate"] = f'Bearer realm="tongban"{"," if wrong else ""}{wrong}'
    if code == StillRunning.code:
        response.headers["Retry-After"] = "1"
    return response


def of_domain_error(error: DomainError, request: Request) -> Response:
    """A refusal of the domain, with its stable code."""
    if isinstance(error, StaleEdit) and "If-Match" in request.headers:
        error = VersionOutdated()
    faults: Sequence[Fault] = ()
    if isinstance(error, Invalid):
        faults = error.faults
    elif isinstance(error, InvalidField):
        schema = request.environ.get("tongban.body_schema")
        faults = [Fault(pointer_of(schema, error.field), error.message)]
    return problem(error.status, error.code, error.message, faults=faults, more=_facts(error))


def of_http_error(error: HTTPClientError | HTTPServerError, _request: Request) -> Response:
    """Any other answer of the framework, by its status."""
    status = error.status_int
    return problem(status, CODES.get(status, "refused"), _NOT_TOLD.get(status, text_for(status).text))


def of_not_found(error: HTTPNotFound, request: Request) -> Response:
    """No such address, or none that takes this method, and then which ones it takes."""
    methods = methods_of(request)
    if not methods:
        return of_http_error(error, request)
    response = problem(405, CODES[405], _NOT_TOLD[405])
    response.allow = methods
    return response


def methods_of(request: Request) -> list[str]:
    """The methods that the address of a request takes; empty for an address of nothing."""
    route = getattr(request, "matched_route", None)
    if route is None:
        return []
    operations = request.registry["tongban.operations"]
    found = {one.method for one in operations if PREFIX + one.path == route.pattern}
    return sorted(found | ({"HEAD"} if "GET" in found else set()))


def of_forbidden(_error: HTTPForbidden, request: Request) -> Response:
    """Nobody named, or somebody who may not."""
    if request.actor.is_anonymous:
        return of_domain_error(BadToken() if "HTTP_AUTHORIZATION" in request.environ else NoToken(), request)
    return problem(403, CODES[403], "令牌所代表的人和单位没有办理这项操作的权限。")


def of_unreadable(_error: UnicodeDecodeError, _request: Request) -> Response:
    """An address or a parameter that is not UTF-8."""
    return problem(400, CODES[400], "网址或参数不是 UTF-8 编码。")


def of_crash(error: Exception, request: Request) -> Response:
    """Whatever nobody foresaw: the log gets everything, the program a number to name."""
    incident = secrets.token_hex(4).upper()
    if not is_error_retryable(request, error):
        log.error("incident %s: %s", incident, request.method, exc_info=error)
    return problem(500, "internal", text_for(500).text, more={"incident": incident})


def _facts(error: DomainError) -> dict[str, Any]:
    plain = {name: value for name, value in error.facts.items() if isinstance(value, str | int | list)}
    return {"facts": plain} if plain else {}


class ApiRequest:
    """View predicate: a request of a program."""

    def __init__(self, wanted: bool, _config: Configurator) -> None:
        self.wanted = wanted

    def text(self) -> str:
        """For the list of views."""
        return f"api_request = {self.wanted}"

    phash = text

    def __call__(self, _context: object, request: Request) -> bool:
        """Whether the request is a program's."""
        return is_api(request) is self.wanted


def includeme(config: Configurator) -> None:
    """One view per kind of error, for programs only."""
    config.add_view_predicate("api_request", ApiRequest)
    views = {
        DomainError: of_domain_error,
        HTTPClientError: of_http_error,
        HTTPServerError: of_http_error,
        UnicodeDecodeError: of_unreadable,
        Exception: of_crash,
    }
    for kind, view in views.items():
        config.add_exception_view(view, context=kind, api_request=True)
    config.add_notfound_view(of_not_found, api_request=True)
    config.add_forbidden_view(of_forbidden, api_request=True)
