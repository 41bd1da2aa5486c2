"""Notices: on the site for everyone concerned, and by mail to those who gave an address."""

from pyramid.config import Configurator

from tongban.notices.mail import make_mailer
from tongban.notices.unread import unread_notices
from tongban.web.addresses import ID
from tongban.web.assets import ContentCacheBuster

STATIC = "tongban:notices/static/"


def includeme(config: Configurator) -> None:
    """The outbox handler that sends mail, and the page with one's own notices."""
    config.add_outbox_handler("notice.mail", make_mailer(config.registry))
    config.add_request_method(unread_notices, "unread_notices", reify=True)
    config.add_static_view("static/notices", STATIC, cache_max_age=365 * 24 * 3600)
    config.add_cache_buster(STATIC, ContentCacheBuster(STATIC))
    config.add_route("notices.list", "/notices")
    config.add_route("notices.read_all", "/notices/read")
    config.add_route("notices.open", f"/notices/{ID}")
    config.scan("tongban.notices.views")
