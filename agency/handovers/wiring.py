"""Puts hand-overs into the application."""

from pyramid.config import Configurator

from agency.handovers import desk, leaving


def includeme(config: Configurator) -> None:
    """The pages, the card, and what happens when an agent leaves."""
    config.add_route("handovers.new", "/agency/{number}/hand-over")
    config.add_route("handovers.answer", "/handovers/{number}/answer")
    config.add_route("handovers.cancel", "/handovers/{number}/cancel")
    config.add_desk_block("agency.incoming", "待接手", 13, desk.incoming)
    config.add_holdings_provider("cases", "未办结的代办件", leaving.held, leaving.hand_over)
    config.scan("agency.handovers.views")
    config.scan("agency.handovers.api")
