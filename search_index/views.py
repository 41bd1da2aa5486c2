"""The page ``/search``."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from pyramid.request import Request
from pyramid.view import view_config

from search_index.backend import Wanted
from search_index.chips import chip_groups
from search_index.documents import SearchDocument
from search_index.highlight import mark, snippet
from search_index.kinds import Kind
from search_index.query import Query, parse_query
from search_index.service import Answer, Search
from search_index.visibility import viewer_of
from search_index.words import Words
from tongban.regions.codes import is_region_code
from tongban.security import Permission
from tongban.web.components import Link, PageNav, StateLabel

PAGE_SIZE = 20
#: Nobody reads further; a narrower question helps more.
MAX_PAGES = 25


@dataclass(frozen=True)
class Hit:
    """One document as a card shows it; title and snippet are safe markup with the words marked."""

    kind: str
    card_template: str
    document: SearchDocument
    title: Markup
    snippet: Markup
    state: StateLabel | None
    facts: tuple[str, ...]
    link: Link


class SearchViews:
    """Searching everything that is public, and what the reader's own organisation and office may see."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._search: Search = request.registry["tongban.search"]
        self._words: Words = request.registry["tongban.search_words"]

    @view_config(
        route_name="search.page",
        request_method="GET",
        permission=Permission.PUBLIC,
        renderer="search_index:templates/search.jinja2",
    )
    def page(self) -> dict[str, Any]:
        """Hits, filters and where one is. Refused input answers 400 with a sentence, never a crash."""
        typed = self._request.GET.get("q", "")
        query = parse_query(typed, self._words)
        number = self._page_number()
        problem = query.problem
        if problem is None and number > MAX_PAGES:
            problem = f"最多显示前 {PAGE_SIZE * MAX_PAGES} 条，请加上更具体的词或筛选条件。"
        if problem is not None:
            self._request.response.status_int = 400
            return self._values(query, None, PageNav(), problem)
        wanted = self._wanted(query, number)
        answer = self._search.ask(self._request.db, wanted, self._may_show)
        groups = chip_groups(self._request, self._search.kinds, wanted, answer)
        return self._values(query, answer, self._paging(answer, number), None) | {"groups": groups}

    def _wanted(self, query: Query, number: int) -> Wanted:
        kind, region = (self._request.GET.get(name, "") for name in ("kind", "region"))
        return Wanted(
            query=query,
            viewer=viewer_of(self._request.actor, self._request.now),
            kind=kind if self._search.kinds.get(kind) else None,
            region=region if is_region_code(region) else None,
            offset=(number - 1) * PAGE_SIZE,
            limit=PAGE_SIZE,
        )

    def _page_number(self) -> int:
        text = self._request.GET.get("page", "")
        return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 5 and int(text) > 0 else 1

    def _may_show(self, kind: Kind, document: SearchDocument) -> bool:
        return kind.may_see is None or kind.may_see(self._request, document)

    def _values(
        self, query: Query, answer: Answer | None, paging: PageNav, problem: str | None
    ) -> dict[str, Any]:
        hits = [_hit(kind, document, query) for kind, document in answer.documents] if answer else []
        return {
            "asked": bool(query.clauses),
            "answer": answer,
            "hits": hits,
            "paging": paging,
            "problem": problem,
            "groups": (),
        }

    def _paging(self, answer: Answer, number: int) -> PageNav:
        last = min(MAX_PAGES, -(-answer.total // PAGE_SIZE))
        position = f"第 {number} 页，共 {last} 页" if last > 1 else ""
        if last == MAX_PAGES and answer.total > PAGE_SIZE * MAX_PAGES:
            position = f"第 {number} 页；只列出前 {PAGE_SIZE * MAX_PAGES} 条"
        return PageNav(
            position=position,
            next_href=self._href(number + 1) if number < last else "",
            first_href=self._href(None) if number > 1 else "",
        )

    def _href(self, number: int | None) -> str:
        query = [(name, value) for name, value in self._request.GET.items() if name != "page"]
        if number is not None:
            query.append(("page", str(number)))
        return str(self._request.route_path("search.page", _query=query))


def _hit(kind: Kind, document: SearchDocument, query: Query) -> Hit:
    return Hit(
        kind=kind.title,
        card_template=kind.card_template,
        document=document,
        title=mark(document.title, query.needles),
        snippet=snippet(document.body, query.needles),
        state=StateLabel(document.state, document.state_tone) if document.state else None,
        facts=tuple(f"{label}：{value}" for label, value in document.facets.items()),
        link=Link(document.title, document.url),
    )
