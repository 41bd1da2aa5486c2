"""What the index knows of a thing: a flat, frozen document, made by the feature the thing belongs to.

The index is readable by whoever can read its files, so a document holds only what everybody of its visibility
class may read: never a sealed value, a phone or an identity number.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

#: Characters of a body that are searched; what follows is not found. A notice with its annexes stays below.
BODY_LIMIT = 20_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Visibility(StrEnum):
    """Who may find a document. The organisations it names always may."""

    #: Everybody from ``public_from`` on; before that moment only the named organisations.
    PUBLIC = "public"
    #: The named organisations and nobody else.
    ORG = "org"
    #: The named organisations and the staff of its region and of the regions above.
    STAFF = "staff"


class BadDocument(ValueError):
    """A provider made a document that contradicts itself."""


@dataclass(frozen=True)
class SearchDocument:
    """One findable thing. Instants are aware and in UTC.

    ``region_chain`` runs from the nation down to ``region`` itself. ``state`` (with a tone of
    ``tongban.web.components``) and ``facets`` (label to value) are Chinese words shown beside a hit's title;
    they are found too, and so are ``keywords``, other names (环评 for 环境影响评价) that are not shown.
    ``version`` counts the changes of the thing where it counts them (else 0, and ``updated_at`` decides); an
    older copy never replaces a newer one.
    """

    kind: str
    id: int
    title: str
    body: str
    number: str
    region: str
    region_chain: tuple[str, ...]
    visibility: Visibility
    url: str
    updated_at: datetime
    org_ids: frozenset[int] = frozenset()
    public_from: datetime | None = None
    state: str = ""
    state_tone: str = "ink"
    facets: Mapping[str, str] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    version: int = 0

    def __post_init__(self) -> None:
        """Raises BadDocument where fields contradict each other."""
        if self.region not in self.region_chain:
            raise BadDocument(f"{self.key}: the chain of regions must end with its own region")
        if any(
            moment is not None and moment.tzinfo is None for moment in (self.updated_at, self.public_from)
        ):
            raise BadDocument(f"{self.key}: an instant needs an offset")

    @property
    def key(self) -> str:
        """The document's name in the index, e.g. ``need:123``."""
        return f"{self.kind}:{self.id}"

    @property
    def updated_us(self) -> int:
        """``updated_at`` in microseconds since 1970."""
        return microseconds(self.updated_at)

    @property
    def stamp(self) -> tuple[int, int]:
        """Orders copies of the same document, the newer one higher."""
        return stamp(self.version, self.updated_us)

    @property
    def public_us(self) -> int | None:
        """``public_from`` in microseconds since 1970."""
        return None if self.public_from is None else microseconds(self.public_from)

    def digest(self, *more: str) -> str:
        """A short hash of everything in the document and of ``more``: equal means nothing to be written."""
        parts = [
            *(self.key, self.title, self.body[:BODY_LIMIT], self.number, self.region, *self.region_chain),
            *(self.visibility, self.url, self.state, str(sorted(self.org_ids))),
            *(str(self.version), str(self.updated_us), str(self.public_us), str(self.keywords)),
            *(str(sorted(self.facets.items())), *more),
        ]
        # Escaped, so that a lone surrogate in a title cannot stop the indexer.
        return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()[:16]


def stamp(version: int, updated_us: int) -> tuple[int, int]:
    """By version where the thing counts its changes, else by the moment of its last one."""
    return version, 0 if version else updated_us


def parse_key(key: str) -> tuple[str, int]:
    """The kind and the id in a key. Raises ValueError for anything else."""
    kind, _, number = key.rpartition(":")
    if not kind:
        raise ValueError(f"{key!r} is no key of a document")
    return kind, int(number)


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970: exact, and comparable in both engines."""
    return (moment - _EPOCH) // timedelta(microseconds=1)
