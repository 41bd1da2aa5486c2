"""Numbers that people read: one series per kind, region and year, without gaps inside a transaction."""

from typing import ClassVar

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tongban.db import Base


class NumberSeries(Base):
    """The last number given out in one series; its row is locked while the next is taken."""

    __tablename__ = "number_series"
    thing_kind: ClassVar[str] = "number_series"

    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    region: Mapped[str] = mapped_column(String(16), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)


def next_sequence(session: Session, kind: str, region: str, year: int) -> int:
    """The next running number of a series, from 1."""
    key = {"kind": kind, "region": region, "year": year}
    series = session.scalar(select(NumberSeries).filter_by(**key).with_for_update())
    if series is None:
        series = NumberSeries(**key, last=0)
        session.add(series)
    series.last += 1
    session.flush()
    return series.last


def next_number(session: Session, kind: str, region: str, year: int) -> str:
    """The next number of a series as REGION-YEAR-KIND-NNNN."""
    return f"{region}-{year}-{kind}-{next_sequence(session, kind, region, year):04d}"
