"""What an index must be able to do; two engines do it, and one suite of tests holds both to it."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from search_index.entries import Entry
from search_index.query import Query
from search_index.visibility import Viewer


class IndexUnavailable(Exception):
    """The index cannot answer or be written now: missing, broken, of another format, locked, read-only."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class IndexBusy(IndexUnavailable):
    """Somebody else writes just now; asking again in a moment helps."""


@dataclass(frozen=True)
class Wanted:
    """One question to an index: what, by whom, narrowed to what, which stretch of the hits."""

    query: Query
    viewer: Viewer
    kind: str | None = None
    region: str | None = None
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True)
class Found:
    """An answer. Every number counts only what the viewer may see.

    ``kinds`` counts within the region asked for, ``regions`` (each with all below it) within the kind.
    """

    keys: tuple[str, ...]
    total: int
    kinds: Mapping[str, int]
    regions: Mapping[str, int]


@dataclass(frozen=True)
class IndexStatus:
    """The state of an index; ``problem`` says in Chinese what is wrong when it is not healthy."""

    documents: int
    healthy: bool
    problem: str | None = None


class Writer(Protocol):
    """Changes of one batch, in force together when the batch ends without an error."""

    def put(self, entry: Entry) -> bool:
        """Store a document. False if nothing had to be done: the index holds the same, or a newer copy."""
        ...

    def drop(self, key: str) -> bool:
        """Take a document out. False if it was not there."""
        ...


class Source(Protocol):
    """Where a rebuild gets its documents: the database, through the providers.

    A key that cannot be read counts as one without a document; the source remembers it.
    """

    def keys(self) -> list[str]:
        """The keys of all things that may have a document."""
        ...

    def entries(self, keys: Collection[str]) -> Iterator[tuple[str, Entry | None]]:
        """Each key with its document as the database has it now, None where there is none."""
        ...


class Backend(Protocol):
    """An index."""

    name: str

    def search(self, session: Session, wanted: Wanted) -> Found:
        """Answer a question. Raises IndexUnavailable, and nothing else, when the index cannot answer."""
        ...

    def writing(self, keys: Collection[str]) -> AbstractContextManager[Writer]:
        """Write a batch. Raises IndexUnavailable.

        Nobody else writes the same documents meanwhile, so what is loaded inside the block is never older
        than what another writer stored before.
        """
        ...

    def digest(self, session: Session, key: str) -> str | None:
        """The digest of one document, None if it is not there. Raises IndexUnavailable."""
        ...

    def digests(self, session: Session) -> dict[str, str]:
        """The key and digest of every document. Raises IndexUnavailable."""
        ...

    def status(self, session: Session) -> IndexStatus:
        """How the index is; raises nothing."""
        ...

    def rebuild(self, source: Source) -> Mapping[str, int]:
        """Fill the index anew while searching and writing go on; the number of documents of each kind.

        Raises IndexUnavailable, with the old index still in force, unless the count is proved.
        """
        ...
