"""A market driven through its services."""

from tests.support.market_fixtures import engines, item, make, market

__all__ = ["engines", "item", "make", "market"]
