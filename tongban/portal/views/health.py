"""For machines: is the site alive, and how much waits. Nobody signs in for these, nothing private in them."""

import logging

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from tongban.outbox.models import JobRun
from tongban.portal.metrics import SiteCollector

log = logging.getLogger(__name__)


@view_config(route_name="portal.health", request_method="GET", permission=NO_PERMISSION_REQUIRED)
def health(request: Request) -> Response:
    """``ok`` when the database answers, else 503."""
    try:
        with request.registry["tongban.reads"]() as session:
            session.scalar(select(JobRun.name).limit(1))
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return _plain("database unreachable\n", 503)
    return _plain("ok\n", 200)


@view_config(route_name="portal.metrics", request_method="GET", permission=NO_PERMISSION_REQUIRED)
def metrics(request: Request) -> Response:
    """Gauges as Prometheus reads them, from the database, so that every process says the same."""
    collector = CollectorRegistry(auto_describe=False)
    collector.register(SiteCollector(request.registry))
    response = Response(body=generate_latest(collector))
    response.headers["Content-Type"] = CONTENT_TYPE_LATEST
    response.cache_control.no_store = True
    return response


def _plain(text: str, status: int) -> Response:
    response = Response(text, content_type="text/plain", charset="utf-8", status=status)
    response.cache_control.no_store = True
    return response
