"""Views that fail in every way there is."""

from typing import Any, NoReturn

from pyramid.config import Configurator
from pyramid.httpexceptions import (
    HTTPForbidden,
    HTTPRequestEntityTooLarge,
    HTTPServiceUnavailable,
    HTTPTooManyRequests,
)
from pyramid.request import Request

from tongban.errors import DomainError, NotAllowed, NotFound, StaleEdit
from tongban.lifecycle import WrongState

ERRORS: dict[str, Any] = {
    "forbidden": HTTPForbidden,
    "not-allowed": NotAllowed,
    "not-found": lambda: NotFound("没有找到这条需求。"),
    "wrong-state": WrongState,
    "stale": StaleEdit,
    "refused": lambda: DomainError("报价已经密封，不能再改。"),
    "too-large": HTTPRequestEntityTooLarge,
    "too-many": HTTPTooManyRequests,
    "closed": HTTPServiceUnavailable,
    "fault": lambda: RuntimeError("the secret detail"),
}


def fail(request: Request) -> NoReturn:
    """Raise what the address names."""
    raise ERRORS[request.matchdict["kind"]]()


def includeme(config: Configurator) -> None:
    """One route."""
    config.add_route("fail", "/fail/{kind}")
    config.add_view(fail, route_name="fail")
