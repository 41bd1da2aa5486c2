"""Puts the index into the application: which backend, who fills it, how a site gets its first one."""

from pyramid.config import Configurator
from pyramid.registry import Registry

from search_index.backend import Backend
from search_index.indexer import Indexer
from search_index.kinds import search_kinds
from search_index.postgres import PostgresBackend
from search_index.queue import HANDLER
from search_index.service import Search
from search_index.whoosh_store import WhooshBackend
from search_index.words import Words
from tongban.site.settings import Site
from tongban.web.assets import ContentCacheBuster
from tongban.work import Work

STATIC = "search_index:static/"
_YEAR = 365 * 24 * 3600


def make_backend(registry: Registry, name: str) -> Backend:
    """The backend of ``tongban.search``. Raises ValueError for one that is unknown or that cannot be here."""
    site: Site = registry["tongban.site"]
    if name == WhooshBackend.name:
        return WhooshBackend(site.path("search"))
    if name == PostgresBackend.name:
        return PostgresBackend(registry["tongban.engines"].write)
    raise ValueError(f"tongban.search = {name!r}：只能是 whoosh 或 postgresql。")


def build_if_needed(work: Work, registry: Registry) -> str | None:
    """Step of ``tongban init``: a site without an index, or with one of an older format, gets a new one."""
    search: Search = registry["tongban.search"]
    if search.backend.status(work.session).healthy:
        return None
    indexer: Indexer = registry["tongban.indexer"]
    total = sum(indexer.rebuild().documents.values())
    return f"搜索索引已建立：{total} 条。"


def includeme(config: Configurator) -> None:
    """Everything but the page."""
    registry = config.registry
    site: Site = registry["tongban.site"]
    kinds = search_kinds(registry)
    backend = make_backend(registry, config.get_settings().get("tongban.search", WhooshBackend.name))
    indexer = Indexer(backend, kinds, registry["tongban.reads"])
    registry["tongban.search"] = Search(backend, kinds)
    registry["tongban.search_words"] = Words(site.path("cache"))
    registry["tongban.indexer"] = indexer
    config.add_outbox_handler(HANDLER, indexer.on_delivery)
    config.add_setup_step("search index", build_if_needed, order=95)
    config.add_static_view("static/search", STATIC, cache_max_age=_YEAR)
    config.add_cache_buster(STATIC, ContentCacheBuster(STATIC))
