"""The credit ledger (信用台账): append-only, corrected by reversal only (domain rules §2.9)."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tongban.db import Base, IdType, UtcDateTime


class CreditEntry(Base):
    """Points gained or lost by an organisation, why, from when, and which event said so."""

    __tablename__ = "credit_entry"
    __table_args__ = (
        UniqueConstraint("org_id", "reason_code", "source_kind", "source_id"),
        Index("ix_credit_entry_org", "org_id", "effective_from", "id"),
    )
    thing_kind: ClassVar[str] = "credit_entry"

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    region: Mapped[str] = mapped_column(String(16))
    points: Mapped[int]
    reason_code: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(200))
    source_kind: Mapped[str] = mapped_column(String(32))
    source_id: Mapped[int] = mapped_column(IdType)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    effective_from: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reversal_of: Mapped[int | None] = mapped_column(ForeignKey("credit_entry.id"), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
