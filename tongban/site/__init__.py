"""The site as a whole: its settings, its clock, and what every request carries."""

from datetime import datetime
from pathlib import Path

from pyramid.config import Configurator
from pyramid.request import Request

from tongban.clock import Clock, SystemClock
from tongban.clock.practice import PracticeClock
from tongban.rest.paths import is_api
from tongban.site.settings import Site, site_from_settings
from tongban.work import Work

__all__ = ["Site", "includeme"]


def _clock(request: Request) -> Clock:
    return request.registry["tongban.clock"]


def _now(request: Request) -> datetime:
    """The moment this request is handled, fixed for the whole request."""
    return request.clock.now()


def _real_now(request: Request) -> datetime:
    """The same moment in real time: a sign-in does not end because practice time is moved."""
    return request.now - request.clock.offset()


def _work(request: Request) -> Work:
    source = "api" if is_api(request) else "web"
    received = request.received_at
    return Work(session=request.db, actor=request.actor, now=request.now, received_at=received, source=source)


def includeme(config: Configurator) -> None:
    """Site settings, the one clock, and ``request.site/clock/now/work``."""
    site = site_from_settings(config.get_settings())
    Path(site.data_dir).mkdir(parents=True, exist_ok=True)
    config.registry["tongban.site"] = site
    engines = config.registry["tongban.engines"]
    config.registry["tongban.clock"] = PracticeClock(engines.read) if site.practice else SystemClock()
    config.add_request_method(lambda r: r.registry["tongban.site"], "site", reify=True)
    config.add_request_method(_clock, "clock", reify=True)
    config.add_request_method(_now, "now", reify=True)
    config.add_request_method(_real_now, "real_now", reify=True)
    config.add_request_method(_work, "work", reify=True)
