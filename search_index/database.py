"""Searching without an index: titles and numbers in the database itself, a few hits of each kind.

Slow and short, but never wrong about who may see what: every hit is the document as the database has it.
"""

from collections.abc import Callable, Iterator

from sqlalchemy.orm import Session

from search_index.backend import Found, Wanted
from search_index.counting import tally
from search_index.documents import SearchDocument
from search_index.kinds import Kind, Kinds
from search_index.visibility import visible

#: Things of one kind that are looked at.
LIMIT = 60

MayShow = Callable[[Kind, SearchDocument], bool]


def search_database(session: Session, kinds: Kinds, wanted: Wanted, may_show: MayShow) -> Found:
    """Answer a question from titles and numbers alone; every number counts only what was looked at."""
    documents = list(_documents(session, kinds, wanted, may_show))
    groups = [(document.kind, document.region, document.region_chain, 1) for document in documents]
    total, by_kind, by_region = tally(groups, wanted.kind, wanted.region)
    shown = [
        document
        for document in sorted(documents, key=lambda d: d.updated_at, reverse=True)
        if wanted.kind in (None, document.kind)
        and (wanted.region is None or wanted.region in document.region_chain)
    ]
    keys = tuple(document.key for document in shown[wanted.offset : wanted.offset + wanted.limit])
    return Found(keys, total, by_kind, by_region)


def _documents(session: Session, kinds: Kinds, wanted: Wanted, may_show: MayShow) -> Iterator[SearchDocument]:
    for kind in kinds:
        for thing_id in kind.find(session, wanted.query.needles, LIMIT):
            document = kind.load(session, thing_id)
            if document is not None and visible(document, wanted.viewer) and may_show(kind, document):
                yield document
