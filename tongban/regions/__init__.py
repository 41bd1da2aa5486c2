"""Regions: rows with a code, a name that may change, and a place in the chain from the nation down."""

from typing import Any


def includeme(config: Any) -> None:
    """Have ``tongban init`` load the regions."""
    config.include("tongban.regions.setup")
