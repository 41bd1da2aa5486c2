"""Puts the query page into the application."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """The page and its place in the menu."""
    config.add_route("track.page", "/track")
    config.add_nav_item("查进度", "track.page", order=32)
    config.scan("agency.track.views")
