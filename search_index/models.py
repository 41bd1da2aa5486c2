"""The table the PostgreSQL backend keeps its documents in. With the Whoosh backend it stays empty."""

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, String, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from search_index.entries import Entry, Row
from tongban.db import Base, JsonDoc


class StoredDocument(Base):
    """One document of the index: what is filtered by as columns, what is looked up as a vector of terms."""

    __tablename__ = "search_document"
    __table_args__ = (
        CheckConstraint("visibility IN ('public', 'org', 'staff')", name="visibility"),
        Index("ix_search_document_terms", "terms", postgresql_using="gin").ddl_if(dialect="postgresql"),
        Index("ix_search_document_newest", "updated_us", "key"),
    )

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    region: Mapped[str] = mapped_column(String(16))
    #: Codes from the nation down, a blank between them.
    region_chain: Mapped[str] = mapped_column(String(120))
    visibility: Mapped[str] = mapped_column(String(8))
    org_ids: Mapped[list[int]] = mapped_column(JsonDoc)
    public_us: Mapped[int | None] = mapped_column(BigInteger)
    updated_us: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(16))
    number: Mapped[str] = mapped_column(Text)
    head: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    #: Terms as ``analysis`` makes them, and one tag for each region of the chain and each named organisation.
    terms: Mapped[str] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"))
    format: Mapped[int]


def columns_of(entry: Entry) -> dict[str, Any]:
    """The columns of an entry, but for ``terms`` and ``format``."""
    row = entry.row
    return {
        "key": row.key,
        "kind": row.kind,
        "region": row.region,
        "region_chain": " ".join(row.region_chain),
        "visibility": row.visibility,
        "org_ids": sorted(row.org_ids),
        "public_us": row.public_us,
        "updated_us": row.updated_us,
        "version": row.version,
        "digest": row.digest,
        "number": row.number,
        "head": row.head,
        "text": entry.text,
    }


def region_tag(code: str) -> str:
    """The tag every document in a region, or below it, carries among its terms; no text can make one."""
    return f"@region:{code}"


def org_tag(org_id: int) -> str:
    """The tag of a document that names an organisation."""
    return f"@org:{org_id}"


def tags_of(row: Row) -> list[str]:
    """All tags of a document."""
    return [*map(region_tag, row.region_chain), *map(org_tag, sorted(row.org_ids))]
