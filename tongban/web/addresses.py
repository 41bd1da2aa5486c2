"""Parts of addresses: ids, and what can name nothing."""

from collections.abc import Callable

from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response
from pyramid.tweens import EXCVIEW

from tongban.errors import NotFound

#: The id of a row in a route: ASCII digits, and no more of them than every column of ids holds.
ID = "{id:[0-9]{1,18}}"

Handler = Callable[[Request], Response]


def tween_factory(handler: Handler, _registry: Registry) -> Handler:
    """A path with a NUL: no text column holds one, and PostgreSQL will not even be asked for it."""

    def tween(request: Request) -> Response:
        if "\0" in request.path_info:
            raise NotFound
        return handler(request)

    return tween


def includeme(config: Configurator) -> None:
    """Inside the tween that turns errors into pages."""
    config.add_tween("tongban.web.addresses.tween_factory", under=EXCVIEW)
