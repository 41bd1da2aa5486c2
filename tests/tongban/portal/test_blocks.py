"""Frames are filled by packages; a name stands once."""

import pytest
from pyramid.config import Configurator

from tongban.portal import blocks


@pytest.fixture
def config() -> Configurator:
    made = Configurator()
    made.include("tongban.portal.blocks")
    return made


def test_blocks_stand_in_their_order(config: Configurator) -> None:
    config.add_desk_block("second", "乙", 20, lambda _request: ())
    config.add_desk_block("first", "甲", 10, lambda _request: ())
    assert [b.name for b in blocks.frames(config.registry).desk] == ["first", "second"]


def test_a_block_registered_twice_is_an_error(config: Configurator) -> None:
    config.add_supervision_block("flags", "线索", 10, lambda _request: None)
    with pytest.raises(ValueError, match="twice"):
        config.add_supervision_block("flags", "线索", 20, lambda _request: None)


def test_a_handler_nobody_named_goes_by_its_own_name(config: Configurator) -> None:
    config.add_handler_words("need.close", "报名截止")
    frames = blocks.frames(config.registry)
    assert [frames.handler_title(name) for name in ("need.close", "other")] == ["报名截止", "other"]
