"""Guides to approvals (办事指南): what each is, what it waits for, which services it asks for."""

from typing import Any

from pyramid.config import Configurator

from agency.guides.guides import Guides, UnknownApproval
from agency.guides.loader import GuidesError, load_guides

__all__ = ["Guides", "GuidesError", "UnknownApproval", "includeme", "load_guides"]


def includeme(config: Configurator) -> None:
    """Routes, views and the menu entry. Faulty data files stop the site here, with their problems."""
    load_guides()
    directives: Any = config
    directives.add_nav_item("办事指南", "guides.list", order=40)
    config.add_route("guides.list", "/guides")
    config.add_route("guides.show", "/guides/{code}")
    config.scan("agency.guides.views")
