"""Writing a batch: what is stored already is left alone, everything else goes in with one commit."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex

from search_index.entries import Entry
from search_index.whoosh_store.errors import guarded
from search_index.whoosh_store.reading import RowCache, Snapshot
from search_index.whoosh_store.schema import SCHEMA, LeanCodec, fields_of
from search_index.whoosh_store.storage import Storage

#: Memory Whoosh may use before it writes a sorted run to the disk, in megabytes.
REBUILD_MB = 256
BATCH_MB = 32


class Batch:
    """Collects the changes of one batch. The caller holds the index's lock."""

    def __init__(self, build: Path) -> None:
        self._build = build
        self._snapshot = guarded(lambda: Snapshot(build, RowCache()))
        self._put: dict[str, Entry] = {}
        self._dropped: set[str] = set()

    def put(self, entry: Entry) -> bool:
        """Store a document unless the index holds the same or a newer copy. Raises IndexUnavailable."""
        row = entry.row
        stored = guarded(lambda: self._snapshot.row(row.key))
        if stored is not None and (stored.digest == row.digest or stored.stamp > row.stamp):
            return False
        self._dropped.discard(row.key)
        self._put[row.key] = entry
        return True

    def drop(self, key: str) -> bool:
        """Take a document out. Raises IndexUnavailable."""
        self._put.pop(key, None)
        if guarded(lambda: self._snapshot.row(key)) is None:
            return False
        self._dropped.add(key)
        return True

    def commit(self) -> None:
        """Write all changes with one commit. Raises IndexUnavailable, and then none of them is in force."""
        changed = self._dropped | self._put.keys()
        if changed:
            with _writer(self._build, BATCH_MB) as writer:
                _write(writer, changed, self._put.values())

    def close(self) -> None:
        """Give the files back."""
        with suppress(Exception):
            self._snapshot.close()


def fill_build(build: Path, entries: Iterable[Entry]) -> set[str]:
    """Fill an empty folder with documents; returns their keys. Raises IndexUnavailable."""
    guarded(lambda: FileIndex.create(Storage(build), SCHEMA))
    keys: set[str] = set()

    def noting() -> Iterable[Entry]:
        for entry in entries:
            keys.add(entry.row.key)
            yield entry

    with _writer(build, REBUILD_MB) as writer:
        _write(writer, (), noting())
    return keys


@contextmanager
def _writer(build: Path, megabytes: int) -> Iterator[Any]:
    storage = Storage(build)
    try:
        yield guarded(lambda: FileIndex(storage, schema=SCHEMA).writer(codec=LeanCodec(), limitmb=megabytes))
    finally:
        storage.close_files()


def _write(writer: Any, outdated: Collection[str], entries: Iterable[Entry]) -> None:
    try:
        for key in sorted(outdated):
            guarded(partial(writer.delete_by_term, "key", key))
        for entry in entries:
            guarded(partial(writer.add_document, **fields_of(entry)))
        guarded(writer.commit)
    except BaseException:
        with suppress(Exception):
            writer.cancel()
        # A commit that failed half-way leaves Whoosh's own lock with the writer; the next batch needs it.
        if writer.writelock is not None and writer.writelock.fd is not None:
            writer.writelock.release()
        raise
