"""Notices: on the site for everyone concerned, and by mail to those who gave an address."""

from pyramid.config import Configurator

from tongban.notices.mail import make_mailer


def includeme(config: Configurator) -> None:
    """The outbox handler that sends mail, and the page with one's own notices."""
    config.add_outbox_handler("notice.mail", make_mailer(config.registry))
    config.add_route("notices.list", "/notices")
    config.add_route("notices.open", "/notices/{id:\\d+}")
    config.scan("tongban.notices.views")
