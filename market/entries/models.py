"""An entry: an intermediary's registration for a need, and the sealed quotes it sent."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.entries.lifecycle import ENTRY
from market.needs.models import Need
from tongban.accounts.models import Organisation
from tongban.db import Base, Fen, IdType, JsonDoc, UtcDateTime


class Entry(Base):
    """One organisation's entry for one need.

    ``number`` is random and ``label`` given only at closing: a running number would tell an entrant how many
    others there are.
    """

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("need_id", "org_id"),
        UniqueConstraint("need_id", "label"),
        Index("ix_entry_org", "org_id", "id"),
    )
    thing_kind: ClassVar[str] = "entry"

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"))
    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    region: Mapped[str] = mapped_column(String(16))
    label: Mapped[str | None] = mapped_column(String(24))
    state: Mapped[str] = mapped_column(String(16), default=ENTRY.initial)
    version: Mapped[int] = mapped_column(default=1)
    nonce: Mapped[str] = mapped_column(String(64))
    practitioner_id: Mapped[int | None] = mapped_column(ForeignKey("practitioner.id"))
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason_code: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(Text)
    #: What the opening found: null while the quote is sealed.
    value_fen: Mapped[int | None] = mapped_column(Fen)
    credit: Mapped[int | None]
    rank: Mapped[int | None]

    need: Mapped[Need] = relationship()
    org: Mapped[Organisation] = relationship()
    quotes: Mapped[list["Quote"]] = relationship(back_populates="entry", order_by="Quote.seq")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own spelling


class Quote(Base):
    """One sealed quote; a later one replaces it, and both are kept."""

    __tablename__ = "quote"
    __table_args__ = (
        UniqueConstraint("entry_id", "seq"),
        UniqueConstraint("form_key"),
        CheckConstraint("length(commitment) = 64", name="commitment_length"),
    )

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    seq: Mapped[int]
    form_key: Mapped[str] = mapped_column(String(36))
    commitment: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    receipt_number: Mapped[str] = mapped_column(String(40), unique=True)
    #: The random value behind the commitment: null while the quote is sealed.
    nonce: Mapped[str | None] = mapped_column(String(64))

    entry: Mapped[Entry] = relationship(back_populates="quotes")


class RefusedEntry(Base):
    """A registration or quote that was refused, with its receipt: what, when, why; never the price."""

    __tablename__ = "refused_entry"
    __table_args__ = (Index("ix_refused_entry_need", "need_id"),)

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"))
    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    receipt_number: Mapped[str] = mapped_column(String(40), unique=True)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    digest: Mapped[str] = mapped_column(String(64))
    reason_code: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)


class RelationFlag(Base):
    """A signal that two entrants of a need may be related; evidence, never a verdict (§2.5)."""

    __tablename__ = "relation_flag"
    __table_args__ = (UniqueConstraint("need_id", "kind", "first_entry_id", "second_entry_id"),)

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"))
    kind: Mapped[str] = mapped_column(String(40))
    first_entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    second_entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    evidence: Mapped[dict[str, Any]] = mapped_column(JsonDoc, default=dict)
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)


ENTRY.guard_attribute(Entry.state)
