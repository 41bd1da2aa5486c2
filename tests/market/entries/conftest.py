"""A market driven through its services."""

from tests.support.market_fixtures import item, make, market

__all__ = ["item", "make", "market"]
