"""Full-text search: what is findable, how Chinese is cut into terms, and the index that holds it."""

from pyramid.config import Configurator

from search_index.documents import SearchDocument, Visibility
from search_index.kinds import add_search_kind, like

__all__ = ["SearchDocument", "Visibility", "add_search_kind", "includeme", "like"]


def includeme(config: Configurator) -> None:
    """The directive ``add_search_kind``, the index with its handler and set-up step, the page ``/search``."""
    config.add_directive("add_search_kind", add_search_kind, action_wrap=False)
    config.include("search_index.wiring")
    config.add_route("search.page", "/search")
    config.scan("search_index.views")
