"""Tables of the outbox, the timers and the recurring jobs."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tongban.db import Base, IdType, JsonDoc, UtcDateTime

PENDING, DONE, PARKED = "pending", "done", "parked"


class OutboxRow(Base):
    """One side effect to be done after the commit."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("status IN ('pending', 'done', 'parked')", name="status"),
        Index("ix_outbox_claim", "status", "not_before"),
        Index("ix_outbox_order", "handler", "thing_kind", "thing_id", "id"),
    )

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    handler: Mapped[str] = mapped_column(String(64))
    thing_kind: Mapped[str] = mapped_column(String(32))
    thing_id: Mapped[int] = mapped_column(IdType)
    payload: Mapped[dict[str, Any]] = mapped_column(JsonDoc, default=dict)
    status: Mapped[str] = mapped_column(String(8), default=PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leased_by: Mapped[str | None] = mapped_column(String(64))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(Text)


class Timer(Base):
    """Something that falls due at a stated moment, once."""

    __tablename__ = "timer"
    __table_args__ = (
        UniqueConstraint("handler", "thing_kind", "thing_id", "due_at"),
        Index("ix_timer_due", "done_at", "not_before"),
    )

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    handler: Mapped[str] = mapped_column(String(64))
    thing_kind: Mapped[str] = mapped_column(String(32))
    thing_id: Mapped[int] = mapped_column(IdType)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(Text)


class JobRun(Base):
    """The last run of a recurring job, for the operator's page."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    next_due: Mapped[datetime] = mapped_column(UtcDateTime)
    last_started: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_success: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(Text)
