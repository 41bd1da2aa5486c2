"""Puts what became of a need onto the pages of needs and awards."""

from pyramid.config import Configurator

from market.outcome.blocks import award_block, need_block


def includeme(config: Configurator) -> None:
    """The two panels."""
    config.registry["market.need_blocks"].append(need_block)
    config.registry["market.award_blocks"].append(award_block)
