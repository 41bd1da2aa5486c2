"""The real application with the tests' own kinds beside its own, and whoever shall ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from webtest import TestApp, TestResponse

from search_index.kinds import like
from search_index.service import Search
from tests.search_index.library import CHAINS, NOW, Library, LibraryBase, Notice, ids, load
from tongban.app import configure
from tongban.clock import FixedClock
from tongban.db.engine import Engines
from tongban.regions.models import Region
from tongban.security import Actor
from tongban.security.actor import ANONYMOUS


@dataclass
class SearchPage:
    """The page as somebody sees it."""

    app: TestApp
    library: Library
    search: Search
    clock: FixedClock
    actor: Actor = ANONYMOUS
    forbidden: frozenset[str] = frozenset()

    def get(self, text: str = "", **query: str) -> TestResponse:
        """Open the page."""
        return self.app.get("/search", {"q": text, "kind": "notice", **query})

    def titles(self, text: str = "", **query: str) -> list[str]:
        """The titles of the hits."""
        return [title.get_text() for title in self.get(text, **query).html.select(".hit__title")]


@pytest.fixture
def search_page(engine_kind: str, settings: dict[str, Any], clock: FixedClock) -> Iterator[SearchPage]:
    """SQLite with Whoosh, PostgreSQL with its own table."""
    if engine_kind == "postgresql":
        settings["tongban.search"] = "postgresql"
    config = configure({"__script__": "tests"}, **settings)
    config.commit()
    holder: list[SearchPage] = []
    config.add_request_method(lambda _request: holder[0].actor, "actor", reify=True)
    find = like(Notice.title, Notice.number)
    for kind, title in (("notice", "测试公告"), ("guide", "测试事项")):
        config.add_search_kind(
            kind,
            title,
            load(kind),
            ids(kind),
            find=find,
            may_see=lambda _request, document: document.title not in holder[0].forbidden,
        )
    registry = config.registry
    registry["tongban.clock"] = clock
    engines: Engines = registry["tongban.engines"]
    LibraryBase.metadata.create_all(engines.write)
    search: Search = registry["tongban.search"]
    library = Library(
        registry["tongban.sessions"],
        registry["tongban.reads"],
        search.backend,
        search.kinds,
        registry["tongban.search_words"],
    )
    with library.sessions.begin() as session:
        for code in CHAINS:
            if session.get(Region, code) is None:
                session.add(
                    Region(code=code, name=f"地区{code}", parent_code="430500", level="zone", origin="zone")
                )
    library.indexer.rebuild()
    holder.append(SearchPage(TestApp(config.make_wsgi_app()), library, search, clock))
    assert clock.now() == NOW
    yield holder[0]
    engines.dispose()
