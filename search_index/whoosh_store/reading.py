"""Reading one state of the index: which documents hold the terms, and which of them hold the text."""

import threading
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex
from whoosh.reading import TermNotFound

from search_index.entries import Row
from search_index.query import Clause
from search_index.whoosh_store.schema import SCHEMA, load_row
from search_index.whoosh_store.storage import Storage


class RowCache:
    """The rows of every segment, shared by all threads of the process; segments never change once written."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Row]] = {}
        self._lock = threading.Lock()

    def rows(self, leaf: Any) -> list[Row]:
        """The rows of one segment, by its own document numbers, deleted ones included."""
        name: str = leaf.segment().segment_id()
        known = self._rows.get(name)
        if known is None:
            column = leaf.column_reader("row", translate=False)
            known = [load_row(column[number]) for number in range(leaf.doc_count_all())]
            with self._lock:
                self._rows[name] = known
        return known

    def keep_only(self, names: set[str]) -> None:
        """Forget segments that are gone."""
        with self._lock:
            for name in self._rows.keys() - names:
                del self._rows[name]


class Snapshot:
    """One state of the index, opened by one thread: Whoosh's readers share a position in their files."""

    def __init__(self, build: Path, cache: RowCache) -> None:
        self.build = build
        self._cache = cache
        storage = Storage(build)
        # Also when a thread ends, or opening fails half-way.
        self._close = weakref.finalize(self, storage.close_files)
        self._index = FileIndex(storage, schema=SCHEMA)
        self.generation: int = self._index.latest_generation()
        self._reader = self._index.reader()
        self._leaves: list[Any] = [
            leaf for leaf, _ in self._reader.leaf_readers() if leaf.segment() is not None
        ]
        self._columns: dict[tuple[str, str], Any] = {}
        self.segments = {leaf.segment().segment_id() for leaf in self._leaves}

    def is_current(self, build: Path) -> bool:
        """Whether this is still the newest state."""
        return build == self.build and self._index.latest_generation() == self.generation

    def close(self) -> None:
        """Give the files back."""
        self._close()

    def count(self) -> int:
        """How many documents there are."""
        return int(self._reader.doc_count())

    def rows(self) -> Iterator[Row]:
        """Every document's row."""
        return self.matching(())

    def row(self, key: str) -> Row | None:
        """The row of one document."""
        for leaf in self._leaves:
            for number in _postings(leaf, "key", key):
                return load_row(self._column(leaf, "row")[number])
        return None

    def matching(self, clauses: Sequence[Clause]) -> Iterator[Row]:
        """The rows of all documents in which every clause stands."""
        for leaf in self._leaves:
            numbers = _candidates(leaf, clauses)
            unproved = [clause.needle.encode() for clause in clauses if not clause.proved]
            if unproved and numbers:
                texts = self._column(leaf, "text")
                numbers = [n for n in numbers if _holds_all(texts[n], unproved)]
            rows = self._cache.rows(leaf) if numbers else []
            for number in numbers:
                yield rows[number]

    def _column(self, leaf: Any, name: str) -> Any:
        # Opening a column reads where each of its values begins: worth keeping while the snapshot lives.
        known = (leaf.segment().segment_id(), name)
        if known not in self._columns:
            self._columns[known] = leaf.column_reader(name, translate=False)
        return self._columns[known]


def _holds_all(text: bytes, needles: list[bytes]) -> bool:
    return all(needle in text for needle in needles)


def _candidates(leaf: Any, clauses: Sequence[Clause]) -> list[int]:
    """Numbers of the documents that have every term of every clause, the rarest term first."""
    terms = {term for clause in clauses for term in clause.terms}
    if not terms:
        return list(leaf.all_doc_ids())
    by_rarity = sorted(terms, key=lambda term: leaf.doc_frequency("terms", term))
    common: set[int] | None = None
    for term in by_rarity:
        numbers = _postings(leaf, "terms", term)
        common = numbers if common is None else common & numbers
        if not common:
            return []
    return list(common or ())


def _postings(leaf: Any, field: str, term: str) -> set[int]:
    try:
        return set(leaf.postings(field, term).all_ids())
    except TermNotFound:
        return set()
