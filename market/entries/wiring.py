"""Puts the feature into the application."""

from pyramid.config import Configurator

#: POSTs that are received by the moment: their requests get a ticket before they wait for a thread.
TICKETED = (r"/needs/(?P<subject>[^/]+)/entry(/withdraw)?",)


def includeme(config: Configurator) -> None:
    """The entrant's pages, and tickets for what must be in time."""
    for pattern in TICKETED:
        config.add_ticketed_path(pattern)
    config.add_route("entries.new", "/needs/{number}/entry")
    config.add_route("entries.show", "/entries/{number}")
    config.add_route("entries.withdraw", "/needs/{number}/entry/withdraw")
    config.add_route("entries.receipt", "/receipts/{number}")
    config.scan("market.entries.views")
