"""Service evaluations (服务评价)."""

from pyramid.config import Configurator

from market.evaluations.blocks import evaluations_block
from market.evaluations.service import DEFAULT_TIMER
from market.evaluations.wiring import make_default


def includeme(config: Configurator) -> None:
    """The timer of the rating period, the owner's form, and the block on the intermediary's page."""
    config.add_timer_handler(DEFAULT_TIMER, make_default(config.registry))
    config.registry.setdefault("market.intermediary_blocks", []).append(evaluations_block)
    config.add_route("evaluations.new", "/contracts/{number}/evaluation")
    config.scan("market.evaluations.views")
