"""Closing, opening and selection of a need."""

from pyramid.config import Configurator

from market.opening.closing import OPEN_TIMER
from market.opening.closing_timer import CLOSE_TIMER
from market.opening.wiring import make_close, make_open


def includeme(config: Configurator) -> None:
    """The timers that act by themselves, and the page on which the selection can be checked."""
    config.add_timer_handler(CLOSE_TIMER, make_close(config.registry))
    config.add_timer_handler(OPEN_TIMER, make_open(config.registry))
    config.add_route("needs.selection", "/needs/{number}/selection")
    config.add_route("needs.selection_json", "/needs/{number}/selection.json")
    config.scan("market.opening.views")
