"""The index of a site on one machine: Whoosh in the data folder, read by every process of the site."""

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from heapq import nsmallest
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from search_index.backend import Found, IndexStatus, IndexUnavailable, Source, Wanted, Writer
from search_index.counting import tally
from search_index.documents import parse_key
from search_index.entries import Row
from search_index.query import Query
from search_index.visibility import Viewer, visible
from search_index.whoosh_store.errors import guarded
from search_index.whoosh_store.folder import SWAP_WAIT_S, Folder
from search_index.whoosh_store.reading import RowCache, Snapshot
from search_index.whoosh_store.writing import Batch, fill_build

T = TypeVar("T")


class WhooshBackend:
    """Documents in Whoosh. Any error of its files becomes IndexUnavailable; the database is never touched."""

    name = "whoosh"

    def __init__(self, folder: Path) -> None:
        self._folder = Folder(folder)
        self._cache = RowCache()
        self._mine = threading.local()

    def search(self, session: Session, wanted: Wanted) -> Found:
        """Answer a question from the newest state of the index."""
        hits = self._read(lambda snapshot: list(_hits(snapshot, wanted.query, wanted.viewer)))
        groups = Counter((row.kind, row.region, row.region_chain) for row in hits)
        total, kinds, regions = tally(
            ((kind, region, chain, number) for (kind, region, chain), number in groups.items()),
            wanted.kind,
            wanted.region,
        )
        shown = nsmallest(wanted.offset + wanted.limit, _narrowed(hits, wanted), key=_order(wanted.query))
        keys = tuple(row.key for row in shown[wanted.offset :])
        return Found(keys, total, kinds, regions)

    @contextmanager
    def writing(self, keys: Collection[str]) -> Iterator[Writer]:
        """Write a batch; one at a time in the whole site, so whatever is loaded inside is up to date."""
        with self._folder.locked():
            build = self._folder.current()
            batch = Batch(build)
            try:
                yield batch
                # A rebuild must read these again even if the old index needs no change.
                guarded(lambda: self._folder.note(keys))
                batch.commit()
            finally:
                batch.close()

    def digest(self, session: Session, key: str) -> str | None:
        """The digest of one document."""
        row = self._read(lambda snapshot: snapshot.row(key))
        return None if row is None else row.digest

    def digests(self, session: Session) -> dict[str, str]:
        """The key and digest of every document."""
        return self._read(lambda snapshot: {row.key: row.digest for row in snapshot.rows()})

    def status(self, session: Session) -> IndexStatus:
        """Opens the index and reads every row."""
        try:
            return IndexStatus(documents=len(self.digests(session)), healthy=True)
        except IndexUnavailable as error:
            return IndexStatus(documents=0, healthy=False, problem=error.why)

    def rebuild(self, source: Source) -> Mapping[str, int]:
        """Build in a new folder, catch up with what was written meanwhile, prove the count, swap."""
        with self._folder.rebuilding():
            build = guarded(self._folder.new_build)
            try:
                pairs = source.entries(source.keys())
                expected = fill_build(build, (entry for _, entry in pairs if entry is not None))
                with self._folder.locked(SWAP_WAIT_S):
                    self._catch_up(build, source, expected)
                    guarded(lambda: _prove(build, expected))
                    guarded(lambda: self._folder.put_in_force(build))
            finally:
                with suppress(IndexUnavailable):
                    self._discard_old()
        return Counter(parse_key(key)[0] for key in expected)

    def _discard_old(self) -> None:
        try:
            keep = self._folder.current()
        except IndexUnavailable:
            keep = None
        self._folder.discard_others(keep)

    def _catch_up(self, build: Path, source: Source, expected: set[str]) -> None:
        batch = Batch(build)
        try:
            for key, entry in source.entries(self._folder.noted()):
                if entry is None:
                    batch.drop(key)
                    expected.discard(key)
                else:
                    batch.put(entry)
                    expected.add(key)
            batch.commit()
        finally:
            batch.close()

    def _read(self, question: Callable[[Snapshot], T]) -> T:
        """Ask the newest state. A swap between looking and opening is met by looking once more."""
        try:
            return guarded(lambda: question(self._snapshot()))
        except IndexUnavailable:
            self._forget()
            return guarded(lambda: question(self._snapshot()))

    def _snapshot(self) -> Snapshot:
        build = self._folder.current()
        mine: Snapshot | None = getattr(self._mine, "snapshot", None)
        if mine is not None and mine.is_current(build):
            return mine
        self._forget()
        fresh = Snapshot(build, self._cache)
        self._mine.snapshot = fresh
        self._cache.keep_only(fresh.segments)
        return fresh

    def _forget(self) -> None:
        mine: Snapshot | None = getattr(self._mine, "snapshot", None)
        self._mine.snapshot = None
        if mine is not None:
            with suppress(Exception):
                mine.close()


def _prove(build: Path, expected: set[str]) -> None:
    snapshot = Snapshot(build, RowCache())
    try:
        held = {row.key for row in snapshot.rows()}
        if held != expected or snapshot.count() != len(expected):
            raise IndexUnavailable(f"重建未通过核对：应有 {len(expected)} 条，实有 {snapshot.count()} 条")
    finally:
        snapshot.close()


def _hits(snapshot: Snapshot, query: Query, viewer: Viewer) -> Iterator[Row]:
    return (row for row in snapshot.matching(query.clauses) if visible(row, viewer))


def _narrowed(rows: Iterable[Row], wanted: Wanted) -> Iterator[Row]:
    for row in rows:
        if wanted.kind in (None, row.kind) and (wanted.region is None or wanted.region in row.region_chain):
            yield row


def _order(query: Query) -> Callable[[Row], tuple[int, int, int, str]]:
    """The thing whose number was typed, then by words found in number or title, then the newest."""
    needles = query.needles

    def order(row: Row) -> tuple[int, int, int, str]:
        in_head = sum(needle in row.head for needle in needles)
        return -(row.number == query.whole), -in_head, -row.updated_us, row.key

    return order
