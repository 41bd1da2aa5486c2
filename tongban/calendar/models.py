"""Tables of the official calendars: every imported version of a year is kept."""

import datetime as dt
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from tongban.calendar.days import DayKind, DayMark
from tongban.db import Base, IdType, UtcDateTime


class CalendarYear(Base):
    """One version of one year: the nation's table, or what a region changes in it. The highest version holds.

    Rows are never changed: a correction is a new version, so that a date computed before can be explained.
    """

    __tablename__ = "calendar_year"
    __table_args__ = (
        UniqueConstraint("region_code", "year", "version"),
        CheckConstraint("version >= 1", name="version_positive"),
        CheckConstraint("year BETWEEN 1900 AND 2999", name="year_plausible"),
    )
    thing_kind: ClassVar[str] = "calendar_year"

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    region_code: Mapped[str] = mapped_column(String(16))
    region: Mapped[str] = synonym("region_code")
    year: Mapped[int]
    version: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    imported_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    imported_by: Mapped[str] = mapped_column(String(100))
    content_hash: Mapped[str] = mapped_column(String(64))
    days: Mapped[list["CalendarDay"]] = relationship(
        order_by="CalendarDay.date", cascade="all, delete-orphan"
    )

    @property
    def number(self) -> str:
        """Public name of this version."""
        return f"{self.region_code}-{self.year}-v{self.version}"

    def marks(self) -> tuple[DayMark, ...]:
        """The lines of this version, in calendar order."""
        return tuple(day.mark() for day in self.days)


class CalendarDay(Base):
    """A day that differs from its weekday (or closes early), and why."""

    __tablename__ = "calendar_day"
    __table_args__ = (
        UniqueConstraint("year_id", "date"),
        CheckConstraint("kind IN ('off', 'work')", name="kind_known"),
    )

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("calendar_year.id"))
    date: Mapped[dt.date]
    kind: Mapped[str] = mapped_column(String(4))
    why: Mapped[str] = mapped_column(String(60))
    closes: Mapped[dt.time | None]

    @classmethod
    def of(cls, mark: DayMark) -> "CalendarDay":
        """The row of a table line."""
        return cls(date=mark.date, kind=mark.kind.value, why=mark.why, closes=mark.closes)

    def mark(self) -> DayMark:
        """The table line of this row."""
        return DayMark(self.date, DayKind(self.kind), self.why, self.closes)
