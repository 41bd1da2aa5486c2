"""Writing the table of the PostgreSQL backend."""

import hashlib
from collections.abc import Collection

from sqlalchemy import ColumnElement, Text, and_, cast, delete, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from search_index.backend import IndexUnavailable
from search_index.documents import Visibility
from search_index.entries import FORMAT, Entry, Row
from search_index.models import StoredDocument as Stored
from search_index.models import columns_of, tags_of

#: A row that nobody may see and nothing finds: it says that a rebuild went through, and in which format.
MARKER = "@built"


def lock_keys(session: Session, keys: Collection[str]) -> None:
    """Hold the keys, with or without rows, until the transaction ends; in one order, against deadlocks."""
    for number in sorted({_lock_number(key) for key in keys}):
        session.execute(select(func.pg_advisory_xact_lock(number)))


def _lock_number(key: str) -> int:
    digest = hashlib.sha256(f"search:{key}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


class TableWriter:
    """Writes documents in a session; the caller commits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, entry: Entry) -> bool:
        """Store a document unless the table holds the same or a newer copy. Raises IndexUnavailable."""
        row = entry.row
        new = {
            **columns_of(entry),
            "terms": func.array_to_tsvector(cast(sorted({*entry.terms, *tags_of(row)}), ARRAY(Text))),
            "format": FORMAT,
        }
        statement = insert(Stored).values(new)
        outdated = or_(Stored.format != FORMAT, and_(Stored.digest != row.digest, _not_newer(row)))
        statement = statement.on_conflict_do_update(index_elements=[Stored.key], set_=new, where=outdated)
        try:
            return self._session.scalar(statement.returning(Stored.key)) is not None
        except SQLAlchemyError as error:
            raise IndexUnavailable(f"索引表无法写入（{type(error).__name__}）") from error

    def drop(self, key: str) -> bool:
        """Take a document out. Raises IndexUnavailable."""
        try:
            gone = self._session.scalar(delete(Stored).where(Stored.key == key).returning(Stored.key))
        except SQLAlchemyError as error:
            raise IndexUnavailable(f"索引表无法写入（{type(error).__name__}）") from error
        return gone is not None


def _not_newer(row: Row) -> ColumnElement[bool]:
    """The stored copy is no newer than this one (``documents.stamp``)."""
    if row.version:
        return Stored.version <= row.version
    return and_(Stored.version == 0, Stored.updated_us <= row.updated_us)


def set_marker(session: Session) -> None:
    """Note that the table is complete and of the present format."""
    row = Row(MARKER, "@", "", (), Visibility.ORG, frozenset(), None, 0, 0, "", "", "")
    values = {**columns_of(Entry(row, "", frozenset())), "terms": "", "format": FORMAT}
    statement = insert(Stored).values(values)
    session.execute(statement.on_conflict_do_update(index_elements=[Stored.key], set_={"format": FORMAT}))
