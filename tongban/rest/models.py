"""Requests of programs that were acted on."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tongban.db import Base, UtcDateTime


class ApiCall(Base):
    """One request with an idempotency key, and what it was answered.

    ``digest`` is of person and key. ``request_mac`` is keyed with the site's secret: a plain digest of a
    short request, such as one with a price, could be found by trying.
    """

    __tablename__ = "api_call"
    __table_args__ = (Index("ix_api_call_sent_at", "sent_at"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    request_mac: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    #: The JSON as it was sent: a database that keeps documents in its own order would answer differently.
    body: Mapped[str | None] = mapped_column(Text)
    location: Mapped[str | None] = mapped_column(String(512))
    etag: Mapped[str | None] = mapped_column(String(64))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
