"""How documents lie in Whoosh: an inverted list of terms, and columns for everything else.

Whoosh's own analysers, scoring and query parser are left aside: terms come ready from ``analysis``, matching
needs no scores, and visitors' text never meets a query language.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from whoosh.analysis import IDTokenizer
from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

from search_index.entries import Entry, Row


class TermSet(FieldType):
    """A field whose terms come ready as a collection of strings; neither order nor frequency is kept."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=IDTokenizer())

    def index(self, value: Iterable[str], **_options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """The postings of one document."""
        return ((term.encode(), 1, 1.0, b"") for term in value)


class LeanCodec(W3Codec):
    """Whoosh's format without field lengths, which only scoring reads; that took 40 % of a rebuild."""

    length_stats = False


def _column() -> Any:
    return COLUMN(VarBytesColumn())


def make_schema() -> Any:
    """``key`` and ``terms`` are looked up; ``row`` and ``text`` are read by the number of the document."""
    return Schema(key=TermSet(), terms=TermSet(), row=_column(), text=_column())


SCHEMA = make_schema()


def fields_of(entry: Entry) -> dict[str, Any]:
    """The fields of one document."""
    return {
        "key": [entry.row.key],
        "terms": entry.terms,
        "row": dump_row(entry.row),
        "text": entry.text.encode(),
    }


def dump_row(row: Row) -> bytes:
    """A row as it lies in its column."""
    values = [
        *(
            row.key,
            row.kind,
            row.region,
            row.region_chain,
            row.visibility,
            sorted(row.org_ids),
            row.public_us,
        ),
        *(row.updated_us, row.version, row.digest, row.number, row.head),
    ]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def load_row(data: bytes) -> Row:
    """A row from its column. Raises ValueError or TypeError if the data are not one."""
    key, kind, region, chain, visibility, orgs, *rest = json.loads(data)
    return Row(key, kind, region, tuple(chain), visibility, frozenset(orgs), *rest)
