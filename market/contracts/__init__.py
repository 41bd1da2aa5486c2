"""Contracts (合同) and deliverables (服务成果)."""

from pyramid.config import Configurator

from market.contracts.service import DEEM_TIMER
from market.contracts.wiring import make_deem, may_read_contract, may_read_deliverable


def includeme(config: Configurator) -> None:
    """The timer of the acceptance period, the files' rules, and the pages of both sides."""
    config.add_timer_handler(DEEM_TIMER, make_deem(config.registry))
    config.add_file_rule("contract", may_read_contract)
    config.add_file_rule("deliverable", may_read_deliverable)
    config.add_route("contracts.new", "/awards/{number}/contract")
    config.add_route("contracts.show", "/contracts/{number}")
    config.add_route("contracts.confirm", "/contracts/{number}/confirm")
    config.add_route("deliverables.submit", "/contracts/{number}/deliverable")
    config.add_route("deliverables.decide", "/contracts/{number}/acceptance")
    config.scan("market.contracts.views")
