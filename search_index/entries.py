"""What an index stores of a document: folded text, terms, and what is filtered, counted and ordered by."""

from collections.abc import Sequence
from dataclasses import dataclass

from search_index.analysis import fold, index_terms
from search_index.documents import BODY_LIMIT, SearchDocument, stamp

#: Raised whenever the analysis or what is stored changes: an index of another format must be rebuilt.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Row:
    """The stored facts of one document, small enough to keep all of them in memory."""

    key: str
    kind: str
    region: str
    region_chain: tuple[str, ...]
    visibility: str
    org_ids: frozenset[int]
    public_us: int | None
    updated_us: int
    version: int
    digest: str
    number: str
    head: str

    @property
    def stamp(self) -> tuple[int, int]:
        """Orders copies of the same document, the newer one higher."""
        return stamp(self.version, self.updated_us)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document ready to be written."""

    row: Row
    text: str
    terms: frozenset[str]


def make_entry(document: SearchDocument, places: Sequence[str] = ()) -> Entry:
    """Prepare a document. ``places`` are the names its regions have and had: all find it."""
    number, title = fold(document.number), fold(document.title)
    head = f"{number} {title}"
    body = fold(document.body[:BODY_LIMIT])
    # Blanks between the parts, so that no phrase reaches from one part into the next.
    rest = [fold(part) for part in (document.state, *document.facets.values(), *document.keywords, *places)]
    text = "\n".join([head, body, *rest])
    row = Row(
        key=document.key,
        kind=document.kind,
        region=document.region,
        region_chain=document.region_chain,
        visibility=str(document.visibility),
        org_ids=document.org_ids,
        public_us=document.public_us,
        updated_us=document.updated_us,
        version=document.version,
        digest=document.digest(*places),
        number=number,
        head=head,
    )
    return Entry(row, text, frozenset(index_terms(text)))
