"""Forms that were acted on."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tongban.db import Base, UtcDateTime


class SentForm(Base):
    """One form that was accepted, by the digest of person, place and key, and where its sender was led."""

    __tablename__ = "sent_form"
    __table_args__ = (Index("ix_sent_form_sent_at", "sent_at"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    location: Mapped[str] = mapped_column(String(512))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
