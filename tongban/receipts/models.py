"""The table of receipts: what was signed, for whom, and which row it answers; never what is sealed."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tongban.db import Base, IdType, JsonDoc, UtcDateTime
from tongban.receipts.document import Said


class Receipt(Base):
    """One signed receipt. ``subject_id`` is the row it answers: a quote, a refusal, a file, by ``kind``.

    ``received_at`` is the moment of receipt and stands in the receipt; ``issued_at`` is when it was signed.
    """

    __tablename__ = "receipt"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        CheckConstraint("length(commitment) = 64", name="commitment_length"),
        CheckConstraint("length(signature) = 128", name="signature_length"),
        Index("ix_receipt_org", "org_id", "id"),
        Index("ix_receipt_key", "key", "issued_at"),
    )

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[int] = mapped_column(IdType)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    region: Mapped[str] = mapped_column(String(16))
    of: Mapped[dict[str, Any]] = mapped_column(JsonDoc)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    commitment: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def said(self) -> Said:
        """What the receipt states."""
        return Said(self.number, self.kind, self.of, self.region, self.received_at, self.commitment)

    def document(self) -> dict[str, Any]:
        """The signed document, in the order in which it is written."""
        return {**self.said().document(self.key), "signature": self.signature}
