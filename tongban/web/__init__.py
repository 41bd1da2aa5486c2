"""The web shell: frame, look, macros, forms, headers and error pages that every feature shares."""

from pyramid.config import Configurator
from pyramid.events import BeforeRender, NewResponse

from tongban.web import nav
from tongban.web.filters import FILTERS
from tongban.web.headers import add_headers
from tongban.web.page import provide_page


def includeme(config: Configurator) -> None:
    """Templates, static files, menu directives, subscribers and error pages."""
    settings = config.get_settings()
    settings.setdefault("jinja2.trim_blocks", "true")
    settings.setdefault("jinja2.lstrip_blocks", "true")
    settings.setdefault("jinja2.undefined", "strict")
    settings.setdefault("jinja2.filters", FILTERS)
    config.include("pyramid_jinja2")
    config.add_directive("add_nav_item", nav.add_nav_item)
    config.add_directive("set_page_place", nav.set_page_place)
    config.include("tongban.web.assets")
    config.include("tongban.web.look")
    config.include("tongban.web.errors")
    config.include("tongban.web.addresses")
    config.add_subscriber(provide_page, BeforeRender)
    config.add_subscriber(add_headers, NewResponse)
