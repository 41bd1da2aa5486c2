"""What is known of an uploaded or issued file; its bytes lie in the data folder under their digest."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tongban.db import Base, IdType, UtcDateTime


class StoredFile(Base):
    """One file of one thing; whoever may read the thing's files may fetch it."""

    __tablename__ = "stored_file"
    __table_args__ = (
        CheckConstraint("size > 0", name="size_positive"),
        Index("ix_stored_file_thing", "thing_kind", "thing_id"),
        Index("ix_stored_file_sha256", "sha256"),
    )

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    key: Mapped[str] = mapped_column(String(43), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    thing_kind: Mapped[str] = mapped_column(String(32))
    thing_id: Mapped[int] = mapped_column(IdType)
