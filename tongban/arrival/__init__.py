"""The moment of receipt: when the server held a whole request, and the ticket that proves it.

That moment alone decides whether an entry is in time; no queue, thread or lock does.
``request.received_at`` is the moment by the site's clock, ``request.received`` also carries the ticket. A
feature whose requests need tickets registers ``config.add_ticketed_path(pattern)``; its service settles the
ticket with ``tickets.settle`` and its closing asks ``tickets.waiting_for``.
"""

import logging
from datetime import timedelta
from typing import Any

from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.settings import asbool
from pyramid.tweens import INGRESS

from tongban.arrival import tickets
from tongban.arrival.arrivals import Arrivals
from tongban.arrival.tween import received, received_at
from tongban.db.engine import make_engines
from tongban.db.session import hold_pool
from tongban.work import Work

__all__ = ["Arrivals", "includeme"]

log = logging.getLogger(__name__)


def add_ticketed_path(config: Configurator, pattern: str) -> None:
    """Configurator directive: POSTs to paths that match as a whole get a ticket when they arrive."""
    config.registry["tongban.arrivals"].paths.add(pattern)


def sweep(registry: Registry, work: Work) -> None:
    """Abandon tickets whose process is gone and forget old refusals."""
    offset = registry["tongban.clock"].offset()
    for ticket in tickets.abandon_stale(work.session, work.now, offset=offset):
        log.error(
            "a request received at %s for %s was lost with its process: ticket %s",
            ticket.received_at.isoformat(),
            ticket.subject,
            ticket.id,
        )
    tickets.forget_refused(work.session, work.now - offset)


def includeme(config: Configurator) -> None:
    """The registry's ``Arrivals``, the tween, ``request.received(_at)``, the directive and the sweep."""
    settings: dict[str, Any] = config.get_settings()
    registry = config.registry
    # An engine of its own: a ticket must not wait for a pooled connection that a busy thread holds.
    engine = make_engines(settings["sqlalchemy.url"], pool_size=2).write
    registry["tongban.arrivals"] = Arrivals(
        engine,
        lambda: registry["tongban.clock"],
        trust_proxy=asbool(settings.get("tongban.trust_proxy_received", False)),
    )
    hold_pool(registry, registry["tongban.arrivals"])
    config.add_directive("add_ticketed_path", add_ticketed_path, action_wrap=False)
    config.add_request_method(received, "received", reify=True)
    config.add_request_method(received_at, "received_at", reify=True)
    config.add_tween(
        "tongban.arrival.tween.tween_factory", under=INGRESS, over=["pyramid_tm.tm_tween_factory"]
    )
    config.add_job("arrival.sweep", "到达凭条清理", timedelta(minutes=1), lambda work: sweep(registry, work))
