"""Keeping the index what the database is: after every change, anew as a whole, and compared."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from search_index.backend import Backend, IndexUnavailable
from search_index.documents import parse_key
from search_index.kinds import Kinds
from search_index.queue import waiting_keys
from search_index.source import DatabaseSource, SessionFactory
from tongban.outbox.handlers import Delivery

log = logging.getLogger(__name__)

#: Waiting changes that go into the index with the one that is due: a commit costs much more than a document.
BATCH = 100


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuild proved: documents of each kind, and the keys whose providers failed."""

    documents: Mapping[str, int]
    failed: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """A document that the index holds otherwise than the database.

    ``missing``, ``surplus``, ``stale``, or ``unreadable`` where the provider failed.
    """

    key: str
    what: str


class Indexer:
    """Moves documents from the database into the index."""

    def __init__(self, backend: Backend, kinds: Kinds, reads: SessionFactory) -> None:
        self._backend = backend
        self._kinds = kinds
        self._reads = reads

    def on_delivery(self, delivery: Delivery) -> None:
        """The outbox handler ``search.index``. Raises IndexUnavailable: the outbox tries again later."""
        kind = delivery.payload.get("kind", delivery.thing_kind)
        self.handle(self._reads, {"kind": kind, "id": delivery.payload.get("id", delivery.thing_id)})

    def handle(self, sessions: SessionFactory, payload: Mapping[str, object]) -> None:
        """Bring one thing's document up to date, and with it others that wait. Idempotent, in any order.

        What is stored is what the database holds when this batch is alone with the index, so a call that
        comes late or twice finds nothing to do. Raises IndexUnavailable, or what the thing's provider raises.
        """
        key = f"{payload['kind']}:{int(str(payload['id']))}"
        if self._is_current(key, sessions):
            return
        others = waiting_keys(sessions, key, BATCH)
        if others:
            try:
                self.sync([key, *others], sessions)
                return
            except IndexUnavailable:
                raise
            except Exception:
                log.exception("one of %s waiting changes cannot be read; %s goes alone", len(others), key)
        self.sync([key], sessions)

    def sync(self, keys: Collection[str], sessions: SessionFactory | None = None) -> int:
        """Write some things' documents in one batch; returns how many changed. Raises IndexUnavailable."""
        source = DatabaseSource(self._kinds, sessions or self._reads)
        changed = 0
        with self._backend.writing(keys) as writer:
            for key, entry in source.entries(keys):
                changed += writer.drop(key) if entry is None else writer.put(entry)
        return changed

    def rebuild(self) -> Rebuilt:
        """Build the index anew and prove its count. Raises IndexUnavailable, the old one still in force."""
        source = DatabaseSource(self._kinds, self._reads, lenient=True)
        counts = self._backend.rebuild(source)
        return Rebuilt(
            {kind.name: counts.get(kind.name, 0) for kind in self._kinds}, tuple(sorted(source.failed))
        )

    def differences(self) -> list[Difference]:
        """Compare every document with the database. Raises IndexUnavailable."""
        source = DatabaseSource(self._kinds, self._reads, lenient=True)
        with self._reads() as session:
            stored = self._backend.digests(session)
        wanted = {key: entry.row.digest for key, entry in source.entries(source.keys()) if entry is not None}
        found = [Difference(key, "unreadable") for key in source.failed]
        found += [Difference(key, "missing") for key in wanted.keys() - stored.keys()]
        found += [Difference(key, "surplus") for key in stored.keys() - wanted.keys() - source.failed]
        found += [Difference(key, "stale") for key in wanted if stored.get(key, wanted[key]) != wanted[key]]
        return sorted(found, key=lambda difference: parse_key(difference.key))

    def _is_current(self, key: str, sessions: SessionFactory) -> bool:
        """Whether an earlier batch has taken this change along.

        Nothing older can replace it after that: whoever writes loads inside the lock.
        """
        _, entry = next(DatabaseSource(self._kinds, sessions).entries([key]))
        with sessions() as session:
            stored = self._backend.digest(session, key)
        return stored == (None if entry is None else entry.row.digest)
