"""The catalogue of intermediary services (中介服务事项清单): data, lookups, public pages."""

from typing import Any

from pyramid.config import Configurator
from pyramid.registry import Registry

from market.catalogue.catalogue import Catalogue, UnknownService
from market.catalogue.changes import apply_changes
from market.catalogue.items import ServiceItem
from market.catalogue.loader import load_catalogue
from market.catalogue.reading import CatalogueError
from market.catalogue.service import base_catalogue, catalogue_of, item_from, load_into
from tongban.work import Work

__all__ = [
    "Catalogue",
    "CatalogueError",
    "ServiceItem",
    "UnknownService",
    "apply_changes",
    "base_catalogue",
    "catalogue_of",
    "includeme",
    "item_from",
    "load_catalogue",
    "load_into",
]


def _load(work: Work, _registry: Registry) -> str:
    return load_into(work.session, work.now).words


def includeme(config: Configurator) -> None:
    """Routes, views, the menu entry, and loading at ``tongban init``."""
    directives: Any = config
    directives.add_setup_step("market.catalogue", _load, order=40)
    directives.add_nav_item("服务目录", "services.list", order=20)
    config.add_static_view("static/catalogue", "market:catalogue/static", cache_max_age=3600)
    config.add_route("services.list", "/services")
    config.add_route("services.show", "/services/{code}")
    config.scan("market.catalogue.views")
    config.scan("market.catalogue.api")
