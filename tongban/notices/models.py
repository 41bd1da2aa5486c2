"""A notice to one person about one thing."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tongban.accounts.models import User
from tongban.db import Base, IdType, UtcDateTime


class Notice(Base):
    """One notice per person and event: ``dedupe`` names the event, whatever is retried."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("user_id", "dedupe"),
        Index("ix_notice_inbox", "user_id", "id"),
    )
    thing_kind: ClassVar[str] = "notice"

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    org_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    region: Mapped[str] = mapped_column(String(16))
    dedupe: Mapped[str] = mapped_column(String(160))
    title: Mapped[str] = mapped_column(String(160))
    body: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()
