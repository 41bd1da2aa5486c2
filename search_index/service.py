"""Search as the rest of the site uses it: one question in, documents fresh from the database out."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from search_index.backend import Backend, Found, IndexUnavailable, Wanted
from search_index.database import MayShow, search_database
from search_index.documents import SearchDocument, parse_key
from search_index.kinds import Kind, Kinds
from search_index.queue import waiting
from search_index.visibility import visible

log = logging.getLogger(__name__)

NOTICE = "搜索正在重建，暂时只按标题和编号查找，结果可能不全。"


@dataclass(frozen=True)
class Answer:
    """Documents as the database has them now, with counts over what the viewer may see.

    ``notice`` says in Chinese that they did not come from the index.
    """

    documents: tuple[tuple[Kind, SearchDocument], ...]
    total: int
    kinds: Mapping[str, int]
    regions: Mapping[str, int]
    notice: str | None = None


class Search:
    """Asks the index, and the database when the index is away."""

    def __init__(self, backend: Backend, kinds: Kinds) -> None:
        self.backend = backend
        self.kinds = kinds

    def ask(self, session: Session, wanted: Wanted, may_show: MayShow = lambda _kind, _doc: True) -> Answer:
        """Answer a question. ``may_show`` forbids hits that the documents' own visibility allows."""
        notice = None
        try:
            found = self.backend.search(session, wanted)
        except IndexUnavailable as error:
            log.warning("search falls back to the database: %s", error.why)
            found, notice = search_database(session, self.kinds, wanted, may_show), NOTICE
        return self._checked(session, wanted, found, may_show, notice)

    def status(self, session: Session) -> dict[str, Any]:
        """``backend``, ``documents``, ``pending`` changes, ``healthy``.

        And ``parked`` changes and the ``problem`` in Chinese, None if there is none.
        """
        index = self.backend.status(session)
        queue = waiting(session)
        problem = index.problem
        if problem is None and queue.parked:
            problem = f"有 {queue.parked} 项改动多次未能写入索引"
        return {
            "backend": self.backend.name,
            "documents": index.documents,
            "pending": queue.pending,
            "healthy": problem is None,
            "parked": queue.parked,
            "problem": problem,
        }

    def _checked(
        self, session: Session, wanted: Wanted, found: Found, may_show: MayShow, notice: str | None
    ) -> Answer:
        """The hits as they are now; one that is gone or may not be seen any more does not count."""
        documents: list[tuple[Kind, SearchDocument]] = []
        gone = 0
        kinds = dict(found.kinds)
        for key in found.keys:
            name, thing_id = parse_key(key)
            kind = self.kinds.get(name)
            document = kind.load(session, thing_id) if kind else None
            if kind and document and visible(document, wanted.viewer) and may_show(kind, document):
                documents.append((kind, document))
            else:
                gone += 1
                kinds[name] = kinds.get(name, 0) - 1
        return Answer(
            documents=tuple(documents),
            total=found.total - gone,
            kinds={name: number for name, number in kinds.items() if number > 0},
            regions=found.regions,
            notice=notice,
        )
