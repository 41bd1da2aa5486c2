"""What closing and opening leave behind: the frozen set, the published record."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tongban.db import Base, IdType, JsonDoc, UtcDateTime


class SelectionResult(Base):
    """The selection record of a need (``tongban-selection/1``) and the closing root it must agree with."""

    __tablename__ = "selection_result"

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), unique=True)
    closed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closing_root: Mapped[str] = mapped_column(String(64))
    #: The padded leaves behind the root; which of them are entries comes out at the opening.
    closing_leaves: Mapped[list[str]] = mapped_column(JsonDoc)
    #: The random values behind the padding: sealed until the opening, public after it.
    sealed_padding: Mapped[str | None] = mapped_column(Text)
    padding: Mapped[list[str] | None] = mapped_column(JsonDoc)
    record: Mapped[dict[str, Any] | None] = mapped_column(JsonDoc)
    failure: Mapped[str | None] = mapped_column(String(24))
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
