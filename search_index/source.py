"""The database as the index sees it: every thing of every kind, loaded through its provider."""

import logging
from collections.abc import Callable, Collection, Iterator

from sqlalchemy.orm import Session

from search_index.documents import BadDocument, parse_key
from search_index.entries import Entry, make_entry
from search_index.kinds import Kinds
from search_index.places import place_names

log = logging.getLogger(__name__)

#: Things read in one session: long sessions keep old states of the database alive and fill the memory.
CHUNK = 100

SessionFactory = Callable[[], Session]


class DatabaseSource:
    """Reads documents in fresh, short, reading sessions.

    With ``lenient``, a thing whose provider fails counts as one without a document and stands in ``failed``:
    one bad record does not keep all others from being found.
    """

    def __init__(self, kinds: Kinds, sessions: SessionFactory, *, lenient: bool = False) -> None:
        self._kinds = kinds
        self._sessions = sessions
        self._lenient = lenient
        self.failed: set[str] = set()

    def keys(self) -> list[str]:
        """The keys of all things."""
        with self._sessions() as session:
            return [f"{kind.name}:{thing_id}" for kind in self._kinds for thing_id in kind.iter_all(session)]

    def entries(self, keys: Collection[str]) -> Iterator[tuple[str, Entry | None]]:
        """Each key with its document as the database has it now; None where there is none."""
        ordered = list(keys)
        for start in range(0, len(ordered), CHUNK):
            with self._sessions() as session:
                chunk = [(key, self._try(session, key)) for key in ordered[start : start + CHUNK]]
            yield from chunk

    def _try(self, session: Session, key: str) -> Entry | None:
        try:
            return self._entry(session, key)
        except Exception:
            if not self._lenient:
                raise
            log.exception("%s cannot be read for the index", key)
            session.rollback()
            self.failed.add(key)
            return None

    def _entry(self, session: Session, key: str) -> Entry | None:
        kind_name, thing_id = parse_key(key)
        kind = self._kinds.get(kind_name)
        document = kind.load(session, thing_id) if kind else None
        if document is None:
            return None
        if document.key != key:
            raise BadDocument(f"the provider of {kind_name!r} gave {document.key} for {key}")
        return make_entry(document, place_names(session, document.region_chain))
