"""The application factory: a table of contents of what the site is made of."""

from typing import Any

from pyramid.config import Configurator
from pyramid.router import Router

from tongban.site.environment import from_environment

#: Lowest floor first; each package registers its own routes, handlers, steps and cards.
PACKAGES = (
    "tongban.setup_steps",
    "tongban.db.session",
    "tongban.site",
    "tongban.outbox.wiring",
    "tongban.web",
    "tongban.arrival",
    "tongban.rest.wiring",
    "tongban.accounts",
    "tongban.tokens.wiring",
    "tongban.regions",
    "tongban.calendar",
    "tongban.rules",
    "tongban.sealing",
    "tongban.audit.wiring",
    "tongban.once",
    "tongban.files",
    "tongban.notices",
    "tongban.documents",
    "tongban.portal",
    "tongban.dues.wiring",
    "tongban.verify",
    "tongban.receipts",
    "search_index",
    "market",
    "agency",
    "plugins",
)


def main(global_config: dict[str, Any], **settings: Any) -> Router:
    """Build the WSGI application from the settings of an ini file."""
    return configure(global_config, **settings).make_wsgi_app()


def configure(global_config: dict[str, Any], **settings: Any) -> Configurator:
    """The configuration of the whole site, also used by commands that need its registry."""
    config = Configurator(settings=from_environment(settings))
    config.registry["tongban.global_config"] = dict(global_config)
    for package in PACKAGES:
        config.include(package)
    return config
