"""The table of service items: what was loaded from the data files, so that every process reads the same."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tongban.db import Base, IdType, JsonDoc, UtcDateTime
from tongban.regions.codes import NATION


class ServiceItemRow(Base):
    """One item as loaded; ``version`` hashes its content, ``enabled`` is false once it left the files."""

    __tablename__ = "service_item"
    __table_args__ = (UniqueConstraint("region", "code"),)
    thing_kind: ClassVar[str] = "service_item"

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    region: Mapped[str] = mapped_column(String(16), default=NATION)
    code: Mapped[str] = mapped_column(String(32))
    position: Mapped[int]
    version: Mapped[str] = mapped_column(String(64))
    data: Mapped[dict[str, Any]] = mapped_column(JsonDoc)
    enabled: Mapped[bool] = mapped_column(default=True)
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def number(self) -> str:
        """What URLs use."""
        return self.code
