"""Tables of the audit chains."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tongban.db import Base, IdType, JsonDoc, UtcDateTime


class AuditHead(Base):
    """The last link of one chain; its row is what a change locks."""

    __tablename__ = "audit_head"
    __table_args__ = (UniqueConstraint("thing_kind", "thing_id"), Index("ix_audit_head_region", "region"))

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    thing_kind: Mapped[str] = mapped_column(String(32))
    thing_id: Mapped[int] = mapped_column(IdType)
    region: Mapped[str] = mapped_column(String(16))
    seq: Mapped[int] = mapped_column(default=0)
    checkpoint_seq: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64))


class AuditEvent(Base):
    """One link: who did what to the thing, when, from where; immutable."""

    __tablename__ = "audit_event"
    __table_args__ = (
        UniqueConstraint("thing_kind", "thing_id", "seq"),
        Index("ix_audit_event_at", "at"),
        Index("ix_audit_event_actor", "actor_user_id"),
    )

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    thing_kind: Mapped[str] = mapped_column(String(32))
    thing_id: Mapped[int] = mapped_column(IdType)
    region: Mapped[str] = mapped_column(String(16))
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_user_id: Mapped[int | None] = mapped_column(IdType)
    actor_org_id: Mapped[int | None] = mapped_column(IdType)
    event: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(16))
    before: Mapped[str | None] = mapped_column(String(32))
    after: Mapped[str | None] = mapped_column(String(32))
    public: Mapped[dict[str, Any]] = mapped_column(JsonDoc, default=dict)
    private_digest: Mapped[str | None] = mapped_column(String(64))
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditPrivate(Base):
    """Personal details beside an event; erasing the row leaves the chain valid."""

    __tablename__ = "audit_private"

    event_id: Mapped[int] = mapped_column(ForeignKey("audit_event.id"), primary_key=True, autoincrement=False)
    salt: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(JsonDoc)


class AuditCheckpoint(Base):
    """A signed statement of where all chains of a region stood; chained, so that none can be left out."""

    __tablename__ = "audit_checkpoint"
    __table_args__ = (UniqueConstraint("region", "seq"),)

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    region: Mapped[str] = mapped_column(String(16))
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    why: Mapped[str] = mapped_column(String(40))
    #: Merkle root over all heads of the region, and how many there are.
    root: Mapped[str] = mapped_column(String(64))
    heads: Mapped[int]
    #: The heads that moved since the checkpoint before: [kind, id, seq, hash].
    moved: Mapped[list[list[Any]]] = mapped_column(JsonDoc)
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    key_id: Mapped[str] = mapped_column(String(16))
    signature: Mapped[str] = mapped_column(String(128))
