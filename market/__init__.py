"""The online trading platform for intermediary services (中介服务网上交易平台)."""

from pyramid.config import Configurator

#: In the order of a need's life.
FEATURES = (
    "market.catalogue",
    "market.enrolments",
    "market.needs",
    "market.entries",
    "market.opening",
    "market.awards",
    "market.contracts",
    "market.evaluations",
    "market.credit",
)


def includeme(config: Configurator) -> None:
    """All features of the market."""
    for feature in FEATURES:
        config.include(feature)
