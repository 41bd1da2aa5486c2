"""The stored offset of a practice site."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tongban.db import Base, UtcDateTime


class PracticeTime(Base):
    """One row: how many microseconds the practice site is ahead of real time."""

    __tablename__ = "practice_time"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    offset_us: Mapped[int] = mapped_column(BigInteger)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
