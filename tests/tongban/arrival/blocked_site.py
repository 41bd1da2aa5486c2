"""A small site whose threads can all be blocked: ``blocked_site.py KIND URL PORT DATA``.

``POST /block`` keeps its thread until there is a file ``release`` in DATA, and writes a file that says that
it has one; ``POST /needs/N/entry`` settles its ticket.
"""

import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response

from tongban.arrival import tickets, waitress
from tongban.arrival.arrivals import arrivals_of
from tongban.arrival.asgi import Asgi, Holding

THREADS = 4
MAX_BODY = 1 << 20


def site(url: str, data: str, **settings: str) -> Any:
    """The WSGI application: the real wiring of database, clock, outbox and arrivals, with two views."""
    config = Configurator(settings={"sqlalchemy.url": url, "tongban.data_dir": data, **settings})
    config.registry["tongban.global_config"] = {}
    for package in ("tongban.db.session", "tongban.site", "tongban.outbox.wiring", "tongban.arrival"):
        config.include(package)
    config.add_ticketed_path(r"/needs/(?P<subject>[^/]+)/entry")
    config.add_route("entry", "/needs/{number}/entry")
    config.add_route("block", "/block")
    config.add_route("healthz", "/healthz")
    config.add_view(_entry, route_name="entry", request_method="POST")
    config.add_view(_block, route_name="block", request_method="POST")
    config.add_view(lambda request: Response("ok"), route_name="healthz")
    return config.make_wsgi_app()


def _entry(request: Request) -> Response:
    tickets.settle(request.db, request.received.ticket.id, "entry", at=request.now)
    return Response(json_body={"received_at": request.received_at.isoformat(), "size": len(request.body)})


def _block(request: Request) -> Response:
    data = Path(os.environ["DATA"])
    (data / f"blocked-{threading.get_ident()}").touch()
    while not (data / "release").exists():
        time.sleep(0.02)
    return Response("released")


def application() -> Asgi:
    """What granian's worker runs."""
    return Holding(site(os.environ["URL"], os.environ["DATA"]), threads=THREADS, max_body=MAX_BODY)


def main(kind: str, url: str, port: str, data: str) -> None:
    """Serve until SIGTERM."""
    os.environ.update(URL=url, DATA=data)
    if kind == "waitress":
        app = site(url, data)
        options = {"listen": f"127.0.0.1:{port}", "threads": str(THREADS)}
        waitress.serve(app, arrivals_of(app), max_request_body_size=str(MAX_BODY), **options)
    else:
        target = "tests.tongban.arrival.blocked_site:application"
        Granian(
            target, factory=True, interface=Interfaces.ASGI, address="127.0.0.1", port=int(port), workers=1
        ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
