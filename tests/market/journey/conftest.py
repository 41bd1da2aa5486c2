"""Journeys begin on the ground that every market stands on."""

from tests.support.market_fixtures import engines

__all__ = ["engines"]
