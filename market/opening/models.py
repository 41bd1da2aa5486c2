"""What closing, opening and drawing leave behind: the frozen set, the published list, beacon and record."""

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
    #: The list published at the opening, and its digest: what the snapshot of the record covers.
    listing: Mapped[dict[str, Any] | None] = mapped_column(JsonDoc)
    snapshot: Mapped[str | None] = mapped_column(String(64))
    #: The whole record, which reveals the secret: null while a draw waits for its public value.
    record: Mapped[dict[str, Any] | None] = mapped_column(JsonDoc)
    failure: Mapped[str | None] = mapped_column(String(24))
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Beacon(Base):
    """The public value of a draw: fixed once, after the list was published, and never changed.

    ``source``: "witness" or "notice". ``snapshot`` is the list it was fixed for.
    """

    __tablename__ = "draw_beacon"

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), unique=True)
    value: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    snapshot: Mapped[str] = mapped_column(String(64))
