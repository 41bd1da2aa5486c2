"""The real application with one page more, which keeps a thread until it is let go.

``use = call:tests.proofs.busy_site:main`` in an ini file; the page counts itself in the folder ``busy`` of
the data folder and waits for the file ``let-go`` there.
"""

import os
import threading
import time
from pathlib import Path
from typing import Any

from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED

from tongban.app import configure

#: No thread is kept longer than this, in seconds.
LONGEST = 120


def main(global_config: dict[str, Any], **settings: Any) -> Any:
    """The WSGI application."""
    config = configure(global_config, **settings)
    config.add_route("busy", "/busy")
    config.add_view(_busy, route_name="busy", permission=NO_PERMISSION_REQUIRED)
    return config.make_wsgi_app()


def _busy(request: Request) -> Response:
    folder = Path(request.site.path("busy"))
    (folder / f"{os.getpid()}-{threading.get_ident()}").touch()
    longest = time.monotonic() + LONGEST
    while not (folder / "let-go").exists() and time.monotonic() < longest:
        time.sleep(0.02)
    return Response("free")
