"""Awards (中选): public notice, award letter, decline and reserves."""

from pyramid.config import Configurator

from market.awards.letter import make_letter
from market.awards.service import CONFIRM_TIMER, LETTER
from market.awards.wiring import make_confirm


def includeme(config: Configurator) -> None:
    """The notice period's timer, the letter, and the public pages."""
    config.registry.setdefault("market.award_blocks", [])
    config.add_timer_handler(CONFIRM_TIMER, make_confirm(config.registry))
    config.add_outbox_handler(LETTER, make_letter(config.registry))
    config.add_route("awards.list", "/awards")
    config.add_route("awards.show", "/awards/{number}")
    config.add_route("awards.decline", "/awards/{number}/decline")
    config.add_route("awards.letter", "/awards/{number}/letter.pdf")
    config.add_nav_item("中选公示", "awards.list", order=20)
    config.scan("market.awards.views")
