"""How a due date was computed, so that it can be computed again under another calendar."""

from datetime import date

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tongban.db import Base, IdType


class DueDate(Base):
    """What one date of a thing rests on: the day of the event, the days counted, the calendar of that time.

    The moment itself stands on the thing; ``name`` is the attribute that holds it there.
    """

    __tablename__ = "due_date"
    __table_args__ = (
        UniqueConstraint("thing_kind", "thing_id", "name"),
        CheckConstraint("unit IN ('wd', 'cd')", name="unit"),
    )

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    thing_kind: Mapped[str] = mapped_column(String(32))
    thing_id: Mapped[int] = mapped_column(IdType)
    name: Mapped[str] = mapped_column(String(24))
    start: Mapped[date]
    count: Mapped[int]
    unit: Mapped[str] = mapped_column(String(2), default="wd")
    day: Mapped[date]
    provisional: Mapped[bool]
    calendar_version: Mapped[str] = mapped_column(String(64))
