"""The online trading platform for intermediary services (中介服务网上交易平台)."""

from pyramid.config import Configurator

#: In the order of a need's life.
FEATURES = (
    "market.admission",
    "market.catalogue",
    "market.enrolments.wiring",
    "market.needs.wiring",
    "market.entries.wiring",
    "market.opening.wiring",
    "market.awards.wiring",
    "market.contracts.wiring",
    "market.evaluations.wiring",
    "market.outcome.wiring",
    "market.credit.wiring",
    "market.desk",
    "market.verify",
)


def includeme(config: Configurator) -> None:
    """All features of the market."""
    for feature in FEATURES:
        config.include(feature)
