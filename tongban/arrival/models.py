"""Tables of the moment of receipt: tickets of requests that arrived, and the processes that take them in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tongban.db import Base, UtcDateTime

#: The longest subject (a need's number) a ticket is opened for; a longer one names nothing we ever issued.
SUBJECT_LENGTH = 64


class ArrivalProcess(Base):
    """A web process that opens tickets, and how far it has got with that. Moments are real time.

    ``caught_up_to``: every request this process held before that moment has its ticket committed.
    """

    __tablename__ = "arrival_process"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    beat_at: Mapped[datetime] = mapped_column(UtcDateTime)
    caught_up_to: Mapped[datetime] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ArrivalTicket(Base):
    """Proof that a whole request was held by the server at a moment, committed before a thread took it up.

    ``received_at`` and ``created_at`` are real time; ``site_at`` is the moment of ``received_at`` by the
    clock of the site, as is ``settled_at`` (they differ on a practice site only): deadlines are compared
    with it. ``digest`` is SHA-256 over a 32-byte nonce, which is forgotten with the request, and the body:
    without the nonce a short body could be found from its digest by trying prices.
    """

    __tablename__ = "arrival_ticket"
    __table_args__ = (
        CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="settled_has_outcome"),
        Index("ix_arrival_ticket_subject", "subject", "settled_at", "site_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    subject: Mapped[str] = mapped_column(String(SUBJECT_LENGTH))
    path: Mapped[str] = mapped_column(String(200))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    site_at: Mapped[datetime] = mapped_column(UtcDateTime)
    digest: Mapped[str] = mapped_column(String(64))
    process_id: Mapped[str | None] = mapped_column(ForeignKey(ArrivalProcess.id), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(64))
