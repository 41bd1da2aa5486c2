"""The page. It is the same for everybody (only the look differs), so that a copy of it can be compared."""

import hashlib

from pyramid.renderers import render
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from tongban.receipts.book import published_keys
from tongban.receipts.wiring import KEY
from tongban.security import Actor, Permission
from tongban.verify.parts import bundle_of
from tongban.web.nav import nav_links

TEMPLATE = "tongban:verify/templates/page.jinja2"


@view_config(route_name="verify.page", request_method="GET", permission=Permission.PUBLIC)
def page(request: Request) -> Response:
    """Everything in one answer: script and style inside, allowed by their digests."""
    bundle = bundle_of(request.registry)
    context = {
        "bundle": bundle,
        # Of an anonymous visitor, whoever asks: nothing personal stands in a page that people pass on.
        "nav": nav_links(request, Actor()),
        # A saved copy knows them too; receipts signed with a former key stay valid.
        "keys": published_keys(request.db, request.registry[KEY]),
    }
    response = Response(render(TEMPLATE, context, request), charset="utf-8")
    response.headers["Content-Security-Policy"] = bundle.policy
    response.headers["Cache-Control"] = "no-cache"
    response.vary = ("Cookie",)
    response.etag = hashlib.sha256(response.body).hexdigest()[:32]
    response.conditional_response = True
    return response
