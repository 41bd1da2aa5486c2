"""Tables of regions and of the names they had."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tongban.db import Base, IdType

#: Where a region's row comes from: the code table, the list of zones, or a rule file that named it.
TABLE, ZONE, RULES = "table", "zone", "rules"


class Region(Base):
    """A place with its own rules: nation, province, city, county or zone."""

    __tablename__ = "region"
    __table_args__ = (
        CheckConstraint("level IN ('nation', 'province', 'city', 'county', 'zone')", name="level"),
        CheckConstraint("origin IN ('table', 'zone', 'rules')", name="origin"),
        Index("ix_region_parent_code", "parent_code"),
        Index("ix_region_name", "name"),
    )

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    parent_code: Mapped[str | None] = mapped_column(String(16), ForeignKey("region.code"))
    level: Mapped[str] = mapped_column(String(8))
    #: A city without counties: the code table lists it a second time, as its own county.
    also_county: Mapped[bool] = mapped_column(default=False)
    origin: Mapped[str] = mapped_column(String(8))


class RegionName(Base):
    """A name, and where known a code, that a region had before; both still find it."""

    __tablename__ = "region_name"
    __table_args__ = (
        UniqueConstraint("region_code", "name"),
        CheckConstraint("source IN ('background', 'official', 'renamed')", name="source"),
        Index("ix_region_name_name", "name"),
        Index("ix_region_name_former_code", "former_code"),
    )

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    region_code: Mapped[str] = mapped_column(String(16), ForeignKey("region.code"))
    name: Mapped[str] = mapped_column(String(60))
    former_code: Mapped[str | None] = mapped_column(String(16))
    #: Dates as exactly as they are known: a year, a month or a day in ISO form.
    valid_from: Mapped[str | None] = mapped_column(String(10))
    valid_to: Mapped[str | None] = mapped_column(String(10))
    #: ``background`` until confirmed from a document, ``renamed`` where a data file changed the name.
    source: Mapped[str] = mapped_column(String(12))
